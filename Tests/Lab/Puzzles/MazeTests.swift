// Mazes: shortest paths by another search, the split, parsing, checking.

import Puzzles
import Testing

@Suite("Mazes")
struct MazeTests {
  /// The length and number of shortest paths, by a plain search that scans the whole maze for each
  /// step.
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

  @Test("another search finds a unique shortest path", arguments: [7, 8, 11, 30])
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
      // Only free cells became the path.
      #expect(zip(question.text, answer).allSatisfy { $0 == $1 || $0 == " " && $1 == "o" })
    }
  }

  @Test("tokens and labels have the official encoding")
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

  @Test("rotations, reflections and other endpoints keep the split")
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

  @Test("a maze is parsed in lines, and any shortest path is right")
  func typing() throws {
    let maze = try Maze(side: 7)
    let question = try maze.parse("#######\n#S..###\n#.#.###\n#..G###\n#######\n#######\n#######\n")
    #expect(question.note == "several paths are shortest; any of them is right")
    let frame = String(repeating: "#", count: 21)
    func full(_ rows: String...) -> String {
      "#######" + rows.map { "#" + $0 + "###" }.joined() + frame
    }
    #expect(question.text == full("S  ", " # ", "  G"))
    #expect(maze.check(full("Soo", " #o", "  G"), of: question))
    #expect(maze.check(full("S  ", "o# ", "ooG"), of: question))
    // Both paths, a gap, a step beside the path, a wall, the start overwritten.
    #expect(!maze.check(full("Soo", "o#o", "ooG"), of: question))
    #expect(!maze.check(full("So ", " #o", "  G"), of: question))
    #expect(!maze.check(full("So ", "o# ", " oG"), of: question))
    #expect(!maze.check(full("So ", " o ", " oG"), of: question))
    #expect(!maze.check(full("ooo", " #o", "  G"), of: question))
    #expect(!maze.check("", of: question))
    let closed = try maze.parse(
      "#######\n#S#.###\n###.###\n#..G###\n#######\n#######\n#######")
    #expect(closed.note == "there is no path from S to G" && closed.answer == nil)
    #expect(!maze.check(closed.text, of: closed))
  }

  @Test("walls and free cells have the characters that other programs use")
  func characters() throws {
    let rows = ["#######", "#S....#", "#.###.#", "#.#...#", "#.#.###", "#...G.#", "#######"]
    let text = rows.joined(separator: "\n")
    let maze = try Maze().parse(text)
    for (wall, free) in [("X", " "), ("1", "0"), ("█", "_"), ("#", "·"), ("■", ".")] {
      let other = text.replacing("#", with: wall).replacing(".", with: free)
      #expect(try Maze().parse(other) == maze, "\(wall) \(free)")
      #expect(try Maze().parse(other.replacing("\n", with: "\r\n")) == maze)
      #expect(try Maze().parse(other.replacing("\n", with: "")) == maze)
    }
  }

  @Test("the smallest mazes without loops are in both splits", arguments: [7, 8])
  func smallest(side: Int) throws {
    let maze = try Maze(side: side, loops: 0, shortest: 8)
    for split in Split.allCases {
      let mazes = (0..<60 as Range<UInt64>).map { maze.generate(split: split, draw: $0) }
      #expect(Set(mazes.map(\.text)).count > 20)
      #expect(mazes.allSatisfy { $0.split == split })
    }
  }

  @Test("paths of one step are generated where they are allowed")
  func adjacent() throws {
    let maze = try Maze(shortest: 1)
    let steps = try (0..<400 as Range<UInt64>).map { draw in
      try #require(wave(rows(maze.generate(split: .train, draw: draw).text, 7))).steps
    }
    #expect(steps.contains(1) && steps.contains(2) && steps.contains { $0 > 5 })
  }

  @Test("a shorter path is taken if none is long enough")
  func open() throws {
    // With all walls open, only straight paths are unique: at most 4 steps between 3 rooms.
    let maze = try Maze(side: 7, loops: 1, shortest: 8)
    let question = maze.generate(split: .train, draw: 1)
    #expect(question.properties.count == 1 && question.note == nil)
    #expect(wave(rows(question.text, 7))?.ways == 1)
  }

  @Test(
    "a smaller maze gets walls at its right and below",
    arguments: [
      "#####\n#S..#\n#.#.#\n#..G#\n#####", "######S..##.#.##..G######", "#####\n#S\n#.#.\n#..G#",
    ])
  func padded(text: String) throws {
    let question = try Maze(side: 7).parse(text)
    #expect(question.note?.hasPrefix("walls were added to make it 7 x 7; several paths") == true)
    let rows = rows(question.text, 7)
    let found = try #require(wave(rows))
    #expect(found.steps == 4 && rows.allSatisfy { $0[5] == "#" && $0[6] == "#" })
    #expect(rows[5...].allSatisfy { $0.allSatisfy { $0 == "#" } })
    // Missing cells at the end of its own rows are free.
    #expect(rows[1][3] == " ")
    #expect(try Maze(side: 7).parse(question.text).split == question.split)
  }

  @Test("hard mazes have several shortest paths or are smaller, where their kind says so")
  func hardKinds() throws {
    let maze = try Maze(side: 7)
    for (kind, hard) in maze.hardKinds.enumerated() {
      for split in [Split.train, .heldOut] {
        for draw in 0..<12 as Range<UInt64> {
          guard let question = maze.hardQuestion(kind, split: split, draw: draw) else { continue }
          let rows = rows(question.text, 7)
          let found = try #require(wave(rows))
          let isSeveral = hard.name.hasPrefix("several")
          let isEither = hard.name.contains(" x ") || hard.name.hasPrefix("all")
          #expect(isEither || (found.ways > 1) == isSeveral, "\(hard.name)")
          let answer = try #require(question.answer)
          #expect(maze.check(answer, of: question) && question.split == split)
          guard let side = hard.name.first?.wholeNumberValue, hard.name.contains(" x ") else {
            continue
          }
          #expect(rows.allSatisfy { $0[(side - 1)...].allSatisfy { $0 == "#" } })
        }
      }
    }
  }

  @Test(
    "invalid mazes are refused with row and column",
    arguments: [
      ("#######\n#S.x###", "got 2 rows; this puzzle needs 7", nil),
      (walls("#S.x###"), "row 2, column 4: invalid cell 'x'", 11),
      (
        walls("#S..###", "#.SG###"), "row 3, column 3: a second S; the first is in row 2, column 2",
        18
      ),
      (walls("#S..###"), "the maze has no goal G", nil),
      (walls("#G..###"), "the maze has no start S", nil),
      (walls("#S.G####"), "row 2 has 8 cells; this puzzle needs 7", 15),
      ("#S.G#", "got 5 cells; this puzzle needs 49", nil),
      ("", "got 0 cells; this puzzle needs 49", nil),
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
    "an invalid option is refused by name",
    arguments: [
      (["size": "31"], "invalid value '31' for 'size'"),
      (["size": "6"], "invalid value '6' for 'size'"),
      (["size": "x"], "invalid value 'x' for 'size'"),
      (["loops": "2"], "invalid value '2.0' for 'loops'"),
      (["loops": "nan"], "invalid value 'nan' for 'loops'"),
      (["loops": "many"], "invalid value 'many' for 'loops'"),
      (["size": "7", "shortest": "9"], "invalid value '9' for 'shortest'"),
      (["shortest": "0"], "invalid value '0' for 'shortest'"),
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

/// Seven rows of walls, in which the given rows replace the second and following ones.
private func walls(_ rows: String...) -> String {
  let all = ["#######"] + rows
  return (all + Array(repeating: "#######", count: 7 - all.count)).joined(separator: "\n")
}
