// trace: the answer after each supervision step.

internal import ArgumentParser
internal import CommandCore
internal import Network
internal import Presentation
internal import Workbench

/// `trace [QUESTION]`.
struct TraceCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Watch the answer change step by step.",
    usage: "trace [--depth N] [--cycles T] [--inner n] [--halt P] [--tolerance X] "
      + "[--tokens TEXT | --from DIR#N] [--puzzle P] [QUESTION]",
    discussion: """
      Without a question and options, the selected run, patches included: beyond where it is, a \
      copy continues. Without a run, the last question. --tokens and --from as for 'ask'. '#' \
      marks a position that changed. If the puzzle is a grid, each step that changed something is \
      drawn: '*' marks a cell that changed, '!' one that is wrong; 'right' counts the right cells \
      among those the question leaves open. With noise, it shows the first rollout.
      """)
  static let style = ArgumentStyle.tail(
    taking: InferenceArguments.taking + QuestionArguments.taking, question: true)
  static let examples = ["trace --depth 4 999 + 1"]
  static let fields: KeyValuePairs = [
    "answer": "the last answer", "question": "the question", "correct": "whether it is right",
    "steps": "supervision steps taken", "halted": "whether it stopped early",
    "trace": "each step's answer, correct, halt, dy, dz, changed positions, right (of a grid)",
    "note": "a remark on the question", "run": ViewedRun.help.run,
    "patched": ViewedRun.help.patched, "continued": ViewedRun.help.continued,
  ]

  @OptionGroup var inference: InferenceArguments
  @OptionGroup var source: QuestionArguments
  @Argument(parsing: .postTerminator, help: "The question, to the end of the line.")
  var question: [String] = []

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let text = question.joined(separator: " ")
    let view = try source.view(text, inference, of: Self.name, on: workbench)
    let (outcome, steps) = try workbench.trace(view)
    var result = TraceReport(view, of: try workbench.requirePuzzle(), steps, outcome).result
    result.notes += [view.inference.watchNote].compactMap { $0 }
    return result
  }
}
