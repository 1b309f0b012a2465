// state save and state load: a paused run to a file and back.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Network
internal import Presentation
internal import Storage
internal import Workbench

/// `state save FILE`.
struct StateSaveCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "state save", abstract: "Save the paused run to a file.",
    usage: "state save [--force] FILE",
    discussion: """
      A .safetensors file with the question, the depth, cycles, inner and halting settings, where \
      the run is, and every recorded state, so that back works as before and continue gives the \
      same numbers, bit for bit, on the same machine. The weights are not saved, only a checksum \
      of them.
      """)
  static let examples = ["think 3 + 7", "step 4", "state save pause.safetensors"]
  static let fields: KeyValuePairs = [
    "path": "the file", "run": "the run's number", "at": "where it is",
    "update": "updates so far", "bytes": "memory that its recorded states take",
  ]

  @Argument(help: "The file.", completion: .file(extensions: ["safetensors"])) var file: String
  @Flag(help: "Replace an existing file.") var force = false

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let session = try workbench.requireRun()
    try AtomicFile.requireReplaceable(file, force: force)
    try RunFile(session).write(to: file, of: workbench.requireModel())
    return CommandResult(StateLoadCommand.fields(file, session)).atPrompt(
      StyledText("saved run #\(session.number) at \(session.place) to \(file)"))
  }
}

/// `state load FILE`.
struct StateLoadCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "state load", abstract: "Load a paused run from a file.",
    usage: "state load FILE",
    discussion: """
      The run gets a number of its own and is selected. A run of other weights is refused. Breaks \
      are not part of the file.
      """)
  static let examples = [
    "think 3 + 7", "step 4", "state save --force pause.safetensors",
    "state load pause.safetensors", "continue",
  ]
  static let fields: KeyValuePairs = [
    "path": "the file", "run": "the run's number", "at": "where it is",
    "update": "updates so far", "bytes": "memory that its recorded states take",
    "question": "the question", "answer": "the answer so far",
  ]

  @Argument(help: "The file.", completion: .file(extensions: ["safetensors"])) var file: String

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let session = try workbench.resume(from: file)
    var result = try workbench.status(of: session, inFull: true)
    result.fields =
      Self.fields(file, session)
      + result.fields.filter { ["question", "answer"].contains($0.name) }
    return result
  }

  fileprivate static func fields(_ path: String, _ session: DebugSession) -> [Field] {
    [
      Field("path", .string(path)), Field("run", .integer(session.number)),
      Field("at", .string(session.place)), Field("update", .integer(session.debugRun.position)),
      Field("bytes", .integer(session.debugRun.bytes)),
    ]
  }
}
