#include "relay.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <strings.h>

void body_by_length(struct body *body, long long length) {
  *body = (struct body){.framing = BY_LENGTH, .left = length};
}

/* False if the head tells nonsense. */
bool body_of_answer(struct body *body, const char *head) {
  char value[64];
  if (head_value(head, "Transfer-Encoding", value, sizeof value)) {
    *body = (struct body){.framing = CHUNKED};
    return strcasecmp(value, "chunked") == 0;
  }
  if (!head_value(head, "Content-Length", value, sizeof value)) {
    *body = (struct body){.framing = BY_END};
    return true;
  }
  body_by_length(body, head_length(head));
  return body->left >= 0;
}

/* Skips what comes after the last chunk. */
static bool skip_trailers(struct stream *stream) {
  char *line;
  do {
    line = stream_line(stream);
  } while (line != NULL && *line != '\0');
  return line != NULL;
}

static bool next_chunk(struct stream *stream, struct body *body) {
  char *line = stream_line(stream);
  if (line != NULL && body->begun && *line == '\0') line = stream_line(stream);
  if (line == NULL || !isxdigit((unsigned char)*line)) return false;
  char *end;
  errno = 0;
  body->left = strtoll(line, &end, 16);
  body->begun = true;
  if (errno != 0 || (*end != '\0' && *end != ';' && *end != ' ')) return false;
  body->ended = body->left == 0;
  return !body->ended || skip_trailers(stream);
}

/* Some more of it: how much, 0 at its end, below 0 if it is broken. */
ssize_t body_next(struct stream *stream, struct body *body, char **bytes) {
  if (body->framing == CHUNKED && !body->ended && body->left == 0 && !next_chunk(stream, body)) return -1;
  if (body->ended || (body->framing == BY_LENGTH && body->left == 0)) return 0;
  if (stream->begin == stream->end) {
    ssize_t filled = stream_fill(stream);
    if (filled < 0) return -1;
    if (filled == 0) return body->framing == BY_END ? 0 : -1;
  }
  size_t most = body->framing == BY_END || body->left > SSIZE_MAX ? SSIZE_MAX : (size_t)body->left;
  size_t count = stream_take(stream, most, bytes);
  if (body->framing != BY_END) body->left -= (long long)count;
  return (ssize_t)count;
}
