// think: a run that waits to be gone through.

internal import ArgumentParser
internal import Network
internal import Puzzles

/// `think QUESTION`.
struct ThinkCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "think", abstract: "Prepare a run that is gone through update by update.",
    usage: "think [--depth N] [--cycles T] [--inner n] [--halt P] [--tolerance X] "
      + "[--tokens TEXT | --from DIR#N] [--puzzle P] [QUESTION]",
    discussion: """
      Nothing is computed yet: step, next, continue and finish go on, back goes back, where tells \
      where it stands, break says where it stops, and latent looks at its states and patches them. \
      The run keeps the depth, cycles, inner and halting that it began with, whatever is set later, \
      and every state on its way, up to 'keep-limit'. It ends when its weights do: with train, \
      teach, load, new and undo. Without a question, the last one.
      """)
  static let style = ArgumentStyle.tail(taking: EffortOptions.taking + QuestionOptions.taking)
  static let examples = ["think 3 + 7", "step", "think --depth 4 38 + 47", "continue"]
  static let fields = Standing.fields

  @OptionGroup var effort: EffortOptions
  @OptionGroup var source: QuestionOptions
  @Argument(parsing: .postTerminator, help: "The question, to the end of the line.")
  var question: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    let isRepeated = question.isEmpty && !source.isGiven && session.lastQuestion != nil
    let asked =
      try isRepeated
      ? session.requireQuestion() : source.question(question, of: Self.name, in: session)
    let effort = try effort.effort(in: session)
    let run = try session.begin(asked, effort)
    var result = try session.standing(run, inFull: true)
    if let note = effort.watchNote { result.notes.append(note) }
    return result
  }
}
