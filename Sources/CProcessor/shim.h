// What the processor can do, asked once at start: Swift has no name for the compiler's builtin.
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

#endif
