// The questions that models are measured on, and the measuring.

internal import Drawing
internal import Kernels
internal import Network
internal import Puzzles
internal import Training

/// Questions that are the same for whoever is asked them.
struct Exam {
  let puzzle: any Puzzle
  let count: Int
  let seed: UInt64
  var split = Split.heldOut
  /// The data set whose examples are asked in order, in place of what the puzzle generates.
  var data: DataSource?

  /// Some of the questions; `generator` makes them one after the other.
  func questions(_ range: Range<Int>, _ generator: inout SeededGenerator) throws -> [Question] {
    if let data { return try range.map { try data.question($0) } }
    return range.map { _ in puzzle.generate(split: split, using: &generator) }
  }
}

/// The number of questions that was typed.
///
/// - Throws: `ShellError` if there can't be so many.
func requireCount(_ count: Int) throws -> Int {
  guard count >= 1 && count <= 10_000_000 else {
    throw ShellError(.usage, "'\(count)' questions can't be asked", hint: "--count 1 to 10000000")
  }
  return count
}

extension Session {
  /// Measures weights on the setting's threads, with progress; the score and the seconds it took.
  ///
  /// Where runs can stop early or roll out widely, each question is asked once more to the full depth, which is not in
  /// the seconds.
  ///
  /// - Throws: `ShellError` if Ctrl-C stopped it.
  func score(
    _ weights: Weights, _ exam: Exam, _ effort: Effort, byDepth: Bool = false,
    by properties: [String] = [], title: String? = "eval"
  ) throws -> (score: Evaluation, seconds: Double) {
    var generator = SeededGenerator(seed: exam.seed)
    // Enough for each thread to be busy for a while, few enough for progress to be seen.
    let batch = min(max(64 * team.count / effort.breadth, 1), exam.count)
    let engine = engine(for: weights, capacity: batch * effort.breadth)
    let compares = effort != effort.full
    let progress = Progress(title ?? "", total: exam.count, in: self, isShown: title != nil)
    var seconds = 0.0
    var score = Evaluation(depth: effort.depth, by: properties)
    for start in stride(from: 0, to: exam.count, by: batch) {
      let part = try exam.questions(start..<min(start + batch, exam.count), &generator)
      let goesOn: Continues = { !Interrupt.isRequested }
      let started = Clock.now
      let outcomes = try score.add(
        part, engine, effort, recordsDepth: byDepth, while: goesOn)
      seconds += Clock.now - started
      let full =
        compares && outcomes != nil
        ? try Self.answer(part, engine, effort.full, goesOn) : outcomes
      guard let outcomes, let full else {
        progress.finish()
        throw ShellError(.interrupted, "interrupted after \(score.count) questions")
      }
      if compares { score.compare(part, outcomes, full: full) }
      progress.report(score.count) { _ in
        StyledText("exact \(Numbers.decimals(score.exact, places: 3))")
      }
    }
    progress.finish()
    return (score, seconds)
  }

  private static func answer(
    _ part: [Question], _ engine: any Engine, _ effort: Effort, _ goesOn: @escaping Continues
  ) throws -> [Outcome]? {
    Run(engine, effort).answer(
      try Questions(
        tokens: part.flatMap(\.tokens), puzzles: part.map(\.puzzle),
        for: engine.weights.configuration), while: goesOn)
  }
}
