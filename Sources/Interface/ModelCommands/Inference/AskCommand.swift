// ask: one question, one answer.

internal import ArgumentParser
internal import CommandCore
internal import Network
internal import Platform
internal import Presentation
internal import Puzzles
internal import Settings
internal import Workbench

/// `ask QUESTION`, which a bare question is too.
struct AskCommand: TailCommand, WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask", abstract: "Ask the model a question.",
    usage: "ask [--depth N] [--cycles T] [--inner n] [--halt P] [--tolerance X] "
      + "[--breadth K] [--noise X] [--pick P] [--tokens TEXT | --from DIR#N] [--puzzle P] [--task NAME] [--test N] [QUESTION]",
    discussion: """
      A line that starts with a digit, '(' or a sign before one is a question by itself. Several \
      operators and brackets, as in 12 - (5 + 30), are answered in parts: each operator is a \
      question of its own, whose answer the next one uses. A part's signs are moved so that the \
      model can be asked: -5 + 3 as 3 - 5; a product is asked as sums: 12 * 5 is 12 + 12, 24 + 24, \
      48 + 12. p is then the product of the parts' p, correct says \
      whether the whole answer is right, and trace, think and latent look at the last part. \
      'set parts off' refuses such questions. Words work too: ask what is 3 plus 7. @FILE \
      stands for the contents of a file, @- for standard input. --tokens asks any model, whether \
      its puzzle is known or not: as many token numbers as it takes, separated by spaces or \
      commas, with --puzzle choosing the puzzle embedding. --from asks an example of a data set in \
      the official format, counted from 0, and knows its answer; a folder that holds train and \
      test stands for test. A model of ARC reads grids, 012/340 or as JSON, and tasks: ask @task.json \
      --test 2 asks its second test of the puzzle of that name, or of the one that --puzzle names. \
      With --breadth K one answer is selected from K rollouts with noise: by \
      the most votes, the surest halting head, or the least residual.
      """)
  static let style = ArgumentStyle.tail(
    taking: InferenceArguments.taking + QuestionArguments.taking, question: true)
  static let examples = [
    "ask 3 + 7", "ask --depth 1 38 + 47", "3 + 7", "12 - (5 + 30) - 1", "123 * 456",
    "ask --breadth 8 --noise 0.1 --pick halt 38 + 47",
    "ask --tokens \"11 19 19 19 19 19 19 19 19 19 19 56\"",
  ]
  static let fields: KeyValuePairs = [
    "answer": "the answer as text", "question": "the question as the puzzle writes it",
    "correct": "whether the answer is right; nothing where that isn't known",
    "p": "the probability that the model gives its answer",
    "doubtful": "whether p is below the setting doubt, by default the model's own",
    "held": "if the question has givens: how many the model had changed, before they were held",
    "steps": "supervision steps taken, by all parts",
    "parts":
      "in parts: each one's question, answer, negated (whether the result is minus the answer), "
      + "correct, p, steps, halted and ms",
    "depth": "supervision steps allowed", "halted": "whether it stopped early",
    "ms": "milliseconds of inference", "tokens": "with --tokens and --from: the answer's tokens",
    "breadth": "above 1: how many rollouts there were",
    "votes": "how many rollouts gave this answer",
    "note": "a remark on the question, such as that it has several solutions",
  ]

  @OptionGroup var inference: InferenceArguments
  @OptionGroup var source: QuestionArguments
  @Argument(parsing: .postTerminator, help: "The question, to the end of the line.")
  var question: [String] = []

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let text = try source.text(question, of: Self.name)
    let inference = try inference.inferenceOptions(on: workbench)
    guard let given = try source.given(beside: text, of: Self.name, on: workbench) else {
      return try Self.answer(workbench.readQuestion(text), inference, workbench)
    }
    var result = try Self.answer(given, inference, workbench)
    result.fields.append(
      Field("tokens", .list(workbench.lastTokens.map { .integer(Int($0)) })))
    return result
  }

  static func run(tail: String, in context: CommandContext) throws -> CommandResult {
    let workbench = context.workbench
    let inference = workbench.settings.inferenceOptions(try workbench.requireModel())
    return try answer(workbench.readQuestion(tail), inference, workbench)
  }

  /// Answers a question, or an expression in parts.
  static func answer(
    _ asked: ReadQuestion, _ inference: InferenceOptions, _ workbench: ModelWorkbench
  ) throws -> CommandResult {
    switch asked {
    case .whole(let question): return try answer(question, inference, workbench)
    case .parts(let expression):
      let answered = try workbench.answer(expression, inference)
      return ExpressionReport(
        answered, of: try workbench.requirePuzzle(), inference, digits: workbench.settings.digits,
        doubt: workbench.doubt
      ).result
    }
  }

  /// Answers a question.
  static func answer(
    _ question: Question, _ inference: InferenceOptions, _ workbench: ModelWorkbench
  ) throws -> CommandResult {
    workbench.lastExpression = nil
    // Created before the clock starts: packing weights isn't inference.
    _ = try workbench.engine(breadth: inference.breadth)
    let timer = ContinuousTimer()
    let outcome = try workbench.answer(question, inference)
    let ms = timer.milliseconds
    return AnswerReport(
      question, of: try workbench.requirePuzzle(), inference, outcome, ms: ms,
      digits: workbench.settings.digits, doubt: workbench.doubt
    ).result
  }
}

/// `again`: the last question with the current settings.
struct AgainCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "again", abstract: "Ask the last question again, with the current settings.")
  static let examples = ["set depth 1", "again", "again --depth 4"]
  static let fields = AskCommand.fields

  @OptionGroup var inference: InferenceArguments

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let options = try inference.inferenceOptions(on: workbench)
    if let text = workbench.lastExpression?.text {
      return try AskCommand.answer(workbench.readQuestion(text), options, workbench)
    }
    return try AskCommand.answer(workbench.requireQuestion(), options, workbench)
  }
}
