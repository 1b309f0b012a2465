// Hard kinds of grids: blanks and grades of Sudokus, paths and walls of mazes.

import Puzzles
import Testing

@Suite("Hard kinds of grids")
struct GridHardKinds {
  /// The numbers in a name such as `3 to 10 blanks`.
  private func range(_ name: String) throws -> ClosedRange<Int> {
    let numbers = name.split(separator: " ").compactMap { Int($0) }
    let first = try #require(numbers.first)
    return first...(numbers.last ?? first)
  }

  @Test("grids have as many blanks as their kind says, and one solution", arguments: [4, 9])
  func blanks(side: Int) throws {
    let sudoku = try Sudoku(side: side)
    var seen: Set<Int> = []
    for (kind, hard) in sudoku.hardKinds.enumerated() where hard.name.hasSuffix("blanks") {
      let range = try range(hard.name)
      for draw in 0..<24 as Range<UInt64> {
        let split = draw % 2 == 0 ? Split.train : .heldOut
        guard let question = sudoku.hardQuestion(kind, split: split, draw: draw) else { continue }
        let blanks = question.text.count { $0 == "." }
        #expect(range.contains(blanks), "\(hard.name): \(question.text)")
        seen.insert(blanks)
        // The plain solver is slow where there are few givens.
        guard draw < 6 || range.upperBound < 56 else { continue }
        #expect(plainSolutions(question.text, side: side) == [question.answer ?? ""])
      }
    }
    #expect(seen.contains(0) && seen.contains(side == 9 ? 62 : 12))
  }

  @Test("grids are of the grade that their kind says")
  func grades() throws {
    let sudoku = try Sudoku()
    for grade in SudokuGrade.allCases {
      let kind = sudoku.hardKinds.firstIndex { $0.name == "grade \(grade.rawValue)" }
      let questions = sudoku.hardQuestions(try #require(kind), count: 6, split: .train, seed: 1)
      #expect(questions?.isEmpty == false)
      for question in questions ?? [] {
        #expect(
          try sudoku.parse(question.text).properties.contains(
            .init("grade", .word(grade.rawValue))))
      }
    }
  }

  @Test("from 0 to 62 blanks, training draws what it is asked for", arguments: [0, 1, 58, 60, 62])
  func options(blanks: Int) throws {
    let sudoku = try Sudoku(blanks: blanks...blanks)
    let least = blanks == 58 ? 53 : blanks
    for draw in 0..<4 as Range<UInt64> {
      let grid = sudoku.generate(split: draw % 2 == 0 ? .train : .heldOut, draw: draw).text
      #expect((least...blanks).contains(grid.count { $0 == "." }))
    }
  }

  /// The distance from S to G by a search that widens step by step.
  private func steps(_ cells: [Character], _ side: Int) -> Int {
    var reached = Set(cells.indices.filter { cells[$0] == "S" })
    for step in 1...cells.count {
      for cell in reached {
        for other in [cell - side, cell + side, cell - 1, cell + 1]
        where cells.indices.contains(other) && cells[other] != "#" {
          reached.insert(other)
        }
      }
      if reached.contains(where: { cells[$0] == "G" }) { return step }
    }
    return 0
  }

  @Test("paths are as long, and walls as many, as their kind says", arguments: [7, 8, 13])
  func mazes(side: Int) throws {
    let maze = try Maze(side: side)
    let rooms = (side - 1) / 2
    var seen = 0
    for (kind, hard) in maze.hardKinds.enumerated() {
      var (walls, inner) = (0, 0)
      for draw in 0..<40 as Range<UInt64> {
        guard let question = maze.hardQuestion(kind, split: .train, draw: draw) else { continue }
        seen += 1
        let cells = Array(question.text)
        // All edges are walls, so that cells beside each other in the text are so in the maze.
        #expect(cells.prefix(side).allSatisfy { $0 == "#" } && cells.last == "#")
        for row in 1..<side - 1 {
          for column in 1..<side - 1 {
            inner += 1
            if cells[row * side + column] == "#" { walls += 1 }
          }
        }
        let free = cells.count { $0 != "#" }
        let joined = cells.indices.reduce(0) { sum, cell in
          sum
            + [1, side].count {
              cell + $0 < cells.count && cells[cell] != "#" && cells[cell + $0] != "#"
            }
        }
        switch hard.name {
        case "no loops": #expect(free == joined + 1)
        case "half of the walls open": #expect(joined >= free - 1)
        case "all walls open": #expect(free == rooms * rooms + 2 * rooms * (rooms - 1))
        case let name where name.hasPrefix("path of"):
          #expect(try range(name).contains(steps(cells, side)), "\(name)")
        // The rest has more to it than walls, which other tests check.
        default:
          #expect(
            ["scattered walls", "several ways"].contains { hard.name.hasPrefix($0) }
              || hard.name.contains(" x "))
        }
      }
      if let percent = Int(hard.name.drop { !$0.isNumber }.dropLast()),
        hard.name.hasPrefix("scattered")
      {
        #expect(abs(Double(walls) / Double(inner) - Double(percent) / 100) < 0.06)
      }
    }
    #expect(seen > 300)
  }
}
