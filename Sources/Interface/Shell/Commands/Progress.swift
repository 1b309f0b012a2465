// Progress of long work on stderr: a live line on a terminal, else a plain line now and then.

internal import Drawing

/// Shows how far work has come.
final class Progress {
  private let output: Output
  private let title: String
  private let total: Int
  private let isShown: Bool
  private let started = Clock.now
  private var shownAt = 0.0
  private var shownTenth = 0
  private var isLineOpen = false

  init(_ title: String, total: Int, in session: Session, isShown: Bool = true) {
    output = session.output
    self.title = title
    self.total = max(total, 1)
    self.isShown = isShown && session.settings.word("progress") != "off" && !session.output.isQuiet
  }

  /// Tells that `done` of the total is done; `details` is asked only where it is shown.
  func report(_ done: Int, details: (Abilities) -> StyledText) {
    guard isShown else { return }
    let now = Clock.now
    let elapsed = now - started
    if output.remarks.isTerminal {
      guard elapsed > 0.5, now - shownAt >= 0.1 else { return }
      shownAt = now
      isLineOpen = true
      output.measure()
      let line = line(done, elapsed, details(output.remarks.abilities))
      output.write("\r" + line + "\u{1B}[K", to: output.remarks.descriptor)
    } else {
      let tenth = done * 10 / total
      guard elapsed > 1, tenth > shownTenth || now - max(shownAt, started) >= 10 else { return }
      (shownAt, shownTenth) = (now, tenth)
      let share = "\(title) \(done)/\(total) \(done * 100 / total)%  "
      output.remark(
        StyledText(share) + details(output.remarks.abilities) + StyledText(left(done, elapsed)))
    }
  }

  /// Takes the live line away.
  func finish() {
    if isLineOpen { output.write("\r\u{1B}[K", to: output.remarks.descriptor) }
    isLineOpen = false
  }

  private func line(_ done: Int, _ elapsed: Double, _ details: StyledText) -> String {
    let abilities = output.remarks.abilities
    let share = Double(done) / Double(total)
    let head = StyledText("\(title)  \(done)/\(total) ")
    let speed = Numbers.digits(Double(done) / max(elapsed, 1e-9), significant: 3)
    let rest =
      StyledText(" \(Int(share * 100))%  ") + details
      + StyledText("  \(speed)/s\(left(done, elapsed))")
    // Ctrl-C shows itself as two characters, which must not begin another line.
    let room = max(abilities.width - 3, 1)
    let bar = Bar(share: share, width: min(room - head.width - rest.width, 18)).text(abilities)
    return (head + bar + rest).truncated(to: room).encoded(for: abilities)
  }

  private func left(_ done: Int, _ elapsed: Double) -> String {
    guard done > 0, elapsed > 1 else { return "" }
    let seconds = Int(elapsed / Double(done) * Double(total - done))
    switch seconds {
    case ..<120: return "  \(seconds) s left"
    case ..<7200: return "  \(seconds / 60) min left"
    default: return "  \(seconds / 3600) h left"
    }
  }
}
