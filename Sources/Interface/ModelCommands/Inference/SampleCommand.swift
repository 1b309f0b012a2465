// sample: held-out questions to try.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Presentation
internal import Puzzles
internal import Workbench

/// `sample [N]`.
struct SampleCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample", abstract: "Show held-out questions to try.",
    discussion: """
      Training never draws them. The same seed gives the same questions; --seed gives others. \
      'help arithmetic', 'help sudoku' and 'help maze' say how to write your own.
      """)
  static let examples = ["sample", "sample 3 --seed 7"]
  static let fields: KeyValuePairs = [
    "questions": "each one's question and its answer", "count": "how many",
  ]

  @Argument(help: "How many questions.") var count = 5
  @Option(parsing: .unconditional, help: "The random seed; the setting's if left out.")
  var seed: UInt64?

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let questions = try workbench.heldOutQuestions(count, seed: seed)
    let records = questions.map {
      Value.record([
        Field("question", .string($0.text)), Field("answer", .optional($0.answer)),
      ])
    }
    return CommandResult(
      [Field("questions", .list(records)), Field("count", .integer(questions.count))],
      table: "questions"
    ) { _ in questions.map { StyledText($0.text) } }
  }
}
