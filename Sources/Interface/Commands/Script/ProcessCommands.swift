// !, cd and pwd: other programs and the current folder.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Language
internal import Platform
internal import Presentation
internal import Settings
internal import Workbench

/// `! LINE`.
struct ProcessCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "!", abstract: "Run the rest of the line in the system's shell.",
    usage: "! LINE",
    discussion: """
      The line goes to sh as it is: $NAME is an environment variable there. It fails if sh does, \
      and is refused under --safe. In json, csv and md its output is a field.
      """)
  static let style = ArgumentStyle.tail(comments: false, fillsVariables: false)
  static let examples = ["! echo hello", "!true"]
  static let fields: KeyValuePairs = [
    "code": "sh's exit code", "sh": "what was run",
    "stdout": "its output, unless results are text",
  ]

  @Argument(parsing: .postTerminator, help: "The line, to the end.", completion: .file())
  var line: [String] = []

  mutating func run(in context: CommandContext) throws -> CommandResult {
    let line = line.joined(separator: " ")
    guard !Subprocess.isForbidden else {
      throw Diagnostic(.failure, "'!' is disabled by --safe", hint: "start trm without --safe")
    }
    guard !line.isEmpty else {
      throw Diagnostic(.usage, "'!' needs a line for sh", hint: "for example: ! ls")
    }
    let isCaptured = context.console.format != .text || context.console.isRedirected
    let isScript = context.script.places.contains { $0.source.name == "<stdin>" }
    let outcome = try Subprocess.run(
      line, readsInput: !isScript,
      output: isCaptured || context.console.isSilent ? .captured : .inherited)
    if outcome.code == 128 + SIGINT { throw Diagnostic(.interrupted, "interrupted") }
    guard outcome.code == 0 else {
      throw Diagnostic(.failure, "sh exited with code \(outcome.code)")
    }
    let fields = [Field("code", .integer(0)), Field("sh", .string(line))]
    guard isCaptured else { return CommandResult(fields) }
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = lines.last == "" ? lines.dropLast() : lines
    var result = CommandResult(
      fields + [Field("stdout", .string(outcome.output))],
      lines: shown.map { StyledText(String($0)) })
    result.isFoldable = false
    return result
  }
}

/// `cd [FOLDER]`.
struct ChangeFolderCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "cd", abstract: "Change the current folder.",
    discussion: "Without FOLDER, to the home folder; with -, to the previous one.")
  static let style = ArgumentStyle.words
  static let examples = ["cd ."]
  static let fields: KeyValuePairs = ["folder": "the current folder"]

  @Argument(help: "The folder.", completion: .directory) var folder: [String] = []

  mutating func run(in context: CommandContext) throws -> CommandResult {
    guard folder.count <= 1 else {
      throw Diagnostic(.usage, "'cd' takes one folder", hint: "quote a name with spaces")
    }
    let before = currentFolder()
    var target = folder.first ?? environment("HOME") ?? ""
    if target == "-" { target = context.script.previousFolder ?? "" }
    guard !target.isEmpty else {
      throw Diagnostic(
        .usage, folder.isEmpty ? "HOME is not set" : "there is no previous folder",
        hint: "cd FOLDER")
    }
    guard chdir(target) == 0 else {
      throw Diagnostic(
        .input, "\(target): \(String(cString: strerror(errno)))", about: .file(target))
    }
    context.script.previousFolder = before
    return CommandResult([Field("folder", .string(currentFolder()))])
  }
}

/// `pwd`.
struct FolderCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "pwd", abstract: "Show the current folder.")
  static let examples = ["pwd"]
  static let fields = ChangeFolderCommand.fields

  mutating func run(in context: CommandContext) throws -> CommandResult {
    let folder = currentFolder()
    var result = CommandResult([Field("folder", .string(folder))], lines: [StyledText(folder)])
    result.isFoldable = false
    return result
  }
}
