// What Tab offers: commands, options, settings and their values, addresses, files. It asks the tree
// and the list of settings, and keeps no list of its own.

internal import Network
internal import Puzzles

/// Completions for a session.
struct Completer {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// What can stand between two columns (in bytes, from 0) of a line.
  func offer(_ line: String, _ start: Int, _ end: Int) -> Completion {
    let bytes = line.utf8
    let before = String(decoding: bytes.prefix(start), as: UTF8.self)
    // In @file the file's name is a word of its own.
    if [" @", " @'", " @\""].contains(where: before.hasSuffix) {
      return Completion(files: .all)
    }
    let typed = String(decoding: bytes.prefix(end).dropFirst(start), as: UTF8.self)
    if typed.hasPrefix("$") {
      let names = builtInVariables + session.variables.keys.sorted()
      return Completion(words: names.map { "$" + $0 })
    }
    var lexer = Lexer(before) { session.variable($0) ?? "" }
    var words: [String] = []
    while let word = try? lexer.next() { words.append(word.text) }
    // In --loss=soft and depth=4 the value is a word of its own.
    if before.hasSuffix("="), let last = words.last, last.count > 1 {
      words[words.count - 1] = String(last.dropLast())
    }
    return offer(after: words, typed)
  }

  /// What can follow whole words, beginning with what is typed.
  func offer(after words: [String], _ typed: String) -> Completion {
    let words = words.drop { Statement.Prefix(rawValue: $0) != nil }
    guard let first = words.first else {
      return Completion(words: (CommandTree.names + session.aliases.keys).sorted())
    }
    let both = words.prefix(2).joined(separator: " ")
    let name = CommandTree.command(both) == nil ? first : both
    guard let type = CommandTree.command(name) else { return Completion(files: .all) }
    let given = Array(words.dropFirst(name == first ? 1 : 2))
    if let special = special(type, given) { return special }
    let parameters = CommandTree.parameters(of: type)
    let options = parameters.filter { !$0.names.isEmpty }
    if let last = given.last, let option = options.first(where: { $0.names.contains(last) }),
      option.valueName != nil
    {
      return offer(for: option)
    }
    if typed.hasPrefix("-") {
      let names = options.flatMap(\.names).filter { $0.hasPrefix("--") }
      return Completion(words: (names + ["--help"]).sorted())
    }
    var found = offer(forPlace: parameters.filter(\.names.isEmpty), options, given)
    if given.isEmpty { found.words += CommandTree.secondWords[name] ?? [] }
    return found
  }

  /// What can stand for the argument that comes next.
  private func offer(
    forPlace places: [Parameter], _ options: [Parameter], _ given: [String]
  ) -> Completion {
    var count = 0
    var isValue = false
    for word in given {
      let option = options.first { $0.names.contains(word) }
      if !isValue && option == nil { count += 1 }
      isValue = option?.valueName != nil
    }
    guard count < places.count || places.last?.isRepeating == true else { return Completion() }
    return offer(for: places[min(count, places.count - 1)])
  }

  private func offer(for parameter: Parameter) -> Completion {
    switch parameter.values {
    case .words(let words): Completion(words: words)
    case .file: Completion(files: .all)
    case .folder: Completion(files: .folders)
    case .any where parameter.valueName == "address":
      Completion(words: addresses)
    case .any where parameter.names.first == "--by":
      Completion(words: session.model?.puzzle.propertyNames ?? [])
    case .any where ["--halt", "--depth", "--cycles", "--inner"].contains(parameter.names.first):
      Completion(words: parameter.names == ["--halt"] ? ["on", "off"] : [])
    case .any: Completion()
    }
  }

  /// Commands whose words depend on each other or on the session.
  private func special(_ type: any ShellCommand.Type, _ given: [String]) -> Completion? {
    switch type.name {
    case LoadCommand.name where given.isEmpty:
      return Completion(words: CheckpointNames.known, files: .all)
    case SetCommand.name:
      guard let name = given.first else { return settings }
      let words = (try? Setting.named(name))?.kind.words ?? []
      return given.count == 1 ? Completion(words: words + ["default"]) : Completion()
    case ShowCommand.name where given.isEmpty, ResetCommand.name:
      return settings
    case HelpCommand.name where given.isEmpty:
      let all = CommandTree.names + Topic.all.map(\.name) + Setting.all.map(\.name)
      return Completion(words: all.sorted())
    case ExpectCommand.name where given.isEmpty:
      return Completion(
        words: (session.lastResult?.fields.map(\.name) ?? []) + ["output", "status"])
    case ExpectCommand.name where given.count == 1:
      return Completion(words: ExpectCommand.operators)
    case BreakCommand.name where given.isEmpty:
      return Completion(words: BreakCondition.subjects + ["--delete"])
    case BreakCommand.name where given == ["--delete"]:
      return Completion(words: session.runs.breaks.all.map { String($0.number) } + ["all"])
    case BreakCommand.name where given.last == "answer":
      return Completion(words: ["changed", "==", "!="])
    case RunsCommand.name where given.isEmpty || given == ["--drop"]:
      let numbers = session.runs.all.map { String($0.number) }
      return Completion(words: given.isEmpty ? numbers + ["--drop"] : numbers + ["all"])
    case LatentCommand.name where given.first == "patch" && given.count == 2:
      return Completion(words: ["="])
    case LatentCommand.name where given.first == "patch" && given.count > 2:
      return Completion(words: given.last == "=" ? ["zero", "noise"] + addresses : [])
    case AliasCommand.name where given.isEmpty || given == ["--remove"]:
      return Completion(words: session.aliases.keys.sorted() + (given.isEmpty ? ["--remove"] : []))
    default:
      return nil
    }
  }

  /// Addresses that may be meant: patterns, and the states of the paused run while they are few.
  private var addresses: [String] {
    let patterns = ["z@*.last.last", "z@last", "y@*.last", "y@last", "logits@last", "halt@*"]
    let moments = session.runs.selected?.walk.moments ?? []
    return patterns + (moments.count <= 32 ? moments.map(\.description) : [])
  }

  private var settings: Completion { Completion(words: Setting.all.map(\.name).sorted()) }
}
