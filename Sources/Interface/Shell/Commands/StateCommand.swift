// state: a paused run to a file and back.

internal import ArgumentParser
internal import Checkpoints
internal import Drawing
internal import Network
internal import Puzzles

/// `state save|load FILE`.
struct StateCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "state", abstract: "Save the paused run to a file, or take one up from there.",
    usage: "state save FILE [--force] | state load FILE",
    discussion: """
      The file is a .safetensors file with the question, its depth, cycles, inner and halting, where \
      the run stands, and every state that it keeps, so that back works as before and continue gives \
      the same numbers, bit for bit, on the same machine. It doesn't hold the weights, only a checksum \
      of them: a run of other weights is refused by name. A loaded run gets a number of its own; \
      breaks are not part of it. 'state load' replaces nothing in memory.
      """)
  static let examples = [
    "think 3 + 7", "step 4", "state save pause.safetensors", "state load pause.safetensors",
    "continue",
  ]
  static let fields: KeyValuePairs = [
    "path": "the file", "run": "the run's number", "at": "where it stands",
    "update": "updates so far", "bytes": "what the states that it keeps take in memory",
    "question": "with load: the question", "answer": "with load: the answer so far",
  ]

  /// What can be done.
  enum Action: String, CaseIterable, ExpressibleByArgument {
    case save, load
  }

  @Argument(help: "What to do.") var action: Action
  @Argument(help: "The file.", completion: .file(extensions: ["safetensors"])) var file: String
  @Flag(help: "Replace a file that is there already.") var force = false

  mutating func run(in session: Session) throws -> CommandResult {
    switch action {
    case .save: try save(session)
    case .load: try load(session)
    }
  }

  private func save(_ session: Session) throws -> CommandResult {
    let run = try session.requireRun()
    try requireNew(file, force: force)
    try RunFile(run).write(to: file, of: session.requireModel())
    var result = CommandResult(Self.fields(file, run))
    if session.isInteractive {
      let text = "saved run #\(run.number) at \(run.place) to \(file)"
      result.text = { _ in [StyledText(text)] }
    }
    return result
  }

  private func load(_ session: Session) throws -> CommandResult {
    let model = try session.requireModel()
    let saved = try RunFile(file, for: model)
    let walk: PausedRun
    do {
      walk = try PausedRun(
        saved.record, of: session.tokens(of: saved.question), asked: saved.question.asked,
        effort: saved.effort, limit: session.keepLimit, for: model.weights.configuration)
    } catch let error as ConfigurationError {
      throw ShellError(.data, "\(file): \(error)", hint: "save it again with: state save")
    }
    session.lastQuestion = saved.question
    let run = session.runs.begin(
      saved.question, walk, weights: model.weights, engine: saved.engine)
    var result = try session.standing(run, inFull: true)
    result.fields =
      Self.fields(file, run)
      + result.fields.filter {
        ["question", "answer"].contains($0.name)
      }
    return result
  }

  private static func fields(_ path: String, _ run: ThoughtRun) -> [Field] {
    [
      Field("path", .string(path)), Field("run", .integer(run.number)),
      Field("at", .string(run.place)), Field("update", .integer(run.walk.position)),
      Field("bytes", .integer(run.walk.bytes)),
    ]
  }
}
