// Lines as people write them: every command of the tree with its options and plausible values.

import CommandCore
import Commands
import Network
import Settings
import Workbench

/// Writes lines.
enum Grammar {
  /// Files of the folder in which sessions run, and names of files that they write.
  static let files = [
    "m.safetensors", "s.safetensors", "run.safetensors", "p.pt", "w.npz", "data", "q.tsv", "q.txt",
    "a.trm", "broken.safetensors", "new.safetensors", "new.npy", "new.npz", "new.json", "new.tsv",
    "new.html", "new.pt", "new.csv", "new.jsonl", "data#1", "-", "out", "no/such", "arithmetic",
    "sudoku-4x4", "/dev/null", "/dev/full",
    "/dev/zero", "", ".", "$model", "'a b'", "@q.txt", "@/dev/zero", "m.safetensors/x",
  ]
  private static let questions = [
    "3 + 7", "9 + 9", "-3 + 4", "3+", "1..4 .4.. ..4. 4..1", "(3) + 4 = ?", "3 + 7 - 2 + 1",
    "12 + 5",
    "99999999999999999999 + 1", ". . 1", "again", "@q.txt", "",
  ]
  private static let addresses = [
    "z@last", "y@1", "z@1.1.1", "y@*.last", "logits@1..2", "halt@*", "z@0", "#1:z@1.1.1",
    "#0:y@last",
    "z@last[0:2]", "#9:y@1", "z@9.9.9", "y@0", "z@*.*.*", "z@last[-1:4]", "x",
  ]
  private static let words =
    addresses + questions + [
      "halt > 0", "|dz| < 0.1 and s == 2", "answer changed", "answer == 10", "depth=1,2",
      "lr=1e-3,1",
      "digits=1", "operators=+", "side=4", "depth", "cycles=2", "zero", "noise", "= zero", "= y@1",
      "=~ '1.*'", "== 10", "tol", "contains", "answer", "exact>=0.5", "all", "+", "-", "*", "steps",
      "5%", "on", "off", "json", "md", "csv", "text", "'a \"b'", "$ans", "$status", "$nope", "--",
      "--help", "delete", "#1", "1:2", "0=5", "3=+", "-9223372036854775808=+",
    ]

  /// Lines from a seed.
  static func lines(_ count: Int, seed: UInt64) -> [String] {
    var chance = Chance(seed: seed)
    return (0..<count).map { _ in line(&chance) }
  }

  /// A line: mostly a command with some of its options, else a question.
  static func line(_ chance: inout Chance) -> String {
    if chance.once(in: 6) { return chance.one(of: questions) }
    let type = chance.one(of: CommandTree.all)
    // No program is started, and the folder stays the one that is cleaned.
    guard !["!", "cd"].contains(type.name) else { return "pwd" }
    // It measures the processor first, which takes longer than all the others.
    if type.name == "bench", !chance.once(in: 20) { return "info" }
    var parts = [type.name]
    if chance.once(in: 12) { parts.insert(chance.one(of: ["fails", "time"]), at: 0) }
    let parameters = parameters[type.name] ?? []
    let options = parameters.filter { !$0.names.isEmpty }
    for _ in 0..<chance.small(upTo: 5) where !options.isEmpty {
      let option = chance.one(of: options)
      parts.append(chance.one(of: option.names))
      if option.valueName != nil { parts.append(value(of: option, &chance)) }
    }
    for argument in parameters where argument.names.isEmpty {
      if argument.isOptional && chance.once(in: 3) { break }
      for _ in 0...(argument.isRepeating ? chance.small(upTo: 4) : 0) {
        parts.append(value(of: argument, &chance))
      }
    }
    if chance.once(in: 3) { parts.append(chance.one(of: words)) }
    return parts.joined(separator: " ")
  }

  private static let parameters = Dictionary(
    CommandTree.all.map { ($0.name, CommandParameter.all(of: $0)) },
    uniquingKeysWith: { first, _ in first })

  private static func file(_ chance: inout Chance) -> String {
    let file = chance.one(of: files)
    // Reading up to the limit takes long.
    return file.contains("/dev/zero") && !chance.once(in: 20) ? "q.txt" : file
  }

  private static func value(of parameter: CommandParameter, _ chance: inout Chance) -> String {
    if chance.once(in: 10) { return chance.one(of: extremeNumbers) }
    if chance.once(in: 15) { return chance.one(of: words) }
    switch parameter.values {
    case .words(let known) where !known.isEmpty: return chance.one(of: known)
    case .file, .folder: return file(&chance)
    default: break
    }
    switch parameter.valueName {
    case "address", "addresses", "state": return chance.one(of: addresses)
    case "question", "questions": return chance.one(of: questions)
    case "setting", "name": return chance.one(of: Setting.all).name
    default:
      return chance.once(in: 2)
        ? chance.one(of: ["1", "2", "3", "4", "0.5", "10", "0"]) : chance.one(of: words)
    }
  }
}
