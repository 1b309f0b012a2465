// What Tab offers: commands, options, settings and their values, files. It asks the tree and the
// list of settings, and keeps no list of its own.

internal import Puzzles

/// Completions for a session.
struct Completer {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// What can stand between two columns (from 0) of a line.
  func offer(_ line: String, _ start: Int, _ end: Int) -> Completion {
    // Readline counts bytes.
    let before = String(decoding: Array(line.utf8.prefix(start)), as: UTF8.self)
    let typed = String(
      decoding: Array(line.utf8.dropFirst(start).prefix(end - start)), as: UTF8.self)
    var words = before.split(whereSeparator: \.isWhitespace).map(String.init)
    while let first = words.first, Statement.Prefix(rawValue: first) != nil {
      words.removeFirst()
    }
    guard let name = words.first else { return Completion(words: CommandTree.names.sorted()) }
    guard let type = CommandTree.command(name) else { return Completion(includesFiles: true) }
    if typed.hasPrefix("-") { return Completion(words: CommandTree.options(of: type)) }
    switch type.name {
    case SetCommand.name where words.count == 2:
      let setting = try? Setting.named(words[1])
      return Completion(words: (setting?.kind.words ?? []) + ["default"])
    case SetCommand.name, ShowCommand.name, ResetCommand.name:
      return Completion(words: Setting.all.map(\.name).sorted())
    case HelpCommand.name:
      return Completion(words: CommandTree.names.sorted())
    case ExpectCommand.name where words.count == 1:
      return Completion(words: session.lastResult?.fields.map(\.name) ?? [])
    case LatentCommand.name where words.count == 1:
      return Completion(words: ["dump"])
    case LatentCommand.name where words.last != "-o":
      return Completion(words: ["z@*.last.last", "y@*.last", "logits@last", "halt@*"])
    case NewCommand.name where words.count == 1:
      return Completion(words: PuzzleList.kinds.map(\.name))
    default:
      return Completion(includesFiles: true)
    }
  }
}
