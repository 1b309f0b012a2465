// latent lens: decodes y and z at every update of a run.

internal import ArgumentParser
internal import CommandCore
internal import Language
internal import Network
internal import Presentation
internal import Puzzles
internal import Workbench

/// `latent lens [QUESTION]`.
struct LensCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "latent lens", abstract: "Decode y and z at every update.",
    usage: "latent lens [--of y|z|both] [--steps | --every N] [--top K] [--position P] "
      + "[--depth N] [--cycles T] [--inner n] [--halt P] "
      + "[--tokens TEXT | --from DIR#N] [--puzzle P] [QUESTION]",
    discussion: """
      Without a question and options, the selected run, patches included: beyond where it is, a \
      copy continues. Without a run, the last question. --tokens and --from as for 'ask'. Each row \
      is a state, each column a position of the answer, counted from 0 as in z@1.1.1[3]; a cell \
      shows the likeliest character, shaded by its probability. The answer is read from y; z is \
      read through the same head, which was never trained on it: a hint at what z holds, not an \
      answer. '#' marks a position that changed; the last rows show the step from which each \
      position keeps its final character. --steps shows only the last y and z of each step, \
      --every N every Nth row; by default long runs are thinned out to 64 rows. If the puzzle \
      knows them, a row above marks digits that carry. --top K lists the K likeliest characters of \
      one position instead. JSON and CSV hold every row.
      """)
  static let style = ArgumentStyle.tail(
    taking: InferenceArguments.taking + QuestionArguments.taking
      + ["--of", "--every", "--top", "--position"], question: true)
  static let examples = [
    "latent lens --depth 3 999 + 1", "latent lens --of z --steps",
    "latent lens --top 3 --position 5",
  ]
  static let fields: KeyValuePairs = [
    "answer": "the last answer", "question": "the question", "correct": "whether it is right",
    "steps": "supervision steps taken", "halted": "whether it stopped early",
    "settled":
      "each position with its character and the states of y and z from which it stays the same",
    "marks": "positions that the puzzle marks: a name and the positions",
    "updates": "each state with its answer, p, changed positions, tokens, probabilities and, with "
      + "--top, the likeliest characters of the position",
    "run": ViewedRun.help.run, "patched": ViewedRun.help.patched,
    "continued": ViewedRun.help.continued,
  ]

  /// Which states are read.
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case y, z, both

    var kinds: [StateID.Kind] {
      switch self {
      case .y: [.y]
      case .z: [.z]
      case .both: [.y, .z]
      }
    }
  }

  @Option(help: "Which states to read.") var of: Kind?
  @Flag(help: "Show only the last y and z of each step.") var steps = false
  @Option(parsing: .unconditional, help: "Show every Nth row.") var every: Int?
  @Option(parsing: .unconditional, help: "List this many characters of a position.") var top: Int?
  @Option(
    parsing: .unconditional, help: "The position that --top lists, as z@1.1.1[3] counts them.")
  var position: Int?
  @OptionGroup var inference: InferenceArguments
  @OptionGroup var source: QuestionArguments
  @Argument(parsing: .postTerminator, help: "The question, to the end of the line.")
  var question: [String] = []

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let text = question.joined(separator: " ")
    let view = try source.view(text, inference, of: Self.name, on: workbench)
    let model = try workbench.requireModel()
    guard every ?? 1 >= 1, top ?? 1 >= 1 else {
      throw Diagnostic(
        .usage, "'\(every ?? 1 >= 1 ? top ?? 0 : every ?? 0)' is less than 1",
        about: .argument("\(every ?? 1 >= 1 ? top ?? 0 : every ?? 0)"),
        hint: "for example: latent lens --top 3")
    }
    guard !steps || every == nil else {
      throw Diagnostic(.usage, "--steps and --every can't be used together", hint: "leave one out")
    }
    let c = model.weights.configuration
    let prefix = c.sequence - c.length
    let rows = model.puzzle.answerRange.map { prefix + $0 }
    guard rows.contains(position ?? rows[0]) else {
      throw Diagnostic(
        .usage, "the answer has no position '\(position ?? 0)'",
        about: .argument("\(position ?? 0)"),
        hint: "--position \(rows[0]) to \(rows[rows.count - 1])")
    }
    let kinds = try workbench.readableKinds(of?.kinds)
    var picture = LensPicture(try workbench.lens(view, of: kinds))
    picture.choose(steps: steps, every: every)
    var result = picture.result(top: top, at: position)
    result.notes = [view.inference.watchNote].compactMap { $0 }
    return result
  }
}
