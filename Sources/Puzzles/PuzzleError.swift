// Why a question or an option can't be read. Never thrown for a wrong answer.

/// A question or an option that can't be read.
public struct PuzzleError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, naming the offending text.
  public let message: String

  /// Where in the text it is wrong, in characters from 0; nil for an option.
  public let column: Int?

  /// What to type instead.
  public let hint: String

  /// An error; `column` counts characters from 0.
  public init(_ message: String, column: Int? = nil, hint: String) {
    self.message = message
    self.column = column
    self.hint = hint
  }

  /// The message and the hint on one line.
  public var description: String { "\(message); \(hint)" }
}
