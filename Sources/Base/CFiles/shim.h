// The exchange of two folders in one step: Swift's C library module has no name for the call.
#ifndef TRM_CFILES_SHIM_H
#define TRM_CFILES_SHIM_H

#if defined(__linux__)
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/syscall.h>
#include <unistd.h>
#elif defined(__APPLE__)
#include <stdio.h>
#else
#include <errno.h>
#endif

/// Exchanges what two paths name; -1 with `errno` where it can't.
static inline int trm_exchange(const char *one, const char *other) {
#if defined(__linux__)
  return (int)syscall(SYS_renameat2, AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
#elif defined(__APPLE__)
  return renamex_np(one, other, RENAME_SWAP);
#else
  (void)one;
  (void)other;
  errno = ENOSYS;
  return -1;
#endif
}

#endif
