#include "relay.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void stream_open(struct stream *stream, int fd) {
  stream->fd = fd;
  stream->begin = stream->end = 0;
}

/* Reads once: how much came, 0 at the end, below 0 if it is broken or there is no room. Moves what is not used up. */
ssize_t stream_fill(struct stream *stream) {
  memmove(stream->bytes, stream->bytes + stream->begin, stream->end - stream->begin);
  stream->end -= stream->begin;
  stream->begin = 0;
  if (stream->end == STREAM_BYTES) return -1;
  ssize_t count;
  do {
    count = read(stream->fd, stream->bytes + stream->end, STREAM_BYTES - stream->end);
  } while (count < 0 && errno == EINTR);
  if (count > 0) stream->end += (size_t)count;
  return count;
}

/* What is there, at most that much; valid until the next call. */
size_t stream_take(struct stream *stream, size_t most, char **bytes) {
  size_t there = stream->end - stream->begin;
  size_t count = there < most ? there : most;
  *bytes = stream->bytes + stream->begin;
  stream->begin += count;
  return count;
}

/* Text up to a mark, without it; none if the stream ends first or it does not fit. */
static char *up_to(struct stream *stream, const char *mark) {
  for (;;) {
    stream->bytes[stream->end] = '\0';
    char *begin = stream->bytes + stream->begin;
    char *found = memmem(begin, stream->end - stream->begin, mark, strlen(mark));
    if (found != NULL) {
      *found = '\0';
      stream->begin = (size_t)(found - stream->bytes) + strlen(mark);
      return strlen(begin) == (size_t)(found - begin) ? begin : NULL;
    }
    if (stream_fill(stream) <= 0) return NULL;
  }
}

char *stream_line(struct stream *stream) { return up_to(stream, "\r\n"); }

char *stream_head(struct stream *stream) { return up_to(stream, "\r\n\r\n"); }

bool write_all(int fd, const void *bytes, size_t count) {
  const char *rest = bytes;
  while (count > 0) {
    ssize_t written = write(fd, rest, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    rest += written;
    count -= (size_t)written;
  }
  return true;
}

bool write_text(int fd, const char *format, ...) {
  char text[2048];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(text, sizeof text, format, values);
  va_end(values);
  return length >= 0 && (size_t)length < sizeof text && write_all(fd, text, (size_t)length);
}
