// Tab completion: commands, options, settings and their values, addresses and files. All words come
// from the command tree and the settings.

package import CommandCore
internal import Commands
internal import Language
internal import ModelCommands
internal import Terminal
internal import Workbench

/// Completes words in a session.
package struct Completer {
  private let context: CommandContext

  package init(_ context: CommandContext) { self.context = context }

  /// The completions for the bytes from `start` up to `end` of a line.
  package func offer(_ line: String, _ start: Int, _ end: Int) -> CompletionOffer {
    let bytes = line.utf8
    let before = String(decoding: bytes.prefix(start), as: UTF8.self)
    // In @file only the file name is completed.
    if [" @", " @'", " @\""].contains(where: before.hasSuffix) {
      return CompletionOffer(files: .all)
    }
    let typed = String(decoding: bytes.prefix(end).dropFirst(start), as: UTF8.self)
    if typed.hasPrefix("$") {
      let names = Variables.builtIn + context.script.variables.values.keys.sorted()
      return CompletionOffer(words: names.map { "$" + $0 })
    }
    var lexer = Lexer(before) { context.script.variable($0, on: context.workbench) ?? "" }
    var words: [String] = []
    while let word = try? lexer.next() { words.append(word.text) }
    // In --loss=soft and depth=4 only the value is completed.
    if before.hasSuffix("="), let last = words.last, last.count > 1 {
      words[words.count - 1] = String(last.dropLast())
    }
    return offer(after: words, typed)
  }

  /// The completions for `typed` after complete words.
  func offer(after words: [String], _ typed: String) -> CompletionOffer {
    let words = words.drop { Statement.Prefix(rawValue: $0) != nil }
    guard let first = words.first else {
      return CompletionOffer(words: (CommandTree.names + context.script.aliases.keys).sorted())
    }
    let twoWords = words.prefix(2).joined(separator: " ")
    let name = CommandTree.command(twoWords) == nil ? first : twoWords
    guard let type = CommandTree.command(name) else {
      let seconds = CommandTree.secondWords[first] ?? []
      return words.count == 1 && !seconds.isEmpty
        ? CompletionOffer(words: seconds) : CompletionOffer(files: .all)
    }
    let given = Array(words.dropFirst(name == first ? 1 : 2))
    if let special = type.completions(after: given, in: context) { return special }
    let parameters = CommandParameter.shown(of: type)
    let options = parameters.filter { !$0.names.isEmpty }
    if let last = given.last, let option = options.first(where: { $0.names.contains(last) }),
      option.valueName != nil
    {
      return offer(for: option)
    }
    if typed.hasPrefix("-") {
      let names = options.flatMap(\.names).filter { $0.hasPrefix("--") }
      return CompletionOffer(words: (names + ["--help"]).sorted())
    }
    var found = offer(forNextOf: parameters.filter(\.names.isEmpty), options, given)
    if given.isEmpty { found.words += CommandTree.secondWords[name] ?? [] }
    return found
  }

  /// The completions for the next positional argument.
  private func offer(
    forNextOf positionals: [CommandParameter], _ options: [CommandParameter], _ given: [String]
  ) -> CompletionOffer {
    var count = 0
    var isValue = false
    for word in given {
      let option = options.first { $0.names.contains(word) }
      if !isValue && option == nil { count += 1 }
      isValue = option?.valueName != nil
    }
    guard count < positionals.count || positionals.last?.isRepeating == true else {
      return CompletionOffer()
    }
    return offer(for: positionals[min(count, positionals.count - 1)])
  }

  private func offer(for parameter: CommandParameter) -> CompletionOffer {
    switch parameter.values {
    case .words(let words): CompletionOffer(words: words)
    case .file: CompletionOffer(files: .all)
    case .folder: CompletionOffer(files: .folders)
    case .any where parameter.valueName == "address":
      CompletionOffer(words: context.workbench.addressOffers)
    case .any where parameter.names.first == "--by":
      CompletionOffer(words: context.workbench.model?.puzzle.propertyNames ?? [])
    case .any where ["--halt", "--depth", "--cycles", "--inner"].contains(parameter.names.first):
      CompletionOffer(words: parameter.names == ["--halt"] ? ["on", "off"] : [])
    case .any: CompletionOffer()
    }
  }
}

extension CompletionOffer {
  /// The same for the line reader.
  var completion: Completion {
    let files: Completion.Files =
      switch files {
      case .none: .none
      case .all: .all
      case .folders: .folders
      }
    return Completion(words: words, files: files)
  }
}
