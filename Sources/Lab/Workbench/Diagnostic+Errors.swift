// Converts any error to a diagnostic.

package import Language
internal import Network
internal import Platform
internal import Puzzles
internal import Storage
internal import Training

extension Diagnostic {
  /// The diagnostic of any error.
  package init(_ error: any Error) {
    switch error {
    case let error as Diagnostic:
      self = error
    case let error as FileError:
      let code: ExitCode =
        switch error.kind {
        case .missing, .unreadable: .input
        case .badData: .data
        case .cannotWrite, .exists: .output
        case .inputOutput: .io
        }
      self.init(code, error.description, about: .file(error.path))
    case let error as PuzzleError:
      self.init(.usage, error.message, about: .question(column: error.column), hint: error.hint)
    case let error as TrainingError:
      self.init(.failure, error.description)
    case let error as ConfigurationError:
      self.init(.data, error.description)
    case let error as SystemError:
      self.init(.failure, error.description)
    default:
      self.init(.failure, String(describing: error))
    }
  }
}
