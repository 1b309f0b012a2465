// The program: arguments in, exit code out. Everything else is in Shell.

internal import Shell

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

exit(start(Array(CommandLine.arguments.dropFirst())))
