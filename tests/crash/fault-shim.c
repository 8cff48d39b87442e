/* Loaded before the C library: lets a disk fail to synchronise or take its time over it, and keeps what a power cut would leave of each file. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Counts down to the first synchronisation of a write-ahead log that fails; never where it is not set. */
static long left = -1;
static int asked = 0;

static int named(int fd, char *path, size_t size, const char *ending) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, size - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  size_t tail = strlen(ending);
  return (size_t)length >= tail && strcmp(path + length - tail, ending) == 0;
}

/* What is on disk for certain is what the file was when it was synchronised last. */
static void keep(const char *path) {
  const char *folder = getenv("SHIM_KEEP");
  if (!folder) return;
  char target[4096], buffer[65536];
  snprintf(target, sizeof target, "%s/%s", folder, strrchr(path, '/') + 1);
  int from = open(path, O_RDONLY), to = open(target, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  for (ssize_t got; (got = read(from, buffer, sizeof buffer)) > 0;)
    if (write(to, buffer, got) != got) abort();
  close(from);
  close(to);
}

static int synchronise(int fd, const char *real) {
  char path[4096];
  if (!asked) {
    const char *after = getenv("SHIM_FAIL_AFTER");
    left = after ? atol(after) : -1;
    asked = 1;
  }
  int log = named(fd, path, sizeof path, ".db-wal");
  if (log && left == 0) {
    errno = EIO;
    return -1;
  }
  if (log && left > 0) left--;
  const char *slow = getenv("SHIM_SLOW_MS");
  if (log && slow) usleep((useconds_t)atol(slow) * 1000);
  int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, real);
  int result = next(fd);
  if (result == 0 && (log || named(fd, path, sizeof path, ".db"))) keep(path);
  return result;
}

int fsync(int fd) { return synchronise(fd, "fsync"); }
int fdatasync(int fd) { return synchronise(fd, "fdatasync"); }
