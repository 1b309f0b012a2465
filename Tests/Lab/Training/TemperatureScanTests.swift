// Temperatures of p: the probability of whole answers, the fit, reliability and the threshold.

import Network
import Puzzles
import Testing
import Training

@Suite("Temperature of p")
struct TemperatureScanTests {
  private let network = Configuration(vocabulary: 4, length: 2, width: 4, innerWidth: 4)

  private func question(_ tokens: [Int32] = [1, 1]) -> Question {
    Question(text: "", tokens: tokens, labels: [2, 3], answer: "23", split: .heldOut)
  }

  /// Logits whose largest at both positions is token 2 or 3, by `margin` above the others.
  private func output(_ margin: Float) -> HeadOutput {
    HeadOutput(logits: [0, 0, margin, 0, 0, 0, 0, margin], halting: [0, 0], of: network)
  }

  @Test("p is the product over the positions that aren't held, of softmax(logits / T)")
  func probabilities() {
    var options = InferenceOptions(network)
    var scan = TemperatureScan()
    scan.add(output(2), to: question(), isRight: true, positions: 0..<2, options)
    options.heldTokens = [3]
    scan.add(output(2), to: question([1, 3]), isRight: true, positions: 0..<2, options)
    for index in [0, TemperatureScan.neutral, 60] {
      // e^(2/T) / (e^(2/T) + 3)
      options.temperature = TemperatureScan.temperatures[index]
      options.heldTokens = []
      let one = Double(output(2).confidence(in: [2, 3], options, question: [1, 1])[0])
      let shown = scan.probabilities(at: index)
      #expect(abs(shown[0] - one * one) < 1e-5)
      #expect(abs(shown[1] - one) < 1e-5)
    }
    #expect(abs(TemperatureScan.temperatures[TemperatureScan.neutral] - 1) < 1e-12)
  }

  @Test("the temperature makes p the share of right answers")
  func fit() {
    // 8 of 10 answers are right. p = (e^(m/T) / (e^(m/T) + 3))² is 0.8 where e^(m/T) = 25.41,
    // m/T = 3.235.
    for (margin, temperature) in [(6.47, 2.0), (1.6175, 0.5)] as [(Float, Double)] {
      var scan = TemperatureScan()
      for number in 0..<10 {
        scan.add(
          output(margin), to: question(), isRight: number < 8, positions: 0..<2,
          InferenceOptions(network))
      }
      let best = scan.best(.answers)
      #expect(abs(TemperatureScan.temperatures[best] / temperature - 1) < 0.03)
      #expect(abs(scan.probabilities(at: best)[0] - 0.8) < 0.02)
      #expect(scan.reliability(at: best).error < 0.02)
      #expect(scan.reliability(at: TemperatureScan.neutral).error > 0.1)
      #expect(scan.loss(at: best) < scan.loss(at: TemperatureScan.neutral))
      // Every token is the right one, so that tokens alone ask for the surest p.
      #expect(scan.best(.tokens) == 0)
    }
  }

  @Test("bins count answers by p, and the error is the mean difference")
  func reliability() {
    let table = Reliability([(0.95, true), (0.95, true), (0.95, false), (0.15, false), (1, true)])
    #expect(table.bins.map(\.count) == [0, 1, 0, 0, 0, 0, 0, 0, 0, 4])
    #expect(table.bins[9].right == 3 && abs(table.bins[9].p - 0.9625) < 1e-12)
    // (|0 - 0.15| + |3 - 3.85|) / 5
    #expect(abs(table.error - 0.2) < 1e-12)
  }

  @Test("the threshold leaves as many answers as the precision allows, and is at least 0.5")
  func threshold() throws {
    var scan = TemperatureScan()
    func add(_ margin: Float, _ isRight: Bool) {
      scan.add(
        output(margin), to: question(), isRight: isRight, positions: 0..<2,
        InferenceOptions(network))
    }
    for _ in 0..<9 { add(6, true) }
    add(5, false)
    for _ in 0..<10 { add(4, true) }
    add(0, false)
    let neutral = TemperatureScan.neutral
    let sure = scan.probabilities(at: neutral)
    func threshold(_ precision: Double) -> Double? {
      scan.threshold(precision: precision, at: neutral)
    }
    // All right: above the wrong one with margin 5.
    #expect(threshold(1) == (sure[0] + sure[9]) / 2)
    // 19 of 20: down to margin 4, but not to what is a guess.
    #expect(try #require(threshold(0.95)) > 0.5 - 1e-12)
    #expect(try #require(threshold(0.95)) <= sure[10])
    #expect(threshold(0.5) == 0.5)
    add(9, false)
    #expect(threshold(1) == nil)
  }
}
