// Every update of a run with what it says and holds, made small enough for a page.

internal import Language
package import Network
internal import Puzzles
internal import Wording

/// The updates of one question's run.
package struct RunRecording: Sendable {
  /// One update.
  package struct Frame: Sendable {
    package let moment: StateID
    /// What the answer head reads in it; nil where it can't be read.
    package let reading: Lens.Readout?
    /// ‖Δ‖ relative to the state, from the one of its kind before.
    package let relative: Double?
    /// Whether it was patched.
    package let isPatched: Bool
    /// The whole state.
    package let values: [Float]
    /// Its first principal components, among the states of its kind.
    package fileprivate(set) var components: [Double] = []
  }

  /// Numbers of states that a page holds, at most: some four megabytes.
  package static let mostNumbers = 400_000
  /// Numbers that are kept before they are thinned out: 1 GiB.
  private static let mostKept = 0x1p28

  /// The run.
  package let view: ViewedRun
  package let model: LoadedModel
  package let outcome: RunResult
  package private(set) var frames: [Frame] = []
  /// The halting head's probability after each step; empty without one.
  package let halting: [Double]
  /// The share of the variance that each component explains.
  package private(set) var shares: [StateID.Kind: [Double]] = [:]
  /// Every how many features one is shown.
  package let stride: Int
  /// What was left out, in sentences.
  package private(set) var notes: [String] = []

  /// Keeps the updates of a run.
  ///
  /// - Throws: `Diagnostic` if it was stopped or needs too much memory.
  package init(_ view: ViewedRun, on workbench: ModelWorkbench) throws {
    let model = try workbench.requireModel()
    let inference = view.inference
    let patched = Set(view.patched)
    let c = model.weights.configuration
    let size = Double(c.sequence * c.width + c.length * c.vocabulary)
    let updates = Double(inference.depth * inference.cycles * (inference.inner + 1))
    // Of a run too long to keep, only the last y and z of each step are kept.
    let keepsAll =
      updates * Double(c.sequence * c.width) <= Double(Self.mostNumbers) || updates <= 64
    guard size * (keepsAll ? updates : 2 * Double(inference.depth)) < Self.mostKept else {
      throw Diagnostic(
        .failure, "\(counted(inference.depth, "step")) are too many for a page",
        about: .option("--depth"),
        hint: "use a smaller --depth")
    }
    let architecture = c.architecture
    var lens = Lens(of: Set(architecture.kinds), temperature: inference.temperature)
    let head = AnswerHead(model.weights)
    var before: [StateID.Kind: [Float]] = [:]
    var kept: [Frame] = []
    var halts: [Double] = []
    let outcome = try workbench.watch(view) { moment, values in
      if moment.kind == .halt { halts.append(haltProbability(ofLogit: values[0])) }
      guard moment.kind.isState else { return true }
      let relative = before[moment.kind].map { StateDelta(from: $0, to: values).relative }
      before[moment.kind] = Array(values)
      let isLast =
        moment.cycle == inference.cycles
        && architecture.isLastOfCycle(moment, inner: inference.inner)
      guard keepsAll || isLast else { return true }
      lens.read(moment, values, through: head)
      let reading = lens.readouts.last.flatMap { $0.stateID == moment ? $0 : nil }
      kept.append(
        Frame(
          moment: moment, reading: reading, relative: relative, isPatched: patched.contains(moment),
          values: Array(values)))
      return true
    }
    (self.view, self.model, self.outcome) = (view, model, outcome)
    frames = kept
    halting = c.hasHaltingHead ? halts : []
    let numbers = kept.count * c.sequence * c.width
    stride = min((numbers + Self.mostNumbers - 1) / Self.mostNumbers, c.width)
    let kinds = architecture.kinds
    let states = kinds.count > 2 ? "states" : kinds.map(\.rawValue).joined(separator: " and ")
    if !keepsAll { notes.append("the page shows the last \(states) of each step") }
    if stride > 1 { notes.append("the page shows one of \(stride) features of \(states)") }
    findComponents()
  }

  /// The first two components of each kind's states.
  private mutating func findComponents() {
    for kind in Set(frames.map(\.moment.kind)) {
      let own = frames.indices.filter { frames[$0].moment.kind == kind }
      guard !own.isEmpty else { continue }
      let found = PrincipalComponents(own.map { frames[$0].values }, count: 2)
      shares[kind] = found.shares
      for (index, score) in zip(own, found.scores) where !score.isEmpty {
        frames[index].components = score.count > 1 ? score : score + [0]
      }
    }
  }
}
