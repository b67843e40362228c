/* The relay: the first process of a container whose image does not speak the fn contract itself. */
#ifndef RELAY_H
#define RELAY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Both sides' heads must fit, and bodies pass through it piece by piece. */
enum { STREAM_BYTES = 16 * 1024, CONTENT_TYPE_BYTES = 256 };

/* Bytes that came over a connection: those from begin to end are not used up yet. */
struct stream {
  int fd;
  size_t begin, end;
  char bytes[STREAM_BYTES + 1];
};

/* stream.c */
void stream_open(struct stream *stream, int fd);
ssize_t stream_fill(struct stream *stream);
size_t stream_take(struct stream *stream, size_t most, char **bytes);
char *stream_line(struct stream *stream);
char *stream_head(struct stream *stream);
bool write_all(int fd, const void *bytes, size_t count);
__attribute__((format(printf, 2, 3))) bool write_text(int fd, const char *format, ...);

/* listener.c */
int listen_at(const char *path);

/* wait.c */
_Noreturn void become_when_told(const char *path, char **command);

/* head.c */
bool head_value(const char *head, const char *name, char *value, size_t size);
long long head_length(const char *head);
void head_content_type(const char *head, char type[CONTENT_TYPE_BYTES]);

/* body.c: a body as it is framed on the wire. */
enum framing { BY_LENGTH, CHUNKED, BY_END };
struct body {
  enum framing framing;
  long long left;
  bool begun, ended;
};
void body_by_length(struct body *body, long long length);
bool body_of_answer(struct body *body, const char *head);
ssize_t body_next(struct stream *stream, struct body *body, char **bytes);

/* program.c: the image's own command. */
extern int children; /* readable when a child has ended */
void program_prepare(char **command);
pid_t program_start(char **command, const int streams[3], const char *head);
int program_ended(pid_t program);
void end_with(int status);
void end_all_but_us(void);
bool await_child(int milliseconds);
long long kills_for_memory(void);
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A contract answers one call: false if the connection cannot be used any more. */
struct call {
  struct stream *worker;
  char *head;
  struct body body;
};

/* stdio.c */
void stdio_begin(char **command, size_t most_output);
bool stdio_answer(struct call *call);

/* http.c */
void http_begin(char **command);
bool http_answer(struct call *call);
void http_look(void);

#endif
