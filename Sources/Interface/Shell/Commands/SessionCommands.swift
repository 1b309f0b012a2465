// let, alias, echo, section and quit: the session itself.

internal import ArgumentParser
internal import Drawing

/// `let NAME = VALUE`.
struct LetCommand: ShellCommand {
  static let isRunByChecks = true
  static let configuration = CommandConfiguration(
    commandName: "let", abstract: "Give a variable a value, for use as $NAME.",
    usage: "let [NAME = VALUE]", discussion: "Without a name, all variables are shown.")
  static let style = ArgumentStyle.words
  static let examples = ["let shallow = 7", "let"]
  static let fields: KeyValuePairs = [
    "name": "the variable", "value": "its value", "variables": "all of them",
  ]

  @Argument(help: "NAME = VALUE.") var words: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    guard !words.isEmpty else {
      return list(
        "variables",
        builtInVariables.map { ($0, session.variable($0) ?? "") }
          + session.variables.sorted { $0.key < $1.key })
    }
    let (name, value) = try assignment(words, of: "let shallow = $ans")
    try requireVariableName(name)
    session.variables[name] = value
    var result = CommandResult([Field("name", .string(name)), Field("value", .string(value))])
    result.isAside = true
    return result
  }
}

/// Refuses what can't be written as `$NAME`, or is built in.
///
/// - Throws: `ShellError`.
func requireVariableName(_ name: String) throws {
  guard !name.isEmpty, name.allSatisfy(Lexer.isNamePart), name.first?.isNumber == false else {
    throw ShellError(
      .usage, "'\(name)' is no name for a variable", hint: "use letters, digits and _")
  }
  guard !builtInVariables.contains(name) else {
    throw ShellError(.usage, "$\(name) is built in", hint: "take another name")
  }
}

/// The variables that nobody sets.
let builtInVariables = ["ans", "status", "model", "file", "dir"]

/// `alias [NAME = LINE]`.
struct AliasCommand: ShellCommand {
  static let isRunByChecks = true
  static let configuration = CommandConfiguration(
    commandName: "alias", abstract: "Let a word stand for the beginning of a line.",
    usage: "alias [--remove] [NAME [= LINE]]",
    discussion: """
      NAME is written out where a line begins with it, once; what follows it stays. Without LINE, \
      it is shown; without NAME, all are. A command's name can't be an alias.
      """)
  static let style = ArgumentStyle.tail(taking: [], fillsVariables: false)
  static let examples = ["alias deep = ask --depth 16", "alias"]
  static let fields: KeyValuePairs = [
    "name": "the alias", "value": "what it stands for", "aliases": "all of them",
  ]

  @Flag(help: "Forget the alias.") var remove = false
  @Argument(parsing: .postTerminator, help: "NAME = LINE.") var text: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    let text = text.joined(separator: " ")
    let name = String(text.prefix { !$0.isWhitespace && $0 != "=" })
    let rest = text.dropFirst(name.count).drop(while: \.isWhitespace)
    guard !text.isEmpty else { return list("aliases", session.aliases.sorted { $0.key < $1.key }) }
    if remove || rest.isEmpty {
      guard let value = session.aliases[name], rest.isEmpty else {
        throw ShellError(.usage, "there is no alias '\(text)'", hint: "alias lists them")
      }
      if remove { session.aliases[name] = nil }
      return CommandResult(
        [Field("name", .string(name)), Field("value", .string(value))],
        lines: remove ? [] : [StyledText("\(name) = \(value)")])
    }
    guard rest.first == "=", !name.isEmpty else {
      throw ShellError(.usage, "an alias is NAME = LINE", hint: "alias deep = ask --depth 16")
    }
    guard !CommandTree.names.contains(name), !Statement.isQuestion(Array(name)[...]),
      !name.contains(where: { "'\"$#!@\\".contains($0) })
    else {
      throw ShellError(
        .usage, "'\(name)' can't be an alias", hint: "take a word that is no command")
    }
    let value = String(rest.dropFirst().drop(while: \.isWhitespace))
    guard !value.isEmpty else {
      throw ShellError(
        .usage, "'\(name)' would stand for nothing", hint: "alias --remove \(name) forgets it")
    }
    session.aliases[name] = value
    var result = CommandResult([Field("name", .string(name)), Field("value", .string(value))])
    result.isAside = true
    return result
  }
}

/// Names with their values as a result of one table.
private func list(_ title: String, _ pairs: [(key: String, value: String)]) -> CommandResult {
  let rows = pairs.map {
    Value.record([Field("name", .string($0.key)), Field("value", .string($0.value))])
  }
  return CommandResult([Field(title, .list(rows))], table: title) { _ in
    pairs.map { StyledText($0.key, .accent).padded(to: 10) + StyledText(" = \($0.value)") }
  }
}

/// `echo TEXT`.
struct EchoCommand: TailCommand {
  static let configuration = CommandConfiguration(
    commandName: "echo", abstract: "Print the rest of the line.", usage: "echo TEXT")
  static let style = ArgumentStyle.tail(comments: false)
  static let examples = ["echo the answer was $ans"]
  static let fields: KeyValuePairs = ["text": "what is printed"]

  @Argument(parsing: .postTerminator, help: "The text, to the end of the line.")
  var text: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    try Self.run(tail: text.joined(separator: " "), in: session)
  }

  static func run(tail: String, in session: Session) throws -> CommandResult {
    let lines = tail.split(separator: "\n", omittingEmptySubsequences: false)
    var result = CommandResult(
      [Field("text", .string(tail))], lines: lines.map { StyledText(String($0)) })
    result.isVerbatim = true
    result.isAside = true
    return result
  }
}

/// `section TITLE`.
struct SectionCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "section", abstract: "Name the part of the script that follows.",
    usage: "section TITLE", discussion: "A failed expectation tells in which section it stands.")
  static let style = ArgumentStyle.tail()
  static let examples = ["section additions"]
  static let fields: KeyValuePairs = ["section": "the title"]

  @Argument(parsing: .postTerminator, help: "The title.") var title: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    session.section = title.joined(separator: " ")
    var result = CommandResult([Field("section", .string(session.section ?? ""))])
    result.isAside = true
    return result
  }
}

/// `quit [N]`.
struct QuitCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "quit", abstract: "Leave, with an exit code if one is given.",
    aliases: ["q", "exit"])
  static let examples = ["quit 0"]
  static let fields: KeyValuePairs = ["code": "the exit code"]

  @Argument(help: "The exit code, 0 to 255; of a script that failed, that of its first failure.")
  var code: UInt8?

  mutating func run(in session: Session) throws -> CommandResult {
    let failure = session.isInteractive ? nil : session.firstFailure?.rawValue
    let leaving = code.map { Int32($0) } ?? failure ?? 0
    session.exitCode = leaving
    return CommandResult([Field("code", .integer(Int(leaving)))])
  }
}
