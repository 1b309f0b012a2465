// What the last steps of a training run were like, and how loss and exactness have developed.

internal import Drawing
package import Training

/// What the last steps were like, and how loss and exactness have gone.
package struct TrainingProgress: Sendable {
  private var reports: [StepReport] = []
  private var lossTrail = Trail()
  private var exactTrail = Trail()
  /// The least mean loss of twenty steps so far.
  private var least = Double.infinity

  /// No steps yet.
  package init() {}

  /// Adds a step to the last ones.
  package mutating func add(_ report: StepReport) {
    reports.append(report)
    if reports.count > 100 { reports.removeFirst() }
    lossTrail.add(report.loss)
    exactTrail.add(report.exact)
    if reports.count >= 20 { least = min(least, lastTwenty) }
  }

  private var lastTwenty: Double { reports.suffix(20).reduce(0) { $0 + $1.loss } / 20 }

  /// Why the run can't go on: the loss has left the range in which anything is learned.
  package var explosion: String? {
    guard reports.count >= 20, lastTwenty > 3 + 5 * least, let last = reports.last else {
      return nil
    }
    return "the loss rose from \(NumberFormat.digits(least, significant: 3)) to "
      + "\(NumberFormat.digits(lastTwenty, significant: 3)) at step \(last.step)"
  }

  private func mean(_ value: (StepReport) -> Double) -> Double {
    reports.reduce(0) { $0 + value($1) } / Double(max(reports.count, 1))
  }

  package var loss: Double { mean(\.loss) }
  package var exact: Double { mean(\.exact) }
  /// The mean loss of the last hundred steps, once there are that many.
  package var settledLoss: Double? { reports.count == 100 ? loss : nil }

  /// The loss over the whole run, thinned out.
  package var losses: [Double] { lossTrail.values }

  /// The share of right answers over the whole run, thinned out.
  package var exactness: [Double] { exactTrail.values }
}

/// Numbers of a whole run: neighbors are averaged where there are too many.
private struct Trail: Sendable {
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
