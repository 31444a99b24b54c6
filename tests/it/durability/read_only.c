// A file system that can be read only, for a program that this is preloaded into: while there is a file of the name in
// READ_ONLY_WHILE, nothing in that file's folder is made, opened for writing or written to, whenever it was opened.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

// Whether a path is in the folder, which can't be written to now.
static int is_read_only(const char *path) {
  const char *mark = getenv("READ_ONLY_WHILE");
  if (!mark || access(mark, F_OK) != 0) return 0;
  size_t folder = strrchr(mark, '/') - mark + 1;
  return strncmp(path, mark, folder) == 0;
}

static int refuses(int file) {
  char link[64], path[PATH_MAX] = "";
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  if (readlink(link, path, sizeof path - 1) < 0 || !is_read_only(path)) return 0;
  errno = EROFS;
  return 1;
}

int open64(const char *path, int flags, ...) {
  static int (*real)(const char *, int, ...);
  if (!real) real = dlsym(RTLD_NEXT, "open64");
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  int is_there = access(path, F_OK) == 0;
  int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT && !is_there);
  // That there is such a file already is found first.
  if (flags & O_CREAT && flags & O_EXCL && is_there) writes = 0;
  if (writes && is_read_only(path)) {
    errno = EROFS;
    return -1;
  }
  return real(path, flags, mode);
}

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return open64(path, flags, mode);
}

ssize_t write(int file, const void *bytes, size_t length) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  return refuses(file) ? -1 : real(file, bytes, length);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) {
  static ssize_t (*real)(int, const void *, size_t, off64_t);
  if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
  return refuses(file) ? -1 : real(file, bytes, length, offset);
}

int ftruncate64(int file, off64_t length) {
  static int (*real)(int, off64_t);
  if (!real) real = dlsym(RTLD_NEXT, "ftruncate64");
  return refuses(file) ? -1 : real(file, length);
}

int unlink(const char *path) {
  static int (*real)(const char *);
  if (!real) real = dlsym(RTLD_NEXT, "unlink");
  if (is_read_only(path)) {
    errno = EROFS;
    return -1;
  }
  return real(path);
}
