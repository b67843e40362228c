/*
 * relay stdio MOST_OUTPUT_BYTES COMMAND...
 * relay http COMMAND...
 * relay wait SOCKET COMMAND...
 *
 * Listens on the Unix socket that FN_LISTENER names, and answers calls of the fn contract with what an image's own
 * command does. The worker sends one call at a time, and ends the container when one takes too long.
 *
 * With wait it becomes that command once somebody connects to the socket; until then nothing of the image runs.
 */
#include "relay.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static bool (*answer)(struct call *);
static void (*look)(void);

static int listening(void) {
  const char *listener = getenv("FN_LISTENER");
  if (listener == NULL || strncmp(listener, "unix:", 5) != 0) {
    fail("FN_LISTENER is '%s'; expected unix:PATH", listener != NULL ? listener : "");
  }
  return listen_at(listener + 5);
}

/* Waits for something to read, and keeps an eye on the program. */
static void await(int fd) {
  struct pollfd ready[] = {{.fd = fd, .events = POLLIN}, {.fd = children, .events = POLLIN}};
  do {
    poll(ready, 2, -1);
    if (ready[1].revents != 0) look();
  } while (ready[0].revents == 0);
}

static bool read_call(struct call *call) {
  if (call->worker->begin == call->worker->end) await(call->worker->fd);
  call->head = stream_head(call->worker);
  if (call->head == NULL || strncmp(call->head, "POST /call HTTP/1.1\r\n", 21) != 0) return false;
  body_by_length(&call->body, head_length(call->head));
  return call->body.left >= 0;
}

/* Bodies are read behind the head's back. */
static char *kept(const char *head) {
  static char copy[STREAM_BYTES + 1];
  return strcpy(copy, head);
}

static void serve(int connection) {
  static struct stream worker;
  stream_open(&worker, connection);
  struct call call = {.worker = &worker};
  while (read_call(&call)) {
    call.head = kept(call.head);
    if (!answer(&call)) break;
  }
  close(connection);
}

static void look_for_orphans(void) { program_ended(0); }

static void begin(int count, char **words) {
  if (count >= 4 && strcmp(words[1], "stdio") == 0) {
    char *end;
    long long most = strtoll(words[2], &end, 10);
    if (*end != '\0' || most < 1) fail("the most output is '%s'; expected a number of bytes", words[2]);
    answer = stdio_answer;
    look = look_for_orphans;
    stdio_begin(words + 3, (size_t)most);
  } else if (count >= 3 && strcmp(words[1], "http") == 0) {
    answer = http_answer;
    look = http_look;
    http_begin(words + 2);
  } else if (count >= 4 && strcmp(words[1], "wait") == 0) {
    become_when_told(words[2], words + 3);
  } else {
    fail("expected: stdio MOST_OUTPUT_BYTES COMMAND..., http COMMAND..., or wait SOCKET COMMAND...");
  }
}

int main(int count, char **words) {
  if (getpid() != 1) fail("this is no container of its own: process 1 is another");
  begin(count, words);
  int listener = listening();
  for (;;) {
    await(listener);
    int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (connection >= 0) serve(connection);
  }
}
