#include "relay.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* A socket that appears under its name only once it accepts. */
int listen_at(const char *path) {
  struct sockaddr_un at = {.sun_family = AF_UNIX};
  if ((size_t)snprintf(at.sun_path, sizeof at.sun_path, "%s.new", path) >= sizeof at.sun_path) {
    fail("the socket's path %s is too long", path);
  }
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) < 0 || listen(fd, 16) < 0 || rename(at.sun_path, path) < 0) {
    fail("cannot listen at %s: %s", path, strerror(errno));
  }
  return fd;
}
