// teach: correct one answer while the rest is kept.

internal import ArgumentParser
internal import CommandCore
internal import Language
internal import Presentation
internal import Puzzles
internal import Workbench

/// `teach QUESTION = ANSWER`.
struct TeachCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "teach", abstract: "Teach the model one answer while keeping the rest.",
    usage: "teach [--steps N] [--share S] [--lr R] QUESTION = ANSWER",
    discussion: """
      Fine-tunes until the model gives the answer at its depth, on batches that mix the question \
      with the puzzle's own, so that other answers are kept. Shows the answer and the score on \
      held-out questions before and after. undo reverts it.
      """)
  static let style = ArgumentStyle.tail(taking: ["--steps", "--share", "--lr", "--rate", "--count"])
  static let examples = ["teach 9 + 9 = 18", "teach --steps 40 --share 0.5 3 + 7 = 11", "undo"]
  static let fields: KeyValuePairs = [
    "answer": "the answer after", "before": "the answer before",
    "learned": "whether it is the taught one", "question": "the question",
    "steps": "optimizer steps taken", "exact": "the share of held-out questions that are right",
    "exact-before": "the same, before",
  ]

  static let formerOptions = ["--rate": "--lr"]

  @Option(parsing: .unconditional, help: "The most optimizer steps.") var steps = 300
  @Option(parsing: .unconditional, help: "The share of the batch that is the question.")
  var share = 0.125
  @Option(parsing: .unconditional, help: "The learning rate.") var lr: Float = 1e-4
  @Option(parsing: .unconditional, help: "Held-out questions asked before and after.")
  var count = 500
  @Argument(parsing: .postTerminator, help: "The question, =, and its answer.")
  var lesson: [String] = []

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let question = try question(workbench.requirePuzzle())
    return try workbench.teach(
      ModelWorkbench.Lesson(
        question: question, steps: steps, share: share, rate: lr, count: count)
    ).result
  }

  /// The lesson: the question before the last `=`, and the answer after it.
  private func question(_ puzzle: any Puzzle) throws -> Question {
    let text = lesson.joined(separator: " ")
    guard let equals = text.lastIndex(of: "=") else {
      throw Diagnostic(
        .usage, "'teach' needs QUESTION = ANSWER",
        hint: "for example: teach 9 + 9 = 18")
    }
    guard steps >= 1 && steps <= 1_000_000, share > 0 && share <= 1 else {
      throw Diagnostic(
        .usage, "--steps or --share is out of range",
        hint: "--steps 1 or more, --share above 0, at most 1")
    }
    return try puzzle.question(
      String(text[..<equals]), answer: String(text[text.index(after: equals)...]))
  }
}
