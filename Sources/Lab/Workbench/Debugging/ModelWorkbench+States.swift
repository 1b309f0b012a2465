// Where addresses lead: to the states of a paused run, to what a run kept, or to a run once more.

package import Language
package import Network
package import Puzzles
internal import Settings
internal import Wording

extension ModelWorkbench {
  /// The states that addresses name, run by run, each run's in its order.
  ///
  /// An address without a run means the one that is selected, or the last answered question.
  ///
  /// - Throws: `Diagnostic` where an address names none.
  package func states(_ addresses: [StateAddress], _ given: InferenceOptions?) throws
    -> [CapturedState]
  {
    var groups: [(run: Int?, addresses: [StateAddress])] = []
    for address in addresses {
      if let index = groups.firstIndex(where: { $0.run == address.run }) {
        groups[index].addresses.append(address)
      } else {
        groups.append((address.run, [address]))
      }
    }
    return try groups.flatMap { run, addresses in
      if let run = try debugSession(run) {
        guard given == nil else {
          throw Diagnostic(
            .usage, "run #\(run.number) keeps its own depth, cycles and inner",
            hint: "leave out the options, or ask the question with them and use #0:"
              + (addresses.first?.description ?? ""))
        }
        return try states(of: run, addresses)
      }
      return try answeredStates(addresses, given)
    }
  }

  /// Addresses of every state that there is: of a paused run those so far, y₀ and z₀ among them.
  package func listed() throws -> [String] {
    let kinds = try (runs.selected?.weights ?? requireModel().weights)
      .configuration.architecture.kinds
    let all =
      kinds.reversed().map { $0 == .y ? "y@*.*" : "\($0)@*.*.*" } + ["logits@*", "halt@*"]
    guard let run = runs.selected else { return all }
    return try (kinds.reversed().map { "\($0)@0" } + all).filter { address in
      try !StateAddress(address).moments(among: run.debugRun.stateIDs).isEmpty
    }
  }

  /// The run that an address means, or nil for the last answered question.
  package func debugSession(_ number: Int?) throws -> DebugSession? {
    guard let number else { return runs.selected }
    return number == 0 ? nil : try requireRun(number)
  }

  /// States of a paused run.
  private func states(of run: DebugSession, _ addresses: [StateAddress]) throws -> [CapturedState] {
    let moments = run.debugRun.stateIDs
    let c = run.weights.configuration
    let selection = try StateSelection(addresses, among: moments) { address in
      let place = run.debugRun.position == 0 ? "before its first update" : "at \(run.place)"
      let early = run.debugRun.first > 0 ? "; the first ones were dropped at keep-limit" : ""
      return Diagnostic(
        .failure, "run #\(run.number) has no state '\(address)' so far",
        about: .argument("\(address)"),
        hint: address.hint(among: moments) ?? "it is \(place)\(early)")
    }
    let view = ViewedRun(run)
    return try moments.flatMap { moment in
      try selection.states(
        moment, run.debugRun.values(of: moment) ?? [], c, isKept: true, in: view)
    }
  }

  /// States of the last answered question: those it kept, or all of them computed again.
  private func answeredStates(
    _ addresses: [StateAddress], _ given: InferenceOptions?
  ) throws -> [CapturedState] {
    let weights = try requireModel().weights
    guard let run = runs.answered, run.weights === weights, given == nil else {
      let inference = try given ?? settings.inferenceOptions(requireModel())
      if let note = inference.watchNote { reporter.note(note) }
      return try states(of: runs.answered?.question ?? requireQuestion(), addresses, inference)
    }
    if let note = run.inference.watchNote { reporter.note(note) }
    if let recording = run.recording {
      let moments = try run.inference.moments(
        steps: run.steps, of: weights.configuration.architecture)
      let selection = try StateSelection(addresses, among: moments) {
        missing($0, among: moments, steps: run.steps, run.inference)
      }
      if selection.moments.allSatisfy({ recording.values[$0] != nil }) {
        return try moments.flatMap { moment in
          try selection.states(
            moment, recording.values[moment] ?? [], weights.configuration, isKept: true)
        }
      }
    }
    return try states(of: run.question, addresses, run.inference)
  }

  /// Runs a question and copies the states that addresses name, in the order of the run.
  ///
  /// - Throws: `Diagnostic` where an address names none.
  package func states(
    of question: Question, _ addresses: [StateAddress], _ inference: InferenceOptions
  ) throws -> [CapturedState] {
    try capture(ViewedRun(question, inference), addresses) {
      try think(question, inference, observer: $0)
    }.states
  }

  /// The same of what a view looks at, with the result as ``watch(_:observer:)`` gives it.
  package func watchedStates(
    of view: ViewedRun, _ addresses: [StateAddress]
  ) throws -> (states: [CapturedState], outcome: RunResult) {
    try capture(view, addresses) {
      try view.debugRun == nil ? watch(view, observer: $0) : replay(view, observer: $0)
    }
  }

  /// Copies states while `run` runs.
  private func capture(
    _ view: ViewedRun, _ addresses: [StateAddress],
    _ run: (@escaping Observer) throws -> RunResult
  ) throws -> (states: [CapturedState], outcome: RunResult) {
    let (question, inference) = (view.question, view.inference)
    let c = try requireModel().weights.configuration
    // Until the run has ended, any step may be its last one.
    let possible = try inference.moments(steps: inference.depth, of: c.architecture)
    let wanted = Set(addresses.flatMap { $0.atEveryStep.moments(among: possible) })
    let start = DebugRun(
      try tokens(of: question), answerRange: question.asked, options: inference, on: try engine())
    var values: [StateID: [Float]] = [:]
    for moment in start.stateIDs { values[moment] = start.values(of: moment) }
    let outcome = try run { moment, numbers in
      if wanted.contains(moment) { values[moment] = Array(numbers) }
      return true
    }
    let moments = try inference.moments(steps: outcome.steps, of: c.architecture)
    let selection = try StateSelection(addresses, among: moments) {
      missing($0, among: moments, steps: outcome.steps, inference)
    }
    let states = try moments.flatMap { try selection.states($0, values[$0] ?? [], c, in: view) }
    return (states, outcome)
  }

  /// That a run has no state that an address names.
  private func missing(
    _ address: StateAddress, among moments: [StateID], steps: Int, _ inference: InferenceOptions
  ) -> Diagnostic {
    Diagnostic(
      .failure, "the run has no state '\(address)'", about: .argument("\(address)"),
      hint: address.hint(among: moments)
        ?? "it took \(counted(steps, "step")) of \(counted(inference.cycles, "cycle")) with \(counted(inference.inner, "update")) of z"
    )
  }
}
