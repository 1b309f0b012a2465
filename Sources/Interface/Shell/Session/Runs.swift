// The runs of a session: those that `think` began, and the last question that was answered at once.

internal import Checkpoints
internal import Network
internal import Puzzles

/// A run that stops where a person wants it to.
final class ThoughtRun {
  /// What it is called, from 1.
  let number: Int
  /// What it was asked.
  let question: Question
  /// The model's weights, which it keeps.
  let weights: Weights
  /// The setting `engine` when it began.
  let engine: String
  /// Where it stands.
  var walk: PausedRun

  init(number: Int, question: Question, weights: Weights, engine: String, walk: PausedRun) {
    self.number = number
    self.question = question
    self.weights = weights
    self.engine = engine
    self.walk = walk
  }

  /// What the last update computed, such as `z@2.1.3`; `start` before the first one.
  var place: String { walk.position == 0 ? "start" : walk.moment(after: walk.position).description }

  /// Whether nothing is left to be computed, or a run that isn't stopped would have ended here.
  var isOver: Bool { walk.isAtEnd || walk.isDone }
}

/// A question that was answered at once.
struct AnsweredRun {
  let question: Question
  let effort: Effort
  let weights: Weights
  let steps: Int
  let answer: String
  /// The states that the setting `keep` asked for.
  let kept: Keeping?
}

/// The runs of a session.
final class Runs {
  /// Those that think began and that were not dropped, in order.
  private(set) var all: [ThoughtRun] = []
  /// The last question that was answered at once, which is #0.
  var answered: AnsweredRun?
  /// Where runs stop.
  var breaks = Breaks()
  private var chosen: Int?
  private var count = 0

  /// The run that step and its like go on with; nil where the last question was answered at once.
  var selected: ThoughtRun? { chosen.flatMap { self[$0] } }

  /// The run of a number.
  subscript(number: Int) -> ThoughtRun? { all.first { $0.number == number } }

  /// Adds a run and selects it.
  func begin(
    _ question: Question, _ walk: PausedRun, weights: Weights, engine: String
  ) -> ThoughtRun {
    count += 1
    let run = ThoughtRun(
      number: count, question: question, weights: weights, engine: engine, walk: walk)
    all.append(run)
    chosen = count
    return run
  }

  /// Selects a run, or with nil the last question that was answered at once.
  func select(_ number: Int?) { chosen = number }

  /// Notes a question that was answered at once; it is looked at from now on, unless a run is paused.
  func note(_ run: AnsweredRun) {
    answered = run
    if selected?.isOver ?? true { chosen = nil }
  }

  /// Forgets runs.
  func drop(where isDropped: (ThoughtRun) -> Bool) {
    all.removeAll(where: isDropped)
    if selected == nil { chosen = nil }
  }

  /// Ends the runs of other weights than the model's, and returns what they were.
  func end(unlessOf weights: Weights?) -> [ThoughtRun] {
    let ended = all.filter { $0.weights !== weights }
    drop { $0.weights !== weights }
    if answered?.weights !== weights { answered = nil }
    return ended
  }
}

extension Session {
  /// The run that is selected.
  ///
  /// - Throws: `ShellError` if there is none.
  func requireRun() throws -> ThoughtRun {
    if let run = runs.selected { return run }
    let hint =
      runs.all.isEmpty
      ? "think QUESTION prepares a run" : "runs N takes one up; runs lists them"
    throw ShellError(.failure, "no run is paused", hint: hint)
  }

  /// The run of a number.
  ///
  /// - Throws: `ShellError` if there is none.
  func requireRun(_ number: Int) throws -> ThoughtRun {
    if let run = runs[number] { return run }
    let known = runs.all.map { "#\($0.number)" }.joined(separator: ", ")
    throw ShellError(
      .failure, "there is no run #\(number)",
      hint: runs.all.isEmpty ? "think QUESTION prepares a run" : "there are \(known)")
  }

  /// The engine that a run began with.
  func engine(of run: ThoughtRun) throws -> any Engine {
    try engine(named: run.engine)
  }

  /// The most bytes that the states of a run may take.
  var keepLimit: Int { (settings.integer("keep-limit") ?? 256) << 20 }

  /// Prepares a run of a question and selects it.
  func begin(_ question: Question, _ effort: Effort) throws -> ThoughtRun {
    let weights = try requireModel().weights
    let name = settings.word("engine")
    noteExcess(effort, longest: question.longest)
    let walk = PausedRun(
      try tokens(of: question), asked: question.asked, effort: effort,
      on: try engine(named: name), limit: keepLimit)
    lastQuestion = question
    return runs.begin(question, walk, weights: weights, engine: name)
  }

  /// The question as the network takes it.
  func tokens(of question: Question) throws -> Questions {
    try Questions(
      tokens: question.tokens, puzzles: [question.puzzle],
      for: requireModel().weights.configuration)
  }

  /// Ends the runs of weights that are no more the model's, with a note.
  func endRuns() {
    for run in runs.end(unlessOf: model?.weights) {
      output.note("run #\(run.number) (\(run.question.text)) has ended: its weights are gone")
    }
  }

  /// What to say where a setting changes that a paused run doesn't follow.
  func noteForRun(_ setting: Setting) -> String? {
    let followed = EffortOptions.names + ["engine", "seed"]
    guard let run = runs.selected, !run.isOver, followed.contains(setting.name) else { return nil }
    return "run #\(run.number) is paused and keeps the \(setting.name) it began with"
  }

  /// What to say of the memory that the setting `keep` lets a run take; nil where it is off.
  func noteOnMemory(_ setting: Setting) -> String? {
    guard ["keep", "keep-limit"].contains(setting.name), settings.word("keep") != "off" else {
      return nil
    }
    return "the states of a run may take up to \(keepLimit >> 20) MiB: keep-limit"
  }
}
