// How the process ends.

/// Exit codes, after sysexits.h.
package enum ExitCode: Int32, Sendable {
  /// Success.
  case success = 0
  /// A command failed.
  case failure = 1
  /// An `expect` failed.
  case expectation = 2
  /// A bad option on the command line or a malformed line.
  case usage = 64
  /// Bad data or a bad checkpoint.
  case data = 65
  /// Input can't be opened.
  case input = 66
  /// Output can't be created.
  case output = 73
  /// An I/O error.
  case io = 74
  /// Ended by SIGHUP: the terminal was closed.
  case hungUp = 129
  /// Ended by SIGINT.
  case interrupted = 130
  /// Ended by SIGTERM.
  case terminated = 143
}
