/* http: the image's command once, each call a POST / over a connection of its own to the port it listens on. */
#include "relay.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BETWEEN_LOOKS_MS = 2, ENDING_MS = 500, DYING_MS = 20, EXCERPT_BYTES = 512 };

static pid_t program;
static struct sockaddr_in address;

static void read_port(void) {
  const char *text = getenv("PORT");
  char *end;
  long port = text != NULL ? strtol(text, &end, 10) : 0;
  if (text == NULL || *end != '\0' || port < 1 || port > 65535) {
    fail("PORT is '%s'; expected a number from 1 to 65535", text != NULL ? text : "");
  }
  address.sin_family = AF_INET;
  address.sin_port = htons((uint16_t)port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
}

static int connected(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("socket: %s", strerror(errno));
  if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0) return fd;
  close(fd);
  return -1;
}

/* Returns when the program listens, or ends with it. */
void http_begin(char **command) {
  read_port();
  program_prepare(command);
  program = program_start(command, (int[]){-1, -1, -1}, NULL);
  if (program < 0) fail("fork: %s", strerror(errno));
  int fd;
  while ((fd = connected()) < 0) {
    if (await_child(BETWEEN_LOOKS_MS)) http_look();
  }
  close(fd);
}

/* Without its program a relay is nothing. */
void http_look(void) {
  int status = program_ended(program);
  if (status >= 0) end_with(status);
}

struct upload {
  struct call *call;
  int to;
};

/* Beside the download, since a function may answer before it has read everything; what it does not take is dropped. */
static void *upload(void *given) {
  struct upload *upload = given;
  char *bytes;
  ssize_t count;
  bool taken = true;
  while ((count = body_next(upload->call->worker, &upload->call->body, &bytes)) > 0) {
    taken = taken && write_all(upload->to, bytes, (size_t)count);
  }
  return count == 0 ? upload : NULL;
}

static bool send_head(const char *head, int to) {
  const char *headers = strstr(head, "\r\n");
  return write_text(to, "POST / HTTP/1.1") && write_all(to, headers, strlen(headers)) &&
         write_text(to, "\r\nConnection: close\r\n\r\n");
}

/* The status of the final answer; 0 if it is no HTTP. */
static int read_status(struct stream *from, char **head) {
  int status;
  do {
    *head = stream_head(from);
    if (*head == NULL || strncmp(*head, "HTTP/1.", 7) != 0 || strlen(*head) < 12) return 0;
    status = atoi(*head + 9);
  } while (status >= 100 && status < 200);
  return status;
}

/* An answer that ends with its connection may be that of a program that just died. */
static bool pass_on(struct stream *from, struct body *body, int to) {
  bool chunked = body->framing != BY_LENGTH;
  char *bytes;
  ssize_t count;
  while ((count = body_next(from, body, &bytes)) > 0) {
    if (chunked && !write_text(to, "%zx\r\n", (size_t)count)) return false;
    if (!write_all(to, bytes, (size_t)count) || (chunked && !write_all(to, "\r\n", 2))) return false;
  }
  if (count == 0 && body->framing == BY_END && await_child(DYING_MS)) http_look();
  return count == 0 && (!chunked || write_text(to, "0\r\n\r\n"));
}

static bool tell_output(struct stream *from, const char *head, struct body *body, int to) {
  char type[CONTENT_TYPE_BYTES];
  head_content_type(head, type);
  bool told = body->framing == BY_LENGTH
                  ? write_text(to, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %lld\r\n\r\n", type, body->left)
                  : write_text(to, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n", type);
  return told && pass_on(from, body, to);
}

static bool tell_failure(struct stream *from, int status, struct body *body, int to) {
  char excerpt[EXCERPT_BYTES + 1], *bytes;
  size_t length = 0;
  ssize_t count;
  while (length < EXCERPT_BYTES && (count = body_next(from, body, &bytes)) > 0) {
    size_t part = (size_t)count < EXCERPT_BYTES - length ? (size_t)count : EXCERPT_BYTES - length;
    memcpy(excerpt + length, bytes, part);
    length += part;
  }
  char told[64];
  int words = snprintf(told, sizeof told, "The function answered with status %d%s", status, length > 0 ? ": " : "");
  return write_text(
             to, "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n%s",
             (size_t)words + length, told) &&
         write_all(to, excerpt, length);
}

static bool download(struct stream *from, int to) {
  char *head;
  struct body body;
  int status = read_status(from, &head);
  if (status == 204) {
    body_by_length(&body, 0);
  } else if (status == 0 || !body_of_answer(&body, head)) {
    complain("the function's answer is no HTTP");
    return false;
  }
  bool well = status >= 200 && status < 300;
  return well ? tell_output(from, head, &body, to) : tell_failure(from, status, &body, to);
}

bool http_answer(struct call *call) {
  static struct stream from;
  struct upload up = {.call = call, .to = connected()};
  if (up.to < 0) {
    complain("the function does not listen on port %d any more", ntohs(address.sin_port));
    return false;
  }
  pthread_t uploading;
  void *all_came;
  stream_open(&from, up.to);
  send_head(call->head, up.to);
  if (pthread_create(&uploading, NULL, upload, &up) != 0) fail("no thread for the input: %s", strerror(errno));
  bool answered = download(&from, call->worker->fd);
  if (!answered && await_child(ENDING_MS)) http_look();
  shutdown(up.to, SHUT_RDWR);
  if (!answered) shutdown(call->worker->fd, SHUT_RDWR);
  pthread_join(uploading, &all_came);
  close(up.to);
  return answered && all_came != NULL;
}
