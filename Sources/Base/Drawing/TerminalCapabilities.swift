// What the place where text will be shown can do. Found out by whoever owns that place.

/// The abilities of a terminal, file or pipe.
package struct TerminalCapabilities: Sendable, Equatable {
  /// How many colors can be shown.
  package enum Color: Int, Sendable, Comparable {
    /// None: no escape codes at all.
    case none
    /// The 16 of the user's own palette.
    case ansi16
    /// 256 fixed ones.
    case ansi256
    /// 24 bits.
    case trueColor

    /// Fewer colors come first.
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// How many colors can be shown.
  package var color: Color
  /// Whether more than ASCII can be shown.
  package var unicode: Bool
  /// The columns of a line.
  package var width: Int

  /// Abilities; without arguments those of a plain file.
  package init(color: Color = .none, unicode: Bool = true, width: Int = 80) {
    self.color = color
    self.unicode = unicode
    self.width = width
  }
}
