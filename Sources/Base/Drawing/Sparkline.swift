// A one-line chart without axes, one character a value; `LineChart` has axes.

/// A one-line bar chart.
package struct Sparkline: Sendable {
  /// The values from first to last.
  package let values: [Double]

  private static let blocks: [Character] = Array("▁▂▃▄▅▆▇█")
  private static let ascii: [Character] = Array("_.-=+*#@")

  /// Creates a sparkline of values.
  package init(_ values: [Double]) {
    self.values = values
  }

  /// The values, scaled between their minimum and maximum, in at most `width` columns.
  ///
  /// If there are more values than columns, a column shows the mean of its neighbors. Equal values
  /// are all drawn low; values that aren't finite leave a gap.
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

/// The values reduced to at most `count` means of neighbors, ignoring values that aren't finite.
func means(of values: [Double], count: Int) -> [Double] {
  guard count > 0 else { return [] }
  guard values.count > count else { return values }
  return (0..<count).map { index in
    let group = values[(index * values.count / count)..<((index + 1) * values.count / count)]
    let finite = group.filter(\.isFinite)
    return finite.isEmpty ? .nan : finite.reduce(0) { $0 + $1 / Double(finite.count) }
  }
}

/// The relative position of a value between two others, clamped to 0...1.
///
/// Values are halved first, so that the difference of the largest floats doesn't overflow.
func fraction(_ value: Double, _ least: Double, _ most: Double) -> Double {
  guard value > least else { return 0 }
  guard value < most else { return 1 }
  let part = (value / 2 - least / 2) / (most / 2 - least / 2)
  return part.isNaN ? 0 : min(max(part, 0), 1)
}
