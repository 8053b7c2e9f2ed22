/* A disk that fails at the Nth of one of the things that are asked of it, for a program that has
   this loaded before the C library. Only files under one folder count. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static char asked[16], under[4096];
static int at, error_number, lasting, count;

void faults_begin(const char *what, const char *folder, int nth, int number, int stays) {
    at = nth, error_number = number, lasting = stays, count = 0;
    strncpy(under, folder, sizeof under - 1);
    strncpy(asked, what, sizeof asked - 1);
}

int faults_end(void) {
    asked[0] = 0;
    return count;
}

static int fails(const char *what, const char *path) {
    if (strcmp(what, asked) || !path || strncmp(path, under, strlen(under)))
        return 0;
    count++;
    if (count != at && !(lasting && count > at))
        return 0;
    errno = error_number;
    return 1;
}

static int fails_by_number(const char *what, int file) {
    char link[64], path[4096];
    if (strcmp(what, asked))
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return fails(what, path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int made(int flags, va_list rest) {
    return flags & O_CREAT ? va_arg(rest, int) : 0;
}

#define OPENING(name)                                                  \
    int name(const char *path, int flags, ...) {                       \
        va_list rest;                                                  \
        va_start(rest, flags);                                         \
        int mode = made(flags, rest);                                  \
        va_end(rest);                                                  \
        return fails("open", path) ? -1 : REAL(name)(path, flags, mode); \
    }
OPENING(open)
OPENING(open64)

/* A write that fails has written half, as on a disk that is full. */
#define WRITING(name, offset)                                                \
    ssize_t name(int file, const void *bytes, size_t size, offset at_byte) { \
        if (!fails_by_number("write", file))                                 \
            return REAL(name)(file, bytes, size, at_byte);                   \
        REAL(name)(file, bytes, size / 2, at_byte);                          \
        errno = error_number;                                                \
        return -1;                                                           \
    }
WRITING(pwrite, off_t)
WRITING(pwrite64, off64_t)

ssize_t write(int file, const void *bytes, size_t size) {
    if (!fails_by_number("write", file))
        return REAL(write)(file, bytes, size);
    REAL(write)(file, bytes, size / 2);
    errno = error_number;
    return -1;
}

#define READING(name, offset)                                          \
    ssize_t name(int file, void *bytes, size_t size, offset at_byte) { \
        return fails_by_number("read", file) ? -1 : REAL(name)(file, bytes, size, at_byte); \
    }
READING(pread, off_t)
READING(pread64, off64_t)

ssize_t read(int file, void *bytes, size_t size) {
    return fails_by_number("read", file) ? -1 : REAL(read)(file, bytes, size);
}

#define BY_NUMBER(name, what, parameters, ...)                       \
    int name parameters {                                            \
        return fails_by_number(what, file) ? -1 : REAL(name)(__VA_ARGS__); \
    }
/* A disk that takes no time, as no power is cut here. */
int fsync(int file) {
    return fails_by_number("fsync", file) ? -1 : 0;
}

int fdatasync(int file) {
    return fails_by_number("fsync", file) ? -1 : 0;
}

int close(int file) {
    int failing = fails_by_number("close", file);
    int closed = REAL(close)(file);
    if (!failing)
        return closed;
    errno = error_number;
    return -1;
}

int unlink(const char *path) {
    return fails("unlink", path) ? -1 : REAL(unlink)(path);
}

int mkdir(const char *path, mode_t mode) {
    return fails("mkdir", path) ? -1 : REAL(mkdir)(path, mode);
}

int stat(const char *path, struct stat *found) {
    return fails("look", path) ? -1 : REAL(stat)(path, found);
}

int stat64(const char *path, struct stat64 *found) {
    return fails("look", path) ? -1 : REAL(stat64)(path, found);
}

int lstat(const char *path, struct stat *found) {
    return fails("look", path) ? -1 : REAL(lstat)(path, found);
}

int lstat64(const char *path, struct stat64 *found) {
    return fails("look", path) ? -1 : REAL(lstat64)(path, found);
}

BY_NUMBER(fstat, "look", (int file, struct stat *found), file, found)
BY_NUMBER(fstat64, "look", (int file, struct stat64 *found), file, found)
