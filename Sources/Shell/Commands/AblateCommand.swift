// ablate: the model under every combination of some settings, or trained anew under some recipes.

internal import ArgumentParser
internal import Drawing
internal import Network
internal import Puzzles
internal import Training

/// `ablate NAME=VALUE,VALUE...`.
struct AblateCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablate", abstract: "Measure the model under every combination of some settings.",
    discussion: """
      Each NAME=VALUES sweeps one of depth, cycles, inner, halt, patience, tolerance, breadth, noise \
      and pick; all combinations answer the same held-out questions. With --train it sweeps what \
      training is told: a fresh network of the model's shape is trained for each combination, with \
      the same seed, and then measured: average, loss, halting, exploration, noise, scatter, rate, \
      decay, batch, clip, optimiser, depth, cycles, inner, and supervision=on,off, where off gives \
      each example one step only. Ctrl-C shows what is done so far.
      """)
  static let examples = [
    "ablate --count 50 depth=1,2,4 cycles=1,2", "ablate --count 50 depth=1,2,4,6 halt=off,on",
    "ablate --train --steps 20 --count 20 average=0,0.9 supervision=on,off",
  ]
  static let fields: KeyValuePairs = [
    "best": "the combination that is right most often", "exact": "its share of right answers",
    "count": "questions asked of each",
    "rows": "each combination's settings, exact, low, high, accuracy, steps and ms",
  ]

  @Argument(help: ArgumentHelp("What to sweep.", valueName: "name=value,value"))
  var sweeps: [String]
  @Option(parsing: .unconditional, help: "Questions.") var count = 500
  @Option(parsing: .unconditional, help: "The seed; the setting's if left out.") var seed: UInt64?
  @Option(
    parsing: .unconditionalSingleValue,
    help: "An option of the puzzle for this evaluation, NAME=VALUE; repeatable.")
  var option: [String] = []
  @Flag(help: "Sweep what training is told, and train for each combination.") var train = false
  @Option(parsing: .unconditional, help: "With --train: optimiser steps for each.") var steps = 1000

  /// One combination: the values in the order of the sweeps.
  typealias Combination = [(name: String, value: String)]

  mutating func run(in session: Session) throws -> CommandResult {
    let sweeps = try sweeps.map(Sweep.init)
    let combinations = sweeps.reduce([[]] as [Combination]) { done, sweep in
      done.flatMap { before in sweep.values.map { before + [(sweep.name, $0)] } }
    }
    guard combinations.count <= 10_000 else {
      throw ShellError(
        .usage, "these are \(combinations.count) combinations", hint: "sweep fewer values")
    }
    let model = try session.requireModel()
    let exam = Exam(
      puzzle: try session.puzzle(changing: option), count: try requireCount(count),
      seed: seed ?? session.settings.seed)
    var rows: [Row] = []
    do {
      rows =
        train
        ? try trained(combinations, model, exam, session)
        : try measured(combinations, model, exam, session)
    } catch let stop as Stopped {
      guard !stop.rows.isEmpty else { throw ShellError(.interrupted, "interrupted") }
      rows = stop.rows
    }
    return result(rows, sweeps)
  }

  /// What was done when Ctrl-C came.
  private struct Stopped: Error {
    let rows: [Row]
  }

  /// A combination with its score.
  struct Row {
    let combination: Combination
    let exact: Double
    let interval: ClosedRange<Double>
    let accuracy: Double
    let steps: Double
    let ms: Double
  }

  /// One name and its values.
  struct Sweep {
    let name: String
    let values: [String]

    /// A sweep as it is typed.
    ///
    /// - Throws: `ShellError` if it is none.
    init(_ text: String) throws {
      let (name, list) = try pair(text, hint: "for example: depth=1,2,4")
      let values = list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard !values.contains("") else {
        throw ShellError(.usage, "'\(text)' has an empty value", hint: "depth=1,2,4")
      }
      self.name = name
      self.values = values
    }
  }

  /// The model under each combination of settings.
  ///
  /// Depths of one combination share their runs.
  private func measured(
    _ combinations: [Combination], _ model: LoadedModel, _ exam: Exam, _ session: Session
  ) throws -> [Row] {
    let efforts = try combinations.map { combination in
      var settings = session.settings
      for (name, value) in combination {
        let setting = try Setting.named(name)
        guard EffortOptions.names.contains(setting.name) else {
          throw ShellError(
            .usage, "'\(name)' can't be swept",
            hint: "one of " + EffortOptions.names.joined(separator: ", ")
              + "; --train sweeps what training is told")
        }
        try settings.set(setting.name, to: value, origin: .prompt)
      }
      return settings.effort(model.weights.configuration)
    }
    let progress = Progress("ablate", total: combinations.count, in: session)
    var known: [Effort: (score: Evaluation, seconds: Double)] = [:]
    var rows: [Row] = []
    for (combination, effort) in zip(combinations, efforts) {
      // Runs that go to the full depth pass through every smaller one.
      var deepest = effort
      if !effort.canStopEarly && effort.breadth == 1 && effort.noise == 0 {
        for other in efforts where other.depth > deepest.depth {
          var same = other
          same.depth = effort.depth
          if same == effort { deepest = other }
        }
      }
      do {
        if known[deepest] == nil {
          known[deepest] = try session.score(
            model.weights, exam, deepest, byDepth: deepest.breadth == 1, title: nil)
        }
      } catch let error as ShellError where error.code == .interrupted {
        progress.finish()
        throw Stopped(rows: rows)
      }
      if let (score, seconds) = known[deepest] {
        rows.append(Row(combination, score, effort, deepest, seconds))
      }
      progress.report(rows.count) { _ in
        StyledText("exact \(Numbers.decimals(rows.last?.exact ?? 0, places: 3))")
      }
    }
    progress.finish()
    return rows
  }

  /// A fresh network trained under each combination of the recipe's numbers.
  private func trained(
    _ combinations: [Combination], _ model: LoadedModel, _ exam: Exam, _ session: Session
  ) throws -> [Row] {
    let puzzle = exam.puzzle
    let network = model.weights.configuration
    let recipes = try combinations.map { try recipe($0, network, session) }
    let progress = Progress("ablate", total: combinations.count * steps, in: session)
    var rows: [Row] = []
    for (combination, recipe) in zip(combinations, recipes) {
      let trainer = try Trainer(
        Weights.initial(network, seed: session.settings.seed), recipe: recipe, team: session.team
      ) { generator, tokens, labels in
        puzzle.fill(split: .train, draw: generator.next(), tokens: tokens, labels: labels)
        return 0
      }
      let started = Clock.now
      while trainer.step < recipe.steps {
        if Interrupt.isRequested {
          progress.finish()
          throw Stopped(rows: rows)
        }
        do {
          _ = try trainer.advance()
        } catch {
          // A recipe that explodes is a finding too: the network is measured as it is.
          break
        }
        progress.report(rows.count * steps + trainer.step) { _ in
          StyledText(combination.map { "\($0.name)=\($0.value)" }.joined(separator: " "))
        }
      }
      let seconds = Clock.now - started
      var effort = session.settings.effort(network)
      (effort.cycles, effort.inner) = (recipe.cycles, recipe.inner)
      let (score, _) = try session.score(trainer.averaged(), exam, effort, title: nil)
      rows.append(Row(combination, score, effort, effort, seconds))
    }
    progress.finish()
    return rows
  }

  private func recipe(
    _ combination: Combination, _ network: Configuration, _ session: Session
  ) throws -> Recipe {
    var words: [String] = ["--steps", String(steps)]
    for (name, value) in combination {
      switch (name, value) {
      case ("supervision", "on"): continue
      case ("supervision", "off"): words += ["--depth", "1"]
      case ("halting", "on"): words.append("--halting")
      case ("halting", "off"): words.append("--no-halting")
      case ("supervision", _), ("halting", _):
        throw ShellError(.usage, "\(name) can't be '\(value)'", hint: "on or off")
      default: words += ["--\(name)", value]
      }
    }
    do {
      return try RecipeOptions.parse(words).recipe(network, session)
    } catch let error as ShellError {
      throw error
    } catch {
      throw ShellError(
        .usage, RecipeOptions.message(for: error),
        hint: "names and values are those of the options of train")
    }
  }
}

extension AblateCommand.Row {
  /// The score of a combination, found on the way of a run to the depth of `deepest`.
  init(
    _ combination: AblateCommand.Combination, _ score: Evaluation, _ effort: Effort,
    _ deepest: Effort, _ seconds: Double
  ) {
    let isWhole = effort == deepest
    let exact = isWhole ? score.exact : score.exactByDepth[effort.depth - 1]
    self.init(
      combination: combination, exact: exact,
      interval: Score.interval(exact: exact, count: score.count),
      accuracy: isWhole ? score.accuracy : .nan,
      steps: isWhole ? score.steps : Double(effort.depth),
      ms: seconds * 1e3 / Double(max(score.count, 1)) * Double(effort.depth) / Double(deepest.depth)
    )
  }
}
