// What the processor can do, asked once at start, and its pause between two looks at a value that
// another thread changes: Swift has no names for the compiler's builtins.
#ifndef TRM_CPROCESSOR_SHIM_H
#define TRM_CPROCESSOR_SHIM_H

#include <stdbool.h>

/// Whether the vector kernels built with AVX2 and fused multiply-add may run here.
static inline bool trm_processor_is_fused(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return true;  // every 64-bit ARM has fused multiply-add
#endif
}

/// Whether those built with AVX-512 may.
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
// Declared here, since its header shows it to GNU programs only.
extern int sched_getaffinity(int process, unsigned long size, void *mask);
#endif

/// How many processors this process may use, or 0 where nobody says.
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

/// Tells the processor that this thread spins.
static inline void trm_processor_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
