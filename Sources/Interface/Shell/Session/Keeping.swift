// The states that the setting `keep` asks for, so that they need not be computed again.

internal import Network
internal import Puzzles
internal import Storage

/// Which states a run keeps.
enum KeepLevel: String, CaseIterable {
  /// None.
  case off
  /// y, z and the heads at the end of each step.
  case steps
  /// y and z at the end of each cycle, and the heads.
  case cycles
  /// Every update.
  case all

  /// Whether a moment of a run is kept.
  func keeps(_ moment: Moment, _ effort: Effort) -> Bool {
    switch (self, moment.kind) {
    case (.off, _): false
    case (.all, _), (_, .logits), (_, .halt), (.cycles, .y): true
    case (.cycles, .z): moment.inner == effort.inner
    case (.steps, .y): moment.cycle == effort.cycles
    case (.steps, .z): moment.cycle == effort.cycles && moment.inner == effort.inner
    }
  }
}

/// The states that one run kept, up to a limit of bytes, beyond which the oldest go.
struct Keeping {
  let level: KeepLevel
  /// The states by their moments.
  private(set) var values: [Moment: [Float]] = [:]
  /// How many were let go.
  private(set) var lost = 0
  /// Bytes that the states take.
  private(set) var bytes = 0
  private let limit: Int
  private var order: [Moment] = []
  private var oldest = 0

  init(_ level: KeepLevel, limit: Int) {
    self.level = level
    self.limit = limit
  }

  /// Copies a state, and lets the oldest go where there is no room.
  mutating func keep(_ moment: Moment, _ numbers: UnsafeBufferPointer<Float>) {
    values[moment] = Array(numbers)
    order.append(moment)
    bytes += numbers.count * MemoryLayout<Float>.size
    while bytes > limit, oldest < order.count - 1 {
      let gone = values.removeValue(forKey: order[oldest])
      bytes -= (gone?.count ?? 0) * MemoryLayout<Float>.size
      oldest += 1
      lost += 1
    }
  }

  /// Does what a run does with an observer that keeps states; with none where the level is off.
  static func during<Result>(
    _ level: KeepLevel, _ effort: Effort, limit: Int, _ run: (Observer?) throws -> Result
  ) rethrows -> (result: Result, keeping: Keeping) {
    var keeping = Keeping(level, limit: limit)
    let observer: Observer = { moment, numbers in
      if level.keeps(moment, effort) { keeping.keep(moment, numbers) }
      return true
    }
    let result = try run(level == .off ? nil : observer)
    return (result, keeping)
  }

  /// What to tell of states that were let go; nil where none were.
  var note: String? {
    guard lost > 0 else { return nil }
    return "the oldest \(lost) of \(order.count) states were let go at keep-limit "
      + "\(limit >> 20) MiB; latent computes them again"
  }
}

extension Session {
  /// Answers a question, keeping the states that the setting asks for; it is run #0 from now on.
  ///
  /// - Throws: `ShellError` if it was stopped.
  func answer(
    _ question: Question, _ effort: Effort, recorder: ((StepRecord) -> Void)? = nil
  ) throws -> Outcome {
    let level = KeepLevel(rawValue: settings.word("keep")) ?? .off
    // Of several rollouts none is watched.
    let isWatched = effort.breadth == 1 || recorder != nil
    let (outcome, keeping) = try Keeping.during(
      isWatched ? level : .off, effort, limit: keepLimit
    ) { observer in
      try isWatched
        ? think(question, effort, observer: observer, recorder: recorder) : pick(question, effort)
    }
    runs.note(
      AnsweredRun(
        question: question, effort: effort, weights: try requireModel().weights,
        steps: outcome.steps, answer: try requirePuzzle().decode(outcome.tokens),
        kept: keeping.level == .off ? nil : keeping))
    if let note = keeping.note { output.note(note) }
    return outcome
  }
}
