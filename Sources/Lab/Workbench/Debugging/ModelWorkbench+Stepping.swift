// Running a debug session on: by updates, to a break, to its end.

internal import Language
internal import Network
internal import Wording

/// Why a run stopped where it is.
package enum StopReason: String, Sendable {
  /// It took as many updates as asked.
  case counted
  /// A break condition held.
  case `break`
  /// It ended by itself: by halting or settling.
  case halted
  /// It took all its steps.
  case end
}

/// What came of running on.
package struct StopRecord: Sendable {
  package var reason = StopReason.counted
  /// The numbers of the breaks that stopped it.
  package var breaks: [Int] = []
  package var notes: [String] = []

  package init() {}
}

extension ModelWorkbench {
  /// Runs a session until it has taken `count` updates, a break condition holds, or it ends.
  ///
  /// - Throws: `Diagnostic` if it was stopped; the run is then after its last whole update.
  package func advance(
    _ session: DebugSession, by count: Int, halts: Bool, stopsAtBreaks: Bool = true
  ) throws -> StopRecord {
    let puzzle = try requirePuzzle()
    let breaks = stopsAtBreaks ? runs.breaks.all : []
    var held = breaks.map { $0.condition.holds(session.debugRun, puzzle) }
    var found: [Int] = []
    let wasWhole = session.debugRun.first == 0
    let (start, most) = (session.debugRun.position, session.debugRun.updates)
    let rest = min(count, most - start)
    let progress = longProgress("updates", total: rest, updates: Double(rest))
    defer { progress?.finish() }
    let stop = session.debugRun.advance(
      by: count, on: try engine(of: session), halts: halts, while: goesOn,
      until: { debugRun in
        progress?.report(debugRun.position - start) { .none }
        for (index, point) in breaks.enumerated() {
          if point.condition.stops(debugRun, held: held[index], puzzle) {
            found.append(point.number)
          }
          held[index] = point.condition.holds(debugRun, puzzle)
        }
        return !found.isEmpty
      })
    if stop == .interrupted {
      throw Diagnostic(
        .interrupted,
        "interrupted at \(session.place), update \(session.debugRun.position) of "
          + "\(session.debugRun.updates)", hint: "'continue' resumes the run")
    }
    runs.breaks.hit(found)
    var record = StopRecord()
    record.reason = found.isEmpty ? .counted : .break
    record.breaks = found
    if wasWhole && session.debugRun.first > 0 {
      record.notes.append(
        "the states of the first \(counted(session.debugRun.first, "update")) were dropped at "
          + "keep-limit \(session.debugRun.limit >> 20) MiB; back can't reach them")
    }
    return record
  }

  /// The selected session, of which some updates are left.
  ///
  /// - Throws: `Diagnostic` if none is selected, it is over, or `count` is less than 1.
  package func requireUnfinished(_ count: Int) throws -> DebugSession {
    let session = try requireRun()
    try requireUpdates(count)
    guard !session.debugRun.isAtEnd else {
      throw Diagnostic(
        .failure,
        "run #\(session.number) is over: it took all \(counted(session.debugRun.options.depth, "step"))",
        hint: "'back N' steps back; 'think --depth N' starts a longer one")
    }
    return session
  }

  /// The selected session, if it hasn't finished.
  package func requireUnended() throws -> DebugSession {
    let session = try requireUnfinished(1)
    guard !session.debugRun.isDone else {
      throw Diagnostic(
        .failure,
        "run #\(session.number) is over: it halted after "
          + counted(session.debugRun.steps, "step"),
        hint: "'step' runs it on anyway; 'back N' steps back")
    }
    return session
  }

  /// Steps the selected session back by some updates, as far as its states are kept.
  ///
  /// - Throws: `Diagnostic` if it can't go back at all.
  package func stepBack(by count: Int) throws -> (session: DebugSession, notes: [String]) {
    let session = try requireRun()
    try requireUpdates(count)
    let kept = session.debugRun.points.count - 1
    guard kept > 0 else {
      let reason =
        session.debugRun.position == 0
        ? "it is before its first update" : "earlier states were dropped at keep-limit"
      throw Diagnostic(.failure, "run #\(session.number) can't step back: \(reason)")
    }
    session.debugRun.stepBack(by: min(count, kept))
    guard count > kept else { return (session, []) }
    return (
      session,
      [
        session.debugRun.position == 0
          ? "that is the start: only \(counted(kept, "update")) came before"
          : "states before \(session.place) were dropped at keep-limit"
      ]
    )
  }

  /// Throws unless a number of updates is positive.
  private func requireUpdates(_ count: Int) throws {
    guard count >= 1 else {
      throw Diagnostic(
        .usage, "invalid number of updates '\(count)'", about: .argument(String(count)),
        hint: "1 or more")
    }
  }
}
