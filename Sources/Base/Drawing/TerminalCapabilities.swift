// What a terminal, file or pipe can show. Detecting it is up to the caller.

/// What the destination of drawn text supports.
package struct TerminalCapabilities: Sendable, Equatable {
  /// How many colors can be shown.
  package enum Color: Int, Sendable, Comparable {
    /// No color and no escape codes.
    case none
    /// The 16 colors of the user's palette.
    case ansi16
    /// The 256-color palette.
    case ansi256
    /// 24-bit color.
    case trueColor

    /// Orders by the number of colors.
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// How many colors can be shown.
  package var color: Color
  /// Whether characters beyond ASCII can be shown.
  package var unicode: Bool
  /// The number of columns in a line.
  package var width: Int
  /// Whether longer lines are folded, as for a person who reads them.
  package var folds: Bool

  /// Creates capabilities; the defaults are those of a plain file.
  package init(
    color: Color = .none, unicode: Bool = true, width: Int = 80, folds: Bool = false
  ) {
    self.color = color
    self.unicode = unicode
    self.width = width
    self.folds = folds
  }
}
