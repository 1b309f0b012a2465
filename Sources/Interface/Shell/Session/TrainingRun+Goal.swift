// When a training run has reached what was asked for, and what its last steps were like.

internal import Drawing
internal import Training

extension TrainingRun {
  /// `exact>=0.99` or `loss<=0.01`.
  struct Goal {
    /// As it was typed.
    let text: String
    /// Whether held-out questions decide.
    let isOnHeldOut: Bool
    private let limit: Double

    /// A goal as it is typed.
    ///
    /// - Throws: `ShellError` if it is none.
    init(_ text: String) throws {
      let compact = text.filter { !$0.isWhitespace }
      let isExact = compact.hasPrefix("exact>=")
      guard isExact || compact.hasPrefix("loss<="),
        let limit = Double(compact.drop { !$0.isNumber && $0 != "." && $0 != "-" })
      else {
        throw ShellError(
          .usage, "'\(text)' is nothing to train until", hint: "exact>=0.99 or loss<=0.01")
      }
      self.text = compact
      self.limit = limit
      isOnHeldOut = isExact
    }

    /// Whether it is reached.
    func isReached(loss: Double?, exact: Double?) -> Bool {
      isOnHeldOut ? exact.map { $0 >= limit } ?? false : loss.map { $0 <= limit } ?? false
    }
  }
}

/// What the last steps were like, and how loss and exactness have gone.
struct RecentSteps {
  private var reports: [StepReport] = []
  private var losses = Trail()
  private var exacts = Trail()
  /// The least mean loss of twenty steps so far.
  private var least = Double.infinity

  mutating func add(_ report: StepReport) {
    reports.append(report)
    if reports.count > 100 { reports.removeFirst() }
    losses.add(report.loss)
    exacts.add(report.exact)
    if reports.count >= 20 { least = min(least, lastTwenty) }
  }

  private var lastTwenty: Double { reports.suffix(20).reduce(0) { $0 + $1.loss } / 20 }

  /// Why the run can't go on: the loss has left the range in which anything is learned.
  var explosion: String? {
    guard reports.count >= 20, lastTwenty > 3 + 5 * least, let last = reports.last else {
      return nil
    }
    return "the loss rose from \(Numbers.digits(least, significant: 3)) to "
      + "\(Numbers.digits(lastTwenty, significant: 3)) at step \(last.step)"
  }

  private func mean(_ value: (StepReport) -> Double) -> Double {
    reports.reduce(0) { $0 + value($1) } / Double(max(reports.count, 1))
  }

  var loss: Double { mean(\.loss) }
  var exact: Double { mean(\.exact) }
  /// The mean loss of a hundred steps, once there are so many.
  var settledLoss: Double? { reports.count == 100 ? loss : nil }

  /// Loss and exactness of the last hundred steps.
  var summary: String {
    "loss \(Numbers.digits(loss, significant: 3))  exact \(Numbers.decimals(exact, places: 3))"
  }

  /// The same with both of the whole run as lines.
  func details(_ abilities: Abilities, _ heldOut: Double?) -> StyledText {
    let text =
      StyledText("loss \(Numbers.digits(loss, significant: 3)) ")
      + Sparkline(losses.values).text(abilities, width: 12)
      + StyledText("  exact \(Numbers.decimals(exact, places: 3)) ")
      + Sparkline(exacts.values).text(abilities, width: 8)
    guard let heldOut else { return text }
    return text + StyledText("  held-out \(Numbers.decimals(heldOut, places: 3))")
  }

  /// Exactness over the run, with that on held-out questions, where people look.
  func chart(_ evaluations: [(step: Int, exact: Double)], _ abilities: Abilities) -> [StyledText] {
    guard evaluations.count > 1 else { return [] }
    let points = evaluations.map { (x: Double($0.step), y: $0.exact) }
    return Curve([Curve.Series(points)], height: 6, names: ("step", "exact"), range: 0...1)
      .lines(abilities)
  }
}

/// Numbers of a whole run: neighbours are averaged where there are too many.
private struct Trail {
  private(set) var values: [Double] = []
  private var group = (sum: 0.0, count: 0, size: 1)

  mutating func add(_ value: Double) {
    group.sum += value
    group.count += 1
    guard group.count == group.size else { return }
    values.append(group.sum / Double(group.size))
    (group.sum, group.count) = (0, 0)
    if values.count == 64 {
      values = stride(from: 0, to: 64, by: 2).map { (values[$0] + values[$0 + 1]) / 2 }
      group.size *= 2
    }
  }
}
