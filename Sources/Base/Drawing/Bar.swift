// A fraction drawn as a horizontal bar of fixed width, without numbers.

/// A horizontal bar, partly filled.
package struct Bar: Sendable {
  /// The filled fraction, in 0...1; NaN counts as 0.
  package let share: Double
  /// The width in columns, filled or not.
  package let width: Int

  private static let eighths: [Character] = Array("▏▎▍▌▋▊▉")

  /// Creates a bar; `share` is clamped to 0...1.
  package init(share: Double, width: Int) {
    self.share = share.isNaN ? 0 : min(max(share, 0), 1)
    self.width = max(width, 0)
  }

  /// The bar in eighths of a column, or in `#` without Unicode; full only if `share` is 1.
  package func text(_ capabilities: TerminalCapabilities, style: Style = .accent) -> StyledText {
    // 1e-9 makes up for decimal fractions that are slightly smaller in binary.
    let all = width * 8
    let eighths = share == 1 ? all : max(0, min(Int(share * Double(all) + 1e-9), all - 1))
    let whole = eighths / 8
    var bar = String(repeating: capabilities.unicode ? "█" : "#", count: whole)
    if capabilities.unicode, eighths % 8 > 0 { bar.append(Self.eighths[eighths % 8 - 1]) }
    return StyledText(bar, style).padded(to: width)
  }
}
