/* Tests of what the relay reads from both sides: each is a name and what it expects, all run, the exit code tells. */
#include "../relay.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int ran, failed;

static void expect(const char *sentence, bool holds) {
  ran++;
  if (!holds) failed++;
  if (!holds) printf("FAILED: %s\n", sentence);
}

static struct stream *coming(const char *bytes) {
  static struct stream stream;
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0) return NULL;
  write_all(ends[1], bytes, strlen(bytes));
  close(ends[1]);
  stream_open(&stream, ends[0]);
  return &stream;
}

static const char *all_of(const char *head, const char *bytes) {
  static char text[1024];
  struct stream *stream = coming(bytes);
  struct body body;
  char *part;
  ssize_t count;
  text[0] = '\0';
  if (!body_of_answer(&body, head)) return "(nonsense)";
  while ((count = body_next(stream, &body, &part)) > 0) strncat(text, part, (size_t)count);
  close(stream->fd);
  return count == 0 ? text : "(broken)";
}

static void bodies(void) {
  const char *chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked";
  expect("a body has the length that is told", strcmp(all_of("HTTP/1.1 200\r\ncontent-length:  4 ", "abcdef"), "abcd") == 0);
  expect("a body that ends early is broken", strcmp(all_of("HTTP/1.1 200\r\nContent-Length: 4", "abc"), "(broken)") == 0);
  expect("a length is a number", strcmp(all_of("HTTP/1.1 200\r\nContent-Length: 4x", "abcd"), "(nonsense)") == 0);
  expect("a length is not below 0", strcmp(all_of("HTTP/1.1 200\r\nContent-Length: -4", "abcd"), "(nonsense)") == 0);
  expect("an immense length is none", strcmp(all_of("HTTP/1.1 200\r\nContent-Length: 99999999999999999999", ""), "(nonsense)") == 0);
  expect("without a length a body goes to the end", strcmp(all_of("HTTP/1.0 200 OK", "abc"), "abc") == 0);
  expect("chunks are put together", strcmp(all_of(chunked, "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: 1\r\n\r\n"), "abcde") == 0);
  expect("chunks without an end are broken", strcmp(all_of(chunked, "3\r\nabc\r\n"), "(broken)") == 0);
  expect("a chunk of negative size is broken", strcmp(all_of(chunked, "-3\r\nabc\r\n0\r\n\r\n"), "(broken)") == 0);
  expect("a chunk of immense size is broken", strcmp(all_of(chunked, "ffffffffffffffffff\r\nabc"), "(broken)") == 0);
  expect("other encodings are not known", strcmp(all_of("HTTP/1.1 200\r\nTransfer-Encoding: gzip", ""), "(nonsense)") == 0);
}

static void heads(void) {
  char type[CONTENT_TYPE_BYTES], value[8];
  struct stream *stream = coming("POST /call HTTP/1.1\r\nA: 1\r\n\r\nbody");
  char *head = stream_head(stream), *rest;
  expect("a head ends with an empty line", head != NULL && strcmp(head, "POST /call HTTP/1.1\r\nA: 1") == 0);
  expect("the body comes after it", stream_take(stream, 100, &rest) == 4 && memcmp(rest, "body", 4) == 0);
  expect("a head that does not end is none", stream_head(coming("POST / HTTP/1.1\r\n")) == NULL);
  static char endless[STREAM_BYTES + 100];
  memset(endless, 'a', sizeof endless - 1);
  expect("a head that does not fit is none", stream_head(coming(endless)) == NULL);
  head_content_type("HTTP/1.1 200 OK\r\nCONTENT-TYPE:\ttext/plain \r\nB: 2", type);
  expect("names of headers have no case, values no blanks around", strcmp(type, "text/plain") == 0);
  head_content_type("HTTP/1.1 200 OK\r\nContent-Type: text/\x01plain", type);
  expect("a type that cannot be printed is none", strcmp(type, "application/octet-stream") == 0);
  expect("a value that is too long is none", !head_value("X\r\nA: 12345678", "A", value, sizeof value));
  expect("the first line is no header", !head_value("A: 1", "A", value, sizeof value));
}

int main(void) {
  bodies();
  heads();
  printf("Ran %d tests\n%s (failures=%d)\n", ran, failed == 0 ? "OK" : "FAILED", failed);
  return failed != 0;
}
