#include "relay.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

int children;

static sigset_t usual_signals;

static void say(const char *format, va_list values) {
  char text[1024];
  vsnprintf(text, sizeof text, format, values);
  write_text(STDERR_FILENO, "cloudfunc: %s\n", text);
}

void complain(const char *format, ...) {
  va_list values;
  va_start(values, format);
  say(format, values);
  va_end(values);
}

void fail(const char *format, ...) {
  va_list values;
  va_start(values, format);
  say(format, values);
  va_end(values);
  _exit(EXIT_FAILURE);
}

/* As the shell and execvp find it. */
static bool is_there(const char *name) {
  if (strchr(name, '/') != NULL) return access(name, X_OK) == 0;
  const char *path = getenv("PATH");
  char places[4096], candidate[4096 + 256], *rest = places;
  snprintf(places, sizeof places, "%s", path != NULL ? path : "/bin:/usr/bin");
  for (char *place; (place = strsep(&rest, ":")) != NULL;) {
    snprintf(candidate, sizeof candidate, "%s/%s", *place != '\0' ? place : ".", name);
    if (access(candidate, X_OK) == 0) return true;
  }
  return false;
}

/* Ends us like a shell if the command cannot be run, so that this shows before the first call. */
void program_prepare(char **command) {
  if (!is_there(command[0])) {
    complain("the image's command '%s' cannot be run: %s", command[0], strerror(errno));
    _exit(127);
  }
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child, &usual_signals);
  signal(SIGPIPE, SIG_IGN);
  children = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
  if (children < 0) fail("signalfd: %s", strerror(errno));
}

static void set_from(const char *head, const char *header, const char *variable) {
  char value[1024];
  if (head_value(head, header, value, sizeof value)) setenv(variable, value, 1);
}

/* streams are its stdin, stdout and stderr, below 0 for ours; head is that of the call it is for, if any. */
pid_t program_start(char **command, const int streams[3], const char *head) {
  pid_t program = fork();
  if (program != 0) return program;
  for (int stream = 0; stream < 3; stream++) {
    if (streams[stream] >= 0) dup2(streams[stream], stream);
  }
  if (head != NULL) {
    set_from(head, "Fn-Call-Id", "FN_CALL_ID");
    set_from(head, "Fn-Deadline", "FN_DEADLINE");
    set_from(head, "Content-Type", "FN_CONTENT_TYPE");
    set_from(head, "traceparent", "TRACEPARENT");
  }
  signal(SIGPIPE, SIG_DFL);
  sigprocmask(SIG_SETMASK, &usual_signals, NULL);
  execvp(command[0], command);
  complain("'%s' cannot be run: %s", command[0], strerror(errno));
  _exit(errno == ENOENT ? 127 : 126);
}

/* Takes leave of all children that have ended; the status of that one if it is among them, else below 0. */
int program_ended(pid_t program) {
  struct signalfd_siginfo told;
  while (read(children, &told, sizeof told) > 0) continue;
  int found = -1, status;
  for (pid_t child; (child = waitpid(-1, &status, WNOHANG)) > 0;) {
    if (child == program) found = status;
  }
  return found;
}

/* Our own end, so that the engine tells it as the program's. */
void end_with(int status) { _exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status)); }

/* As the container's first process: nothing of one call is left to the next. */
void end_all_but_us(void) {
  kill(-1, SIGKILL);
  while (waitpid(-1, NULL, 0) > 0 || errno == EINTR) continue;
}

bool await_child(int milliseconds) {
  struct pollfd one = {.fd = children, .events = POLLIN};
  return poll(&one, 1, milliseconds) > 0;
}

/* How many processes of the container the kernel has ended for want of memory. */
long long kills_for_memory(void) {
  const char *files[] = {"/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control"};
  for (int file = 0; file < 2; file++) {
    FILE *lines = fopen(files[file], "re");
    if (lines == NULL) continue;
    char name[64];
    long long count, kills = 0;
    while (fscanf(lines, "%63s %lld", name, &count) == 2) {
      if (strcmp(name, "oom_kill") == 0) kills = count;
    }
    fclose(lines);
    return kills;
  }
  return 0;
}
