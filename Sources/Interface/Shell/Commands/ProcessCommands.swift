// !, cd and pwd: what lies around the shell.

internal import ArgumentParser
internal import Drawing
internal import Platform

/// `! LINE`.
struct ProcessCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "!", abstract: "Run the rest of the line in the system's shell.",
    usage: "! LINE",
    discussion: """
      The line is sh's as it stands: $NAME is an environment variable there. It fails where sh \
      does, and is refused under --safe. In json, csv and md its output is a field.
      """)
  static let style = ArgumentStyle.tail(comments: false, fillsVariables: false)
  static let examples = ["! echo hello", "!true"]
  static let fields: KeyValuePairs = [
    "code": "sh's exit code", "sh": "what was run",
    "stdout": "what it wrote, where results are no text",
  ]

  @Argument(parsing: .postTerminator, help: "The line, to its end.", completion: .file())
  var line: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    let line = line.joined(separator: " ")
    guard !session.isSafe else {
      throw ShellError(.failure, "'!' runs nothing under --safe", hint: "start trm without --safe")
    }
    guard !line.isEmpty else {
      throw ShellError(.usage, "'!' needs a line for sh", hint: "for example: ! ls")
    }
    let isCaptured = session.output.format != .text || session.output.isRedirected
    let isScript = session.places.contains { $0.source.name == "<stdin>" }
    let outcome = try ShellProcess.run(
      line, readsInput: !isScript,
      output: isCaptured || session.output.isSilent ? .captured : .inherited)
    if outcome.code == 128 + SIGINT { throw ShellError(.interrupted, "interrupted") }
    guard outcome.code == 0 else {
      throw ShellError(.failure, "sh ended with \(outcome.code)")
    }
    let fields = [Field("code", .integer(0)), Field("sh", .string(line))]
    guard isCaptured else { return CommandResult(fields) }
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = lines.last == "" ? lines.dropLast() : lines
    return CommandResult(
      fields + [Field("stdout", .string(outcome.output))],
      lines: shown.map { StyledText(String($0)) })
  }
}

/// `cd [FOLDER]`.
struct ChangeFolderCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "cd", abstract: "Change the folder that paths start from.",
    discussion: "Without FOLDER, to the home folder; with -, to the one before.")
  static let style = ArgumentStyle.words
  static let examples = ["cd ."]
  static let fields: KeyValuePairs = ["folder": "the folder now"]

  @Argument(help: "The folder.", completion: .directory) var folder: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    guard folder.count <= 1 else {
      throw ShellError(.usage, "'cd' takes one folder", hint: "quote a name with spaces")
    }
    let before = currentFolder()
    var target = folder.first ?? environment("HOME") ?? ""
    if target == "-" { target = session.folderBefore ?? "" }
    guard !target.isEmpty else {
      throw ShellError(
        .usage, folder.isEmpty ? "there is no HOME to go to" : "there is no folder before this one",
        hint: "cd FOLDER")
    }
    guard chdir(target) == 0 else {
      throw ShellError(.input, "\(target): \(String(cString: strerror(errno)))")
    }
    session.folderBefore = before
    return CommandResult([Field("folder", .string(currentFolder()))])
  }
}

/// `pwd`.
struct FolderCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "pwd", abstract: "Show the folder that paths start from.")
  static let examples = ["pwd"]
  static let fields = ChangeFolderCommand.fields

  mutating func run(in session: Session) throws -> CommandResult {
    let folder = currentFolder()
    return CommandResult([Field("folder", .string(folder))], lines: [StyledText(folder)])
  }
}

/// The folder that relative paths start from.
func currentFolder() -> String {
  guard let path = getcwd(nil, 0) else { return "." }
  defer { free(path) }
  return String(cString: path)
}
