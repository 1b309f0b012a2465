// Hints: the targets of supervision steps by hand, and answers without arrows.

import Puzzles
import Testing

@Suite("Hints of mazes")
struct MazeHints {
  /// Seven steps by the right, nine by the left and below.
  private static let text = """
    #######
    #S    #
    # ### #
    #   # #
    # ###G#
    #     #
    #######
    """

  private func targets(_ maze: Maze, _ question: Question, step: Int) -> (
    text: String, isWhole: Bool
  ) {
    var targets = [Int32](repeating: -1, count: maze.length)
    let isWhole = maze.fillTargets(
      step: step, tokens: question.tokens, labels: question.labels, targets: &targets)
    let cells = targets.map { $0 < 0 ? "?" : maze.vocabulary[Int($0)] }
    let rows = (0..<maze.side).map { String(cells[$0 * maze.side..<($0 + 1) * maze.side]) }
    return (rows.joined(separator: "\n"), isWhole)
  }

  @Test("p is the product over all cells, with hints over those of the path")
  func probability() throws {
    var tokens = [Int32](repeating: 2, count: 81)
    (tokens[10], tokens[11], tokens[12]) = (5, 6, 5)
    #expect(try Maze(side: 9, hints: 4).answerPositions(in: tokens) == [10, 12])
    #expect(try Maze(side: 9).answerPositions(in: tokens).count == 81)
  }

  @Test("the search goes two cells a step, or three, and the path comes back from the goal")
  func byHand() throws {
    let maze = try Maze(hints: 2)
    #expect(maze.hasStepTargets && String(maze.vocabulary.suffix(5)) == "o↑→↓←")
    let question = try maze.parse(Self.text)
    let first = targets(maze, question, step: 1)
    #expect(first.text == "#######\n#S←←? #\n#↑### #\n#↑? # #\n#?###G#\n#     #\n#######")
    let third = targets(maze, question, step: 3)
    #expect(third.text == "#######\n#S←←←←#\n#↑###?#\n#↑←←#?#\n#↑###G#\n#↑←←??#\n#######")
    // At two cells a step the goal is reached at time 7, and at time 8 the path has its first cell.
    // At three, five cells could have theirs after four steps.
    let fourth = targets(maze, question, step: 4)
    #expect(fourth.text == "#######\n#S←???#\n#↑###?#\n#↑←←#o#\n#↑###G#\n#↑←←←↑#\n#######")
    #expect(!first.isWhole && !third.isWhole && !fourth.isWhole)
    #expect(!targets(maze, question, step: 6).isWhole)
    let last = targets(maze, question, step: 7)
    #expect(last.text == "#######\n#Soooo#\n#↑###o#\n#↑←←#o#\n#↑###G#\n#↑←←←↑#\n#######")
    #expect(last.isWhole)
  }

  @Test("after many steps the targets are the labels", arguments: [7, 10, 15])
  func settled(side: Int) throws {
    let maze = try Maze(side: side, loops: 0.3, shortest: 2, hints: 3)
    var (tokens, labels) = (
      [Int32](repeating: 0, count: maze.length), [Int32](repeating: 0, count: maze.length)
    )
    for draw in 0..<30 as Range<UInt64> {
      maze.fill(split: .train, draw: draw, tokens: &tokens, labels: &labels)
      let question = maze.generate(split: .train, draw: draw)
      #expect(tokens == question.tokens && labels == question.labels)
      var targets = labels
      let isWhole = maze.fillTargets(step: 200, tokens: tokens, labels: labels, targets: &targets)
      #expect(isWhole && targets == labels)
      #expect(Set(labels).isDisjoint(with: [2]), "free cells have arrows: all rooms are joined")
    }
  }

  @Test("an answer has no arrows, and none is right or wrong by its arrows")
  func answers() throws {
    let maze = try Maze(hints: 4)
    let question = try maze.parse(Self.text)
    let plain = try Maze().parse(Self.text)
    #expect(question.answer == plain.answer && question.text == plain.text)
    var tokens = question.labels
    #expect(maze.decode(tokens) == plain.answer)
    #expect(maze.verdict(of: tokens, for: question) == true)
    // Cell 8 + 7 has an arrow: another direction, or none, is as right.
    tokens[15] = 9
    #expect(maze.verdict(of: tokens, for: question) == true)
    #expect(maze.wrongPositions(tokens, of: question) == [])
    tokens[15] = 2
    tokens[9] = 2
    #expect(maze.verdict(of: tokens, for: question) == false)
    #expect(maze.wrongPositions(tokens, of: question) == [9])
    // A given answer can be trained on: other free cells keep their arrows.
    let given = try maze.question(question.text, answer: #require(plain.answer))
    #expect(given.labels == question.labels)
    #expect(throws: PuzzleError.self) { try Maze(hints: 33) }
  }

  @Test("a data set's question may have no start, no goal or no path")
  func broken() throws {
    let maze = try Maze(hints: 2)
    for tokens: [Int32] in [
      [Int32](repeating: 2, count: 49), [Int32](repeating: 5, count: 49),
      [Int32](repeating: 3, count: 49), [3] + [Int32](repeating: 1, count: 47) + [4],
    ] {
      for label: Int32 in [2, 5, 9, -100] {
        let labels = [Int32](repeating: label, count: 49)
        var targets = labels
        _ = maze.fillTargets(step: 3, tokens: tokens, labels: labels, targets: &targets)
        #expect(targets.allSatisfy { (-100..<10).contains($0) })
      }
    }
  }

  @Test("without hints each step has the answer as its target")
  func without() throws {
    let maze = try Maze()
    #expect(!maze.hasStepTargets && maze.vocabulary.count == 6)
    let question = maze.generate(split: .train, draw: 1)
    let target = targets(maze, question, step: 1)
    #expect(target.isWhole && target.text.filter { $0 != "\n" } == question.answer)
  }
}
