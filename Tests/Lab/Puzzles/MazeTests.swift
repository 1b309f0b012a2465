// Mazes: shortest ways by another search, the split, typing, checking.

import Puzzles
import Testing

@Suite("Mazes")
struct MazeTests {
  /// The lengths and numbers of shortest ways by a wave that washes over the whole maze again and
  /// again: slow, plain, and no queue.
  private func wave(_ rows: [[Character]]) -> (steps: Int, ways: Int)? {
    let side = rows.count
    var steps = [[Int?]](repeating: [Int?](repeating: nil, count: side), count: side)
    var ways = [[Int]](repeating: [Int](repeating: 0, count: side), count: side)
    for (y, row) in rows.enumerated() {
      for (x, cell) in row.enumerated() where cell == "S" {
        steps[y][x] = 0
        ways[y][x] = 1
      }
    }
    for step in 1...side * side {
      for y in 0..<side {
        for x in 0..<side where rows[y][x] != "#" && steps[y][x] == nil {
          for (dy, dx) in [(-1, 0), (1, 0), (0, -1), (0, 1)] {
            guard (0..<side).contains(y + dy), (0..<side).contains(x + dx) else { continue }
            if steps[y + dy][x + dx] == step - 1 { ways[y][x] += ways[y + dy][x + dx] }
          }
          if ways[y][x] > 0 { steps[y][x] = step }
          if rows[y][x] == "G", ways[y][x] > 0 { return (step, ways[y][x]) }
        }
      }
    }
    return nil
  }

  private func rows(_ text: String, _ side: Int) -> [[Character]] {
    let cells = Array(text)
    return (0..<side).map { Array(cells[$0 * side..<($0 + 1) * side]) }
  }

  @Test("one shortest way leads from start to goal, by another search", arguments: [7, 8, 11, 30])
  func ways(side: Int) throws {
    let maze = try Maze(side: side, loops: 0.2, shortest: 4)
    for draw in 0..<40 as Range<UInt64> {
      let question = maze.generate(split: draw % 2 == 0 ? .train : .heldOut, draw: draw)
      let found = try #require(wave(rows(question.text, side)))
      #expect(found.ways == 1 && found.steps >= 4)
      #expect(question.properties == [.init("path", .number(found.steps))])
      let answer = try #require(question.answer)
      #expect(answer.count { $0 == "o" } == found.steps - 1)
      #expect(maze.check(answer, of: question))
      // Nothing but free cells became the way.
      #expect(zip(question.text, answer).allSatisfy { $0 == $1 || $0 == " " && $1 == "o" })
    }
  }

  @Test("tokens and labels are the official ones, and those of the question")
  func filling() throws {
    let maze = try Maze(side: 9)
    var tokens = [Int32](repeating: -1, count: 81)
    var labels = tokens
    let official: [Character: Int32] = ["#": 1, " ": 2, "S": 3, "G": 4, "o": 5]
    for draw in 0..<50 as Range<UInt64> {
      let question = maze.generate(split: .train, draw: draw)
      maze.fill(split: .train, draw: draw, tokens: &tokens, labels: &labels)
      #expect(tokens == question.tokens && labels == question.labels)
      #expect(tokens == question.text.map { official[$0] })
      #expect(labels == question.answer?.map { official[$0] })
    }
  }

  @Test("turned and mirrored, and with other ends, a maze stays in its split")
  func split() throws {
    let maze = try Maze(side: 7, shortest: 2)
    for split in Split.allCases {
      for draw in 0..<40 as Range<UInt64> {
        var cells = rows(maze.generate(split: split, draw: draw).text, 7)
        for view in 0..<8 {
          cells = cells.indices.map { x in cells.reversed().map { $0[x] } }
          if view == 3 { cells = cells.map { $0.reversed() } }
          #expect(try maze.parse(String(cells.joined())).split == split)
          let swapped = cells.joined().map { $0 == "S" ? "G" : $0 == "G" ? "S" : $0 }
          #expect(try maze.parse(String(swapped)).split == split)
        }
      }
    }
  }

  @Test("a maze is typed in lines, and a way is right if it is as short as any")
  func typing() throws {
    let maze = try Maze(side: 7)
    let question = try maze.parse("#######\n#S..###\n#.#.###\n#..G###\n#######\n#######\n#######\n")
    #expect(question.note == "several ways are as short; any of them counts")
    let frame = String(repeating: "#", count: 21)
    func full(_ rows: String...) -> String {
      "#######" + rows.map { "#" + $0 + "###" }.joined() + frame
    }
    #expect(question.text == full("S  ", " # ", "  G"))
    #expect(maze.check(full("Soo", " #o", "  G"), of: question))
    #expect(maze.check(full("S  ", "o# ", "ooG"), of: question))
    // Both ways, a gap, a step beside it, a wall broken, the start walked over.
    #expect(!maze.check(full("Soo", "o#o", "ooG"), of: question))
    #expect(!maze.check(full("So ", " #o", "  G"), of: question))
    #expect(!maze.check(full("So ", "o# ", " oG"), of: question))
    #expect(!maze.check(full("So ", " o ", " oG"), of: question))
    #expect(!maze.check(full("ooo", " #o", "  G"), of: question))
    #expect(!maze.check("", of: question))
    let closed = try maze.parse(
      "#######\n#S#.###\n###.###\n#..G###\n#######\n#######\n#######")
    #expect(closed.note == "no way leads from S to G" && closed.answer == nil)
    #expect(!maze.check(closed.text, of: closed))
  }

  @Test("the smallest mazes are in both splits, with one way only", arguments: [7, 8])
  func smallest(side: Int) throws {
    let maze = try Maze(side: side, loops: 0, shortest: 8)
    for split in Split.allCases {
      let mazes = (0..<60 as Range<UInt64>).map { maze.generate(split: split, draw: $0) }
      #expect(Set(mazes.map(\.text)).count > 20)
      #expect(mazes.allSatisfy { $0.split == split })
    }
  }

  @Test("where no way is so long a shorter one is taken")
  func open() throws {
    // With every wall open, only straight ways are the one shortest: at most 4 steps of 3 rooms.
    let maze = try Maze(side: 7, loops: 1, shortest: 8)
    let question = maze.generate(split: .train, draw: 1)
    #expect(question.properties.count == 1 && question.note == nil)
    #expect(wave(rows(question.text, 7))?.ways == 1)
  }

  @Test(
    "what can't be read is named with its row and column",
    arguments: [
      ("#######\n#S.x###", "there are 2 of 7 rows", nil),
      (walls("#S.x###"), "row 2, column 4: 'x' is no cell of a maze", 11),
      (
        walls("#S..###", "#.SG###"), "row 3, column 3: a second S; the first is in row 2, column 2",
        18
      ),
      (walls("#S..###"), "the maze has no goal G", nil),
      (walls("#G..###"), "the maze has no start S", nil),
      (walls("#S.G####"), "row 2 has 8 of 7 cells", 15), ("#S.G#", "there are 5 of 49 cells", nil),
      ("", "there are 0 of 49 cells", nil),
    ] as [(String, String, Int?)])
  func unreadable(text: String, message: String, column: Int?) throws {
    let maze = try Maze(side: 7)
    do {
      _ = try maze.parse(text)
      Issue.record("this was read: \(text)")
    } catch {
      #expect(error.message == message && error.column == column && !error.hint.isEmpty)
    }
  }

  @Test(
    "an option that can't be so is named",
    arguments: [
      (["size": "31"], "size can't be 31"), (["size": "6"], "size can't be 6"),
      (["size": "x"], "size can't be 'x'"), (["loops": "2"], "loops can't be 2.0"),
      (["loops": "nan"], "loops can't be nan"), (["loops": "many"], "loops can't be 'many'"),
      (["size": "7", "shortest": "9"], "shortest can't be 9"),
      (["shortest": "1"], "shortest can't be 1"),
    ] as [([String: String], String)])
  func refused(options: [String: String], message: String) {
    do {
      _ = try PuzzleList.make(name: "maze", options: options)
      Issue.record("this was made: \(options)")
    } catch {
      #expect(error.message == message)
    }
  }
}

/// Seven rows of walls, but for those given, which are the second and on.
private func walls(_ rows: String...) -> String {
  let all = ["#######"] + rows
  return (all + Array(repeating: "#######", count: 7 - all.count)).joined(separator: "\n")
}
