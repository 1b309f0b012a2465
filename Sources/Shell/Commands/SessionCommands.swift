// let, echo, source, section and quit: the session itself.

internal import ArgumentParser
internal import Checkpoints
internal import Drawing

/// `let NAME = VALUE`.
struct LetCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "let", abstract: "Give a variable a value, for use as $NAME.",
    usage: "let NAME = VALUE")
  static let style = ArgumentStyle.words
  static let examples = ["let shallow = 7"]

  @Argument(help: "NAME = VALUE.") var words: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    let (name, value) = try assignment(words, of: "let shallow = $ans")
    guard name.allSatisfy(Lexer.isNamePart), name.first?.isNumber == false else {
      throw ShellError(
        .usage, "'\(name)' is no name for a variable", hint: "use letters, digits and _")
    }
    if ["ans", "status", "model", "file", "dir"].contains(name) {
      throw ShellError(.usage, "$\(name) is built in", hint: "take another name")
    }
    session.variables[name] = value
    return CommandResult([Field("name", .string(name)), Field("value", .string(value))])
  }
}

/// `echo TEXT`.
struct EchoCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "echo", abstract: "Print the rest of the line.", usage: "echo TEXT")
  static let style = ArgumentStyle.tail(taking: [], comments: false)
  static let examples = ["echo the answer was $ans"]

  @Argument(parsing: .postTerminator, help: "The text, to the end of the line.")
  var text: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    let line = text.joined(separator: " ")
    return CommandResult([Field("text", .string(line))], lines: [StyledText(line)])
  }
}

/// `source FILE`.
struct SourceCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "source", abstract: "Run the lines of a script in this session.",
    discussion: "A relative path starts from the script that says it.")

  /// Scripts in scripts, at most.
  private static let deepest = 16

  @Argument(help: "The script.") var file: String

  mutating func run(in session: Session) throws -> CommandResult {
    guard session.places.count <= Self.deepest else {
      throw ShellError(
        .usage, "scripts source each other more than \(Self.deepest) deep",
        hint: "does '\(file)' source itself?")
    }
    let path = session.source.resolve(file)
    let text = try readText(path)
    let source = Source(name: path, directory: Source.folder(of: path), origin: .script)
    try session.runner?(text, source)
    return CommandResult([Field("file", .string(path))])
  }
}

/// The text of a file.
///
/// - Throws: `FileError` if it can't be opened or is no text.
func readText(_ path: String) throws -> String {
  let file = try MappedFile(path)
  return String(decoding: file.bytes.withUnsafeBytes { Array($0) }, as: UTF8.self)
}

/// `section TITLE`.
struct SectionCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "section", abstract: "Name the part of the script that follows.",
    usage: "section TITLE")
  static let style = ArgumentStyle.tail(taking: [], comments: true)
  static let examples = ["section additions"]

  @Argument(parsing: .postTerminator, help: "The title.") var title: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    CommandResult([Field("section", .string(title.joined(separator: " ")))])
  }
}

/// `quit [N]`.
struct QuitCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "quit", abstract: "Leave, with an exit code if one is given.",
    aliases: ["q", "exit"])

  @Argument(help: "The exit code, 0 to 255.") var code: UInt8 = 0

  mutating func run(in session: Session) throws -> CommandResult {
    session.exitCode = Int32(code)
    return CommandResult([Field("code", .integer(Int(code)))])
  }
}
