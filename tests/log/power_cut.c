/* Records what a process does to the files of one folder, and can fail as a disk does.
 *
 * Preloaded with LD_PRELOAD. POWER_FOLDER is the folder, POWER_TRACE the file that the
 * record goes to, if any; see power_cut.py for its form. After power_fail(at, with) each change
 * of a file fails with the error `with`, from the `at`-th on; at 0 none does.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static int trace = -1;
static volatile long changes, fail_at, fail_with;

__attribute__((constructor)) static void begin(void) {
  const char *where = getenv("POWER_FOLDER"), *out = getenv("POWER_TRACE");
  if (where) snprintf(folder, sizeof folder, "%s", where);
  if (out) trace = syscall(SYS_openat, AT_FDCWD, out,
                           O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* How many changes were tried since the last call, so that each can be failed. */
long power_fail(long at, long with) {
  long before = changes;
  fail_at = at;
  fail_with = with;
  changes = 0;
  return before;
}

static int is_inside(const char *path) {
  size_t length = strlen(folder);
  return length && !strncmp(path, folder, length) &&
         (path[length] == 0 || path[length] == '/');
}

/* The path of an open file that is watched; 0 for any other. */
static int path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_inside(path);
}

static uint64_t inode_of(int fd) {
  struct stat found;
  return fstat(fd, &found) ? 0 : found.st_ino;
}

static uint64_t inode_at(const char *path) {
  struct stat found;
  return lstat(path, &found) ? 0 : found.st_ino;
}

static void put(const void *bytes, size_t length) {
  while (length) {
    ssize_t done = syscall(SYS_write, trace, bytes, length);
    if (done < 0) _exit(98);
    bytes = (const char *)bytes + done;
    length -= done;
  }
}

/* kind, inode, offset, two lengths; then the two strings of bytes. */
static void record(char kind, uint64_t inode, uint64_t offset, const void *first,
                   uint32_t first_length, const void *second, uint32_t second_length) {
  if (trace < 0) return;
  pthread_mutex_lock(&turn);
  put(&kind, 1);
  put(&inode, 8);
  put(&offset, 8);
  put(&first_length, 4);
  put(&second_length, 4);
  put(first, first_length);
  put(second, second_length);
  pthread_mutex_unlock(&turn);
}

static void record_path(char kind, const char *path) {
  record(kind, inode_at(path), 0, path, strlen(path), "", 0);
}

static int is_failing(void) {
  if (__sync_add_and_fetch(&changes, 1) < fail_at || !fail_at) return 0;
  errno = fail_with;
  return 1;
}

static int opened(int dir, const char *path, int flags, mode_t mode) {
  char whole[PATH_MAX];
  if (dir == AT_FDCWD && path[0] != '/') {
    if (!getcwd(whole, sizeof whole - 1)) return -1;
    snprintf(whole + strlen(whole), sizeof whole - strlen(whole), "/%s", path);
    path = whole;
  }
  if (!is_inside(path)) return syscall(SYS_openat, dir, path, flags, mode);
  int is_new = (flags & O_CREAT) && access(path, F_OK);
  int is_change = is_new || (flags & O_TRUNC);
  if (is_change && is_failing()) return -1;
  if (fail_at && fail_with == EROFS && (flags & O_ACCMODE) != O_RDONLY) {
    errno = EROFS;
    return -1;
  }
  int fd = syscall(SYS_openat, dir, path, flags, mode);
  if (fd >= 0 && is_new) record_path('c', path);
  if (fd >= 0 && !is_new && (flags & O_TRUNC)) record('t', inode_of(fd), 0, "", 0, "", 0);
  return fd;
}

#define MODE(flags, last)                                                     \
  mode_t mode = 0;                                                            \
  if ((flags) & (O_CREAT | O_TMPFILE)) {                                      \
    va_list more;                                                             \
    va_start(more, last);                                                     \
    mode = va_arg(more, mode_t);                                              \
    va_end(more);                                                             \
  }

int open(const char *path, int flags, ...) {
  MODE(flags, flags)
  return opened(AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  MODE(flags, flags)
  return opened(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}
int openat(int dir, const char *path, int flags, ...) {
  MODE(flags, flags)
  return opened(dir, path, flags, mode);
}
int openat64(int dir, const char *path, int flags, ...) {
  MODE(flags, flags)
  return opened(dir, path, flags | O_LARGEFILE, mode);
}

static ssize_t written(int fd, const void *bytes, size_t length, off_t offset, int is_at) {
  char path[PATH_MAX];
  int is_watched = path_of(fd, path);
  if (is_watched && is_failing()) return -1;
  if (!is_at) offset = lseek(fd, 0, SEEK_CUR);
  ssize_t done = is_at ? syscall(SYS_pwrite64, fd, bytes, length, offset)
                       : syscall(SYS_write, fd, bytes, length);
  if (is_watched && done > 0) record('w', inode_of(fd), offset, bytes, done, "", 0);
  return done;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  return written(fd, bytes, length, 0, 0);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return written(fd, bytes, length, offset, 1);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  return written(fd, bytes, length, offset, 1);
}

static int cut(int fd, off_t length) {
  char path[PATH_MAX];
  int is_watched = path_of(fd, path);
  if (is_watched && is_failing()) return -1;
  int failed = syscall(SYS_ftruncate, fd, length);
  if (is_watched && !failed) record('t', inode_of(fd), length, "", 0, "", 0);
  return failed;
}

int ftruncate(int fd, off_t length) { return cut(fd, length); }
int ftruncate64(int fd, off64_t length) { return cut(fd, length); }

static int synced(int fd, int number) {
  char path[PATH_MAX];
  int is_watched = path_of(fd, path);
  if (is_watched && is_failing()) return -1;
  int failed = syscall(number, fd);
  if (is_watched && !failed) record('s', inode_of(fd), 0, "", 0, "", 0);
  return failed;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

int rename(const char *from, const char *to) {
  int is_watched = is_inside(from);
  if (is_watched && is_failing()) return -1;
  int failed = NEXT(int (*)(const char *, const char *), "rename")(from, to);
  if (is_watched && !failed)
    record('r', inode_at(to), 0, from, strlen(from), to, strlen(to));
  return failed;
}

static int taken_away(const char *path, int flags) {
  int is_watched = is_inside(path);
  if (is_watched && !access(path, F_OK) && is_failing()) return -1;
  int failed = syscall(SYS_unlinkat, AT_FDCWD, path, flags);
  if (is_watched && !failed) record('u', 0, 0, path, strlen(path), "", 0);
  return failed;
}

int unlink(const char *path) { return taken_away(path, 0); }
int rmdir(const char *path) { return taken_away(path, AT_REMOVEDIR); }
int unlinkat(int dir, const char *path, int flags) {
  char whole[2 * PATH_MAX];
  if (dir == AT_FDCWD || path[0] == '/') return taken_away(path, flags);
  if (!path_of(dir, whole)) return syscall(SYS_unlinkat, dir, path, flags);
  snprintf(whole + strlen(whole), PATH_MAX, "/%s", path);
  return taken_away(whole, flags);
}

int mkdir(const char *path, mode_t mode) {
  int is_watched = is_inside(path);
  if (is_watched && is_failing()) return -1;
  int failed = NEXT(int (*)(const char *, mode_t), "mkdir")(path, mode);
  if (is_watched && !failed) record_path('m', path);
  return failed;
}
