// Sudokus as they are typed, checked and marked.

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
    "81 cells in a row, in lines, with grid lines, with 0, _ or . for blanks are one question",
    arguments: spelled)
  func spellings(text: String) throws {
    let question = try Sudoku().parse(text)
    #expect(question.text == Self.easy && question.answer == Self.solved)
    #expect(question.note == nil)
    #expect(
      question.properties == [.init("blanks", .number(51)), .init("grade", .word("easy"))])
  }

  @Test(
    "what can't be read or contradicts is named with its row and column",
    arguments: [
      ("1234x", "row 2, column 1: 'x' is no cell", 4),
      ("1234\n12a4", "row 2, column 3: 'a' is no cell", 7),
      ("12345", "row 2, column 1: '5' is no cell", 4),
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
      ("1234\n...\n....\n....", "row 2 has 3 of 4 cells", nil),
      ("1234", "there are 4 of 16 cells", nil), ("", "there are 0 of 16 cells", nil),
      ("12341234123412341", "there are 17 of 16 cells", nil),
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

  @Test("a grid with several solutions is told, and each of them is right")
  func several() throws {
    let sudoku = try Sudoku(side: 4)
    // Rows 1 and 3 may change their 1 and 2.
    let question = try sudoku.parse("..34341 2..43 4321".replacing(" ", with: ""))
    #expect(question.note == "this grid has several solutions; any of them counts")
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
    // A valid grid, but of other givens: 1 and 2 have changed names.
    let renamed = Self.solved.map { $0 == "1" ? "2" : $0 == "2" ? "1" : $0 }
    #expect(!sudoku.check(String(renamed), of: question))
    #expect(sudoku.wrong(question.labels, of: question) == [])
    var tokens = question.labels
    tokens[2] = 2
    tokens[80] = 1
    #expect(sudoku.wrong(tokens, of: question) == [2, 80])
  }

  @Test("where nobody knows the only answer, cells that break a rule are wrong")
  func marks() throws {
    let sudoku = try Sudoku(side: 4)
    let question = try sudoku.parse("1...............")
    // A second 3 in row 2, and the given 1 changed; the rest keeps the rules.
    let tokens = "2134343221434321".map { Int32($0.wholeNumberValue!) + 1 }
    let wrong = sudoku.wrong(tokens, of: question)
    #expect(wrong.isSuperset(of: [0, 4, 6]) && !wrong.contains(15))
  }

  @Test("a grid can be taught with an answer of as many digits")
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
    "an option that can't be so is named",
    arguments: [
      (["size": "6"], "size can't be 6"), (["size": "x"], "size can't be 'x'"),
      (["blanks": "0"], "blanks can't be 0..0"), (["blanks": "40..60"], "blanks can't be 40..60"),
      (["blanks": "40..30"], "blanks can't be '40..30'"), (["blanks": ""], "blanks can't be ''"),
      (["blanks": "3.5"], "blanks can't be '3.5'"), (["grade": "evil"], "grade can't be 'evil'"),
      (["size": "4", "blanks": "30"], "blanks can't be 30..30"),
      (["grade": "hard", "blanks": "20"], "with 20 blanks hardly any grid is hard"),
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
