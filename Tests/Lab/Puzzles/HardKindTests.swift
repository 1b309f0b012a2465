// Hard kinds of all puzzles: repeatable, in their split, and as many as there are.

import Puzzles
import Testing

@Suite("Hard kinds")
struct HardKindTests {
  static let puzzles: [(String, [String: String])] = [
    ("arithmetic", ["digits": "4"]), ("arithmetic", ["digits": "1"]),
    ("arithmetic", ["digits": "10", "longest": "8", "negatives": "0.25"]),
    ("arithmetic", ["digits": "6", "operators": "-", "layout": "columns"]),
    ("arithmetic", ["digits": "12", "operators": "+", "layout": "signed-columns"]),
    ("digit-sum", [:]), ("sudoku", [:]), ("sudoku", ["size": "4"]), ("maze", [:]),
    ("maze", ["size": "15"]),
  ]

  @Test("names are different, and every kind has a summary", arguments: puzzles)
  func names(name: String, options: [String: String]) throws {
    let kinds = try PuzzleList.make(name: name, options: options).hardKinds
    #expect(kinds.count >= 5 && Set(kinds.map(\.name)).count == kinds.count)
    #expect(kinds.allSatisfy { !$0.summary.isEmpty })
  }

  @Test(
    "a number gives the same question and tokens, in its split, and parsing agrees",
    arguments: puzzles)
  func repeatable(name: String, options: [String: String]) throws {
    let puzzle = try PuzzleList.make(name: name, options: options)
    var found: Set<Int> = []
    for kind in puzzle.hardKinds.indices {
      for draw in 0..<6 as Range<UInt64> {
        let split = draw % 2 == 0 ? Split.train : .heldOut
        var tokens = [Int32](repeating: -1, count: puzzle.length)
        var labels = tokens
        let isFilled = puzzle.fillHard(
          kind, split: split, draw: draw, tokens: &tokens, labels: &labels)
        guard let question = puzzle.hardQuestion(kind, split: split, draw: draw) else {
          #expect(!isFilled)
          continue
        }
        found.insert(kind)
        #expect(isFilled && tokens == question.tokens && labels == question.labels)
        #expect(puzzle.hardQuestion(kind, split: split, draw: draw) == question)
        let read = try puzzle.parse(question.text)
        #expect(read.split == split && question.split == split)
        #expect(read.tokens == question.tokens && read.answer == question.answer)
      }
    }
    #expect(found.count + 1 >= puzzle.hardKinds.count)
  }

  @Test("questions of a kind are all different, and the seed decides which", arguments: puzzles)
  func different(name: String, options: [String: String]) throws {
    let puzzle = try PuzzleList.make(name: name, options: options)
    for kind in puzzle.hardKinds.indices {
      let some = try #require(puzzle.hardQuestions(kind, count: 12, split: .train, seed: 3))
      #expect(Set(some.map(\.text)).count == some.count)
      #expect(some == puzzle.hardQuestions(kind, count: 12, split: .train, seed: 3))
      #expect(some.allSatisfy { $0.hardKind == puzzle.hardKinds[kind].name && $0.split == .train })
    }
    #expect(puzzle.hardQuestions(0, count: 3, split: .train, seed: 1, while: { false }) == nil)
  }

  @Test("a kind with too few questions gives all there are")
  func exhausted() throws {
    let puzzle = try Arithmetic(digits: 3)
    let kind = try #require(puzzle.hardKinds.firstIndex { $0.name == "10^k - 1 ± 1..9" })
    for split in Split.allCases {
      var all: Set<String> = []
      for nines in [9, 99, 999] {
        for digit in 1...9 {
          for sign in ["+", "-"] {
            let text = "\(nines) \(sign) \(digit)"
            if try puzzle.problem(text).split == split { all.insert(text) }
          }
        }
      }
      let found = try #require(puzzle.hardQuestions(kind, count: 500, split: split, seed: 1))
      #expect(Set(found.map(\.text)) == all && found.count == all.count)
    }
  }

  /// What two spellings of one sum share: the unordered pair of its addends, up to both signs.
  private func key(_ problem: Arithmetic.Problem) -> [Int] {
    let addends = [problem.first, problem.operation == .plus ? problem.second : -problem.second]
    return min(addends.sorted(), addends.map { -$0 }.sorted()) { $0.lexicographicallyPrecedes($1) }
  }

  private func min(_ a: [Int], _ b: [Int], _ isLess: ([Int], [Int]) -> Bool) -> [Int] {
    isLess(a, b) ? a : b
  }

  @Test("no held-out sum is drawn for training in any kind, also not in another order or spelling")
  func disjoint() throws {
    let puzzle = try Arithmetic(digits: 3, mix: .init(negatives: 0.3))
    var keys: [Split: Set<[Int]>] = [:]
    for kind in puzzle.hardKinds.indices {
      for split in Split.allCases {
        for draw in 0..<600 as Range<UInt64> {
          guard let problem = puzzle.hardProblem(kind, split: split, draw: draw) else { continue }
          keys[split, default: []].insert(key(problem))
        }
      }
    }
    #expect((keys[.train] ?? []).count > 1000 && (keys[.heldOut] ?? []).count > 300)
    #expect((keys[.train] ?? []).isDisjoint(with: keys[.heldOut] ?? []))
  }

  @Test("sums of two digits are of the size that their kind says")
  func digitSums() throws {
    let isIn: [String: (Int, Int) -> Bool] = [
      "equal digits": { $0 == $1 }, "a digit and 0": { $0 * $1 == 0 },
      "sums below 10": { $0 + $1 <= 9 }, "sums of 10": { $0 + $1 == 10 },
      "sums above 10": { $0 + $1 >= 11 },
    ]
    for (kind, hard) in DigitSum().hardKinds.enumerated() {
      let holds = try #require(isIn[hard.name])
      for question in DigitSum().hardQuestions(kind, count: 50, split: .train, seed: 1) ?? [] {
        let pair = question.text.split(separator: " + ").map { Int($0) ?? -1 }
        #expect(holds(pair[0], pair[1]), "\(question.text)")
      }
    }
  }
}
