// checkpoints: lists the checkpoints that can be loaded.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Language
internal import Network
internal import Platform
internal import Presentation
internal import Puzzles
internal import Storage
internal import Workbench

/// `checkpoints [FOLDER]`.
struct CheckpointsCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoints", abstract: "List the checkpoints that can be loaded.",
    discussion: """
      Those in FOLDER; by default those in the current folder, in its folder 'checkpoints', \
      beside the checkpoint that trm was started with, and those that come with trm.
      """)
  static let examples = ["checkpoints"]
  static let fields: KeyValuePairs = [
    "count": "how many there are",
    "checkpoints": "each one's file, puzzle, parameters, depth, exact (its score) and bytes",
  ]

  @Argument(help: "The folder.", completion: .directory) var folder: String?

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    var result = CommandResult()
    var seen = Set<String>()
    var rows: [[Field]] = []
    let given = workbench.defaultModel.map { Platform.folder(of: $0) }
    let places = [".", "checkpoints", given, CheckpointLibrary.ownFolder].compactMap { $0 }
    for place in folder.map({ [$0] }) ?? places {
      guard let names = namesInFolder(place) else {
        guard folder == nil else {
          throw Diagnostic(
            .input, "\(place): \(String(cString: strerror(errno)))", about: .file(place))
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
          result.notes.append(Diagnostic(error).message)
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

  /// Whether a file has a name that trm, the official code or others give checkpoints.
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

  private static func table(_ rows: [[Field]], _ capabilities: TerminalCapabilities) -> [StyledText]
  {
    guard !rows.isEmpty else { return ["no checkpoints here; 'save FILE.safetensors' creates one"] }
    var table = Table([
      .init("file", excess: .shortened), .init("puzzle"), .init("parameters", .right),
      .init("depth", .right),
      .init("exact", .right), .init("bytes", .right),
    ])
    for row in rows {
      table.add(
        row.map { field in
          let text = field.value.text
          return field.name == "file" ? StyledText(shownPath(text), .accent) : StyledText(text)
        })
    }
    return table.lines(width: capabilities.width)
  }
}
