// A share of a whole as a bar of a fixed width. No numbers beside it.

/// A progress bar.
package struct Bar: Sendable {
  /// The share that is done, in 0...1; what isn't a number counts as 0.
  package let share: Double
  /// The columns that it takes, done or not.
  package let width: Int

  private static let eighths: [Character] = Array("▏▎▍▌▋▊▉")

  /// A bar; `share` is kept within 0...1.
  package init(share: Double, width: Int) {
    self.share = share.isNaN ? 0 : min(max(share, 0), 1)
    self.width = max(width, 0)
  }

  /// Full only when all is done; in eighths of a column, or `#` without Unicode.
  package func text(_ capabilities: TerminalCapabilities, style: Style = .accent) -> StyledText {
    // The nudge keeps shares that are a little less in binary where they belong.
    let all = width * 8
    let eighths = share == 1 ? all : max(0, min(Int(share * Double(all) + 1e-9), all - 1))
    let whole = eighths / 8
    var bar = String(repeating: capabilities.unicode ? "█" : "#", count: whole)
    if capabilities.unicode, eighths % 8 > 0 { bar.append(Self.eighths[eighths % 8 - 1]) }
    return StyledText(bar, style).padded(to: width)
  }
}
