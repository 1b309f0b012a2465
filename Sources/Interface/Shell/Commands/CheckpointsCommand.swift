// checkpoints: what can be loaded.

internal import ArgumentParser
internal import Checkpoints
internal import Drawing
internal import Network
internal import Platform
internal import Puzzles
internal import Storage

/// `checkpoints [FOLDER]`.
struct CheckpointsCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoints", abstract: "List the checkpoints that can be loaded.",
    discussion: """
      Those of FOLDER; without it, of the current folder, its folder 'checkpoints', the one that \
      trm was started with and the one that belongs to it.
      """)
  static let examples = ["checkpoints"]
  static let fields: KeyValuePairs = [
    "count": "how many there are",
    "checkpoints": "each one's file, puzzle, parameters, depth, exact (its score) and bytes",
  ]

  @Argument(help: "The folder.", completion: .directory) var folder: String?

  mutating func run(in session: Session) throws -> CommandResult {
    var result = CommandResult()
    var seen = Set<String>()
    var rows: [[Field]] = []
    let given = session.defaultModel.map { Source.folder(of: $0) }
    let places = [".", "checkpoints", given, CheckpointNames.ownFolder].compactMap { $0 }
    for place in folder.map({ [$0] }) ?? places {
      guard let names = CheckpointNames.names(in: place) else {
        guard folder == nil else {
          throw ShellError(.input, "\(place): \(String(cString: strerror(errno)))")
        }
        continue
      }
      for name in names where Self.isCheckpoint(name) {
        let path = place == "." ? name : place + "/" + name
        guard let real = realpath(path, nil) else { continue }
        defer { free(real) }
        guard seen.insert(String(cString: real)).inserted else { continue }
        do {
          rows.append(try Self.row(path))
        } catch {
          result.notes.append(ShellError(error).message)
        }
      }
    }
    let found = rows
    result.fields = [
      Field("count", .integer(found.count)), Field("checkpoints", .list(found.map { .record($0) })),
    ]
    result.table = "checkpoints"
    result.text = { Self.table(found, $0) }
    return result
  }

  /// Whether a file is called as trm, the official code or others call checkpoints.
  private static func isCheckpoint(_ name: String) -> Bool {
    [".safetensors", ".pt", ".pth", ".ckpt"].contains { name.hasSuffix($0) }
      || name.hasPrefix("step_") && name.dropFirst(5).allSatisfy(\.isNumber)
  }

  private static func row(_ path: String) throws -> [Field] {
    let model = try LoadedModel.read(path)
    var status = stat()
    stat(path, &status)
    let exact = model.training?["scores"]?["exact"]?.double
    return [
      Field("file", .string(path)), Field("puzzle", .string(model.puzzle.name)),
      Field("parameters", .integer(model.weights.table.count)),
      Field("depth", .integer(model.weights.configuration.depth)),
      Field("exact", exact.map { .number($0) } ?? .nothing),
      Field("bytes", .integer(Int(status.st_size))),
    ]
  }

  private static func table(_ rows: [[Field]], _ abilities: Abilities) -> [StyledText] {
    guard !rows.isEmpty else { return ["no checkpoints here; 'save FILE.safetensors' makes one"] }
    var table = Table([
      .init("file"), .init("puzzle"), .init("parameters", .right), .init("depth", .right),
      .init("exact", .right), .init("bytes", .right),
    ])
    for row in rows {
      table.add(row.map { StyledText($0.value.text, $0.name == "file" ? .accent : .plain) })
    }
    return table.lines(width: abilities.width)
  }
}
