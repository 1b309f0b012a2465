// What a piece of text is for. Never a color: which one it gets is the encoder's business.

/// The role of a run of text, or the shade behind it.
package enum Style: Sendable, Hashable {
  /// Text like any other.
  case plain
  /// What matters most on its line; headers.
  case strong
  /// What may be overlooked: rules, units, explanations.
  case dim
  /// Right, passed, done.
  case good
  /// Wrong, failed, an error.
  case bad
  /// Odd, but not wrong.
  case warning
  /// A hint about what to do.
  case hint
  /// A measured number.
  case number
  /// The prompt.
  case prompt
  /// A second series or a highlighted part.
  case accent
  /// A background from a scale of shades, at 0...255.
  case shade(Scale, UInt8)

  /// The scales that numbers are shaded by.
  package enum Scale: Sendable, Hashable {
    /// From little to much: dark to bright.
    case sequential
    /// From negative over zero (128) to positive: blue over gray to red.
    case diverging
  }
}
