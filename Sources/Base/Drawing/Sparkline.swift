// A row of numbers as a row of small columns, one character each. No axes: that is a curve.

/// A line of small columns.
package struct Sparkline: Sendable {
  /// The numbers from first to last.
  package let values: [Double]

  private static let blocks: [Character] = Array("▁▂▃▄▅▆▇█")
  private static let ascii: [Character] = Array("_.-=+*#@")

  /// A line of these numbers.
  package init(_ values: [Double]) {
    self.values = values
  }

  /// The numbers between their least and greatest in at most `width` columns.
  ///
  /// Neighbors share a column as their mean where there are too many. Equal numbers are all low;
  /// what isn't finite is a gap.
  package func text(
    _ capabilities: TerminalCapabilities, width: Int, style: Style = .accent
  ) -> StyledText {
    let levels = capabilities.unicode ? Self.blocks : Self.ascii
    let values = means(of: values, count: width)
    let finite = values.filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max() else {
      return StyledText(String(repeating: " ", count: values.count))
    }
    let line = values.map { value -> Character in
      guard value.isFinite else { return " " }
      guard most > least else { return levels[0] }
      return levels[Int((fraction(value, least, most) * 7).rounded())]
    }
    return StyledText(String(line), style)
  }
}

/// The numbers as at most `count` means of neighbors; what isn't finite is left out of a mean.
func means(of values: [Double], count: Int) -> [Double] {
  guard count > 0 else { return [] }
  guard values.count > count else { return values }
  return (0..<count).map { index in
    let group = values[(index * values.count / count)..<((index + 1) * values.count / count)]
    let finite = group.filter(\.isFinite)
    return finite.isEmpty ? .nan : finite.reduce(0) { $0 + $1 / Double(finite.count) }
  }
}

/// Where a number stands between two others, always in 0...1; outside them at the nearer one.
///
/// Halved first, so that not even the greatest numbers' distance is infinite.
func fraction(_ value: Double, _ least: Double, _ most: Double) -> Double {
  guard value > least else { return 0 }
  guard value < most else { return 1 }
  let part = (value / 2 - least / 2) / (most / 2 - least / 2)
  return part.isNaN ? 0 : min(max(part, 0), 1)
}
