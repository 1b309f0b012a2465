// What a choice of the training is worth: a fresh network trained for each combination.

internal import ArgumentParser
internal import Drawing
internal import Kernels
internal import Network
internal import Puzzles
internal import Training

/// Combinations of what `train` can be told, under the names of its options.
struct TrainingChoices {
  /// Deep supervision: without it a training has one step.
  static let supervision = "supervision"
  /// The options of a recipe.
  private static let known = CommandTree.parameters(of: RecipeOptions.self)

  let sweep: Sweep
  /// Optimiser steps where the sweep doesn't say.
  let steps: Int?
  let seed: UInt64

  /// The option's name without dashes.
  ///
  /// - Throws: `ShellError` with a guess where there is no such option.
  static func canonical(_ name: String) throws -> String {
    if name == supervision || parameter(name) != nil { return name }
    let names = known.flatMap(\.names).map { String($0.drop { $0 == "-" }) } + [supervision]
    throw ShellError(
      .usage, "a training has no '\(name)'",
      hint: closest(to: name, among: names).map { "did you mean '\($0)'?" } ?? "help train")
  }

  private static func parameter(_ name: String) -> Parameter? {
    known.first { $0.names.first == "--" + name }
  }

  /// The recipe of each combination.
  ///
  /// - Throws: `ShellError` naming the first value that can't be.
  func recipes(_ network: Configuration, _ session: Session) throws -> [Recipe] {
    for axis in sweep.axes {
      for value in axis.values { _ = try Self.arguments(axis.name, value) }
    }
    return try sweep.combinations.map { values in
      let pairs = Array(zip(sweep.axes.map(\.name), values))
      var options = try Self.parsed(pairs)
      options.steps = options.steps ?? steps
      options.seed = options.seed ?? seed
      var recipe = try options.recipe(network, session)
      if pairs.contains(where: { $0 == (Self.supervision, "off") }) { recipe.depth = 1 }
      return recipe
    }
  }

  private static func parsed(_ pairs: [(String, String)]) throws -> RecipeOptions {
    try RecipeOptions.parse(pairs.flatMap { try arguments($0, $1) })
  }

  /// What `train` would be told; nothing for what it has no option for.
  ///
  /// - Throws: `ShellError` where the option can't have this value.
  private static func arguments(_ name: String, _ value: String) throws -> [String] {
    func refused(_ hint: String) -> ShellError {
      ShellError(.usage, "'\(value)' is no value for '\(name)'", hint: hint)
    }
    guard let parameter = parameter(name), parameter.valueName != nil else {
      guard value == "on" || value == "off" else { throw refused("it can be on or off") }
      guard let names = parameter(name)?.names else { return [] }
      return value == "on" ? [names[0]] : names.count > 1 ? [names[1]] : []
    }
    let argument = "--\(name)=\(value)"
    if (try? RecipeOptions.parse([argument])) == nil {
      guard case .words(let words) = parameter.values else { throw refused("help train") }
      throw refused("it can be \(words.joined(separator: ", "))")
    }
    return [argument]
  }
}

extension Session {
  /// Trains and measures a fresh network of one shape for every combination.
  ///
  /// - Throws: `ShellError` where a value can't be, or if Ctrl-C came before anything was done.
  func ablate(
    _ choices: TrainingChoices, of network: Configuration, _ exam: Exam
  ) throws -> CommandResult {
    let recipes = try choices.recipes(network, self)
    for recipe in recipes {
      try requireMemory(
        floats: DeepSupervision.floatCount(
          network, batch: recipe.batch, inner: recipe.inner, threads: team.count),
        hint: "take a smaller batch")
    }
    let progress = Progress("ablate", total: recipes.reduce(0) { $0 + $1.steps }, in: self)
    var (rows, notes): ([Ablation.Row], [String]) = ([], [])
    var done = 0
    for (values, recipe) in zip(choices.sweep.combinations, recipes) {
      let found = try ablate(recipe, of: network, exam) { step, recent in
        progress.report(done + step) { recent.details($0, nil) }
      }
      guard let found else { break }
      rows.append(Ablation.Row(values: values, fields: found.fields))
      if let reason = found.reason {
        notes.append("\(values.joined(separator: ", ")) stopped: \(reason)")
      }
      done += recipe.steps
    }
    progress.finish()
    return try Ablation(
      sweep: choices.sweep, rows: rows, count: exam.count,
      isInterrupted: rows.count < recipes.count, notes: notes
    ).result()
  }

  /// One combination, and why its training stopped before its end; nil where Ctrl-C stopped it.
  private func ablate(
    _ recipe: Recipe, of network: Configuration, _ exam: Exam,
    report: (Int, RecentSteps) -> Void
  ) throws -> (fields: [Field], reason: String?)? {
    let puzzle = exam.puzzle
    let trainer = try Trainer(
      try Weights.initial(network, seed: recipe.seed), recipe: recipe, team: team
    ) { generator, tokens, labels in
      puzzle.fill(split: .train, draw: generator.next(), tokens: tokens, labels: labels)
      return 0
    }
    let started = Clock.now
    var recent = RecentSteps()
    var reason: String?
    while trainer.step < recipe.steps && reason == nil {
      if Interrupt.isRequested { return nil }
      do {
        recent.add(try trainer.advance())
        reason = recent.explosion
      } catch {
        reason = error.description
      }
      report(trainer.step, recent)
    }
    let seconds = Clock.now - started
    var effort = Effort(network)
    (effort.depth, effort.cycles, effort.inner) = (recipe.depth, recipe.cycles, recipe.inner)
    do {
      let measured = try measure(trainer.averaged(), exam, effort, compares: false)
      let score = measured.score
      let ms = measured.seconds * 1e6 / Double(score.count)
      let fields =
        Ablation.scoreFields(score.exact, score.interval, score.accuracy) + [
          Field("ms", .number(ms.rounded() / 1e3)), Field("final-loss", .number(recent.loss)),
          Field("seconds", .number((seconds * 1e3).rounded() / 1e3)),
        ]
      return (fields, reason)
    } catch let error as ShellError where error.code == .interrupted {
      return nil
    }
  }
}
