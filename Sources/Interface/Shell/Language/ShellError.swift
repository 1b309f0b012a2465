// What a person is told when a line can't be carried out: one type for every cause.

internal import Checkpoints
internal import Network
internal import Puzzles
internal import Storage
internal import Training

/// How the process ends, after sysexits.h.
package enum ExitCode: Int32, Sendable {
  /// All well.
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
  /// Output can't be made.
  case output = 73
  /// An I/O error.
  case io = 74
  /// Ended by SIGINT.
  case interrupted = 130
  /// Ended by SIGTERM.
  case terminated = 143
}

/// A line that failed: the code to end with, a sentence that names the thing, where it stands.
package struct ShellError: Error, Equatable, Sendable {
  /// The exit code.
  package var code: ExitCode
  /// What is wrong, without a full stop.
  package var message: String
  /// The columns of the line that are meant, from 1; nil for the whole line.
  package var columns: Range<Int>?
  /// What to do instead, if there is a good guess.
  package var hint: String?
  /// More lines, such as expected and got.
  package var details: [String] = []

  /// An error.
  package init(
    _ code: ExitCode, _ message: String, columns: Range<Int>? = nil, hint: String? = nil,
    details: [String] = []
  ) {
    self.code = code
    self.message = message
    self.columns = columns
    self.hint = hint
    self.details = details
  }

  /// Whether a signal is what stopped the command.
  var isInterruption: Bool { code == .interrupted || code == .terminated }

  /// What any thrown error means for the person who typed the line.
  init(_ error: any Error) {
    switch error {
    case let error as ShellError:
      self = error
    case let error as FileError:
      let code: ExitCode =
        switch error.kind {
        case .missing, .unreadable: .input
        case .badData: .data
        case .cannotWrite: .output
        case .inputOutput: .io
        }
      self.init(code, error.description)
    case let error as PuzzleError:
      self.init(.usage, error.message, hint: error.hint)
    case let error as TrainingError:
      self.init(.failure, error.description)
    case let error as ConfigurationError:
      self.init(.data, error.description)
    default:
      self.init(.failure, String(describing: error))
    }
  }
}
