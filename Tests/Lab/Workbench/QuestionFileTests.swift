// Files of questions, and sets that several models read.

import Foundation
import Language
import Network
import Puzzles
import Support
import Testing
import Training
import Workbench

@Suite struct QuestionFileTests {
  private func read(
    _ text: String, _ answers: FileAnswers = .optional, of puzzle: (any Puzzle)? = nil
  ) throws -> [Question] {
    try withTemporaryFolder { folder in
      try put(Array(text.utf8), at: folder + "/q.txt")
      return try Tiny.workbench().questions(
        inFile: folder + "/q.txt", answers: answers, of: puzzle ?? sums())
    }
  }

  private func failure(_ text: String, _ answers: FileAnswers = .optional) -> Diagnostic? {
    do {
      _ = try read(text, answers)
      return nil
    } catch {
      return error as? Diagnostic
    }
  }

  private func sums() throws -> any Puzzle {
    try PuzzleList.make(name: "arithmetic", options: ["digits": "2"])
  }

  @Test("a byte order mark, CRLF, blank lines, comments and a missing last line end are read over")
  func form() throws {
    let questions = try read("\u{FEFF}3 + 7\r\n\r\n # 1 + 1\n   \n38+47=\t85\r\n-3 + 7\t ")
    #expect(questions.map(\.text) == ["3 + 7", "38 + 47", "-3 + 7"])
    #expect(questions.map(\.answer) == ["10", "85", "4"])
    #expect(questions.map(\.isExpected) == [false, true, false])
  }

  @Test("an answer in the file is the only right one, in any spelling of the number")
  func expected() throws {
    let questions = try read("3 + 7\t+010\n3 + 7\t11\n3 + 7")
    #expect(questions.map(\.answer) == ["10", "11", "10"])
    let sums = try sums()
    let verdicts = questions.map { sums.verdict(of: "10", for: $0) }
    #expect(verdicts == [true, false, true])
    // Of a grid with several solutions, one is expected.
    let sudoku = try PuzzleList.make(name: "sudoku", options: ["size": "4"])
    let (one, other) = ("1234341221434321", "1243342121344312")
    let grids = try read("................\t\(one)\n................\n", of: sudoku)
    #expect(grids.map { sudoku.verdict(of: one, for: $0) } == [true, true])
    #expect(grids.map { sudoku.verdict(of: other, for: $0) } == [false, true])
  }

  @Test("an error names the file and the line")
  func errors() {
    for (text, answers, part) in [
      ("3 + 7\n3 / 7\n", FileAnswers.optional, "q.txt:2: unsupported operator '/'"),
      ("3 + 7\tx\n", .optional, "q.txt:1: "), ("1\t2\t3", .optional, "q.txt:1: expected QUESTION"),
      ("3 + 7\n", .required, "q.txt:1: expected QUESTION<TAB>ANSWER"),
      ("# nothing\n\n", .optional, "it holds no question"),
    ] {
      let error = failure(text, answers)
      #expect(error?.code == .data && error?.message.contains(part) == true, "\(text)")
    }
    #expect(failure("3 + 7\tx\n", .ignored) == nil)
  }

  @Test("where the puzzle writes #, a line of its characters is a question, well-formed or not")
  func mazes() throws {
    let maze = try PuzzleList.make(name: "maze")
    let rows = "########S    ## ### ##     ## ### ##    G########"
    #expect(try read("# my mazes\n#1\u{20}of them\n\(rows)\n", of: maze).count == 1)
    #expect(throws: Diagnostic.self) { try read("\(rows)\n#######\n", of: maze) }
    #expect(throws: Diagnostic.self) { try read("\(rows)#\n", of: maze) }
  }

  @Test("questions without a known answer are counted apart, and scores agree with ask")
  func unknown() throws {
    let puzzle = try PuzzleList.make(name: "sudoku", options: ["size": "4"])
    // No solution; several; one.
    let list = try read(
      "123....4........\n................\n1234341221434.21\n", of: puzzle)
    #expect(list.map { $0.answer == nil } == [true, false, false])
    let set = EvaluationSet(puzzle: puzzle, count: 3, seed: 0, list: list)
    #expect(set.unknown == 1 && set.unknownNote?.contains("1 of 3 questions") == true)
    try set.requireAnswers()
    let network = Configuration(
      vocabulary: puzzle.vocabulary.count, length: puzzle.length, width: 16, layers: 1,
      innerWidth: 32, mixing: .attention, heads: 2, positions: .rotary, inner: 1, cycles: 1,
      depth: 2)
    let workbench = try Tiny.workbench()
    var rows: [Int] = []
    let (score, _) = try workbench.score(
      Weights.initial(network, seed: 1), set, InferenceOptions(network), byDepth: true
    ) { first, questions, outcomes in
      rows += questions.indices.map { first + $0 }
      #expect(outcomes.count == questions.count)
    }
    #expect(score.count == 2 && score.unknown == 1 && score.asked == 3 && rows == [0, 1, 2])
    #expect(score.exactByDepth.count == 2 && score.steps == 2)
    let none = EvaluationSet(puzzle: puzzle, count: 1, seed: 0, list: [list[0]])
    #expect(throws: Diagnostic.self) { try none.requireAnswers() }
  }

  @Test("an answer that is right but not the labels' counts as right with a judge, as ask says")
  func judged() throws {
    let puzzle = try PuzzleList.make(name: "sudoku", options: ["size": "4"])
    let question = try puzzle.parse("................")
    let other = "1243342121344312"
    let tokens = other.map { Int32($0.wholeNumberValue! + 1) }
    #expect(!question.matchesLabels(tokens))
    #expect(puzzle.verdict(of: tokens, for: question) == true)
    let set = EvaluationSet(puzzle: puzzle, count: 1, seed: 0, list: [question])
    #expect(set.judge != nil)
    #expect(EvaluationSet(puzzle: puzzle, count: 1, seed: 0).judge == nil)
  }

  @Test("every question's tokens give its text back, in every layout")
  func texts() throws {
    for layout in ["fields", "columns", "signed-columns"] {
      let puzzle = try PuzzleList.make(
        name: "arithmetic", options: ["digits": "3", "layout": layout])
      for draw in 0..<200 as Range<UInt64> {
        let question = puzzle.generate(split: .heldOut, draw: draw)
        #expect(puzzle.text(of: question.tokens) == question.text)
      }
      var tokens = puzzle.generate(split: .heldOut, draw: 1).tokens
      tokens[0] = 5
      tokens[1] = 11
      #expect(puzzle.text(of: tokens) == String(puzzle.characters(of: tokens)))
    }
  }

  @Test("models of one puzzle are compared on what all of them can read, by its text")
  func sharing() throws {
    let workbench = try Tiny.workbench()
    let sums = try sums()
    let columns = try PuzzleList.make(
      name: "arithmetic", options: ["digits": "1", "operators": "+", "layout": "columns"])
    let list = try ["3 + 4", "38 + 47", "9 + 9"].map { try sums.parse($0) }
    var set = EvaluationSet(puzzle: sums, count: 3, seed: 0, list: list)
    set.readers = [columns]
    let (unread, shared) = try workbench.readings(of: set)
    #expect(unread == [1] && shared == 2)
    var generator = SeededGenerator(seed: 0)
    #expect(try set.questions(0..<3, &generator).map(\.tokens.count) == [8, 8])
    set.target = columns
    let read = try set.questions(0..<3, &generator)
    #expect(read.map(\.text) == ["3 + 4", "9 + 9"] && read.map(\.answer) == ["7", "18"])
    #expect(read.allSatisfy { $0.tokens.count == columns.length })
    #expect(sums.sharesTokens(with: sums) && !sums.sharesTokens(with: columns))
  }
}
