// The one list of commands, which begins with those that work with models. Parsing, help,
// completion, suggestions, the manual and the completion of other shells come from it.

internal import ArgumentParser
package import CommandCore
package import Language
internal import ModelCommands
internal import Settings
internal import Workbench

/// The commands and what is known of them.
package enum CommandTree {
  /// The commands in the groups that help shows; a new command is its file and its name here.
  package static let groups: [(title: String, commands: [any ShellCommand.Type])] =
    ModelCommandGroups.all + [
      ("settings", [SetCommand.self, ShowCommand.self, ResetCommand.self]),
      (
        "scripting",
        [
          LetCommand.self, AliasCommand.self, SourceCommand.self, OutputCommand.self,
          HistoryCommand.self, EchoCommand.self, ProcessCommand.self, ChangeFolderCommand.self,
          FolderCommand.self, HelpCommand.self, AproposCommand.self, QuitCommand.self,
        ]
      ),
      ("tests", [ExpectCommand.self, SectionCommand.self, TestCommand.self]),
    ]

  /// The command that runs a bare question.
  package static let question: any ShellCommand.Type = ModelCommandGroups.question

  /// The command `!`, which runs a line of sh.
  package static let shellEscape: any ShellCommand.Type = ProcessCommand.self

  /// The program's own options that people type after a command.
  package static let programOptions = [
    "--json", "--format", "--model", "--quiet", "--set", "--color", "--threads", "--echo",
    "--keep-going", "--safe", "--no-init",
  ]

  /// Every command.
  package static let all: [any ShellCommand.Type] = groups.flatMap(\.commands)

  private static let byName: [String: any ShellCommand.Type] = {
    var table: [String: any ShellCommand.Type] = [:]
    for type in all {
      for name in [type.name] + type.configuration.aliases { table[name] = type }
    }
    return table
  }()

  /// Every word that can begin a line, sorted.
  package static let names: [String] =
    (Set(byName.keys.map { $0.prefix { $0 != " " } }).map(String.init)
    + Statement.Prefix.allCases.map(\.rawValue)).sorted()

  /// The second words of two-word commands by their first words, sorted.
  package static let secondWords: [String: [String]] = {
    let pairs = byName.keys.map { $0.split(separator: " ").map(String.init) }.filter {
      $0.count == 2
    }
    return Dictionary(grouping: pairs) { $0[0] }.mapValues { $0.map { $0[1] }.sorted() }
  }()

  /// The command of a name or alias, or nil; a name can have two words.
  package static func command(_ name: String) -> (any ShellCommand.Type)? { byName[name] }

  /// The command at the start of a line, of one or two words, and the rest of the line.
  package static func command(_ word: Word, _ lexer: Lexer) -> (any ShellCommand.Type, Lexer)? {
    if let seconds = secondWords[word.text] {
      var ahead = lexer
      if let second = try? ahead.next(), seconds.contains(second.text),
        let type = byName[word.text + " " + second.text]
      {
        return (type, ahead)
      }
    }
    return byName[word.text].map { ($0, lexer) }
  }

  /// Help on the group, for `latent --help` and similar lines.
  package static func help(_ word: Word, _ lexer: Lexer) -> (any ShellCommand.Type, Lexer)? {
    var lexer = lexer
    guard secondWords[word.text] != nil, let next = try? lexer.next(),
      ["--help", "-h"].contains(next.text)
    else { return nil }
    return (HelpCommand.self, Lexer(word.text) { _ in nil })
  }

  /// The error for an unknown command at the start of a line; `operators` are those that the model
  /// supports, such as `+ and -`.
  package static func unknown(
    _ word: Word, _ lexer: Lexer, operators: @autoclosure () -> String? = nil
  ) -> Diagnostic {
    if let seconds = secondWords[word.text] { return incomplete(word, seconds, lexer) }
    let guess = closest(to: word.text, among: names.filter { $0.count > 1 })
    var hint = guess.map { "did you mean '\($0)'?" } ?? "'help' lists the commands"
    if let setting = try? Setting.named(word.text) {
      var rest = lexer
      let value = (try? rest.words().first { $0.text != "=" }?.text) ?? "VALUE"
      hint = "set \(setting.name) \(quoted(value))"
    }
    var rest = lexer
    if let others = try? rest.words(),
      let worded = WordedQuestion(([word] + others).map(\.text).joined(separator: " "))
    {
      if let other = worded.otherOperator {
        let culprit = others.first { $0.text.lowercased().contains(other) } ?? word
        return Diagnostic(
          .usage, "unsupported operator '\(other)'", about: .columns(culprit.columns),
          hint: operators().map { "this model supports \($0)" }
            ?? "this model doesn't answer questions with operators")
      }
      hint = "did you mean '\(worded.text)'?"
    }
    if word.text.hasSuffix(".safetensors") { hint = "load \(quoted(word.text))" }
    return Diagnostic(
      .usage, "unknown command '\(word.text)'", about: .columns(word.columns), hint: hint)
  }

  /// The error for a two-word command whose second word is missing or unknown.
  private static func incomplete(
    _ word: Word, _ seconds: [String], _ lexer: Lexer
  ) -> Diagnostic {
    var lexer = lexer
    let list = seconds.joined(separator: ", ")
    guard let second = try? lexer.next() else {
      return Diagnostic(
        .usage, "'\(word.text)' needs one of: \(list)", about: .columns(word.columns),
        hint: "help \(word.text)")
    }
    let guess = closest(to: second.text, among: seconds)
    return Diagnostic(
      .usage, "unknown command '\(word.text) \(second.text)'", about: .columns(second.columns),
      hint: guess.map { "did you mean '\(word.text) \($0)'?" } ?? "\(word.text) can be: \(list)")
  }
}
