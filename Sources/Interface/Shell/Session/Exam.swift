// The questions that models are measured on, and the measuring.

internal import Checkpoints
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
  /// The properties that scores are broken down by.
  var names: [String] = []
  /// The data set whose examples are asked in order, in place of what the puzzle generates.
  var data: DataSource?

  /// Some of the questions; `generator` makes them one after the other.
  func questions(_ range: Range<Int>, _ generator: inout SeededGenerator) throws -> [Question] {
    if let data { return try range.map { try data.question($0) } }
    return range.map { _ in puzzle.generate(split: split, using: &generator) }
  }
}

extension Puzzle {
  /// The names of what its questions can be broken down by.
  var propertyNames: [String] {
    var names: [String] = []
    for draw in 0..<16 as Range<UInt64> {
      for property in generate(split: .train, draw: draw).properties
      where !names.contains(property.name) {
        names.append(property.name)
      }
    }
    return names
  }

  /// Checks what scores are to be broken down by.
  ///
  /// - Throws: `ShellError` with the names that there are.
  func requireProperties(_ names: [String]) throws {
    let known = propertyNames
    for name in names where !known.contains(name) {
      throw ShellError(
        .usage, "the puzzle's questions have no '\(name)'",
        hint: known.isEmpty
          ? "they have no properties" : "they have \(known.joined(separator: ", "))")
    }
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
  /// The questions that a command's options ask for: a data set's examples in order, or so many of
  /// the puzzle's, `standard` where nobody says how many.
  ///
  /// - Throws: `ShellError` where the data set can't be read, an option can't be, or a data set is
  ///   to be changed, with `hint` on what to leave out.
  func exam(
    of data: String?, count: Int?, standard: Int, train: Bool, seed: UInt64?, option: [String],
    by: [String] = [], hint: String
  ) throws -> Exam {
    let source = try data.map {
      try DataSource($0, part: train ? "train" : "test", for: requireModel())
    }
    guard source == nil || option.isEmpty && by.isEmpty && seed == nil else {
      throw ShellError(.usage, "the examples of a data set are as they are", hint: hint)
    }
    let puzzle = try source?.puzzle ?? self.puzzle(changing: option)
    if source == nil { try puzzle.requireProperties(by) }
    let all = source.map { min($0.data.count, count ?? .max) } ?? count ?? standard
    return Exam(
      puzzle: puzzle, count: try requireCount(all), seed: seed ?? settings.seed,
      split: train ? .train : .heldOut, names: by, data: source)
  }
}

/// A score with what it took.
struct Measured {
  let score: Evaluation
  /// Seconds of thinking.
  let seconds: Double
  /// Seconds until each step ended, where every step was looked at.
  let secondsByDepth: [Double]
}

extension Session {
  /// Measures weights on the setting's threads, with progress; the score and the seconds it took.
  ///
  /// - Throws: `ShellError` if Ctrl-C stopped it.
  func score(
    _ weights: Weights, _ exam: Exam, _ effort: Effort, byDepth: Bool = false,
    title: String? = "eval"
  ) throws -> (score: Evaluation, seconds: Double) {
    let progress = Progress(title ?? "", total: exam.count, in: self, isShown: title != nil)
    defer { progress.finish() }
    let measured = try measure(weights, exam, effort, byDepth: byDepth) { score in
      progress.report(score.count) { _ in
        StyledText("exact \(Numbers.decimals(score.exact, places: 3))")
      }
    }
    return (measured.score, measured.seconds)
  }

  /// Measures weights on the setting's threads; `report` gets the score after each batch.
  ///
  /// Where it `compares`, each question is asked once more to the full depth if runs can stop early,
  /// and once more in a plain run if they are wide, which is not in the seconds.
  ///
  /// - Throws: `ShellError` if Ctrl-C stopped it.
  func measure(
    _ weights: Weights, _ exam: Exam, _ effort: Effort, byDepth: Bool = false,
    compares: Bool = true, report: (Evaluation) -> Void = { _ in }
  ) throws -> Measured {
    if weights === model?.weights, exam.data == nil {
      noteExcess(effort, longest: exam.puzzle.options["longest"].flatMap { Int($0) })
    }
    var generator = SeededGenerator(seed: exam.seed)
    // Enough for each thread to be busy for a while, few enough for progress to be seen.
    let batch = min(max(64 * team.count / effort.breadth, 1), exam.count)
    try requireRoom(weights.configuration, rollouts: effort.breadth * batch)
    let engine = engine(for: weights, capacity: batch * effort.breadth)
    var score = Evaluation(depth: effort.depth, by: exam.names)
    var seconds = 0.0
    var secondsByDepth = [Double](repeating: 0, count: byDepth ? effort.depth : 0)
    for start in stride(from: 0, to: exam.count, by: batch) {
      let part = try exam.questions(start..<min(start + batch, exam.count), &generator)
      let goesOn: Continues = { !Interrupt.isRequested }
      let started = Clock.now
      var step = 0
      let outcomes = try score.add(
        part, engine, effort, recordsDepth: byDepth,
        stepped: {
          if byDepth { secondsByDepth[step] += Clock.now - started }
          step += 1
        }, while: goesOn)
      seconds += Clock.now - started
      func others(_ isWanted: Bool, _ other: Effort) throws -> [Outcome]? {
        guard compares, isWanted, outcomes != nil else { return outcomes }
        return try Self.answer(part, engine, other, goesOn)
      }
      let full = try others(effort.canStopEarly, effort.full)
      let single = try others(effort.isWide, effort.single)
      guard let outcomes, let full, let single else {
        throw ShellError(.interrupted, "interrupted after \(score.count) questions")
      }
      if compares && effort.canStopEarly { score.compare(part, outcomes, full: full) }
      if compares && effort.isWide { score.compare(part, outcomes, single: single) }
      report(score)
    }
    return Measured(score: score, seconds: seconds, secondsByDepth: secondsByDepth)
  }

  private static func answer(
    _ part: [Question], _ engine: any Engine, _ effort: Effort, _ goesOn: @escaping Continues
  ) throws -> [Outcome]? {
    Rollouts(engine, effort, asked: part[0].asked).answer(
      try Questions(
        tokens: part.flatMap(\.tokens), puzzles: part.map(\.puzzle),
        for: engine.weights.configuration), while: goesOn)
  }
}
