// Generated questions: distribution and splits.

import Puzzles
import Testing

@Suite("Arithmetic generation")
struct ArithmeticGeneration {
  func problems(_ arithmetic: Arithmetic, _ split: Split, _ draws: Range<UInt64>)
    -> [Arithmetic.Problem]
  {
    draws.map { arithmetic.problem(split: split, draw: $0) }
  }

  @Test("equivalent problems are in the same split")
  func symmetric() {
    var differing = 0
    for a in -40...60 {
      for b in -40...60 {
        let spellings: [Arithmetic.Problem] = [
          .init(b, .plus, a), .init(a, .minus, -b), .init(b, .minus, -a), .init(-a, .minus, b),
          .init(-b, .plus, -a),
        ]
        let sum = Arithmetic.Problem(a, .plus, b)
        differing += spellings.count { $0.hash != sum.hash }
      }
    }
    #expect(differing == 0)
  }

  // Computed apart from this program, from the formula in `Problem.hash`.
  @Test("the hash is the same in every version")
  func pinned() {
    #expect(Arithmetic.Problem(3, .plus, 7).hash == 16_753_576_447_339_095_367)
    #expect(Arithmetic.Problem(0, .plus, 0).hash == 12_035_550_249_420_947_055)
    #expect(Arithmetic.Problem(1000, .minus, 1).hash == 14_164_136_037_425_188_001)
    #expect(Arithmetic.Problem(999_999_999_999, .plus, 1).hash == 7_967_214_797_597_127_631)
  }

  @Test("a tenth of all sums is held out, also of one-digit sums")
  func share() {
    var heldOut = 0
    for a in 0..<300 {
      for b in 0...a where Arithmetic.Problem(a, .plus, b).split == .heldOut { heldOut += 1 }
    }
    // 45,150 sums; the deviation of a fair tenth is sqrt(45150 · 0.09) = 64.
    #expect(abs(heldOut - 4515) < 256)
    for operation in Arithmetic.Operator.allCases {
      var small: [Split: Int] = [:]
      for a in 0...9 {
        for b in 0...9 { small[Arithmetic.Problem(a, operation, b).split, default: 0] += 1 }
      }
      #expect((3...20).contains(small[.heldOut] ?? 0))
    }
  }

  @Test("generation stays in range and in its split", arguments: [1, 2, 4, 12])
  func range(digits: Int) throws {
    let limit = Int("1" + String(repeating: "0", count: digits))!
    for operators: [Arithmetic.Operator] in [[.plus], [.minus], [.plus, .minus]] {
      for mix in [
        Arithmetic.Mix(), .init(chains: 0, fullChains: 1), .init(chains: 1, fullChains: 0),
        .init(chains: 0, fullChains: 0, negatives: 0),
      ] {
        let arithmetic = try Arithmetic(digits: digits, operators: operators, mix: mix)
        for split in Split.allCases {
          let problems = problems(arithmetic, split, 0..<2000)
          let good = problems.allSatisfy {
            $0.split == split && abs($0.first) < limit && abs($0.second) < limit
              && operators.contains($0.operation)
          }
          #expect(good)
        }
      }
    }
  }

  @Test("a number gives the same question and tokens in every version")
  func repeats() throws {
    let arithmetic = try Arithmetic(digits: 4)
    #expect(arithmetic.problem(split: .train, draw: 1).description == "5101 + 267")
    #expect(arithmetic.problem(split: .heldOut, draw: 1).description == "1836 + 635")
    var tokens = [Int32](repeating: 77, count: arithmetic.length)
    var labels = [Int32](repeating: 77, count: arithmetic.length)
    for draw in UInt64(0)..<500 {
      let question = arithmetic.generate(split: .train, draw: draw)
      tokens.withUnsafeMutableBufferPointer { tokens in
        labels.withUnsafeMutableBufferPointer { labels in
          arithmetic.fill(
            split: .train, draw: draw, tokens: tokens.baseAddress!, labels: labels.baseAddress!)
        }
      }
      #expect(tokens == question.tokens && labels == question.labels)
    }
  }

  @Test("plain questions have uniform lengths, half of them equally long, and include zero")
  func lengths() throws {
    let arithmetic = try Arithmetic(
      digits: 5, mix: .init(chains: 0, fullChains: 0, near: 0, negatives: 0))
    let problems = problems(arithmetic, .train, 0..<10_000)
    let longer = Dictionary(grouping: problems, by: \.length)
    // 2,000 each; the deviation is sqrt(10000 · 0.2 · 0.8) = 40.
    for length in 1...5 { #expect(abs((longer[length]?.count ?? 0) - 2000) < 200) }
    // Half of them by a coin; of the others 1 + 1/2 + 1/3 + 1/4 + 1/5 in 5: 7,283 of 10,000.
    let equal = problems.count { "\($0.first)".count == "\($0.second)".count }
    #expect(abs(equal - 7283) < 200)
    #expect(problems.contains { $0.first == 0 } && problems.contains { $0.second == 0 })
  }

  @Test("questions of every kind have the requested lengths")
  func limits() throws {
    for mix in [
      Arithmetic.Mix(), .init(chains: 0, fullChains: 1), .init(chains: 1, fullChains: 0),
      .init(chains: 0, fullChains: 0, near: 1), .init(chains: 0, fullChains: 0, passing: 1),
    ] {
      let arithmetic = try Arithmetic(digits: 9, lengths: 4...7, mix: mix)
      #expect(problems(arithmetic, .train, 0..<2000).allSatisfy { (4...7).contains($0.length) })
    }
  }

  @Test("near operands share leading digits, and some are equal")
  func near() throws {
    let arithmetic = try Arithmetic(
      digits: 6, lengths: 6...6, mix: .init(chains: 0, fullChains: 0, near: 1, negatives: 0))
    let problems = problems(arithmetic, .train, 0..<3000)
    #expect(problems.allSatisfy { "\($0.first)".first == "\($0.second)".first })
    // One of six times every digit is, and by chance a tenth of that, a hundredth and so on: 556.
    let equal = problems.count { $0.first == $0.second }
    #expect(abs(equal - 556) < 100)
  }

  @Test("a fifth of the propagating runs get a carry, up to the whole width")
  func passing() throws {
    let mix = Arithmetic.Mix(chains: 0, fullChains: 0, near: 0, passing: 1, negatives: 0)
    for operation in Arithmetic.Operator.allCases {
      let arithmetic = try Arithmetic(
        digits: 6, operators: [operation], lengths: 6...6, mix: mix)
      let problems = problems(arithmetic, .train, 0..<4000)
      #expect(problems.allSatisfy { $0.length == 6 })
      /// Whether all columns above the units propagate.
      func passesThroughout(_ problem: Arithmetic.Problem) -> Bool {
        let large = max(problem.first, problem.second) / 10
        let small = min(problem.first, problem.second) / 10
        let digits = zip("\(large)", "\(small)")
        return "\(large)".count == "\(small)".count
          && digits.allSatisfy {
            operation == .plus
              ? $0.wholeNumberValue! + $1.wholeNumberValue! == 9 : $0 == $1
          }
      }
      let whole = problems.filter(passesThroughout)
      // Of equal length, from the units and to the end is each a half and a sixth of the other
      // half: 0.583 cubed of 4,000 are 794, and a few more begin one column further up.
      #expect((700...900).contains(whole.count), "\(operation): \(whole.count)")
      if operation == .plus {
        let carrying = whole.count { $0.chain == 6 }
        #expect(whole.count { $0.chain == 0 } == whole.count - carrying)
        #expect(abs(carrying - whole.count / 5) < 60, "\(carrying)")
      }
      // Of those that get none the units are like the others in 0.293, a tenth of 1 + 1/2 + ... +
      // 1/10.
      let alike = whole.count {
        let units = ($0.first % 10, $0.second % 10)
        return operation == .plus ? units.0 + units.1 == 9 : units.0 == units.1
      }
      #expect((130...250).contains(alike), "\(operation): \(alike)")
    }
  }

  @Test("shifted pairs end in the same zeros, fill the field and keep their split")
  func shifted() throws {
    let mix = Arithmetic.Mix(chains: 0, fullChains: 0, near: 0, negatives: 0, shifted: 1)
    let arithmetic = try Arithmetic(digits: 6, lengths: 1...3, mix: mix)
    let problems = problems(arithmetic, .heldOut, 0..<4000)
    #expect(problems.allSatisfy { $0.split == .heldOut && $0.length <= 6 })
    // For each length the leading digit is uniform over the columns above it: in the sixth for a
    // quarter of three digits, a fifth of two and a sixth of one, 0.21 of all.
    let highest = problems.count { $0.length == 6 }
    #expect(abs(highest - 822) < 130)
    let significant = problems.allSatisfy { problem in
      var pair = (problem.first, problem.second)
      while pair != (0, 0) && pair.0 % 10 == 0 && pair.1 % 10 == 0 {
        pair = (pair.0 / 10, pair.1 / 10)
      }
      return pair.0 < 1000 && pair.1 < 1000
    }
    #expect(significant)
  }

  @Test("the fraction of negative operands is as set")
  func negatives() throws {
    let arithmetic = try Arithmetic(digits: 4, mix: .init(negatives: 0.3))
    let count = problems(arithmetic, .train, 0..<10_000).count { $0.first < 0 || $0.second < 0 }
    // 3,000 of 10,000, a few less since zero has no sign; the deviation is 46.
    #expect((2700...3150).contains(count))
    let never = try Arithmetic(digits: 4, mix: .init(negatives: 0))
    #expect(!problems(never, .train, 0..<2000).contains { $0.first < 0 || $0.second < 0 })
  }

  @Test("full chains carry in every column and borrow in all but the first")
  func fullChains() throws {
    let mix = Arithmetic.Mix(chains: 0, fullChains: 1, negatives: 0)
    let adds = problems(try Arithmetic(digits: 6, operators: [.plus], mix: mix), .train, 0..<3000)
    #expect(adds.allSatisfy { $0.chain == $0.length })
    #expect(adds.count { $0.length == 6 } > 500)
    let takes = problems(try Arithmetic(digits: 6, operators: [.minus], mix: mix), .train, 0..<3000)
    #expect(takes.allSatisfy { $0.chain == $0.length - 1 && $0.chain > 0 })
    #expect(takes.contains { $0.answer > 0 } && takes.contains { $0.answer < 0 })
  }

  @Test("chains are longer than in plain questions, and each has a carry")
  func chains() throws {
    func mean(_ mix: Arithmetic.Mix) throws -> Double {
      let problems = problems(try Arithmetic(digits: 6, mix: mix), .train, 0..<4000)
      return Double(problems.reduce(0) { $0 + $1.chain }) / 4000
    }
    let plain = try mean(.init(chains: 0, fullChains: 0))
    let some = try mean(.init(chains: 1, fullChains: 0))
    let full = try mean(.init(chains: 0, fullChains: 1))
    #expect(plain + 0.5 < some && some + 0.5 < full)
    let carrying = try Arithmetic(
      digits: 6, mix: .init(chains: 1, fullChains: 0, negatives: 0.5))
    #expect(problems(carrying, .train, 0..<3000).allSatisfy { $0.chain > 0 })
  }
}
