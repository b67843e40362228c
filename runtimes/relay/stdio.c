/* stdio: the image's command once per call, its input on stdin, its output on stdout, its log on stderr. */
#include "relay.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FIRST_OUTPUT_BYTES = 64 * 1024, LOG_BYTES = 4 * 1024 };

static char **command;
static size_t most_output;

/* The output of a call is kept until its end, since only then it shows whether it is one. */
static struct {
  char *bytes;
  size_t size, length;
} output;

struct run {
  pid_t program;
  int in, out, err; /* our ends of its streams; below 0 when closed */
  char *input;      /* what came of the input, and is not written yet */
  size_t input_length;
  bool input_ended;
  long long logged;
};

void stdio_begin(char **image_command, size_t limit) {
  command = image_command;
  most_output = limit;
  program_prepare(command);
}

static void pipes(struct run *run, int theirs[3]) {
  int in[2], out[2], err[2];
  if (pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0 || pipe2(err, O_CLOEXEC) < 0) fail("pipe: %s", strerror(errno));
  memcpy(theirs, (int[]){in[0], out[1], err[1]}, 3 * sizeof(int));
  run->in = in[1];
  run->out = out[0];
  run->err = err[0];
  fcntl(run->in, F_SETFL, O_NONBLOCK);
}

static void shut(int *fd) {
  if (*fd >= 0) close(*fd);
  *fd = -1;
}

/* False when the connection broke. */
static bool read_input(struct run *run, struct call *call) {
  ssize_t count = body_next(call->worker, &call->body, &run->input);
  if (count < 0) return false;
  run->input_length = (size_t)count;
  run->input_ended = count == 0;
  return true;
}

/* A program need not read its input: what it does not take is dropped. */
static void write_input(struct run *run) {
  if (run->in >= 0 && run->input_length > 0) {
    ssize_t count = write(run->in, run->input, run->input_length);
    if (count >= 0) {
      run->input += count;
      run->input_length -= (size_t)count;
    } else if (errno != EAGAIN && errno != EINTR) {
      shut(&run->in);
    }
  }
  if (run->in < 0) run->input_length = 0;
  if (run->input_ended) shut(&run->in);
}

/* False when it is too much. */
static bool read_output(struct run *run) {
  if (output.length == output.size) {
    size_t size = output.size == 0 ? FIRST_OUTPUT_BYTES : 2 * output.size;
    char *larger = realloc(output.bytes, size);
    if (larger == NULL) fail("no memory for the output");
    output.bytes = larger;
    output.size = size;
  }
  ssize_t count = read(run->out, output.bytes + output.length, output.size - output.length);
  if (count > 0) output.length += (size_t)count;
  if (count == 0 || (count < 0 && errno != EINTR)) shut(&run->out);
  return output.length <= most_output;
}

static void read_log(struct run *run) {
  char log[LOG_BYTES];
  ssize_t count = read(run->err, log, sizeof log);
  if (count > 0 && write_all(STDERR_FILENO, log, (size_t)count)) run->logged += count;
  if (count == 0 || (count < 0 && errno != EINTR)) shut(&run->err);
}

/* What is still in its pipes when it has ended. */
static bool read_rest(struct run *run) {
  end_all_but_us();
  while (run->err >= 0) read_log(run);
  while (run->out >= 0) {
    if (!read_output(run)) return false;
  }
  return true;
}

enum turn { GOES_ON, ENDED, TOO_MUCH, HUNG_UP };

static enum turn turn(struct run *run, struct call *call, int *status) {
  bool wants_input = !run->input_ended && run->input_length == 0;
  if (wants_input && call->worker->begin < call->worker->end) return read_input(run, call) ? GOES_ON : HUNG_UP;
  if (wants_input && call->body.left == 0) {
    run->input_ended = true;
    wants_input = false;
  }
  if (run->input_ended && run->input_length == 0) shut(&run->in);
  struct pollfd ready[] = {
      {.fd = children, .events = POLLIN},
      {.fd = run->out, .events = POLLIN},
      {.fd = run->err, .events = POLLIN},
      {.fd = run->input_length > 0 ? run->in : -1, .events = POLLOUT},
      {.fd = wants_input ? call->worker->fd : -1, .events = POLLIN},
  };
  if (poll(ready, 5, -1) < 0) return GOES_ON;
  if (ready[1].revents != 0 && !read_output(run)) return TOO_MUCH;
  if (ready[2].revents != 0) read_log(run);
  if (ready[3].revents != 0) write_input(run);
  if (ready[4].revents != 0 && !read_input(run, call)) return HUNG_UP;
  if (ready[0].revents == 0) return GOES_ON;
  *status = program_ended(run->program);
  return *status < 0 ? GOES_ON : ENDED;
}

/* The worker stops a function that announces too much. */
static bool tell_too_much(int fd) {
  return write_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", most_output + 1);
}

static bool tell_output(int fd, const struct run *run) {
  return write_text(
             fd,
             "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %zu\r\n"
             "CloudFunc-Log-Bytes: %lld\r\n\r\n",
             output.length, run->logged) &&
         write_all(fd, output.bytes, output.length);
}

static bool tell_failure(int fd, const struct run *run, int status) {
  char body[256];
  bool signalled = WIFSIGNALED(status);
  int length = snprintf(
      body, sizeof body, "{\"kind\":\"EXITED\",\"message\":\"The function's process %s %d\"}",
      signalled ? "was ended by signal" : "ended with exit code", signalled ? WTERMSIG(status) : WEXITSTATUS(status));
  return write_text(
      fd,
      "HTTP/1.1 502 Bad Gateway\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
      "CloudFunc-Log-Bytes: %lld\r\n\r\n%s",
      length, run->logged, body);
}

/* The rest of an input that nobody read: the worker sends all before it listens. */
static bool drop_input(struct call *call) {
  char *dropped;
  ssize_t count;
  while ((count = body_next(call->worker, &call->body, &dropped)) > 0) continue;
  return count == 0;
}

static bool was_ended_for_memory(int status, long long kills) {
  return status != 0 && kills_for_memory() > kills;
}

bool stdio_answer(struct call *call) {
  struct run run = {.logged = 0};
  int theirs[3], status = -1;
  long long kills = kills_for_memory();
  output.length = 0;
  pipes(&run, theirs);
  run.program = program_start(command, theirs, call->head);
  for (int stream = 0; stream < 3; stream++) close(theirs[stream]);
  if (run.program < 0) fail("fork: %s", strerror(errno));
  enum turn last;
  do {
    last = turn(&run, call, &status);
  } while (last == GOES_ON);
  if (!read_rest(&run) && last == ENDED) last = TOO_MUCH;
  shut(&run.in);
  shut(&run.out);
  shut(&run.err);
  if (last == ENDED && was_ended_for_memory(status, kills)) _exit(128 + SIGKILL);
  if (last == HUNG_UP || !drop_input(call)) return false;
  if (last == TOO_MUCH) return tell_too_much(call->worker->fd);
  return status == 0 ? tell_output(call->worker->fd, &run) : tell_failure(call->worker->fd, &run, status);
}
