// Generated Sudokus: one solution, the split, the blanks and the grade.

import Puzzles
import Testing

@Suite("Sudoku generation")
struct SudokuGeneration {
  @Test("a plain solver finds the answer as the only solution of every grid", arguments: [4, 9])
  func oneSolution(side: Int) throws {
    let sudoku = try Sudoku(side: side, blanks: side == 4 ? 4...11 : 1...55)
    for draw in 0..<100 as Range<UInt64> {
      let question = sudoku.generate(split: draw % 2 == 0 ? .train : .heldOut, draw: draw)
      #expect(plainSolutions(question.text, side: side) == [question.answer ?? ""])
      #expect(sudoku.check(question.answer ?? "", of: question))
    }
  }

  @Test("equal numbers give equal grids, other numbers others", arguments: [4, 9])
  func draws(side: Int) throws {
    let sudoku = try Sudoku(side: side)
    let all = (0..<200 as Range<UInt64>).map { sudoku.generate(split: .train, draw: $0) }
    #expect(all == (0..<200).map { sudoku.generate(split: .train, draw: $0) })
    #expect(Set(all.map(\.text)).count == 200)
  }

  @Test("a number gives the same grid in every version")
  func pinned() throws {
    let question = try Sudoku().generate(split: .heldOut, draw: 1)
    let rows = [
      "2...69.17", ".1..5.9..", "....1.562", "68.34..5.", ".4...86..", "..357...1", ".62...83.",
      ".9..8.7..", ".786..1.4",
    ]
    #expect(question.text == rows.joined())
  }

  @Test("tokens and labels have the official encoding")
  func filling() throws {
    let sudoku = try Sudoku(side: 9)
    var tokens = [Int32](repeating: -1, count: 81)
    var labels = tokens
    for draw in 0..<50 as Range<UInt64> {
      let question = sudoku.generate(split: .train, draw: draw)
      sudoku.fill(split: .train, draw: draw, tokens: &tokens, labels: &labels)
      #expect(tokens == question.tokens && labels == question.labels)
      // 1 is a blank, d + 1 the digit d, and every cell is labeled.
      #expect(tokens == question.text.map { Int32($0.wholeNumberValue ?? 0) + 1 })
      #expect(labels == question.answer?.map { Int32($0.wholeNumberValue ?? -9) + 1 })
    }
  }

  @Test("equivalent grids are in the same split", arguments: [4, 9])
  func split(side: Int) throws {
    let sudoku = try Sudoku(side: side)
    var chance = Chance(state: 7)
    for split in Split.allCases {
      for draw in 0..<60 as Range<UInt64> {
        let question = sudoku.generate(split: split, draw: draw)
        for _ in 0..<20 {
          let other = disguised(question.text, side: side, by: &chance)
          #expect(try sudoku.parse(other).split == split)
        }
      }
    }
  }

  @Test("the split of a 9 x 9 grid doesn't depend on its blanks")
  func solutions() throws {
    let (few, many) = (try Sudoku(blanks: 5...5), try Sudoku(blanks: 50...50))
    for draw in 0..<50 as Range<UInt64> {
      let question = many.generate(split: .heldOut, draw: draw)
      var cells = Array(question.answer ?? "")
      for cell in 0..<5 { cells[Int(draw) + cell * 3] = "." }
      #expect(try few.parse(String(cells)).split == .heldOut)
    }
  }

  @Test("about a tenth of independently generated grids is held out", arguments: [4, 9])
  func share(side: Int) throws {
    let sudoku = try Sudoku(side: side)
    var chance = Chance(state: 3)
    let empty = String(repeating: ".", count: side * side)
    var (held, all) = (0, 0)
    for _ in 0..<400 {
      let grid = plainSolutions(empty, side: side, limit: 1) { $0.shuffled(using: &chance) }[0]
      var cells = Array(grid)
      for cell in cells.indices.shuffled(using: &chance).prefix(side) { cells[cell] = "." }
      let question = try sudoku.parse(String(cells))
      // Grids with several solutions are never generated.
      guard question.note == nil else { continue }
      all += 1
      if question.split == .heldOut { held += 1 }
    }
    #expect(all > 200 && held * 100 > all * 5 && held * 100 < all * 15)
  }

  @Test("4 x 4 grids of each number of blanks are in both splits", arguments: 4...11)
  func fewGrids(blanks: Int) throws {
    let sudoku = try Sudoku(side: 4, blanks: blanks...blanks)
    for split in Split.allCases {
      let grids = (0..<40 as Range<UInt64>).map { sudoku.generate(split: split, draw: $0).text }
      #expect(Set(grids).count > 20)
      #expect(grids.allSatisfy { grid in grid.count { $0 == "." } == blanks })
    }
  }

  @Test("grids have the requested number of blanks and grade")
  func options() throws {
    for grade in SudokuGrade.allCases {
      let sudoku = try Sudoku(grade: grade)
      for draw in 0..<30 as Range<UInt64> {
        let question = sudoku.generate(split: .heldOut, draw: draw)
        let blanks = question.text.count { $0 == "." }
        #expect(sudoku.blanks.contains(blanks))
        #expect(
          question.properties == [
            .init("blanks", .number(blanks)), .init("grade", .word(grade.rawValue)),
          ])
      }
    }
  }
}
