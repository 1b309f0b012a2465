// The role of a piece of text; the encoder chooses its color.

/// The role of a run of text, or its background shade.
package enum Style: Sendable, Hashable {
  /// Ordinary text.
  case plain
  /// Headers and the most important part of a line.
  case strong
  /// Secondary text: rules, units, explanations.
  case dim
  /// Correct, passed or done.
  case good
  /// Wrong, failed, or an error.
  case bad
  /// Unusual, but not wrong.
  case warning
  /// A hint about what to do.
  case hint
  /// A measured number.
  case number
  /// The prompt.
  case prompt
  /// A second series or a highlighted part.
  case accent
  /// The background color of a cell: one of ten, 0 to 9, that are easy to tell apart.
  case cell(UInt8)
  /// A background shade: a level in 0...255 of a scale.
  case shade(Scale, UInt8)

  /// A color scale.
  package enum Scale: Sendable, Hashable {
    /// From low (dark) to high (bright).
    case sequential
    /// From negative (blue) through zero (gray, 128) to positive (red).
    case diverging
  }
}
