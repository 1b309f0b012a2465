// ablate: one table of what each choice is worth, over settings or over choices of the training.

internal import ArgumentParser
internal import Drawing
internal import Network
internal import Puzzles
internal import Training

/// `ablate NAME=VALUE,VALUE...`.
struct AblateCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablate", abstract: "Measure every combination of some values of settings.",
    usage: "ablate [--train [--steps N]] [--count N] [--seed N] NAME=VALUE,VALUE... ...",
    discussion: """
      All combinations are asked the same held-out questions. Without --train the names are \
      settings that change how long the model thinks; where halting is off, one pass gives every \
      depth. With --train they are options of 'train', and 'supervision' (off trains with depth 1): \
      for each combination a fresh network of the model's shape learns the model's puzzle from one \
      seed and is measured at the depth it was trained to; the model stays as it is. Ctrl-C gives \
      what is done so far.
      """)
  static let examples = [
    "ablate depth=1,2,4 --count 100", "ablate cycles=1,2 halt=off,on,0.9 --count 100",
    "ablate --train --steps 10 --count 50 average=0,0.9 supervision=on,off batch=8",
  ]
  static let fields: KeyValuePairs = [
    "best": "the combination that is right most often", "exact": "its share of right answers",
    "count": "questions asked of each",
    "combinations": "how many there are", "interrupted": "whether Ctrl-C stopped it",
    "rows":
      "each one's values, exact, low, high, accuracy, steps and ms; with --train final-loss and seconds in place of steps",
  ]
  /// The settings that change how a model thinks.
  static let settings = [
    "depth", "cycles", "inner", "halt", "patience", "tolerance", "breadth", "noise", "pick", "seed",
  ]

  @Flag(help: "Train a fresh network for each combination.") var train = false
  @Option(parsing: .unconditional, help: "Optimiser steps of each training; 1000 if left out.")
  var steps: Int?
  @Option(parsing: .unconditional, help: "Questions.") var count = 1000
  @Option(parsing: .unconditional, help: "The seed; the setting's if left out.") var seed: UInt64?
  @Option(
    parsing: .unconditionalSingleValue,
    help: "An option of the puzzle for this measurement, NAME=VALUE; repeatable.")
  var option: [String] = []
  @Argument(
    help: "Settings, or options of 'train', with their values.",
    completion: .list(settings.map { $0 + "=" }))
  var sweep: [String]

  mutating func run(in session: Session) throws -> CommandResult {
    let model = try session.requireModel()
    let exam = Exam(
      puzzle: try session.puzzle(changing: option), count: try requireCount(count),
      seed: seed ?? session.settings.seed)
    if train {
      let sweep = try Sweep(sweep) { try TrainingChoices.canonical($0) }
      let choices = TrainingChoices(sweep: sweep, steps: steps, seed: exam.seed)
      return try session.ablate(choices, of: model.weights.configuration, exam)
    }
    guard steps == nil else {
      throw ShellError(.usage, "'--steps' needs '--train'", hint: "help ablate")
    }
    return try session.ablate(Sweep(sweep, canonical: Self.canonical), of: model.weights, exam)
  }

  private static func canonical(_ name: String) throws -> String {
    let setting = try Setting.named(name)
    guard settings.contains(setting.name) else {
      throw ShellError(
        .usage, "'\(setting.name)' changes nothing that is measured",
        hint: "it can be \(settings.joined(separator: ", "))")
    }
    return setting.name
  }
}

extension Session {
  /// Measures weights under every combination of settings.
  ///
  /// - Throws: `ShellError` where a value can't be, or if Ctrl-C came before anything was done.
  func ablate(_ sweep: Sweep, of weights: Weights, _ exam: Exam) throws -> CommandResult {
    let combinations = sweep.combinations
    let efforts = try combinations.map { values in
      var settings = settings
      for (axis, value) in zip(sweep.axes, values) {
        try settings.set(axis.name, to: value, origin: .prompt)
      }
      return settings.effort(weights.configuration)
    }
    let passes = Self.passes(efforts)
    let progress = Progress("ablate", total: passes.count * exam.count, in: self)
    var rows = [Ablation.Row?](repeating: nil, count: combinations.count)
    var isInterrupted = false
    for (number, members) in passes.enumerated() where !isInterrupted {
      var effort = efforts[members[0]]
      effort.depth = members.reduce(0) { max($0, efforts[$1].depth) }
      do {
        let measured = try measure(
          weights, exam, effort, byDepth: members.count > 1, compares: false
        ) { score in progress.report(number * exam.count + score.count) { _ in "" } }
        for index in members {
          rows[index] = Ablation.Row(
            combinations[index], measured, depth: members.count > 1 ? efforts[index].depth : nil)
        }
      } catch let error as ShellError where error.code == .interrupted {
        isInterrupted = true
      }
    }
    progress.finish()
    return try Ablation(
      sweep: sweep, rows: rows.compactMap { $0 }, count: exam.count, isInterrupted: isInterrupted
    ).result()
  }

  /// The combinations that one pass measures: those that differ in nothing but a depth that all of
  /// them reach.
  private static func passes(_ efforts: [Effort]) -> [[Int]] {
    var passes: [[Int]] = []
    var known: [Effort: Int] = [:]
    for (index, effort) in efforts.enumerated() {
      var kind = effort
      kind.depth = 1
      if !effort.canStopEarly, let pass = known[kind] {
        passes[pass].append(index)
      } else {
        known[kind] = passes.count
        passes.append([index])
      }
    }
    return passes
  }
}
