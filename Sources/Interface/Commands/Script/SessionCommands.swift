// let, alias, echo, section and quit: the session itself.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Language
internal import Presentation

/// `let NAME = VALUE`.
struct LetCommand: ShellCommand {
  static let isRunByChecks = true
  static let configuration = CommandConfiguration(
    commandName: "let", abstract: "Set a variable, for use as $NAME.",
    usage: "let [NAME = VALUE]", discussion: "Without a name, lists all variables.")
  static let style = ArgumentStyle.words
  static let examples = ["let shallow = 7", "let"]
  static let fields: KeyValuePairs = [
    "name": "the variable", "value": "its value", "variables": "all of them",
  ]

  @Argument(help: "NAME = VALUE.") var words: [String] = []

  mutating func run(in context: CommandContext) throws -> CommandResult {
    guard !words.isEmpty else {
      return list(
        "variables",
        Variables.builtIn.map {
          ($0, context.script.variable($0, on: context.workbench) ?? "")
        }
          + context.script.variables.values.sorted { $0.key < $1.key })
    }
    let (name, value) = try assignment(Self.joined(words), of: "let shallow = $ans")
    try context.script.variables.set(name, to: value)
    var result = CommandResult([Field("name", .string(name)), Field("value", .string(value))])
    result.isAside = true
    return result
  }
}

extension LetCommand {
  /// Words with those after the `=` joined, so that a value with blanks needs no quotes.
  private static func joined(_ words: [String]) -> [String] {
    guard words.count > 3, words[1] == "=" else { return words }
    return [words[0], "=", words[2...].joined(separator: " ")]
  }
}

/// `alias [NAME = LINE]`.
struct AliasCommand: ShellCommand {
  static let isRunByChecks = true
  static let configuration = CommandConfiguration(
    commandName: "alias", abstract: "Define a word that stands for the beginning of a line.",
    usage: "alias [--remove] [NAME [= LINE]]",
    discussion: """
      A line that begins with NAME gets LINE in its place, once; the rest of the line stays. \
      Without LINE, shows it; without NAME, lists all aliases. A command's name can't be an \
      alias.
      """)
  static let style = ArgumentStyle.tail(taking: [], fillsVariables: false)
  static let examples = ["alias deep = ask --depth 16", "alias"]
  static let fields: KeyValuePairs = [
    "name": "the alias", "value": "its replacement", "aliases": "all of them",
  ]

  static func completions(
    after given: [String], in context: CommandContext
  ) -> CompletionOffer? {
    guard given.isEmpty || given == ["--remove"] else { return nil }
    let names = context.script.aliases.keys.sorted()
    return CompletionOffer(words: names + (given.isEmpty ? ["--remove"] : []))
  }

  @Flag(help: "Remove the alias.") var remove = false
  @Argument(parsing: .postTerminator, help: "NAME = LINE.") var text: [String] = []

  mutating func run(in context: CommandContext) throws -> CommandResult {
    let text = text.joined(separator: " ")
    let name = String(text.prefix { !$0.isWhitespace && $0 != "=" })
    let rest = text.dropFirst(name.count).drop(while: \.isWhitespace)
    guard !text.isEmpty else {
      return list("aliases", context.script.aliases.sorted { $0.key < $1.key })
    }
    if remove || rest.isEmpty {
      guard let value = context.script.aliases[name], rest.isEmpty else {
        throw Diagnostic(
          .usage, "there is no alias '\(text)'", about: .argument(text), hint: "'alias' lists them")
      }
      if remove { context.script.aliases[name] = nil }
      return CommandResult(
        [Field("name", .string(name)), Field("value", .string(value))],
        lines: remove ? [] : [StyledText("\(name) = \(value)")])
    }
    guard !name.isEmpty else {
      throw Diagnostic(.usage, "expected NAME = LINE", hint: "alias deep = ask --depth 16")
    }
    guard !CommandTree.names.contains(name), !Statement.isQuestion(Array(name)[...]),
      !name.contains(where: { "'\"$#!@\\".contains($0) })
    else {
      throw Diagnostic(
        .usage, "'\(name)' can't be an alias", about: .argument(name),
        hint: "choose a word that isn't a command")
    }
    // The = may be left out.
    let value = String((rest.first == "=" ? rest.dropFirst() : rest).drop(while: \.isWhitespace))
    guard !value.isEmpty else {
      throw Diagnostic(
        .usage, "the replacement of '\(name)' is empty", about: .argument(name),
        hint: "'alias --remove \(name)' removes it")
    }
    context.script.aliases[name] = value
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
  static let fields: KeyValuePairs = ["text": "the printed text"]

  @Argument(parsing: .postTerminator, help: "The text, to the end of the line.")
  var text: [String] = []

  mutating func run(in context: CommandContext) throws -> CommandResult {
    try Self.run(tail: text.joined(separator: " "), in: context)
  }

  static func run(tail: String, in context: CommandContext) throws -> CommandResult {
    let lines = tail.split(separator: "\n", omittingEmptySubsequences: false)
    var result = CommandResult(
      [Field("text", .string(tail))], lines: lines.map { StyledText(String($0)) })
    result.isVerbatim = true
    result.isFoldable = false
    result.isAside = true
    return result
  }
}

/// `section TITLE`.
struct SectionCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "section", abstract: "Name the part of the script that follows.",
    usage: "section TITLE", discussion: "A failed expectation names its section.")
  static let style = ArgumentStyle.tail()
  static let examples = ["section additions"]
  static let fields: KeyValuePairs = ["section": "the title"]

  @Argument(parsing: .postTerminator, help: "The title.") var title: [String] = []

  mutating func run(in context: CommandContext) throws -> CommandResult {
    context.script.section = title.joined(separator: " ")
    var result = CommandResult([Field("section", .string(context.script.section ?? ""))])
    result.isAside = true
    return result
  }
}

/// `quit [N]`.
struct QuitCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "quit", abstract: "Quit, with an exit code if one is given.",
    aliases: ["q", "exit"])
  static let style = ArgumentStyle.words
  static let examples = ["quit 0"]
  static let fields: KeyValuePairs = ["code": "the exit code"]

  @Argument(help: "The exit code, 0 to 255; by default that of a script's first failure.")
  var code: String?

  mutating func run(in context: CommandContext) throws -> CommandResult {
    let code = try code.map { text in
      guard let code = UInt8(text) else {
        throw Diagnostic(
          .usage, "invalid exit code '\(text)' (0 to 255)", about: .argument(text),
          hint: "for example: quit 1")
      }
      return code
    }
    let failure = context.script.policy.isInteractive ? nil : context.script.firstFailure?.rawValue
    let leaving = code.map { Int32($0) } ?? failure ?? 0
    context.script.exitCode = leaving
    return CommandResult([Field("code", .integer(Int(leaving)))])
  }
}
