// Titled pictures side by side, in as many rows as they need.

/// A sequence of titled pictures, drawn side by side.
package struct SmallMultiples: Sendable {
  /// A picture and its title.
  package struct Frame: Sendable {
    /// The title above it.
    package let title: StyledText
    /// Its lines.
    package let lines: [StyledText]

    /// Creates a frame.
    package init(_ title: StyledText, _ lines: [StyledText]) {
      self.title = title
      self.lines = lines
    }
  }

  /// The frames from first to last.
  package let frames: [Frame]
  private static let gap = 3

  /// Creates a sequence of frames.
  package init(_ frames: [Frame]) { self.frames = frames }

  /// As many frames side by side as fit, with an empty line between rows.
  package func lines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    let width = frames.reduce(1) { widest, frame in
      frame.lines.reduce(max(widest, frame.title.width)) { max($0, $1.width) }
    }
    let across = max((capabilities.width + Self.gap) / (width + Self.gap), 1)
    var lines: [StyledText] = []
    for start in stride(from: 0, to: frames.count, by: across) {
      let row = frames[start..<min(start + across, frames.count)].map { [$0.title] + $0.lines }
      if start > 0 { lines.append("") }
      for index in 0..<(row.map(\.count).max() ?? 0) {
        var line = StyledText()
        for frame in row {
          let piece = index < frame.count ? frame[index] : StyledText()
          line += piece.padded(to: width + Self.gap)
        }
        lines.append(line.trimmed)
      }
    }
    return lines
  }
}
