// The one function that the schedule needs from the C library.

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// cos x.
func cosine(_ x: Double) -> Double { cos(x) }
