// Hard kinds of sums: each has what its name says, by a predicate on the digits as text.

import Puzzles
import Testing

/// A sum with its operands' magnitudes as text.
private struct Sum {
  let first, second: Int
  let sign: Character
  let puzzle: Arithmetic

  init(_ text: String, _ puzzle: Arithmetic) {
    let words = text.split(separator: " ")
    (first, sign, second) = (Int(words[0])!, words[1].first!, Int(words[2])!)
    self.puzzle = puzzle
  }

  var texts: [String] { [String(first.magnitude), String(second.magnitude)] }
  var lengths: [Int] { texts.map(\.count) }
  var result: Int { sign == "+" ? first + second : first - second }

  /// The digits of both, from the units on, in as many columns as the longer has.
  var columns: [(Int, Int)] {
    let reversed = texts.map { $0.reversed().map { $0.wholeNumberValue! } }
    return (0..<lengths.max()!).map { column in
      (
        column < reversed[0].count ? reversed[0][column] : 0,
        column < reversed[1].count ? reversed[1][column] : 0
      )
    }
  }

  /// Whether each column carries, or borrows with the larger number above.
  var carries: [Bool] {
    var carry = 0
    let isSwapped = first.magnitude < second.magnitude
    return columns.map { a, b in
      let (above, below) = isSwapped ? (b, a) : (a, b)
      carry = sign == "+" ? (a + b + carry > 9 ? 1 : 0) : (above - below - carry < 0 ? 1 : 0)
      return carry == 1
    }
  }

  var longestRun: Int {
    var (run, longest) = (0, 0)
    for carries in carries {
      run = carries ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}

private func isPower(_ number: Int) -> Bool {
  let text = String(number)
  return text.first == "1" && text.count > 1 && text.dropFirst().allSatisfy { $0 == "0" }
}

private func isNines(_ number: Int) -> Bool { String(number).allSatisfy { $0 == "9" } }

/// The powers of ten up to 10¹¹.
private let places = (1...11).map { Int("1" + String(repeating: "0", count: $0))! }

@Suite("Arithmetic's hard kinds")
struct ArithmeticHardKinds {
  private static let predicates: [String: @Sendable (Sum) -> Bool] = [
    "borrows through zeros": { sum in
      // A digit 0 from which a borrow is taken, while the column before it needs one.
      sum.sign == "-" && sum.first > sum.second && sum.second >= 0
        && sum.columns.indices.dropFirst().contains {
          sum.columns[$0].0 == 0 && sum.carries[$0 - 1] && sum.carries[$0]
        }
    },
    "x000u - (x-1)999v": { sum in
      places.dropFirst().contains {
        sum.first / $0 == sum.second / $0 + 1 && sum.first % $0 < 10 && sum.second % $0 >= $0 - 10
      } && sum.sign == "-" && (1...19).contains(sum.result)
    },
    "x99 - y00": { sum in
      places.contains {
        sum.first % $0 == $0 - 1 && sum.second % $0 == 0 && sum.first / $0 < sum.second / $0
      } && sum.sign == "-"
    },
    "carries in every column": { $0.sign == "+" && $0.carries.allSatisfy { $0 } },
    "borrows in every column": { sum in
      sum.sign == "-" && sum.carries.dropLast().allSatisfy { $0 } && sum.carries.count > 1
    },
    "carry chains": { $0.sign == "+" && $0.longestRun >= 2 },
    "passed carries": { sum in
      sum.sign == "+" && sum.columns.dropFirst().contains { $0.0 + $0.1 == 9 }
    },
    "passed borrows": { sum in
      sum.sign == "-" && sum.columns.dropFirst().contains { $0.0 == $0.1 }
    },
    "complements to 10^k": { $0.sign == "+" && isPower($0.result) && $0.second > 0 },
    "10^k ± 1..9": { isPower($0.first) && (1...9).contains($0.second) },
    "10^k ± b": { isPower($0.first) && $0.lengths[1] < $0.lengths[0] },
    "b ± 10^k": { isPower($0.second) && $0.lengths[0] < $0.lengths[1] },
    "trailing zeros": { sum in sum.texts.allSatisfy { $0.count > 1 && $0.last == "0" } },
    "10^k - 1 ± 1..9": { isNines($0.first) && (1...9).contains($0.second) },
    "10^k - 1 ± b": { isNines($0.first) && $0.lengths[1] <= $0.lengths[0] },
    "b ± (10^k - 1)": { isNines($0.second) && $0.lengths[0] <= $0.lengths[1] },
    "nines but for one digit": { sum in
      sum.texts[0].count > 1 && sum.texts[0].count { $0 != "9" } == 1
    },
    "zeros and nines": { sum in
      sum.texts.allSatisfy { $0.count > 1 && $0.count { !"09".contains($0) } <= 1 }
    },
    "repeated digits": { sum in
      sum.texts.allSatisfy { $0.count > 1 && Set($0).count == 1 && $0.first != "0" }
    },
    "unequal lengths": { abs($0.lengths[0] - $0.lengths[1]) >= 2 },
    "0 ± b and a ± 0": { $0.first == 0 || $0.second == 0 },
    "equal operands": { $0.first == $0.second },
    "a - (a ± 1)": { $0.sign == "-" && abs($0.result) == 1 },
    "a - (a ± 2..99)": { $0.sign == "-" && (2...99).contains(abs($0.result)) },
    "results from -9 to -1": { $0.sign == "-" && (-9 ... -1).contains($0.result) },
    "results of 0": { $0.result == 0 },
    "negative operands": { $0.first < 0 || $0.second < 0 },
    "longest operands": { sum in sum.lengths.allSatisfy { $0 == sum.puzzle.digits } },
    "longest chains": { sum in
      let passed = sum.columns.dropFirst().dropLast()
      return sum.lengths.allSatisfy { $0 == sum.puzzle.digits }
        && passed.allSatisfy { sum.sign == "+" ? $0.0 + $0.1 == 9 : $0.0 == $0.1 }
    },
  ]

  private func holds(_ name: String, _ sum: Sum) -> Bool? {
    if name.hasPrefix("random, ") {
      return Int(name.split(separator: " ")[1]) == sum.lengths.max()
    }
    return Self.predicates[name].map { $0(sum) }
  }

  @Test(
    "every question is what the name of its kind says",
    arguments: [
      (1, 1, "+-", 0.15), (2, 2, "+-", 0.15), (3, 3, "+-", 0), (4, 4, "+", 0.15), (6, 6, "-", 0.15),
      (10, 8, "+-", 0.25), (12, 12, "+-", 0.15),
    ])
  func names(digits: Int, longest: Int, operators: String, negatives: Double) throws {
    let puzzle = try Arithmetic(
      digits: digits, operators: operators.compactMap { .init(rawValue: $0) },
      lengths: 1...longest, mix: .init(negatives: negatives))
    for (kind, hard) in puzzle.hardKinds.enumerated() {
      var wrong: [String] = []
      for draw in 0..<300 as Range<UInt64> {
        let split = draw % 3 == 0 ? Split.heldOut : .train
        guard let question = puzzle.hardQuestion(kind, split: split, draw: draw) else { continue }
        let sum = Sum(question.text, puzzle)
        guard let holds = holds(hard.name, sum) else {
          Issue.record("\(hard.name) has no predicate")
          break
        }
        let fits =
          hard.name.contains("longest") || hard.name.hasPrefix("random")
          || sum.lengths.allSatisfy { $0 <= longest }
        let isSigned = (sum.first < 0 || sum.second < 0) && negatives == 0
        if !holds || !fits || isSigned || !operators.contains(sum.sign)
          || question.answer != String(sum.result)
        {
          wrong.append(question.text)
        }
      }
      #expect(wrong.isEmpty, "\(hard.name): \(wrong.prefix(3))")
    }
  }

  @Test("all kinds occur where everything is allowed, and only those that fit elsewhere")
  func options() throws {
    let all = try Arithmetic(digits: 10, lengths: 1...8).hardKinds.map(\.name)
    #expect(Set(all).isSuperset(of: Self.predicates.keys) && all.contains("random, 10 digits"))
    let sums = try Arithmetic(digits: 4, operators: [.plus], mix: .init(negatives: 0))
    #expect(!sums.hardKinds.contains { $0.name == "x99 - y00" || $0.name == "negative operands" })
    #expect(sums.hardKinds.contains { $0.name == "complements to 10^k" })
    let differences = try Arithmetic(digits: 4, operators: [.minus])
    #expect(!differences.hardKinds.contains { $0.name == "complements to 10^k" })
    #expect(try Arithmetic(digits: 1).hardKinds.contains { $0.name == "equal operands" })
  }

  @Test("results of 0 are never -0")
  func zero() throws {
    let puzzle = try Arithmetic(digits: 8)
    let kind = try #require(puzzle.hardKinds.firstIndex { $0.name == "results of 0" })
    for question in puzzle.hardQuestions(kind, count: 100, split: .heldOut, seed: 1) ?? [] {
      #expect(question.answer == "0" && puzzle.decode(question.labels.map { max($0, 0) }) == "0")
    }
  }
}
