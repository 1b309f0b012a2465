// source, output and history: files of the context.script.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Language
internal import Platform
internal import Presentation
internal import Storage
internal import Wording
internal import Workbench

/// `source FILE`.
struct SourceCommand: ShellCommand {
  static let isRunByChecks = true
  static let configuration = CommandConfiguration(
    commandName: "source", abstract: "Run the lines of a script in this session.",
    discussion: "A relative path is relative to the script that sources it.")
  static let examples = ["source setup.trm"]
  static let fields: KeyValuePairs = ["file": "the script"]

  /// Scripts in scripts, at most.
  private static let deepest = 16

  @Argument(help: "The script.", completion: .file(extensions: ["trm"])) var file: String

  mutating func run(in context: CommandContext) throws -> CommandResult {
    guard context.script.places.count <= Self.deepest else {
      throw Diagnostic(
        .usage, "scripts are nested more than \(Self.deepest) deep",
        hint: "does '\(file)' source itself?")
    }
    let path = context.script.source.resolve(file)
    let text = try TextFile.read(path)
    try context.script.runner?.run(text, from: Source(script: path))
    return CommandResult([Field("file", .string(path))])
  }
}

/// `output [FILE]`.
struct OutputCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "output", abstract: "Write results to a file from now on.",
    usage: "output [--append | --force] [FILE]",
    discussion: "Without FILE, results go back to standard output. Notes and errors stay on stderr."
  )
  static let examples = ["output /dev/null", "output"]
  static let fields: KeyValuePairs = ["file": "the file; nothing for standard output"]

  @Flag(help: "Append to the file.") var append = false
  @Flag(help: "Replace an existing file.") var force = false
  @Argument(help: "The file.", completion: .file()) var file: String?

  mutating func run(in context: CommandContext) throws -> CommandResult {
    var result = CommandResult([Field("file", file.map { .string($0) } ?? .nothing)])
    result.isAside = true
    guard let file else {
      try context.console.redirect(to: nil, appending: false)
      return result
    }
    try AtomicFile.requireReplaceable(file, force: force || append)
    try context.console.redirect(to: file, appending: append)
    result.promptNotes = ["results go to \(file); 'output' ends this"]
    return result
  }
}

/// `history [N]`.
struct HistoryCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show what was typed, or save it as a script.",
    usage: "history [N] [-s FILE.trm] [--force]",
    discussion: """
      Shows the last N lines, those of earlier sessions among them; -s saves this session's \
      lines. 'set history off' stops recording lines.
      """)
  static let examples = ["history", "history 5", "history -s typed.trm"]
  static let fields: KeyValuePairs = [
    "count": "how many lines are shown or saved", "lines": "the lines", "path": "the script",
  ]

  @Argument(help: "How many lines to show.") var count: Int?
  @Option(
    name: [.customShort("s"), .customLong("save")], help: "Write this session's lines to a script.",
    completion: .file(extensions: ["trm"]))
  var save: String?
  @Flag(help: "Replace an existing file.") var force = false

  mutating func run(in context: CommandContext) throws -> CommandResult {
    if let save {
      let lines = context.console.typedLines
      try AtomicFile.requireReplaceable(save, force: force)
      try AtomicFile.write(lines.map { $0 + "\n" }.joined(), to: save)
      return CommandResult([Field("count", .integer(lines.count)), Field("path", .string(save))])
        .atPrompt(StyledText("wrote \(counted(lines.count, "line")) to \(save)"))
    }
    guard count.map({ $0 >= 0 }) ?? true else {
      throw Diagnostic(
        .usage, "invalid number of lines '\(count ?? 0)'", about: .argument("\(count ?? 0)"),
        hint: "history 20")
    }
    let all = context.console.historyLines
    let shown = all.suffix(count ?? all.count)
    let fields = [
      Field("count", .integer(shown.count)), Field("lines", .list(shown.map { .string($0) })),
    ]
    return CommandResult(fields, table: "lines") { _ in
      shown.indices.flatMap { index in
        let lines = shown[index].split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().map { part, line in
          StyledText(part == 0 ? String(index + 1) : "", .dim).padded(to: 5, alignment: .right)
            + StyledText("  " + line)
        }
      }
    }
  }
}
