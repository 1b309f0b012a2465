// Why a question or an option can't be read. Never thrown for a wrong answer.

/// A question or an option that can't be read.
package struct PuzzleError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, naming the offending text.
  package let message: String

  /// Where in the text it is wrong, in characters from 0; nil for an option.
  package let column: Int?

  /// What to type instead.
  package let hint: String

  /// An error; `column` counts characters from 0.
  package init(_ message: String, column: Int? = nil, hint: String) {
    self.message = message
    self.column = column
    self.hint = hint
  }

  /// The message and the hint on one line.
  package var description: String { "\(message); \(hint)" }
}
