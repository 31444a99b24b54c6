// A disk without room for more, for a program that this is preloaded into: while there is a file of the name in
// NO_ROOM_WHILE, what a file holds already can be written over, and no file grows. Nobody needs to be root, or
// may have to mount anything, for it.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

// How many of `length` bytes fit into a file from `offset` on; -1 for none.
static ssize_t room(int file, size_t length, off_t offset) {
  const char *mark = getenv("NO_ROOM_WHILE");
  struct stat status;
  if (!mark || access(mark, F_OK) != 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return length;
  if (length == 0 || offset + (off_t)length <= status.st_size) return length;
  if (offset < status.st_size) return status.st_size - offset;
  errno = ENOSPC;
  return -1;
}

ssize_t write(int file, const void *bytes, size_t length) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  off_t offset = lseek(file, 0, SEEK_CUR);
  ssize_t fits = offset < 0 ? (ssize_t)length : room(file, length, offset);
  return fits < 0 ? -1 : real(file, bytes, fits);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) {
  static ssize_t (*real)(int, const void *, size_t, off64_t);
  if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
  ssize_t fits = room(file, length, offset);
  return fits < 0 ? -1 : real(file, bytes, fits, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) { return pwrite64(file, bytes, length, offset); }
