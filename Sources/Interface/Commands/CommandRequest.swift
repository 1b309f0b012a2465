// A command and its arguments: from words to a parsed command, and from an error back to the word
// that caused it.

internal import ArgumentParser
package import CommandCore
package import Language
package import Presentation
internal import Wording
internal import Workbench

/// The command of a line, before it runs.
package struct CommandRequest {
  /// The command.
  package let type: any ShellCommand.Type
  /// Its arguments as the parser takes them.
  package private(set) var arguments: [String]
  /// The columns of each in the line.
  package private(set) var words: [Word]
  /// The rest of the line, if it is the only argument.
  private var tail: String?

  /// A command whose only argument is the rest of the line.
  package init(_ type: any ShellCommand.Type, tail: Word) {
    self.type = type
    self.tail = tail.text
    arguments = ["--", tail.text]
    words = [tail]
    separateOptions(of: tail)
  }

  /// Moves options after a question before it: `3 + 7 --depth 4`.
  private mutating func separateOptions(of question: Word) {
    guard question.text.contains(" --"), question.isLiteral else { return }
    let characters = Array(question.text)
    guard
      let start = characters.indices.first(where: {
        characters[$0...].starts(with: " --") && $0 + 3 < characters.count
          && characters[$0 + 3].isLetter
      })
    else { return }
    var lexer = Lexer(String(characters[start...])) { _ in nil }
    guard let options = try? lexer.words(), !options.isEmpty else { return }
    let offset = question.columns.lowerBound - 1 + start
    let asked = String(characters[..<start])
    words.removeLast()
    words += options.map { word in
      var word = word
      word.columns = word.columns.lowerBound + offset..<word.columns.upperBound + offset
      return word
    }
    arguments = words.map(\.text)
    tail = nil
    guard !asked.allSatisfy(\.isWhitespace) else { return }
    arguments += ["--", asked]
    words.append(
      Word(
        text: asked, columns: question.columns.lowerBound..<question.columns.lowerBound + start,
        isLiteral: true))
  }

  /// Reads the words behind a command's name as the command wants them.
  ///
  /// - Throws: `Diagnostic` with the columns of what can't be read.
  package init(_ type: any ShellCommand.Type, _ lexer: Lexer) throws {
    var lexer = lexer
    self.type = type
    switch type.style {
    case .options:
      words = try Self.joinedNegatives(lexer.words())
      arguments = words.map(\.text)
    case .words:
      words = try lexer.words()
      let isHelp = words.count == 1 && ["-h", "--help"].contains(words[0].text)
      arguments = isHelp ? ["--help"] : ["--"] + words.map(\.text)
    case .tail(let taking, let comments, let fillsVariables, let isQuestion):
      words = []
      while let taking {
        var ahead = lexer
        guard let word = try? ahead.next(), word.text.hasPrefix("-"), !word.isQuoted,
          !Statement.isQuestion(Array(word.text)[...])
        else { break }
        lexer = ahead
        if word.text == "--" { break }
        words.append(word)
        if taking.contains(word.text), let value = try lexer.next() { words.append(value) }
      }
      arguments = words.map(\.text)
      guard var rest = try lexer.tail(comments: comments, fillsVariables: fillsVariables) else {
        return
      }
      if taking == nil {
        // There are no options here, but --help and -- still work.
        if rest.text == "--help" || rest.text == "-h" {
          arguments = ["--help"]
          return
        }
        if rest.text.hasPrefix("-- ") { rest.text = String(rest.text.dropFirst(3)) }
      }
      if words.isEmpty { tail = rest.text }
      arguments += ["--", rest.text]
      words.append(rest)
      if isQuestion { separateOptions(of: rest) }
    }
  }

  /// Joins a bare `=` with a negative number after it, so that the number isn't taken for an
  /// option.
  private static func joinedNegatives(_ words: [Word]) -> [Word] {
    words.reduce(into: []) { joined, word in
      guard let last = joined.last, last.text == "=", word.text.hasPrefix("-"),
        Double(word.text) != nil
      else { return joined.append(word) }
      joined[joined.count - 1] = Word(
        text: "=" + word.text, columns: last.columns.lowerBound..<word.columns.upperBound)
    }
  }

  /// Runs the command on its tail without the parser, if it supports that: this takes microseconds
  /// instead of most of a millisecond.
  package func runTail(in context: CommandContext) throws -> CommandResult? {
    guard let tail, let type = type as? any TailCommand.Type else { return nil }
    return try type.run(tail: tail, in: context)
  }

  /// The most arguments of a command: the parser takes time in their square.
  static let mostArguments = 3000
  /// The most words among which the one that is wrong is looked for.
  private static let mostSearched = 200

  /// The parsed command; for `COMMAND --help` the help on it.
  ///
  /// - Throws: `Diagnostic` with a hint.
  package func command() throws -> any ShellCommand {
    guard arguments.count <= Self.mostArguments else {
      throw Diagnostic(
        .usage,
        "'\(type.name)' has \(counted(arguments.count, "argument")), more than \(Self.mostArguments)",
        about: .argument(type.name), hint: "use several lines")
    }
    do {
      // Anything else is the parser's own help command.
      if let command = try type.parseAsRoot(currentNames(arguments)) as? any ShellCommand {
        return command
      }
      return try HelpCommand.parse([type.name])
    } catch {
      // A mistyped option is the cause, even if the parser reports something that is missing
      // because of it.
      if let unknown = unknownOption() { throw unknown }
      throw Diagnostic(
        .usage, message(of: error), about: culprit(of: error).map { .columns($0) },
        hint: countHint ?? "help \(type.name)")
    }
  }

  /// For `eval 100` and `train 100`: the option that takes the number.
  private var countHint: String? {
    guard words.count == 1, let number = Int(words[0].text), case .options = type.style,
      let option = CommandParameter.shown(of: type).flatMap(\.names)
        .first(where: { ["--count", "--steps"].contains($0) })
    else { return nil }
    return "\(type.name) \(option) \(number)"
  }

  /// Arguments with options of the last version under their names now.
  private func currentNames(_ arguments: [String]) -> [String] {
    let former = type.formerOptions
    guard !former.isEmpty else { return arguments }
    return arguments.map { argument in
      let name = String(argument.prefix { $0 != "=" })
      return former[name].map { $0 + argument.dropFirst(name.count) } ?? argument
    }
  }

  /// The parser's message as one line that begins with a small letter.
  private func message(of error: any Error) -> String {
    let lines = type.message(for: error).split(separator: "\n")
    // Many values that would do are listed on lines of their own.
    let values = lines.dropFirst().prefix { $0.hasPrefix("  - ") }.map { $0.dropFirst(4) }
    let first = lines.first ?? "the arguments are invalid"
    let message = values.isEmpty ? first : first + " " + values.joined(separator: ", ")
    return message.prefix(1).lowercased() + message.dropFirst()
  }

  /// The columns of the word that the parser refuses: the first one whose removal changes its
  /// message.
  private func culprit(of error: any Error) -> Range<Int>? {
    guard words.count <= Self.mostSearched else { return nil }
    let message = type.message(for: error)
    let takesValue = Set(
      CommandParameter.all(of: type).filter { $0.valueName != nil }.flatMap(\.names)
        + type.formerOptions.keys)
    var index = 0
    while index < words.count {
      let isOption = takesValue.contains(words[index].text) && index + 1 < words.count
      let removed = index..<index + (isOption ? 2 : 1)
      var rest = words.map(\.text)
      rest.removeSubrange(removed)
      let other = Result { try type.parseAsRoot(currentNames(rest)) }
      let isMeant =
        switch other {
        case .success: true
        case .failure(let other): type.message(for: other) != message
        }
      if isMeant {
        let word = words[removed.upperBound - 1]
        guard let equals = word.text.firstIndex(of: "="), word.text.hasPrefix("-") else {
          return word.columns
        }
        let value = word.text.distance(from: equals, to: word.text.endIndex) - 1
        return word.text.count == word.columns.count && value > 0
          ? word.columns.upperBound - value..<word.columns.upperBound : word.columns
      }
      index = removed.upperBound
    }
    return nil
  }

  /// The error for the first unknown option.
  private func unknownOption() -> Diagnostic? {
    let known =
      CommandParameter.all(of: type).flatMap(\.names) + type.formerOptions.keys
      + ["-h", "--help"]
    let visible = CommandParameter.shown(of: type).flatMap(\.names) + ["--help"]
    for word in words where word.text.hasPrefix("-") && !word.isQuoted && word.text.count > 1 {
      let name = String(word.text.prefix { $0 != "=" })
      if known.contains(name) || Double(word.text) != nil { continue }
      if name == "--" { break }
      let start = word.columns.lowerBound
      return Diagnostic(
        .usage, "unknown option '\(name)' for '\(type.name)'",
        about: .columns(start..<start + name.count),
        hint: closest(to: name, among: visible.filter { $0.count > 2 }).map {
          "did you mean '\($0)'?"
        }
          ?? (CommandTree.programOptions.contains(name)
            ? "options of the program come first: trm \(name) \(type.name) ..."
            : "help \(type.name)"))
    }
    return nil
  }

  /// An error with the columns that its subject has in the line, or else those of the line's
  /// `beginning`.
  package func located(_ error: any Error, else beginning: Range<Int>?) -> Diagnostic {
    var located = Diagnostic(error)
    guard located.columns == nil, located.code != .expectation, !located.isInterruption else {
      return located
    }
    let columns = located.subject.flatMap(columns)
    // A question from elsewhere has no columns in the line.
    if case .question? = located.subject {
      located.subject = columns.map { .columns($0) }
    } else {
      located.subject = (columns ?? beginning).map { .columns($0) }
    }
    return located
  }

  /// The columns of an error's subject in the line.
  private func columns(of subject: Diagnostic.Subject) -> Range<Int>? {
    switch subject {
    case .columns(let columns): return columns
    case .argument(let text): return words.lazy.compactMap { columns(of: text, in: $0) }.first
    case .file(let path):
      return words.first { $0.text == path || fileArgument($0.text) == path }?.columns
        ?? words.lazy.compactMap { columns(of: path, in: $0) }.first
    case .option(let name):
      guard
        let index = words.firstIndex(where: { $0.text == name || $0.text.hasPrefix(name + "=") })
      else { return nil }
      let word = words[index]
      if word.text != name {
        return columns(of: String(word.text.dropFirst(name.count + 1)), in: word)
      }
      return index + 1 < words.count ? words[index + 1].columns : word.columns
    case .question(let column):
      // The question is the last word. Text from a variable or a heredoc isn't in the line, so the
      // whole word is marked.
      guard let question = words.last, let column else { return nil }
      let start = question.columns.lowerBound
      return question.isLiteral ? start + column..<start + column + 1 : question.columns
    }
  }

  /// The columns of a text that is a word or the value in `NAME=VALUE`.
  private func columns(of text: String, in word: Word) -> Range<Int>? {
    if word.text == text { return word.columns }
    guard !text.isEmpty, word.text.hasSuffix("=" + text), word.text.count == word.columns.count
    else { return nil }
    return word.columns.upperBound - text.count..<word.columns.upperBound
  }
}
