// teach: correct one answer while the rest is kept.

internal import ArgumentParser
internal import Drawing
internal import Network
internal import Puzzles
internal import Training

/// `teach QUESTION = ANSWER`.
struct TeachCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "teach", abstract: "Teach the model one answer, keeping what it knows.",
    usage: "teach [--steps N] [--share S] [--rate R] QUESTION = ANSWER",
    discussion: """
      Fine-tunes until the model gives the answer at its depth, on a batch of which a share is the \
      question and the rest the puzzle's own, so that other answers stay. Both are told: the answer \
      before and after, and how often held-out questions were right before and after. undo takes \
      it back.
      """)
  static let style = ArgumentStyle.tail(taking: ["--steps", "--share", "--rate", "--count"])
  static let examples = ["teach 9 + 9 = 18", "teach --steps 40 --share 0.5 3 + 7 = 11", "undo"]
  static let fields: KeyValuePairs = [
    "answer": "the answer afterwards", "before": "the answer before",
    "learned": "whether it is the one that was taught", "question": "the question",
    "steps": "optimiser steps taken", "exact": "the share of held-out questions that are right",
    "exact-before": "the same before",
  ]

  @Option(parsing: .unconditional, help: "The most optimiser steps.") var steps = 300
  @Option(parsing: .unconditional, help: "The share of the batch that is the question.")
  var share = 0.25
  @Option(parsing: .unconditional, help: "The learning rate.") var rate: Float = 5e-4
  @Option(parsing: .unconditional, help: "Held-out questions asked before and after.")
  var count = 500
  @Argument(parsing: .postTerminator, help: "The question and, behind a =, its answer.")
  var lesson: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    let question = try question(session.requirePuzzle())
    let model = try session.requireModel()
    let effort = session.settings.effort(model.weights.configuration)
    let exam = Exam(
      puzzle: try session.requireGenerator(), count: try requireCount(count),
      seed: session.settings.seed)
    let before = try answer(model.weights, question, effort, session)
    let (scoreBefore, _) = try session.score(model.weights, exam, effort, title: "before")
    let trainer = try trainer(model, question, effort, session)
    var (weights, after) = (model.weights, before)
    let progress = Progress("teach", total: steps, in: session)
    // Right twice in a row, ten steps apart: an answer that only flickered is not learned.
    var streak = before == question.answer ? 2 : 0
    while streak < 2 && trainer.step < steps && !Interrupt.isRequested {
      _ = try trainer.advance()
      progress.report(trainer.step) { _ in StyledText(after) }
      guard trainer.step % 10 == 0 || trainer.step == steps else { continue }
      weights = trainer.averaged()
      after = try answer(weights, question, effort, session)
      streak = after == question.answer ? streak + 1 : 0
    }
    progress.finish()
    let (scoreAfter, _) = try session.score(weights, exam, effort, title: "after")
    if trainer.step > 0 {
      var taught = model
      taught.weights = weights
      taught.isUnsaved = true
      taught.state = nil
      session.models.replace(by: taught, cause: Self.name)
    }
    return result(question, before, after, trainer.step, scoreBefore.exact, scoreAfter.exact)
  }

  /// The lesson: what stands before the last `=` and what behind it.
  private func question(_ puzzle: any Puzzle) throws -> Question {
    let text = lesson.joined(separator: " ")
    guard let equals = text.lastIndex(of: "=") else {
      throw ShellError(
        .usage, "'teach' needs a question, a = and an answer",
        hint: "for example: teach 9 + 9 = 18")
    }
    guard steps >= 1 && steps <= 1_000_000, share > 0 && share <= 1 else {
      throw ShellError(
        .usage, "--steps or --share can't be so",
        hint: "--steps 1 or more, --share above 0, at most 1")
    }
    return try puzzle.question(
      String(text[..<equals]), answer: String(text[text.index(after: equals)...]))
  }

  /// A trainer on the puzzle's own questions with the lesson among them.
  private func trainer(
    _ model: LoadedModel, _ question: Question, _ effort: Effort, _ session: Session
  ) throws -> Trainer {
    let puzzle = try session.requirePuzzle()
    var recipe = Recipe()
    (recipe.steps, recipe.rate, recipe.warmup) = (steps, rate, 10)
    (recipe.floor, recipe.average, recipe.halting) = (1, 0.9, false)
    (recipe.depth, recipe.cycles, recipe.inner) = (effort.depth, effort.cycles, effort.inner)
    recipe.seed = session.settings.seed
    do {
      try recipe.validate()
    } catch {
      throw ShellError(.usage, "\(error)", hint: "help teach")
    }
    return try Trainer(model.weights.copy(), recipe: recipe, team: session.team) {
      [share] generator, tokens, labels in
      if generator.uniform() < share {
        question.copy(tokens: tokens, labels: labels)
      } else {
        puzzle.fill(split: .train, draw: generator.next(), tokens: tokens, labels: labels)
      }
      return 0
    }
  }

  private func answer(
    _ weights: Weights, _ question: Question, _ effort: Effort, _ session: Session
  ) throws -> String {
    let engine = session.engine(for: weights, capacity: 1)
    let questions = try Questions(tokens: question.tokens, for: weights.configuration)
    let outcomes = Run(engine, effort, asked: question.asked).answer(
      questions, while: { !Interrupt.isRequested })
    guard let outcome = outcomes?.first else { throw ShellError(.interrupted, "interrupted") }
    return try session.requirePuzzle().decode(outcome.tokens)
  }

  private func result(
    _ question: Question, _ before: String, _ after: String, _ steps: Int, _ exactBefore: Double,
    _ exact: Double
  ) -> CommandResult {
    let learned = after == question.answer
    let fields = [
      Field("answer", .string(after)), Field("before", .string(before)),
      Field("learned", .bool(learned)), Field("question", .string(question.text)),
      Field("steps", .integer(steps)), Field("exact", .number(exact)),
      Field("exact-before", .number(exactBefore)),
    ]
    return CommandResult(fields) { _ in
      func digits(_ value: Double) -> String { Numbers.digits(value, significant: 4) }
      let head =
        steps == 0
        ? "\(question.text) = \(after): it knew that already"
        : "\(question.text) = \(after) (was \(before)), \(learned ? "learned" : "not learned") in "
          + "\(steps) steps"
      return [
        StyledText(head, learned ? .good : .bad),
        StyledText("held-out questions: exact \(digits(exact)) (was \(digits(exactBefore)))"),
      ]
    }
  }
}
