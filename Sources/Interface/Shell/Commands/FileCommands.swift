// source, output and history: files of the session.

internal import ArgumentParser
internal import Checkpoints
internal import Drawing
internal import Platform
internal import Storage

/// `source FILE`.
struct SourceCommand: ShellCommand {
  static let isRunByChecks = true
  static let configuration = CommandConfiguration(
    commandName: "source", abstract: "Run the lines of a script in this session.",
    discussion: "A relative path starts from the script that says it.")
  static let examples = ["source setup.trm"]
  static let fields: KeyValuePairs = ["file": "the script"]

  /// Scripts in scripts, at most.
  private static let deepest = 16

  @Argument(help: "The script.", completion: .file(extensions: ["trm"])) var file: String

  mutating func run(in session: Session) throws -> CommandResult {
    guard session.places.count <= Self.deepest else {
      throw ShellError(
        .usage, "scripts source each other more than \(Self.deepest) deep",
        hint: "does '\(file)' source itself?")
    }
    let path = session.source.resolve(file)
    let text = try TextFile.read(path)
    let source = Source(name: path, directory: Source.folder(of: path), origin: .script)
    try session.runner?(text, source)
    return CommandResult([Field("file", .string(path))])
  }
}

/// `output [FILE]`.
struct OutputCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "output", abstract: "Write results to a file from now on.",
    usage: "output [--append | --force] [FILE]",
    discussion: "Without FILE, back to standard output. Notes and errors stay on stderr.")
  static let examples = ["output /dev/null", "output"]
  static let fields: KeyValuePairs = ["file": "the file; nothing for standard output"]

  @Flag(help: "Write behind what the file holds.") var append = false
  @Flag(help: "Replace a file that is there already.") var force = false
  @Argument(help: "The file.", completion: .file()) var file: String?

  mutating func run(in session: Session) throws -> CommandResult {
    var result = CommandResult([Field("file", file.map { .string($0) } ?? .nothing)])
    result.isAside = true
    guard let file else {
      session.output.redirect(to: nil)
      return result
    }
    var status = stat()
    let isPlain = stat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    if isPlain && !append && !force {
      throw ShellError(
        .output, "\(file): it is there already", hint: "output --force or --append \(file)")
    }
    let how = append ? O_APPEND : O_TRUNC
    let descriptor = open(file, O_WRONLY | O_CREAT | O_CLOEXEC | how, 0o666)
    guard descriptor >= 0 else {
      throw ShellError(.output, "\(file): \(String(cString: strerror(errno)))")
    }
    session.output.redirect(to: FileDescriptor(descriptor, path: file))
    if session.isInteractive { result.notes = ["results go to \(file) until: output"] }
    return result
  }
}

/// `history [N]`.
struct HistoryCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show what was typed, or save it as a script.",
    usage: "history [N] [-s FILE.trm] [--force]",
    discussion: """
      The last N lines, those of earlier sessions among them; -s writes this session's lines. \
      'set history off' stops keeping lines.
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
  @Flag(help: "Replace a file that is there already.") var force = false

  mutating func run(in session: Session) throws -> CommandResult {
    if let save {
      let lines = session.history?.typed ?? []
      guard force || !fileExists(save) else {
        throw ShellError(.output, "\(save): it is there already", hint: "--force replaces it")
      }
      try AtomicFile.write(lines.map { $0 + "\n" }.joined(), to: save)
      return CommandResult(
        [Field("count", .integer(lines.count)), Field("path", .string(save))],
        lines: session.isInteractive ? [StyledText("wrote \(lines.count) lines to \(save)")] : [])
    }
    guard count.map({ $0 >= 0 }) ?? true else {
      throw ShellError(.usage, "'\(count ?? 0)' is no number of lines", hint: "history 20")
    }
    let all = session.history?.all ?? []
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

/// The path in an argument that is `@FILE`, or nil.
func fileArgument(_ text: String) -> String? {
  guard text.first == "@", text.count > 1 else { return nil }
  var path = String(text.dropFirst())
  // In a raw tail the quotes around a name with spaces are still there.
  if let quote = path.first, "'\"".contains(quote), path.count > 2, path.last == quote {
    path = String(path.dropFirst().dropLast())
  }
  guard path.hasPrefix("~/"), let home = environment("HOME") else { return path }
  return home + path.dropFirst()
}

/// What a file holds, as an argument: without the end of its last line.
///
/// - Throws: `FileError` if it can't be opened.
func readArgument(_ path: String) throws -> String {
  var text = try TextFile.read(path)
  if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
  if text.unicodeScalars.last == "\n" { text.unicodeScalars.removeLast() }
  if text.unicodeScalars.last == "\r" { text.unicodeScalars.removeLast() }
  return text
}
