// Where addresses lead: to the states of a paused run, to what a run kept, or to a run once more.

internal import Network
internal import Puzzles

extension Session {
  /// The states that addresses name, run by run, each run's in its order.
  ///
  /// An address without a run means the one that is selected, or the last answered question.
  ///
  /// - Throws: `ShellError` where an address names none.
  func states(_ addresses: [Address], _ options: EffortOptions) throws -> [CapturedState] {
    var groups: [(run: Int?, addresses: [Address])] = []
    for address in addresses {
      if let index = groups.firstIndex(where: { $0.run == address.run }) {
        groups[index].addresses.append(address)
      } else {
        groups.append((address.run, [address]))
      }
    }
    return try groups.flatMap { run, addresses in
      if let run = try thoughtRun(run) {
        guard !options.isGiven else {
          throw ShellError(
            .usage, "run #\(run.number) keeps its own depth, cycles and inner",
            hint: "leave the options out; or ask the question with them, and write #0:"
              + (addresses.first?.description ?? ""))
        }
        return try states(of: run, addresses)
      }
      return try answeredStates(addresses, options)
    }
  }

  /// Addresses of every state that there is: of a paused run those so far, y₀ and z₀ among them.
  func listed() throws -> [String] {
    let all = ["z@*.*.*", "y@*.*", "logits@*", "halt@*"]
    guard let run = runs.selected else { return all }
    return try (["z@0", "y@0"] + all).filter { address in
      try !Address(address).moments(among: run.walk.moments).isEmpty
    }
  }

  /// The run that an address means, or nil for the last answered question.
  func thoughtRun(_ number: Int?) throws -> ThoughtRun? {
    guard let number else { return runs.selected }
    return number == 0 ? nil : try requireRun(number)
  }

  /// States of a paused run.
  private func states(of run: ThoughtRun, _ addresses: [Address]) throws -> [CapturedState] {
    let moments = run.walk.moments
    let c = run.weights.configuration
    let selection = try Selection(addresses, among: moments) { address in
      let place = run.walk.position == 0 ? "before its first update" : "at \(run.place)"
      let early = run.walk.first > 0 ? "; what came first was let go at keep-limit" : ""
      return ShellError(
        .failure, "run #\(run.number) has no state '\(address)' so far",
        hint: "it stands \(place)\(early)")
    }
    return try moments.flatMap { moment in
      try selection.states(
        moment, run.walk.values(of: moment) ?? [], c, isKept: true)
    }
  }

  /// States of the last answered question: those it kept, or all of them computed again.
  private func answeredStates(
    _ addresses: [Address], _ options: EffortOptions
  ) throws -> [CapturedState] {
    let weights = try requireModel().weights
    guard let run = runs.answered, run.weights === weights, !options.isGiven else {
      let effort = try options.effort(in: self)
      if let note = effort.watchNote { output.note(note) }
      return try states(of: runs.answered?.question ?? requireQuestion(), addresses, effort)
    }
    if let note = run.effort.watchNote { output.note(note) }
    if let kept = run.kept {
      let moments = run.effort.moments(steps: run.steps)
      let selection = try Selection(addresses, among: moments) {
        missing($0, steps: run.steps, run.effort)
      }
      if selection.moments.allSatisfy({ kept.values[$0] != nil }) {
        return try moments.flatMap { moment in
          try selection.states(
            moment, kept.values[moment] ?? [], weights.configuration, isKept: true)
        }
      }
    }
    return try states(of: run.question, addresses, run.effort)
  }

  /// Runs a question and copies the states that addresses name, in the order of the run.
  ///
  /// - Throws: `ShellError` where an address names none.
  func states(
    of question: Question, _ addresses: [Address], _ effort: Effort
  ) throws -> [CapturedState] {
    let c = try requireModel().weights.configuration
    // Where a run can stop early, a first one tells at which step it ends, which `last` means.
    let lastStep = effort.canStopEarly ? try think(question, effort).steps : effort.depth
    let selection = try Selection(addresses, among: effort.moments(steps: lastStep)) {
      missing($0, steps: lastStep, effort)
    }
    let walk = PausedRun(
      try tokens(of: question), asked: question.asked, effort: effort, on: try engine())
    var captured = try walk.moments.flatMap {
      try selection.states($0, walk.values(of: $0) ?? [], c)
    }
    var failure: (any Error)?
    _ = try think(
      question, effort,
      observer: { moment, values in
        guard selection.moments.contains(moment) else { return true }
        do {
          captured += try selection.states(moment, Array(values), c)
        } catch {
          failure = error
        }
        return failure == nil
      })
    if let failure { throw failure }
    return captured
  }

  /// That a run has no state that an address names.
  private func missing(_ address: Address, steps: Int, _ effort: Effort) -> ShellError {
    ShellError(
      .failure, "the run has no state '\(address)'",
      hint: "it took \(steps) steps of \(effort.cycles) cycles with \(effort.inner) updates of z")
  }
}

/// The moments that addresses name.
struct Selection {
  /// All of them.
  let moments: Set<Moment>
  private let meanings: [(address: Address, moments: Set<Moment>)]

  /// The moments among those of a run; `missing` is thrown where an address names none.
  init(
    _ addresses: [Address], among moments: [Moment], else missing: (Address) -> ShellError
  ) throws {
    meanings = try addresses.map { address in
      let meant = address.moments(among: moments)
      guard !meant.isEmpty else { throw missing(address) }
      return (address, Set(meant))
    }
    self.moments = meanings.reduce(into: []) { $0.formUnion($1.moments) }
  }

  /// A moment's state as each address that names it wants it; none where none does.
  ///
  /// - Throws: `ShellError` where the address has positions that the state hasn't.
  func states(
    _ moment: Moment, _ values: @autoclosure () -> [Float], _ c: Configuration,
    isKept: Bool = false
  ) throws -> [CapturedState] {
    guard moments.contains(moment) else { return [] }
    let whole = CapturedState(moment, values(), of: c, isKept: isKept)
    var seen = Set<String>()
    return try meanings.filter { $0.moments.contains(moment) }.map { address, _ in
      try whole.cut(by: address)
    }.filter { seen.insert($0.name).inserted }
  }
}

extension Effort {
  /// The moments of a run of so many steps, in order, from y₀ and z₀ on.
  func moments(steps: Int) -> [Moment] {
    var moments = [Moment(kind: .y, step: 0), Moment(kind: .z, step: 0)]
    for step in 1...max(steps, 1) {
      for cycle in 1...cycles {
        for update in 1...inner {
          moments.append(Moment(kind: .z, step: step, cycle: cycle, inner: update))
        }
        moments.append(Moment(kind: .y, step: step, cycle: cycle))
      }
      moments += [Moment(kind: .logits, step: step), Moment(kind: .halt, step: step)]
    }
    return moments
  }
}
