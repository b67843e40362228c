#include "relay.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The value of the first header of that name, without the blanks around it; false if there is none or it is longer. */
bool head_value(const char *head, const char *name, char *value, size_t size) {
  size_t length = strlen(name);
  for (const char *line = strstr(head, "\r\n"); line != NULL; line = strstr(line, "\r\n")) {
    line += 2;
    if (strncasecmp(line, name, length) != 0 || line[length] != ':') continue;
    const char *begin = line + length + 1;
    const char *end = begin + strcspn(begin, "\r\n");
    while (begin < end && isblank((unsigned char)*begin)) begin++;
    while (end > begin && isblank((unsigned char)end[-1])) end--;
    if ((size_t)(end - begin) >= size) return false;
    memcpy(value, begin, (size_t)(end - begin));
    value[end - begin] = '\0';
    return true;
  }
  return false;
}

/* Of the body; below 0 if it is not told, or no number. */
long long head_length(const char *head) {
  char value[24], *end;
  if (!head_value(head, "Content-Length", value, sizeof value) || !isdigit((unsigned char)value[0])) return -1;
  errno = 0;
  long long length = strtoll(value, &end, 10);
  return errno == 0 && *end == '\0' ? length : -1;
}

/* Only what is printable, since it is sent on. */
void head_content_type(const char *head, char type[CONTENT_TYPE_BYTES]) {
  bool usable = head_value(head, "Content-Type", type, CONTENT_TYPE_BYTES) && type[0] != '\0';
  for (const char *at = type; usable && *at != '\0'; at++) usable = isprint((unsigned char)*at);
  if (!usable) strcpy(type, "application/octet-stream");
}
