// Parsing and checking Sudokus.

import Puzzles
import Testing

@Suite("Sudoku parsing")
struct SudokuParsing {
  /// A grid of the Sudoku pages of newspapers, and its solution, worked out by hand.
  static let easy =
    "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79"
  static let solved =
    "534678912672195348198342567859761423426853791713924856961537284287419635345286179"

  /// The easy grid in all its spellings.
  static var spelled: [String] {
    let rows = (0..<9).map { row in String(Array(easy)[row * 9..<row * 9 + 9]) }
    /// The cells of a row in threes.
    func framed(_ row: String, _ rule: String, space: String) -> String {
      let thirds = (0..<3).map { third in
        Array(row)[third * 3..<third * 3 + 3].map(String.init).joined(separator: space)
      }
      return rule + space + thirds.joined(separator: space + rule + space) + space + rule
    }
    let dashes = "+-------+-------+-------+"
    let plain = [dashes] + rows.map { framed($0, "|", space: " ") } + [dashes]
    let drawn = ["┌───┬───┬───┐"] + rows.map { framed($0, "│", space: "") } + ["└───┴───┴───┘"]
    return [
      easy, easy.replacing(".", with: "0"), easy.replacing(".", with: "_"),
      rows.joined(separator: "\n"), rows.joined(separator: "\r\n") + "\r\n",
      rows.map { $0.map(String.init).joined(separator: " ") }.joined(separator: "\n"),
      plain.joined(separator: "\n"), drawn.joined(separator: "\n"),
    ]
  }

  @Test(
    "81 cells in a row, in lines, with grid lines, with 0, _ or . for blanks are the same question",
    arguments: spelled)
  func spellings(text: String) throws {
    let question = try Sudoku().parse(text)
    #expect(question.text == Self.easy && question.answer == Self.solved)
    #expect(question.note == nil)
    #expect(
      question.properties == [.init("blanks", .number(51)), .init("grade", .word("easy"))])
  }

  /// The easy grid as files of other programs have it.
  static var decorated: [String] {
    let rows = (0..<9).map { row in String(Array(easy)[row * 9..<row * 9 + 9]) }
    let fields = rows.map { row in row.map { $0 == "." ? "" : String($0) } }
    let thirds = rows.map { row in
      (0..<3).map { String(Array(row)[$0 * 3..<$0 * 3 + 3]) }.joined(separator: "|")
    }
    let boxed = thirds.map { " |\($0)|" }
    return [
      easy.replacing(".", with: "*"), easy.replacing(".", with: "?"),
      easy.replacing(".", with: "X"), easy.replacing(".", with: "-"), easy + "  // easy",
      easy + " # from a newspaper", "Grid 01\n" + rows.joined(separator: "\n"),
      "#ASomebody\r\n#LEasy\r\n" + rows.joined(separator: "\r\n") + "\r\n",
      "[Puzzle]\n" + rows.joined(separator: "\n"),
      " *-----------*\n" + boxed[0...2].joined(separator: "\n") + "\n |---+---+---|\n"
        + boxed[3...5].joined(separator: "\n") + "\n |---+---+---|\n"
        + boxed[6...8].joined(separator: "\n") + "\n *-----------*\n",
      fields.map { $0.joined(separator: ",") }.joined(separator: "\n"),
      fields.map { $0.joined(separator: ";") }.joined(separator: "\r\n"),
      fields.map { $0.joined(separator: "\t") }.joined(separator: "\n"),
      fields.map { $0.map { "\"\($0)\"" }.joined(separator: ",") }.joined(separator: "\n"),
      "["
        + rows.map { "[" + $0.map(String.init).joined(separator: ", ") + "]" }
        .joined(separator: ",\n ").replacing(".", with: "0") + "]",
      "["
        + rows.map { "[" + $0.map(String.init).joined(separator: ",") + "]" }
        .joined(separator: ",").replacing(".", with: "0") + "]",
      rows.map { $0.map(String.init).joined(separator: " ") }.joined(separator: "\n")
        .replacing(".", with: "*"),
    ]
  }

  @Test(
    "grids with comments, titles, borders, empty fields and brackets are read", arguments: decorated
  )
  func decorations(text: String) throws {
    let question = try Sudoku().parse(text)
    #expect(question.text == Self.easy && question.answer == Self.solved)
  }

  @Test(
    "invalid and contradictory grids are refused with row and column",
    arguments: [
      ("1234x", "row 2, column 1: invalid cell 'x'", 4),
      ("1234\n12a4", "row 2, column 3: invalid cell 'a'", 7),
      ("12345", "row 2, column 1: invalid cell '5'", 4),
      (
        "1234\n....\n....\n1...",
        "row 4, column 1: a second 1 in its column; the first is in row 1, column 1", 15
      ),
      (
        "1..1............",
        "row 1, column 4: a second 1 in its row; the first is in row 1, column 1", 3
      ),
      (
        "1....1..........",
        "row 2, column 2: a second 1 in its box; the first is in row 1, column 1", 5
      ),
      ("1234\n...\n....\n....", "row 2 has 3 cells; this puzzle needs 4", nil),
      ("1234", "got 4 cells; this puzzle needs 16", nil),
      ("", "got 0 cells; this puzzle needs 16", nil),
      ("12341234123412341", "got 17 cells; this puzzle needs 16", nil),
    ] as [(String, String, Int?)])
  func unreadable(text: String, message: String, column: Int?) throws {
    let sudoku = try Sudoku(side: 4)
    do {
      _ = try sudoku.parse(text)
      Issue.record("this was read: \(text)")
    } catch {
      #expect(error.message == message && error.column == column && !error.hint.isEmpty)
    }
  }

  @Test("a grid with several solutions has a note, and each solution is right")
  func several() throws {
    let sudoku = try Sudoku(side: 4)
    // Rows 1 and 3 may swap 1 and 2.
    let question = try sudoku.parse("..34341 2..43 4321".replacing(" ", with: ""))
    #expect(question.note == "this grid has several solutions; any of them is right")
    #expect(question.text == "..343412..434321")
    #expect(sudoku.check("1234341221434321", of: question))
    #expect(sudoku.check("2134341212434321", of: question))
    #expect(!sudoku.check("1234341212434321", of: question))
    #expect(!sudoku.check("1234341221434312", of: question))
    let dead = try sudoku.parse("123....4........")
    #expect(dead.note == "this grid has no solution" && dead.answer == nil)
    #expect(!sudoku.check("1234341221434321", of: dead))
  }

  @Test("an answer is right if it keeps the givens and breaks no rule")
  func checking() throws {
    let sudoku = try Sudoku()
    let question = try sudoku.parse(Self.easy)
    #expect(sudoku.check(Self.solved, of: question))
    #expect(!sudoku.check(Self.easy, of: question))
    #expect(!sudoku.check("", of: question))
    // A valid grid with other givens: 1 and 2 are swapped.
    let renamed = Self.solved.map { $0 == "1" ? "2" : $0 == "2" ? "1" : $0 }
    #expect(!sudoku.check(String(renamed), of: question))
    #expect(sudoku.wrongPositions(question.labels, of: question) == [])
    var tokens = question.labels
    tokens[2] = 2
    tokens[80] = 1
    #expect(sudoku.wrongPositions(tokens, of: question) == [2, 80])
  }

  @Test("without a unique solution, cells that break a rule are wrong")
  func marks() throws {
    let sudoku = try Sudoku(side: 4)
    let question = try sudoku.parse("1...............")
    // A second 3 in row 2, and the given 1 changed; the rest keeps the rules.
    let tokens = "2134343221434321".map { Int32($0.wholeNumberValue!) + 1 }
    let wrong = sudoku.wrongPositions(tokens, of: question)
    #expect(wrong.isSuperset(of: [0, 4, 6]) && !wrong.contains(15))
  }

  @Test("a grid can have a given answer of as many digits")
  func teaching() throws {
    let sudoku = try Sudoku(side: 4)
    let question = try sudoku.question("1...............", answer: "1234 3412 2143 4321")
    #expect(question.answer == "1234341221434321" && question.labels.prefix(4) == [2, 3, 4, 5])
    #expect(throws: PuzzleError.self) {
      try sudoku.question("1...............", answer: "1234 3412 2143 432.")
    }
    #expect(throws: PuzzleError.self) { try sudoku.question("1...............", answer: "12") }
  }

  @Test(
    "an invalid option is refused by name",
    arguments: [
      (["size": "6"], "invalid value '6' for 'size'"),
      (["size": "x"], "invalid value 'x' for 'size'"),
      (["blanks": "63"], "invalid value '63..63' for 'blanks'"),
      (["blanks": "40..64"], "invalid value '40..64' for 'blanks'"),
      (["size": "4", "blanks": "0"], "invalid value '0..0' for 'blanks'"),
      (["blanks": "40..30"], "invalid value '40..30' for 'blanks'"),
      (["blanks": ""], "invalid value '' for 'blanks'"),
      (["blanks": "3.5"], "invalid value '3.5' for 'blanks'"),
      (["grade": "evil"], "invalid value 'evil' for 'grade'"),
      (["size": "4", "blanks": "30"], "invalid value '30..30' for 'blanks'"),
      (["grade": "hard", "blanks": "20"], "too few grids with 20 blanks are hard"),
    ] as [([String: String], String)])
  func refused(options: [String: String], message: String) {
    do {
      _ = try PuzzleList.make(name: "sudoku", options: options)
      Issue.record("this was made: \(options)")
    } catch {
      #expect(error.message == message && !error.hint.isEmpty)
    }
  }
}
