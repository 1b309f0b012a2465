// latent patch: other numbers in place of a paused run's y or z.

internal import Drawing
internal import Network
internal import Puzzles

/// What is put in place of a state.
enum Replacement: CustomStringConvertible {
  case number(Float)
  case noise(Float)
  case state(Address)

  /// Reads what stands behind the `=`.
  ///
  /// - Throws: `ShellError` that quotes what can't be read.
  init(_ words: [String]) throws {
    let text = words.joined(separator: " ")
    let wrong = ShellError(
      .usage, "'\(text)' can't be put in place of a state",
      hint: "zero, a number, noise SIGMA, or a state such as #1:z@2.1.3[0:4]")
    if words.first == "noise", words.count <= 2 {
      guard words.count == 2, let sigma = Float(words[1]), sigma > 0, sigma.isFinite else {
        throw ShellError(
          .usage, "'\(text)' has no spread", hint: "for example: latent patch z@last = noise 0.5")
      }
      self = .noise(sigma)
      return
    }
    guard words.count == 1 else { throw wrong }
    if text == "zero" {
      self = .number(0)
    } else if let number = Float(text) {
      guard number.isFinite else {
        throw ShellError(
          .usage, "'\(text)' is no finite number; no state comes back from it",
          hint: "latent patch takes finite numbers")
      }
      self = .number(number)
    } else {
      guard text.contains("@") else { throw wrong }
      self = .state(try Address(text))
    }
  }

  var description: String {
    switch self {
    case .number(0): "zero"
    case .number(let number): String(number)
    case .noise(let sigma): "noise \(sigma)"
    case .state(let address): address.description
    }
  }
}

extension LatentCommand {
  /// Carries out `latent patch ADDRESS = VALUE`.
  func patch(in session: Session) throws -> CommandResult {
    let words = addresses.flatMap { word in
      // z@last=zero is one word.
      word.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        .flatMap { [$0, "="] }.dropLast()
    }.filter { !$0.isEmpty }
    guard words.count >= 3, words[1] == "=", !words[2...].contains("=") else {
      throw ShellError(
        .usage, "'latent patch' needs a state, a = and what to put there",
        hint: "for example: latent patch z@last[3] = zero")
    }
    guard !effort.isGiven else {
      throw ShellError(
        .usage, "a run that is patched keeps its own depth, cycles and inner",
        hint: "give the options to think")
    }
    let target = try Address(words[0])
    guard target.kind == .y || target.kind == .z else {
      throw ShellError(
        .usage, "'\(target)' can't be patched: it follows from y",
        hint: "patch y@ or z@; the heads are read again")
    }
    let replacement = try Replacement(Array(words[2...]))
    // What is put there is read before anything moves.
    let source: CapturedState? =
      if case .state(let address) = replacement {
        try one(session.states([address], effort), address)
      } else { nil }
    let (run, moment, notes) = try session.patchedRun(target)
    return try put(replacement, source, at: moment, target, in: run, notes, session)
  }

  /// Changes the state of a run that stands where it can be changed.
  private func put(
    _ replacement: Replacement, _ source: CapturedState?, at moment: Moment, _ target: Address,
    in run: ThoughtRun, _ notes: [String], _ session: Session
  ) throws -> CommandResult {
    let c = run.weights.configuration
    let before = run.walk.current.state[moment.kind]
    let old = try CapturedState(moment, before, of: c).cut(by: target)
    let place = (target.positions ?? 0..<c.sequence).lowerBound * c.width
    var after = before
    switch replacement {
    case .number(let number):
      for index in old.values.indices { after[place + index] = number }
    case .noise(let sigma):
      let noisy = disturbed(
        before, sigma: sigma, seed: session.settings.seed, place: run.walk.position)
      after.replaceSubrange(
        place..<place + old.values.count, with: noisy[place..<place + old.values.count])
    case .state(let address):
      let state = source ?? old
      guard state.shape == old.shape else {
        throw ShellError(
          .usage,
          "'\(address)' is \(state.shapeText), '\(target)' is \(old.shapeText): they don't fit",
          hint: "name as many positions of both, such as [0:4]")
      }
      after.replaceSubrange(place..<place + state.values.count, with: state.values)
    }
    run.walk.change(moment.kind, to: after, on: try session.engine(of: run))
    let moved = Movement(from: before, to: after).absolute
    let name = moment.description + Address.text(of: target.positions)
    let digits = session.settings.integer("digits") ?? 3
    let title = "#\(run.number):\(name)"
    var result = CommandResult([
      Field("state", .string(name)), Field("run", .integer(run.number)),
      Field("value", .string(replacement.description)), Field("moved", .number(moved)),
      Field("at", .string(run.place)),
    ]) { _ in
      [
        StyledText(title, .accent) + StyledText(" = \(replacement)")
          + StyledText("   |Δ| \(Numbers.digits(moved, significant: digits))", .dim)
      ]
    }
    result.notes = notes
    let broken = after.count { !$0.isFinite }
    if broken > 0 { result.notes.append("\(broken) of its numbers are not finite") }
    return result
  }

  /// The one state that an address names.
  ///
  /// - Throws: `ShellError` if it names more.
  func one(_ states: [CapturedState], _ address: Address) throws -> CapturedState {
    guard states.count == 1, let state = states.first else {
      throw ShellError(
        .usage, "'\(address)' names \(states.count) states; one is wanted",
        hint: "a number or last in each place")
    }
    return state
  }
}

extension Session {
  /// The run whose state an address names, standing where that state is the newest of its kind.
  ///
  /// A paused run goes back where the state is an older one; the last answered question becomes a
  /// run of its own, which goes up to it.
  func patchedRun(
    _ target: Address
  ) throws -> (run: ThoughtRun, moment: Moment, notes: [String]) {
    guard let run = try thoughtRun(target.run) else {
      guard let answered = runs.answered else {
        throw ShellError(
          .failure, "there is no run to patch", hint: "think QUESTION prepares one")
      }
      let moment = try moment(target, among: answered.effort.moments(steps: answered.steps))
      try check(target, for: answered.weights.configuration)
      let run = try begin(answered.question, answered.effort)
      _ = run.walk.advance(by: run.walk.updates(until: moment) ?? 0, on: try engine(of: run))
      return (run, moment, ["run #\(run.number) repeats \(run.question.text) up to \(moment)"])
    }
    let moment = try moment(target, among: run.walk.moments)
    try check(target, for: run.weights.configuration)
    let updates = run.walk.updates(until: moment) ?? 0
    guard run.walk.newest(moment.kind, at: run.walk.position) != updates else {
      return (run, moment, [])
    }
    let count = run.walk.position - updates
    run.walk.back(by: count)
    return (run, moment, ["run #\(run.number) is back at \(run.place), \(count) updates earlier"])
  }

  /// The one moment of a run that an address names.
  func moment(_ address: Address, among moments: [Moment]) throws -> Moment {
    let meant = address.moments(among: moments)
    guard meant.count == 1, let moment = meant.first else {
      throw ShellError(
        meant.isEmpty ? .failure : .usage,
        meant.isEmpty
          ? "the run has no state '\(address)' so far"
          : "'\(address)' names \(meant.count) states; one is wanted",
        hint: meant.isEmpty ? "step, next or continue goes on" : "a number or last in each place")
    }
    return moment
  }

  /// Throws where an address names positions that a network's states haven't.
  func check(_ address: Address, for c: Configuration) throws {
    let size = c.sequence * c.width
    let any = CapturedState(
      Moment(kind: address.kind, step: 0), [Float](repeating: 0, count: size), of: c)
    _ = try any.cut(by: address)
  }
}
