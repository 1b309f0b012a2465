// think: sets up a run to step through.

internal import ArgumentParser
internal import CommandCore
internal import Network
internal import Presentation
internal import Settings
internal import Workbench

/// `think QUESTION`.
struct ThinkCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "think", abstract: "Set up a run to step through, update by update.",
    usage: "think [--depth N] [--cycles T] [--inner n] [--halt P] [--tolerance X] "
      + "[--tokens TEXT | --from DIR#N] [--puzzle P] [QUESTION]",
    discussion: """
      Nothing is computed yet: step, next, continue and finish run it, back steps back, where \
      shows where it is, break says where it stops, and latent inspects and patches its states. \
      The run keeps the depth, cycles, inner and halting it started with, whatever is set later, \
      and records every state up to 'keep-limit'. It ends when its weights change: with train, \
      teach, load, new and undo. Without a question, the last one.
      """)
  static let style = ArgumentStyle.tail(
    taking: InferenceArguments.taking + QuestionArguments.taking, question: true)
  static let examples = ["think 3 + 7", "step", "think --depth 4 38 + 47", "continue"]
  static let fields = RunStatus.fields

  @OptionGroup var inference: InferenceArguments
  @OptionGroup var source: QuestionArguments
  @Argument(parsing: .postTerminator, help: "The question, to the end of the line.")
  var question: [String] = []

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let isRepeated = question.isEmpty && !source.isGiven && workbench.lastQuestion != nil
    let inference = try inference.inferenceOptions(on: workbench)
    let asked =
      try isRepeated
      ? workbench.requireQuestion()
      : source.question(question, inference, of: Self.name, on: workbench)
    let session = try workbench.begin(asked, inference)
    return try workbench.status(
      of: session, inFull: true, notes: [inference.watchNote].compactMap { $0 })
  }
}

extension ModelWorkbench {
  /// Where a session is, as a command's result; the answer of one that is over is the last answer.
  func status(
    of session: DebugSession, _ stop: StopRecord = StopRecord(), inFull: Bool = false,
    notes: [String] = []
  ) throws -> CommandResult {
    let status = RunStatus(session, try requirePuzzle(), stop)
    if session.isOver {
      lastAnswer = status.answer
      lastTokens = session.debugRun.answer?.tokens ?? []
    }
    return status.result(digits: settings.digits, inFull: inFull, notes: stop.notes + notes)
  }
}
