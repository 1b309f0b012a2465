// Every vector kernel against its plain twin, on sizes with and without a remainder.

import Foundation
import Kernels
import Support
import Testing

@Suite struct TwinTests {
  static let fast = KernelSet.all.dropFirst().map(\.name)
  static func named(_ name: String) -> KernelSet {
    KernelSet.all.first { $0.name == name } ?? .naive
  }

  @Test("products agree with plain loops for any size, stride and transposition", arguments: fast)
  func product(name: String) {
    let kernels = Self.named(name)
    var noise = Noise(1)
    for (m, n, k) in [
      (1, 1, 1), (2, 3, 5), (5, 16, 7), (6, 17, 1), (7, 31, 8), (11, 8, 3), (12, 32, 16),
      (16, 48, 64), (13, 40, 33), (97, 20, 12), (3, 100, 9),
    ] {
      for adding in [false, true] {
        for isTransposed in [false, true] {
          let (a, b) = (noise.array(m * k), noise.array(k * (n + 2)))
          let start = noise.array(m * (n + 3))
          var (mine, plain) = (start, start)
          let (aRow, aColumn) = isTransposed ? (1, m) : (k, 1)
          let shape = ProductShape(
            m: m, n: n, k: k, cRow: n + 3, aRow: aRow, aColumn: aColumn, accumulates: adding)
          kernels.product(&mine, a, b, n + 2, shape)
          KernelSet.naive.product(&plain, a, b, n + 2, shape)
          #expect(distance(mine, plain) < 1e-5, "\(m) \(n) \(k) \(adding) \(isTransposed)")
          // Numbers between the rows are unchanged.
          #expect((0..<m).allSatisfy { mine[$0 * (n + 3) + n] == start[$0 * (n + 3) + n] })
        }
      }
    }
  }

  @Test("a row's product is the same to the bit, whatever rows are beside it", arguments: fast)
  func partition(name: String) {
    let kernels = Self.named(name)
    var noise = Noise(3)
    for (n, k) in [(33, 700), (128, 512), (64, 130), (16, 20)] {
      let m = 300
      let (x, w) = (noise.array(m * k), noise.array(n * k))
      let arena = Arena()
      let matrix = PackedMatrix(outputs: n, inputs: k, in: arena, for: kernels)
      let gate = PackedGate(outputs: n / 2, inputs: k, in: arena, for: kernels)
      matrix.pack(w, with: kernels)
      gate.pack(w, with: kernels)
      var whole = [Float](repeating: 0, count: m * n)
      var gated = [Float](repeating: 0, count: m * (n / 2))
      matrix.apply(&whole, x, rows: m, with: kernels)
      gate.apply(&gated, nil, x, rows: m, with: kernels)
      for rows in [1, 16, 31, 97] {
        let some = Array(x[..<(rows * k)])
        var part = [Float](repeating: 0, count: rows * n)
        var gatedPart = [Float](repeating: 0, count: rows * (n / 2))
        matrix.apply(&part, some, rows: rows, with: kernels)
        gate.apply(&gatedPart, nil, some, rows: rows, with: kernels)
        #expect(part[...] == whole[..<(rows * n)], "\(rows) \(n) \(k)")
        #expect(gatedPart[...] == gated[..<(rows * (n / 2))], "\(rows) \(n) \(k)")
      }
      withExtendedLifetime(arena) {}
    }
  }

  @Test("the peak loop runs all its rounds", arguments: fast)
  func peak(name: String) {
    for rounds in [0, 1, 1000] {
      let (mine, plain) = (Self.named(name).peak(rounds), KernelSet.naive.peak(rounds))
      #expect(abs(mine - plain) < 2e-4 && mine > 0.9)
    }
  }

  @Test("packed products agree with plain ones", arguments: fast)
  func packed(name: String) {
    let kernels = Self.named(name)
    var noise = Noise(2)
    for (m, n, k) in [
      (1, 13, 64), (16, 16, 8), (9, 33, 20), (64, 192, 64), (5, 1, 3), (7, 70, 700), (230, 40, 600),
    ] {
      let (x, w) = (noise.array(m * k), noise.array(n * k))
      let arena = Arena()
      let matrix = PackedMatrix(outputs: n, inputs: k, in: arena, for: kernels)
      matrix.pack(w, with: kernels)
      var mine = [Float](repeating: 9, count: m * n)
      matrix.apply(&mine, x, rows: m, with: kernels)
      var plain = mine
      // Element (p, j) of wᵀ is w[j * k + p].
      for i in 0..<m {
        for j in 0..<n {
          plain[i * n + j] = (0..<k).reduce(0) { $0 + x[i * k + $1] * w[j * k + $1] }
        }
      }
      #expect(distance(mine, plain) < 1e-5, "\(m) \(n) \(k)")
      matrix.apply(&mine, x, rows: m, accumulates: true, with: kernels)
      #expect(distance(mine, plain.map { $0 * 2 }) < 1e-5)
      // The same numbers as w (k, n), packed without transposing, give x · w.
      matrix.packTransposed(w, with: kernels)
      matrix.apply(&mine, x, rows: m, with: kernels)
      for i in 0..<m {
        for j in 0..<n {
          plain[i * n + j] = (0..<k).reduce(0) { $0 + x[i * k + $1] * w[$1 * n + j] }
        }
      }
      #expect(distance(mine, plain) < 1e-5, "\(m) \(n) \(k) transposed")
      withExtendedLifetime(arena) {}
    }
  }

  @Test("outer products agree with plain ones, of columns far apart and of few", arguments: fast)
  func outer(name: String) {
    let kernels = Self.named(name)
    var noise = Noise(12)
    for (rows, m, n) in [
      (1, 1, 1), (3, 5, 7), (20, 16, 33), (7, 8, 64), (40, 37, 256), (150, 520, 9), (300, 523, 40),
      (16, 13, 300),
    ] {
      let (a, b) = (noise.array(rows * m), noise.array(rows * n))
      var mine = noise.array(m * n)
      var plain = mine
      let count = kernels.outerProductCount(rows: rows)
      // What lies behind the scratch memory and the result stays as it was.
      var scratch = [Float](repeating: 7, count: count + 3)
      mine.append(9)
      kernels.outerProduct(&mine, a, b, &scratch, m, n, rows)
      KernelSet.naive.outerProduct(&plain, a, b, &scratch, m, n, rows)
      #expect(mine.popLast() == 9 && scratch[count...] == [7, 7, 7])
      #expect(distance(mine, plain) < 1e-5, "\(rows) \(m) \(n)")
    }
  }

  @Test("packing in pieces equals packing at once", arguments: fast)
  func pieces(name: String) {
    let kernels = Self.named(name)
    var noise = Noise(8)
    let (n, k) = (37, 23)
    let w = noise.array(n * k)
    var whole = [Float](repeating: 7, count: kernels.packedCount(outputs: n, inputs: k))
    var parts = whole
    kernels.pack(&whole, k, w, 1, n, n, k)
    parts.withUnsafeMutableBufferPointer { parts in
      w.withUnsafeBufferPointer { w in
        for (from, count) in [(0, 9), (9, 14)] {
          kernels.pack(
            parts.baseAddress! + from * kernels.panelWidth, k, w.baseAddress! + from * n, 1, n, n,
            count)
        }
      }
    }
    #expect(whole == parts)
  }

  @Test(
    "gated products agree with a product and a gate, with and without kept factors", arguments: fast
  )
  func gatedProduct(name: String) {
    let kernels = Self.named(name)
    var noise = Noise(9)
    for (m, n, k) in [(1, 1, 3), (16, 16, 8), (9, 33, 20), (13, 21, 64), (8, 64, 5)] {
      let (x, w) = (noise.array(m * k), noise.array(2 * n * k))
      func run(_ kernels: KernelSet, keeps: Bool) -> (gated: [Float], kept: [Float]) {
        let arena = Arena()
        let matrix = PackedGate(outputs: n, inputs: k, in: arena, for: kernels)
        matrix.pack(w, with: kernels)
        var gated = [Float](repeating: 9, count: m * n)
        var kept = [Float](repeating: 9, count: m * 2 * n)
        if keeps {
          matrix.apply(&gated, &kept, x, rows: m, with: kernels)
        } else {
          matrix.apply(&gated, nil, x, rows: m, with: kernels)
        }
        withExtendedLifetime(arena) {}
        return (gated, kept)
      }
      let plain = run(.naive, keeps: true)
      let mine = run(kernels, keeps: true)
      #expect(distance(mine.gated, plain.gated) < 2e-5 && distance(mine.kept, plain.kept) < 1e-5)
      #expect(run(kernels, keeps: false).gated == mine.gated)
      // The kept factors are the plain product, gate first in each row.
      var product = [Float](repeating: 0, count: m * 2 * n)
      KernelSet.naive.product(
        &product, x, transposed(w, rows: 2 * n, columns: k), 2 * n,
        ProductShape(
          m: m, n: 2 * n, k: k, cRow: 2 * n, aRow: k, aColumn: 1, accumulates: false))
      #expect(distance(mine.kept, product) < 1e-5, "\(m) \(n) \(k)")
    }
  }

  /// (columns, rows) from (rows, columns).
  private func transposed(_ w: [Float], rows: Int, columns: Int) -> [Float] {
    (0..<columns).flatMap { column in (0..<rows).map { w[$0 * columns + column] } }
  }

  @Test("norms and their gradients agree with plain loops", arguments: fast)
  func norms(name: String) {
    let kernels = Self.named(name)
    var noise = Noise(3)
    for (rows, width) in [(1, 8), (3, 13), (5, 64), (12, 48), (97, 7)] {
      let (a, b) = (noise.array(rows * width), noise.array(rows * width))
      let gradient = noise.array(rows * width)
      for isColumns in [false, true] {
        func run(_ kernels: KernelSet) -> [[Float]] {
          var out = [Float](repeating: 0, count: rows * width)
          var scale = [Float](repeating: 0, count: isColumns ? width : rows)
          var back = gradient
          if isColumns {
            kernels.normColumns(&out, &scale, a, b, rows, width, width, 1e-5)
            kernels.normColumnsBackward(&back, out, scale, rows, width, width)
          } else {
            kernels.normRows(&out, &scale, a, b, rows, width, 1e-5)
            kernels.normRowsBackward(&back, out, scale, rows, width)
          }
          return [out, scale, back]
        }
        for (mine, plain) in zip(run(kernels), run(.naive)) {
          #expect(distance(mine, plain) < 2e-5, "\(rows) x \(width) columns \(isColumns)")
        }
      }
    }
  }

  @Test("the gate and its gradient agree with plain loops, far into saturation", arguments: fast)
  func gate(name: String) {
    let kernels = Self.named(name)
    var noise = Noise(4)
    for (rows, width) in [(1, 1), (3, 8), (4, 21)] {
      let both = noise.array(rows * 2 * width, scale: 30)
      let dout = noise.array(rows * width)
      func run(_ kernels: KernelSet) -> [[Float]] {
        var out = [Float](repeating: 0, count: rows * width)
        var back = [Float](repeating: 0, count: rows * 2 * width)
        both.withUnsafeBufferPointer { both in
          let base = both.baseAddress!
          kernels.gate(&out, base, base + width, rows, width, 2 * width)
          back.withUnsafeMutableBufferPointer { back in
            let to = back.baseAddress!
            kernels.gateBackward(
              to, to + width, dout, base, base + width, rows, width, 2 * width)
          }
        }
        return [out, back]
      }
      for (mine, plain) in zip(run(kernels), run(.naive)) { #expect(distance(mine, plain) < 1e-5) }
    }
  }

  @Test("attention and its gradient agree with plain loops", arguments: fast)
  func attention(name: String) {
    let kernels = Self.named(name)
    var noise = Noise(5)
    for (s, h, window, prefix) in [
      (1, 2, 1, 0), (6, 32, 6, 0), (16, 16, 16, 0), (17, 8, 17, 0), (33, 6, 33, 0), (6, 32, 1, 0),
      (17, 8, 2, 3), (33, 6, 20, 1), (40, 4, 9, 17),
    ] {
      let w = (s + 15) / 16 * 16
      let (mixed, dout) = (noise.array(s * 3 * h, scale: 3), noise.array(s * h))
      func run(_ kernels: KernelSet) -> [[Float]] {
        var out = [Float](repeating: 0, count: s * h)
        var softmax = [Float](repeating: 7, count: s * w)
        var (scores, transposed) = (softmax, [Float](repeating: 7, count: h * w))
        var back = [Float](repeating: 7, count: s * 3 * h)
        let shape = AttentionShape(
          positions: s, headWidth: h, stride: 3 * h, outStride: h, scale: 1 / Float(h).squareRoot())
        mixed.withUnsafeBufferPointer { mixed in
          let q = mixed.baseAddress!
          let inputs = AttentionInputs(q: q, k: q + h, v: q + 2 * h)
          kernels.attend(
            &out, &softmax, &transposed, inputs, shape,
            AttentionQueries(count: s, first: 0, window: window, prefix: prefix))
          back.withUnsafeMutableBufferPointer { back in
            let d = back.baseAddress!
            kernels.attendBackward(
              AttentionGradients(dq: d, dk: d + h, dv: d + 2 * h), &scores, &transposed, dout,
              softmax, inputs, shape)
          }
        }
        return [out, softmax, back]
      }
      for (mine, plain) in zip(run(kernels), run(.naive)) {
        #expect(distance(mine, plain) < 2e-5, "\(s) x \(h), window \(window), prefix \(prefix)")
      }
    }
  }

  @Test(
    "the rotary embedding agrees with plain loops and is undone by the opposite sign",
    arguments: fast)
  func rotate(name: String) {
    let kernels = Self.named(name)
    var noise = Noise(6)
    let (s, heads, h) = (5, 3, 12)
    let angles = noise.array(s * h / 2, scale: 3)
    let (cosine, sine) = (angles.map { cos($0) }, angles.map { sin($0) })
    let start = noise.array(2 * s * heads * h)
    var (mine, plain) = (start, start)
    let shape = RotaryShape(
      count: 2 * s, first: 0, positions: s, heads: heads, headWidth: h, stride: heads * h)
    kernels.rotate(&mine, cosine, sine, 1, shape)
    KernelSet.naive.rotate(&plain, cosine, sine, 1, shape)
    #expect(distance(mine, plain) < 1e-6)
    #expect(distance(mine, start) > 0.1)
    kernels.rotate(&mine, cosine, sine, -1, shape)
    #expect(distance(mine, start) < 1e-6)
  }

  @Test("sums, averages and optimizer steps agree with plain loops", arguments: fast)
  func elementwise(name: String) {
    let kernels = Self.named(name)
    var noise = Noise(7)
    for count in [1, 8, 29] {
      let (a, b, c) = (noise.array(count), noise.array(count), noise.array(count))
      func run(_ kernels: KernelSet) -> [[Float]] {
        var sum = [Float](repeating: 0, count: count)
        kernels.add(&sum, a, b, c, count)
        var scaled = a
        kernels.addScaled(&scaled, b, -0.3, count)
        var mean = a
        kernels.average(&mean, b, 0.9, count)
        var (w, m, v) = (a, b, c.map { $0 * $0 })
        kernels.adam(
          &w, &m, &v, b, count,
          AdamStep(
            beta1: 0.9, beta2: 0.95, weightFactor: 0.99, stepSize: 0.01, correction: 1.5,
            epsilon: 1e-8))
        var (w2, m2, v2) = (a, c.map { $0 * 100 }, c.map { $0 * $0 })
        v2[0] = 0
        m2[0] = 0
        kernels.adamATan2(
          &w2, &m2, &v2, [0] + b.dropFirst(), count,
          AdamATan2Step(
            beta1: 0.9, beta2: 0.95, weightFactor: 0.99, learningRate: 0.5, correction1: 1.5,
            correction2: 2))
        return [sum, scaled, mean, w, m, v, w2, m2, v2, [kernels.sumOfSquares(a, count)]]
      }
      for (mine, plain) in zip(run(kernels), run(.naive)) { #expect(distance(mine, plain) < 1e-6) }
    }
  }
}
