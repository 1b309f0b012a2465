// Values by hand and gradients by finite differences, for the plain twins and the losses.

import Foundation
import Kernels
import Support
import Testing

@Suite struct KernelTests {
  let naive = KernelSet.naive

  @Test("a 2 × 2 product matches the one by hand")
  func product() {
    // (1 2; 3 4) · (5 6; 7 8) = (19 22; 43 50)
    for kernels in KernelSet.all {
      var c: [Float] = [0, 0, 0, 0]
      kernels.product(
        &c, [1, 2, 3, 4], [5, 6, 7, 8], 2,
        ProductShape(m: 2, n: 2, k: 2, cRow: 2, aRow: 2, aColumn: 1, accumulates: false))
      #expect(c == [19, 22, 43, 50])
    }
  }

  @Test("the norm divides (3, 4) by its root mean square")
  func norm() {
    // mean of 9 and 16 is 12.5; its root 3.5355; so (0.848528, 1.131371)
    for kernels in KernelSet.all {
      var (out, scale): ([Float], [Float]) = ([0, 0], [0])
      kernels.normRows(&out, &scale, [1, 4], [2, 0], 1, 2, 0)
      #expect(distance(out, [0.848528, 1.131371]) < 1e-6)
      #expect(distance(scale, [0.282843]) < 1e-6)
    }
  }

  @Test("the gate of 0 is 0 and of 1 is 0.731 times up")
  func gate() {
    for kernels in KernelSet.all {
      var out: [Float] = [9, 9]
      kernels.gate(&out, [0, 1], [5, 2], 1, 2, 2)
      #expect(distance(out, [0, 1.462117]) < 1e-6)
    }
  }

  @Test("a norm's gradient matches finite differences")
  func normGradient() {
    var noise = Noise(11)
    let (rows, width) = (3, 5)
    var a = noise.array(rows * width)
    let (b, weight) = (noise.array(rows * width), noise.array(rows * width))
    for isColumns in [false, true] {
      var scale = [Float](repeating: 0, count: isColumns ? width : rows)
      var out = a
      func run(_ a: [Float]) -> Double {
        if isColumns {
          naive.normColumns(&out, &scale, a, b, rows, width, width, 1e-5)
        } else {
          naive.normRows(&out, &scale, a, b, rows, width, 1e-5)
        }
        return zip(out, weight).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      }
      let wanted = slopes(&a, step: 1e-2, loss: run)
      _ = run(a)
      var gradient = weight
      if isColumns {
        naive.normColumnsBackward(&gradient, out, scale, rows, width, width)
      } else {
        naive.normRowsBackward(&gradient, out, scale, rows, width)
      }
      #expect(distance(gradient, wanted) < 2e-3)
    }
  }

  @Test("the gate's gradient matches finite differences")
  func gateGradient() {
    var noise = Noise(12)
    let (rows, width) = (2, 3)
    var both = noise.array(rows * 2 * width, scale: 2)
    let weight = noise.array(rows * width)
    func run(_ both: [Float]) -> Double {
      var out = [Float](repeating: 0, count: rows * width)
      both.withUnsafeBufferPointer {
        naive.gate(&out, $0.baseAddress!, $0.baseAddress! + width, rows, width, 2 * width)
      }
      return zip(out, weight).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    let wanted = slopes(&both, step: 1e-2, loss: run)
    var gradient = [Float](repeating: 0, count: both.count)
    gradient.withUnsafeMutableBufferPointer { g in
      both.withUnsafeBufferPointer { b in
        naive.gateBackward(
          g.baseAddress!, g.baseAddress! + width, weight, b.baseAddress!, b.baseAddress! + width,
          rows, width, 2 * width)
      }
    }
    #expect(distance(gradient, wanted) < 1e-3)
  }

  @Test(
    "attention's gradient matches finite differences, with and without a window", arguments: [1, 4])
  func attentionGradient(window: Int) {
    var noise = Noise(13)
    let (s, h) = (4, 6)
    var mixed = noise.array(s * 3 * h)
    let weight = noise.array(s * h)
    var softmax = [Float](repeating: 0, count: s * 16)
    var (scores, transposed) = (softmax, [Float](repeating: 0, count: h * 16))
    let shape = AttentionShape(
      positions: s, headWidth: h, stride: 3 * h, outStride: h, scale: 0.4)
    func run(_ mixed: [Float]) -> Double {
      var out = [Float](repeating: 0, count: s * h)
      mixed.withUnsafeBufferPointer {
        let q = $0.baseAddress!
        naive.attend(
          &out, &softmax, &transposed, AttentionInputs(q: q, k: q + h, v: q + 2 * h), shape,
          AttentionQueries(count: s, first: 0, window: window, prefix: 0))
      }
      return zip(out, weight).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    let wanted = slopes(&mixed, step: 1e-2, loss: run)
    _ = run(mixed)
    var gradient = [Float](repeating: 0, count: mixed.count)
    gradient.withUnsafeMutableBufferPointer { g in
      mixed.withUnsafeBufferPointer { m in
        let (d, q) = (g.baseAddress!, m.baseAddress!)
        naive.attendBackward(
          AttentionGradients(dq: d, dk: d + h, dv: d + 2 * h), &scores, &transposed, weight,
          softmax, AttentionInputs(q: q, k: q + h, v: q + 2 * h), shape)
      }
    }
    #expect(distance(gradient, wanted) < 1e-3)
  }

  @Test("stablemax of (1, -1) against the first is -log(2 / 2.5)")
  func stablemax() {
    // s(1) = 2, s(-1) = 1 / 2; so -log(2 / 2.5) = 0.223144
    let labels: [Int32] = [0, -100]
    let score = crossEntropy(
      gradient: nil, logits: [1, -1, 5, 5], labels: labels, tokens: 2, vocabulary: 2,
      loss: .stablemax)
    #expect(abs(score.loss - 0.223144) < 1e-6)
    #expect(score.labeled == 1 && score.right == 1 && score.isExact)
  }

  @Test("softmax of (0, 0) against either is log 2, and wrong for the second")
  func softmaxLoss() {
    let labels: [Int32] = [1]
    let score = crossEntropy(
      gradient: nil, logits: [0, 0], labels: labels, tokens: 1, vocabulary: 2, loss: .softmax)
    #expect(abs(score.loss - log(2)) < 1e-12)
    #expect(score.right == 0 && !score.isExact)
  }

  @Test("without labels there is no loss and no gradient, and the answer isn't exact")
  func ignored() {
    var gradient: [Float] = [1, 2]
    let labels: [Int32] = [-100]
    let score = crossEntropy(
      gradient: &gradient, logits: [0, 0], labels: labels, tokens: 1, vocabulary: 2,
      loss: .softmax)
    #expect(score == AnswerScore() && gradient == [0, 0] && !score.isExact)
  }

  @Test("a loss's gradient matches finite differences", arguments: AnswerLoss.allCases)
  func lossGradient(kind: AnswerLoss) {
    var noise = Noise(14)
    var logits = noise.array(4 * 5, scale: 3)
    let labels: [Int32] = [3, -100, 0, 4]
    let wanted = slopes(&logits, step: 1e-2) {
      crossEntropy(
        gradient: nil, logits: $0, labels: labels, tokens: 4, vocabulary: 5, loss: kind
      ).loss
    }
    var gradient = [Float](repeating: 9, count: logits.count)
    _ = crossEntropy(
      gradient: &gradient, logits: logits, labels: labels, tokens: 4, vocabulary: 5, loss: kind)
    #expect(distance(gradient, wanted) < 1e-3)
  }

  @Test("binary cross-entropy of 0 is log 2 for either target, and its gradient is σ - t")
  func binary() {
    #expect(abs(binaryCrossEntropy(logit: 0, target: true).loss - log(2)) < 1e-12)
    #expect(binaryCrossEntropy(logit: 0, target: true).gradient == -0.5)
    #expect(binaryCrossEntropy(logit: 0, target: false).gradient == 0.5)
    // -log σ(-5) = log(1 + e⁵) = 5.006715
    #expect(abs(binaryCrossEntropy(logit: -5, target: true).loss - 5.006715) < 1e-6)
    #expect(binaryCrossEntropy(logit: 200, target: true).loss < 1e-80)
  }

  @Test("the largest is the first among ties and never NaN")
  func largestOf() {
    #expect(largest([1, 3, 3], 3) == 1)
    #expect(largest([.nan, 1, .nan], 3) == 1)
  }

  @Test("a buffer is zeroed and aligned to a cache line, and copies are independent")
  func buffer() {
    let buffer = FloatBuffer(count: 5)
    #expect(buffer.array == [0, 0, 0, 0, 0] && Int(bitPattern: buffer.base) % 64 == 0)
    let copy = buffer.copy()
    copy[2] = 7
    #expect(buffer[2] == 0 && copy.array == [0, 0, 7, 0, 0])
  }
}
