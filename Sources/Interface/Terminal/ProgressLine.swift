// Progress on stderr: a live line on a terminal, else a plain line every so often.

package import Drawing
internal import Platform

/// A progress line.
package final class ProgressLine {
  private let title: String
  private let total: Int
  private let write: (String) -> Void
  private var stream: OutputStream
  private let timer = ContinuousTimer()
  private var shownAt = 0.0
  private var shownTenth = 0
  private var isLineOpen = false

  /// Progress towards `total` on a stream; `write` writes to it.
  package init(
    _ title: String, total: Int, on stream: OutputStream, write: @escaping (String) -> Void
  ) {
    self.title = title
    self.total = max(total, 1)
    self.stream = stream
    self.write = write
  }

  /// Reports that `done` of the total is complete; `details` is called only if a line is shown.
  package func report(_ done: Int, details: (TerminalCapabilities) -> StyledText) {
    let elapsed = timer.seconds
    if stream.isTerminal {
      guard elapsed > 0.5, elapsed - shownAt >= 0.1 else { return }
      shownAt = elapsed
      isLineOpen = true
      stream.measure()
      write("\r" + line(done, elapsed, details(stream.capabilities)) + "\u{1B}[K")
    } else {
      let tenth = done * 10 / total
      guard elapsed > 1, tenth > shownTenth || elapsed - shownAt >= 10 else { return }
      (shownAt, shownTenth) = (elapsed, tenth)
      let share = "\(title) \(done)/\(total) \(done * 100 / total)%  "
      let line =
        StyledText(share) + details(stream.capabilities) + StyledText(remaining(done, elapsed))
      write(line.encoded(for: stream.capabilities) + "\n")
    }
  }

  /// Clears the live line.
  package func finish() {
    if isLineOpen { write("\r\u{1B}[K") }
    isLineOpen = false
  }

  private func line(_ done: Int, _ elapsed: Double, _ details: StyledText) -> String {
    let capabilities = stream.capabilities
    let share = Double(done) / Double(total)
    let label = StyledText("\(title)  \(done)/\(total) ")
    let speed = NumberFormat.digits(Double(done) / max(elapsed, 1e-9), significant: 3)
    let rest =
      StyledText(" \(Int(share * 100))%  ") + details
      + StyledText("  \(speed)/s\(remaining(done, elapsed))")
    // Leave room for the ^C that the terminal echoes.
    let room = max(capabilities.width - 3, 1)
    let bar = Bar(share: share, width: min(room - label.width - rest.width, 18)).text(capabilities)
    return (label + bar + rest).truncated(to: room).encoded(for: capabilities)
  }

  /// The estimated time left, such as `  5 s left`.
  private func remaining(_ done: Int, _ elapsed: Double) -> String {
    guard done > 0, elapsed > 1 else { return "" }
    let seconds = Int(elapsed / Double(done) * Double(total - done))
    switch seconds {
    case ..<120: return "  \(seconds) s left"
    case ..<7200: return "  \(seconds / 60) min left"
    default: return "  \(seconds / 3600) h left"
    }
  }
}
