// step, next, continue, finish and back: a paused run goes on, or back.

internal import ArgumentParser
internal import Network
internal import Puzzles

/// `step [N]`.
struct StepCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "step", abstract: "Go on by one update of the paused run, or by N.",
    discussion: """
      An update is of z, or of y where a cycle ends. A break stops it before N. At the prompt an \
      empty line does not repeat it, so that nothing is computed by accident.
      """)
  static let examples = ["think 3 + 7", "step", "step 3"]
  static let fields = Standing.fields

  @Argument(help: "How many updates.") var count = 1

  mutating func run(in session: Session) throws -> CommandResult {
    let run = try session.requireUnfinished(count)
    return try session.advance(run, by: count, halts: false)
  }
}

/// `next [N]`.
struct NextCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "next", abstract: "Go on to the next y of the paused run, or to the Nth.",
    discussion: "A break stops it before.")
  static let examples = ["think 3 + 7", "next", "next 2"]
  static let fields = Standing.fields

  @Argument(help: "How many updates of y.") var count = 1

  mutating func run(in session: Session) throws -> CommandResult {
    let run = try session.requireUnfinished(count)
    let cycle = run.walk.effort.inner + 1
    let (whole, overflow) = count.multipliedReportingOverflow(by: cycle)
    let updates = overflow ? run.walk.updates : whole - run.walk.position % cycle
    return try session.advance(run, by: updates, halts: false)
  }
}

/// `continue`.
struct ContinueCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "continue", abstract: "Go on with the paused run to a break or to its end.",
    discussion: """
      The end is its depth, or where halting or settling ends it as the settings were when it \
      began. Ctrl-C stops it behind the next update; continue goes on from there.
      """)
  static let examples = ["think 3 + 7", "break answer changed", "continue", "break --delete all"]
  static let fields = Standing.fields

  mutating func run(in session: Session) throws -> CommandResult {
    try session.advance(session.requireUnended(), by: .max, halts: true)
  }
}

/// `finish`.
struct FinishCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "finish",
    abstract: "Go on with the paused run to its end, whatever breaks there are.")
  static let examples = ["think 3 + 7", "finish"]
  static let fields = Standing.fields

  mutating func run(in session: Session) throws -> CommandResult {
    try session.advance(session.requireUnended(), by: .max, halts: true, breaks: false)
  }
}

/// `back [N]`.
struct BackCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "back", abstract: "Go back by one update of the paused run, or by N.",
    discussion: """
      The states are those that were there, to the bit, changes by hand among them; what came after \
      is forgotten, and step computes it again. To undo a patch, go back to before it. It goes no \
      further back than the states that are kept, which is to the start unless 'keep-limit' let the \
      oldest go.
      """)
  static let examples = ["think 3 + 7", "step 5", "back 3", "step 3"]
  static let fields = Standing.fields

  @Argument(help: "How many updates.") var count = 1

  mutating func run(in session: Session) throws -> CommandResult {
    let run = try session.requireRun()
    try requireSteps(count)
    let kept = run.walk.points.count - 1
    guard kept > 0 else {
      throw ShellError(
        .failure,
        "run #\(run.number) can't go back: "
          + (run.walk.position == 0
            ? "it stands before its first update" : "earlier states were let go at keep-limit"))
    }
    run.walk.back(by: min(count, kept))
    var result = try session.standing(run)
    if count > kept {
      result.notes.append(
        run.walk.position == 0
          ? "that is the start: there are only \(kept) updates before"
          : "what came before \(run.place) was let go at keep-limit")
    }
    return result
  }
}

/// Throws unless a number of updates is one.
private func requireSteps(_ count: Int) throws {
  guard count >= 1 else {
    throw ShellError(.usage, "'\(count)' is no number of updates", hint: "1 or more")
  }
}

extension Session {
  /// The selected run, of which some updates are left.
  fileprivate func requireUnfinished(_ count: Int) throws -> ThoughtRun {
    let run = try requireRun()
    try requireSteps(count)
    guard !run.walk.isAtEnd else {
      throw ShellError(
        .failure, "run #\(run.number) is over: it has taken its \(run.walk.effort.depth) steps",
        hint: "back N returns; think --depth N begins a longer one")
    }
    return run
  }

  /// The selected run, which has not ended by itself either.
  fileprivate func requireUnended() throws -> ThoughtRun {
    let run = try requireUnfinished(1)
    guard !run.walk.isDone else {
      throw ShellError(
        .failure, "run #\(run.number) is over: it was done after \(run.walk.steps) steps",
        hint: "step goes on all the same, back N returns")
    }
    return run
  }

  /// Goes on with a run until it has taken so many updates, a break comes, or it ends.
  ///
  /// - Throws: `ShellError` if Ctrl-C stopped it; the run stands behind its last whole update.
  func advance(
    _ run: ThoughtRun, by count: Int, halts: Bool, breaks isStopped: Bool = true
  ) throws -> CommandResult {
    let puzzle = try requirePuzzle()
    let breaks = isStopped ? runs.breaks.all : []
    var held = breaks.map { $0.condition.holds(run.walk, puzzle) }
    var found: [Int] = []
    let wasWhole = run.walk.first == 0
    let stop = run.walk.advance(
      by: count, on: try engine(of: run), halts: halts, while: { !Interrupt.isRequested },
      until: { walk in
        for (index, point) in breaks.enumerated() {
          if point.condition.stops(walk, held: held[index], puzzle) { found.append(point.number) }
          held[index] = point.condition.holds(walk, puzzle)
        }
        return !found.isEmpty
      })
    if stop == .interrupted {
      throw ShellError(
        .interrupted,
        "interrupted at \(run.place), update \(run.walk.position) of "
          + "\(run.walk.updates)", hint: "continue goes on from there")
    }
    runs.breaks.hit(found)
    var result = try standing(run, reason: found.isEmpty ? .counted : .break, breaks: found)
    if wasWhole && run.walk.first > 0 {
      result.notes.append(
        "the states of the first \(run.walk.first) updates were let go at keep-limit "
          + "\(run.walk.limit >> 20) MiB: back doesn't reach them")
    }
    return result
  }
}
