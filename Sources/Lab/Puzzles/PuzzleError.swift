// The error for questions and options that can't be parsed; wrong answers aren't errors.

/// A question or an option that can't be parsed.
package struct PuzzleError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, with the offending text.
  package let message: String

  /// The position in the text, in characters from 0; nil for an option.
  package let column: Int?

  /// What to type instead.
  package let hint: String

  /// Creates an error; `column` counts characters from 0.
  package init(_ message: String, column: Int? = nil, hint: String) {
    self.message = message
    self.column = column
    self.hint = hint
  }

  /// The message and the hint on one line.
  package var description: String { "\(message); \(hint)" }
}
