// Texts that people and scripts give: words, addresses, conditions, questions, settings, history.

import CommandCore
import Commands
import CReadline
import Language
import Network
import Platform
import Puzzles
import Settings
import Shell
import Storage
import Terminal
import Training
import Workbench

let textTargets = [
  Target(
    name: "language", summary: "lines, words, heredocs, addresses, break conditions, sweeps",
    prepare: { _ in language() }, ending: "txt"),
  Target(
    name: "regex", summary: "regular expressions of expect, and matches", prepare: { _ in regex() },
    ending: "txt"),
  Target(
    name: "puzzles", summary: "options, questions and answers of every puzzle",
    prepare: { _ in puzzles() }, ending: "txt"),
  Target(
    name: "questions", summary: "files of questions, and of questions with answers",
    prepare: questionFiles, ending: "tsv"),
  Target(
    name: "settings", summary: "names and values of settings", prepare: { _ in settings() },
    ending: "txt"),
  Target(
    name: "completion", summary: "completion at any place of any line", prepare: completion,
    ending: "txt"),
  Target(
    name: "history", summary: "the file of typed lines", prepare: history, ending: "txt"),
]

/// Pieces of the language.
let languageWords = [
  "'", "\"", "\\", "$", "${", "}", "$ans", "${x}", "#", "@", "<<END", "<<'E'", "\n", "\r\n", "\t",
  "\u{0}", "\u{FEFF}", "\u{1B}[2J", "e\u{301}", "🙂", "\u{202E}", "\u{2212}", "漢", "~/", "=", "--",
  "-", "+", "(", ")", "*", "last", "..", "z@", "y@1.1", "#1:", "[0:4]", "halt", "|dz|", " and ",
  " < 0.1", "==", "!=", "p(halt)", "answer changed", "fails ", "time ", ",", ";", "!~", "=~", "  ",
]

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

private func language() -> Attack {
  let seeds = [
    "ask --depth 2 3 + 7 # comment", "let a = \"b $ans ${x}\" 'c d'", "echo <<END\none\ntwo\nEND",
    "break |dz| < 0.1 and s == 3 and answer != 10", "#1:z@2.1..3.last[0:4]", "y@*.last",
    "depth=1,2,4", "fails time load 'a b'\\\n c", "z@0", "answer changed", "logits@1..4",
  ]
  return Attack(
    seeds: seeds.map { Array($0.utf8) },
    damage: { damaged($0, &$1, words: languageWords) },
    attempt: { input in
      let text = text(input)
      var refusals = 0
      func read(_ body: () throws -> Void) throws {
        do { try body() } catch {
          if error is Finding { throw error }
          try checkRefusal(error)
          refusals += 1
        }
      }
      let lines = LineSource(text)
      while let line = lines.next() {
        try read {
          let statement = try Statement(line, home: "/home") { $0 == "x" ? "a 'b" : nil }
          if case .command(_, var lexer) = statement.kind {
            var tail = lexer
            _ = try lexer.words()
            _ = try tail.tail(comments: true)
          }
        }
      }
      _ = LineSource.goesOn(text)
      try read {
        let address = try StateAddress(text)
        let again = try StateAddress(address.description)
        try require(again.parts == address.parts && again.kind == address.kind, "another address")
      }
      try read {
        let condition = try BreakCondition(text)
        let again = try BreakCondition(condition.description)
        try require(again.clauses == condition.clauses, "another condition")
      }
      try read {
        let sweep = try Sweep(text.split(separator: " ").map(String.init)) { $0 }
        _ = sweep.combinations
      }
      _ = closest(to: String(text.prefix(2000)), among: CommandTree.names)
      return refusals < 3
    })
}

private func regex() -> Attack {
  let seeds = [
    "^a(b|c)*[[:digit:]]{2,3}$\n3 + 7 = 10", "([0-9]+\\.)?x{1,4}\naab", "[]a-z^-]+\nabc", "a|b|\nx",
  ]
  let words = [
    "(", ")", "[", "]", "{", "}", "{1,9}", "{255}", "{,3}", "{2,}", "*", "+", "?", "|", "^", "$",
    ".",
    "[[:alpha:]]", "[^", "\\1", "\\", "[a-", "[[.a.]]", "[[=a=]]", "()", "(a*)*", "é", "\u{0}",
    "\n",
  ]
  return Attack(
    seeds: seeds.map { Array($0.utf8) },
    damage: { damaged($0, &$1, words: words) },
    attempt: { input in
      let parts = text(input).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      let expression = try RegularExpression(String(parts[0]))
      _ = expression.matches(parts.count > 1 ? String(parts[1]) : "")
      _ = expression.matches(String(repeating: "aab1", count: 200))
      return true
    })
}

private func puzzles() -> Attack {
  let seeds = [
    "arithmetic digits=2 operators=+-\n13 + 9\t22", "arithmetic digits=12\n-3 - (-7)\t4",
    "arithmetic order=reversed\n1 234 + 99\t1333", "digit-sum\n3 + 4\t7", "digitsum\n3 + 4\t7",
    "arithmetic digits=3\n((12 - 5) + 30) - -(1 * 2)\t9",
    "sudoku size=4\n1..4 .4.. ..4. 4..1\t1234", "maze side=7\n#######\t#",
    "sudoku size=9\n" + String(repeating: ".", count: 81) + "\t1",
  ]
  var all = seeds.map { Array($0.utf8) }
  for kind in PuzzleList.kinds {
    guard let puzzle = try? kind.make() else { continue }
    let options = puzzle.options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let question = puzzle.generate(split: .heldOut, draw: 7)
    let line = ([kind.name] + options).joined(separator: " ")
    all.append(Array("\(line)\n\(question.text)\t\(question.answer ?? "")".utf8))
  }
  let words = languageWords + ["S", "G", ".", "0", "?", "×", "\n#", "digits=", "side=", "loops="]
  return Attack(
    seeds: all,
    damage: { damaged($0, &$1, words: words) },
    attempt: { input in
      let lines = text(input).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      let words = lines[0].split(separator: " ")
      var options: [String: String] = [:]
      for word in words.dropFirst() {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        options[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
      }
      let puzzle = try PuzzleList.make(name: words.first.map(String.init) ?? "", options: options)
      let again = try PuzzleList.make(name: puzzle.name, options: puzzle.options)
      try require(
        again.vocabulary == puzzle.vocabulary && again.length == puzzle.length,
        "its options make another puzzle: \(puzzle.options)")
      try check(puzzle.generate(split: .train, draw: 5), puzzle)
      let parts = (lines.count > 1 ? lines[1] : "").split(
        separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      guard let typed = parts.first.map(String.init) else { return false }
      if let expression = try? Expression(typed) { try check(expression) }
      let question = try puzzle.parse(typed)
      try check(question, puzzle)
      let same = try puzzle.parse(question.text)
      try require(same.tokens == question.tokens, "'\(question.text)' is another question")
      if parts.count > 1 { try check(puzzle.question(typed, answer: String(parts[1])), puzzle) }
      return true
    })
}

/// Checks that what is shown of an expression is the same expression.
private func check(_ expression: Expression) throws {
  let again = try Expression(expression.text)
  try require(
    again.text == expression.text && again.value == expression.value
      && again.signs == expression.signs,
    "'\(expression.text)' is another expression")
}

/// Checks what holds for every question, and does what is done with it.
private func check(_ question: Question, _ puzzle: any Puzzle) throws {
  let vocabulary = Int32(puzzle.vocabulary.count)
  try require(
    question.tokens.count == puzzle.length && question.labels.count == puzzle.length, "its length")
  try require(question.tokens.allSatisfy { (0..<vocabulary).contains($0) }, "a token outside")
  try require(question.labels.allSatisfy { $0 == -100 || (0..<vocabulary).contains($0) }, "a label")
  _ = puzzle.decode(question.labels.map { max($0, 0) })
  _ = puzzle.wrongPositions(question.tokens, of: question)
  _ = puzzle.check(question.answer ?? "", of: question)
  _ = puzzle.marks(of: question)
  _ = question.asked
}

private func questionFiles(_ setup: Setup) throws -> Attack {
  let path = setup.folder + "/q.tsv"
  let model = try tinyModels()[0]
  let seeds = ["3 + 7\n5 + 9\n\n-1 + 2\n", "3 + 7\t10\r\n# comment\n5 + 4\t9\n", "1+1\t2\n"]
  let words = [
    "\t", "\n", "\r\n", "\u{85}", "\u{2028}", "#", ",", "\"", "\u{FEFF}", "\u{0}", "é", " ",
  ]
  return Attack(
    seeds: seeds.map { Array($0.utf8) },
    damage: { damaged($0, &$1, words: words) },
    attempt: { input in
      try put(input, at: path)
      let workbench = ModelWorkbench()
      workbench.models.replace(by: model, cause: "load")
      let asked = Result { try workbench.questions(path, count: nil) }
      let taught = Result {
        try workbench.train(
          smallTraining, on: .lines(path, options: []), smallPlan, resuming: nil)
      }
      let one = Result { try workbench.parseQuestion("@" + path) }
      let scored = Result {
        let set = try workbench.evaluationSet(file: path, by: [])
        guard set.count <= 64 else { return }
        let inference = workbench.settings.inferenceOptions(model.weights.configuration)
        let (score, _) = try workbench.score(model.weights, set, inference, title: nil)
        try require(score.asked == set.count, "a question is lost")
        try require(score.unknown == set.unknown, "another number of unknown answers")
      }
      for error in [failure(asked), failure(taught), failure(one), failure(scored)].compactMap({
        $0
      }) {
        try checkRefusal(error)
      }
      return failure(asked) == nil || failure(taught) == nil || failure(scored) == nil
    })
}

private func failure<Success>(_ result: Result<Success, any Error>) -> (any Error)? {
  if case .failure(let error) = result { error } else { nil }
}

private func settings() -> Attack {
  let seeds = Setting.all.flatMap { setting in
    ["\(setting.name)\n\(setting.standardText ?? "3")", "\(setting.name)\n1"]
      + setting.aliases.map { "\($0)\non" }
  }
  return Attack(
    seeds: seeds.map { Array($0.utf8) },
    damage: { damaged($0, &$1, words: languageWords + extremeNumbers) },
    attempt: { input in
      let parts = text(input).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      var settings = SettingValues()
      let name = String(parts[0])
      try settings.set(name, to: parts.count > 1 ? String(parts[1]) : "", origin: .script)
      let network = Configuration(vocabulary: 4, length: 4, width: 4, innerWidth: 4)
      let model = try LoadedModel(
        weights: Weights(network), puzzle: nil, name: "tiny", path: nil)
      let setting = try Setting.named(name)
      let shown = settings.text(setting, model: model)
      _ = (settings.inferenceOptions(model), settings.randomSeed, settings.keepLimitBytes)
      // What is shown can be typed.
      var again = SettingValues()
      try require(
        (try? again.set(name, to: shown, origin: .script)) != nil,
        "the shown value '\(shown)' of '\(name)' is refused")
      try require(again.text(setting, model: model) == shown, "'\(shown)' is another value")
      return true
    })
}

/// A console that shows nothing.
private final class SilentConsole: Console {
  var format: OutputFormat { .text }
  var isSilent: Bool { true }
  var isRedirected: Bool { false }
  var typedLines: [String] { ["3 + 7"] }
  var historyLines: [String] { ["3 + 7"] }
  func follow(_ settings: SettingValues) {}
  func redirect(to path: String?, appending: Bool) throws {}
}

private func completion(_ setup: Setup) throws -> Attack {
  let workbench = ModelWorkbench()
  workbench.models.replace(by: try tinyModels()[0], cause: "load")
  let script = ScriptState()
  let completer = Completer(
    CommandContext(workbench: workbench, script: script, console: SilentConsole()))
  let seeds = Grammar.lines(200, seed: 3)
  return Attack(
    seeds: seeds.map { Array($0.utf8) },
    damage: { damaged($0, &$1, words: languageWords + ["--", "--depth ", "--halt="]) },
    attempt: { input in
      let line = text(input)
      let count = line.utf8.count
      let places = Set([0, 1, count / 3, count / 2, count - 1, count].filter { 0...count ~= $0 })
      var offers = 0
      for end in places {
        for start in places where start <= end {
          let offer = completer.offer(line, start, end)
          offers += offer.words.count
          try require(offer.words.allSatisfy { !$0.contains("\n") }, "a word of two lines")
        }
      }
      return offers > 0
    })
}

private func history(_ setup: Setup) throws -> Attack {
  let folder = setup.folder + "/trm"
  mkdir(folder, 0o700)
  let seeds = [
    "3 + 7\nset depth 4\n", "#1700000000\nfirst\n#1700000001\necho <<E\na\nE\n#12\nquit\n",
  ]
  return Attack(
    seeds: seeds.map { Array($0.utf8) },
    damage: {
      damaged($0, &$1, words: languageWords + ["#1700000002\n", "#99999999999999999999\n"])
    },
    attempt: { input in
      clear_history()
      try put(input, at: folder + "/history")
      var notes: [String] = []
      let history = History(isKept: true) { notes.append($0) }
      let count = history.all.count
      history.add("a new line")
      try require(history.all.count >= count, "lines are gone")
      try require(history.all.last == "a new line", "the new line isn't the last one")
      let kept = try bytes(of: folder + "/history")
      try require(kept.starts(with: input), "what was there is changed")
      return notes.isEmpty
    })
}
