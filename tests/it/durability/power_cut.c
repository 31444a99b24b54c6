// Records what a program that this is preloaded into does to the database in RECORDED and to the files beside it, in that order
// and with all bytes, into the file in RECORD. Each entry is a letter for what was done (w: written, t: cut to a length, s: synced,
// u: removed), one for the file (d: the database, w: its write-ahead log, j: its journal), where, how many bytes follow, and these.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) static __typeof__(name) *real; if (!real) real = dlsym(RTLD_NEXT, #name)

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static char named(const char *path) {
  const char *database = getenv("RECORDED");
  size_t length = database ? strlen(database) : 0;
  if (length == 0 || strncmp(path, database, length) != 0) return 0;
  if (path[length] == 0) return 'd';
  if (strcmp(path + length, "-wal") == 0) return 'w';
  return strcmp(path + length, "-journal") == 0 ? 'j' : 0;
}

static char opened(int file) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return named(path);
}

static void note(char what, char file, uint64_t at, const void *bytes, uint64_t length) {
  static int record = -1;
  if (record < 0) record = syscall(SYS_openat, AT_FDCWD, getenv("RECORD"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  char head[18] = {what, file};
  memcpy(head + 2, &at, 8);
  memcpy(head + 10, &length, 8);
  struct iovec parts[2] = {{head, sizeof head}, {(void *)bytes, length}};
  syscall(SYS_writev, record, parts, 2);
}

ssize_t write(int file, const void *bytes, size_t length) {
  REAL(write);
  char kind = opened(file);
  if (!kind) return real(file, bytes, length);
  pthread_mutex_lock(&turn);
  off_t at = lseek(file, 0, SEEK_CUR);
  ssize_t written = real(file, bytes, length);
  if (written > 0) note('w', kind, at, bytes, written);
  pthread_mutex_unlock(&turn);
  return written;
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) {
  REAL(pwrite64);
  char kind = opened(file);
  if (!kind) return real(file, bytes, length, at);
  pthread_mutex_lock(&turn);
  ssize_t written = real(file, bytes, length, at);
  if (written > 0) note('w', kind, at, bytes, written);
  pthread_mutex_unlock(&turn);
  return written;
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) { return pwrite64(file, bytes, length, at); }

int ftruncate64(int file, off64_t length) {
  REAL(ftruncate64);
  char kind = opened(file);
  pthread_mutex_lock(&turn);
  int failed = real(file, length);
  if (kind && !failed) note('t', kind, length, "", 0);
  pthread_mutex_unlock(&turn);
  return failed;
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

// A sync holds for what was written before it began: noted when it has ended, it would hold for more.
static int synced(int file, int (*real)(int)) {
  char kind = opened(file);
  if (!kind) return real(file);
  pthread_mutex_lock(&turn);
  int failed = real(file);
  if (!failed) note('s', kind, 0, "", 0);
  pthread_mutex_unlock(&turn);
  return failed;
}

int fsync(int file) {
  REAL(fsync);
  return synced(file, real);
}

int fdatasync(int file) {
  REAL(fdatasync);
  return synced(file, real);
}

int unlink(const char *path) {
  REAL(unlink);
  char kind = named(path);
  pthread_mutex_lock(&turn);
  int failed = real(path);
  if (kind && !failed) note('u', kind, 0, "", 0);
  pthread_mutex_unlock(&turn);
  return failed;
}
