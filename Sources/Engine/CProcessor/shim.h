// The processor's instruction sets, its pause instruction for spin loops and the number of
// processors: Swift has no names for these compiler builtins and system calls.
#ifndef TRM_CPROCESSOR_SHIM_H
#define TRM_CPROCESSOR_SHIM_H

#include <stdbool.h>

/// Whether the processor runs kernels built with AVX2 and fused multiply-add.
static inline bool trm_processor_is_fused(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return true;  // every 64-bit ARM has fused multiply-add
#endif
}

/// Whether the processor runs kernels built with AVX-512.
static inline bool trm_processor_is_wide(void) {
#if defined(__x86_64__)
  return trm_processor_is_fused() && __builtin_cpu_supports("avx512f") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl");
#else
  return false;
#endif
}

#if defined(__linux__)
// Its header declares it only with _GNU_SOURCE.
extern int sched_getaffinity(int process, unsigned long size, void *mask);
#endif

/// The number of processors available to this process; 0 if unknown.
static inline int trm_processor_count(void) {
#if defined(__linux__)
  unsigned long mask[16] = {0};  // 1,024 processors
  int count = 0;
  if (sched_getaffinity(0, sizeof mask, mask) != 0) return 0;
  for (int i = 0; i < 16; i++) count += __builtin_popcountl(mask[i]);
  return count;
#else
  return 0;
#endif
}

/// Hints to the processor that this thread is spinning.
static inline void trm_processor_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
