// Every fast kernel against its plain twin, on sizes with and without a rest.

import Foundation
import Kernels
import Support
import Testing

@Suite struct TwinTests {
  static let fast = KernelTable.all.dropFirst().map(\.name)
  static func named(_ name: String) -> KernelTable {
    KernelTable.all.first { $0.name == name } ?? .naive
  }

  @Test("products agree with plain loops for any size, stride and transposition", arguments: fast)
  func product(name: String) {
    let lanes = Self.named(name)
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
          lanes.product(&mine, n + 3, a, aRow, aColumn, b, n + 2, m, n, k, adding)
          KernelTable.naive.product(&plain, n + 3, a, aRow, aColumn, b, n + 2, m, n, k, adding)
          #expect(distance(mine, plain) < 1e-5, "\(m) \(n) \(k) \(adding) \(isTransposed)")
          // What lies between the rows is left alone.
          #expect((0..<m).allSatisfy { mine[$0 * (n + 3) + n] == start[$0 * (n + 3) + n] })
        }
      }
    }
  }

  @Test("the register loop does the rounds that it is measured by", arguments: fast)
  func peak(name: String) {
    for rounds in [0, 1, 1000] {
      let (mine, plain) = (Self.named(name).peak(rounds), KernelTable.naive.peak(rounds))
      #expect(abs(mine - plain) < 2e-4 && mine > 0.9)
    }
  }

  @Test("packed products agree with plain ones", arguments: fast)
  func packed(name: String) {
    let lanes = Self.named(name)
    var noise = Noise(2)
    for (m, n, k) in [(1, 13, 64), (16, 16, 8), (9, 33, 20), (64, 192, 64), (5, 1, 3)] {
      let (x, w) = (noise.array(m * k), noise.array(n * k))
      let arena = Arena()
      let matrix = PackedMatrix(outputs: n, inputs: k, in: arena, for: lanes)
      matrix.pack(w, with: lanes)
      var mine = [Float](repeating: 9, count: m * n)
      matrix.apply(&mine, x, rows: m, with: lanes)
      var plain = mine
      // x · wᵀ: element (p, j) of wᵀ is w[j * k + p], so plainly (w · xᵀ)ᵀ.
      for i in 0..<m {
        for j in 0..<n {
          plain[i * n + j] = (0..<k).reduce(0) { $0 + x[i * k + $1] * w[j * k + $1] }
        }
      }
      #expect(distance(mine, plain) < 1e-5, "\(m) \(n) \(k)")
      matrix.apply(&mine, x, rows: m, adding: true, with: lanes)
      #expect(distance(mine, plain.map { $0 * 2 }) < 1e-5)
      // w read as (k, n) and packed as it lies gives x · w.
      matrix.packTransposed(w, with: lanes)
      matrix.apply(&mine, x, rows: m, with: lanes)
      for i in 0..<m {
        for j in 0..<n {
          plain[i * n + j] = (0..<k).reduce(0) { $0 + x[i * k + $1] * w[$1 * n + j] }
        }
      }
      #expect(distance(mine, plain) < 1e-5, "\(m) \(n) \(k) transposed")
      withExtendedLifetime(arena) {}
    }
  }

  @Test("a matrix packed piece by piece is the same as packed at once", arguments: fast)
  func pieces(name: String) {
    let lanes = Self.named(name)
    var noise = Noise(8)
    let (n, k) = (37, 23)
    let w = noise.array(n * k)
    var whole = [Float](repeating: 7, count: lanes.packedCount(outputs: n, inputs: k))
    var parts = whole
    lanes.pack(&whole, k, w, 1, n, n, k)
    parts.withUnsafeMutableBufferPointer { parts in
      w.withUnsafeBufferPointer { w in
        for (from, count) in [(0, 9), (9, 14)] {
          lanes.pack(
            parts.baseAddress! + from * lanes.panelWidth, k, w.baseAddress! + from * n, 1, n, n,
            count)
        }
      }
    }
    #expect(whole == parts)
  }

  @Test("gated products agree with a product and a gate, kept or not", arguments: fast)
  func gatedProduct(name: String) {
    let lanes = Self.named(name)
    var noise = Noise(9)
    for (m, n, k) in [(1, 1, 3), (16, 16, 8), (9, 33, 20), (13, 21, 64), (8, 64, 5)] {
      let (x, w) = (noise.array(m * k), noise.array(2 * n * k))
      func run(_ lanes: KernelTable, keeps: Bool) -> (gated: [Float], kept: [Float]) {
        let arena = Arena()
        let matrix = PackedGate(outputs: n, inputs: k, in: arena, for: lanes)
        matrix.pack(w, with: lanes)
        var gated = [Float](repeating: 9, count: m * n)
        var kept = [Float](repeating: 9, count: m * 2 * n)
        if keeps {
          matrix.apply(&gated, &kept, x, rows: m, with: lanes)
        } else {
          matrix.apply(&gated, nil, x, rows: m, with: lanes)
        }
        withExtendedLifetime(arena) {}
        return (gated, kept)
      }
      let plain = run(.naive, keeps: true)
      let mine = run(lanes, keeps: true)
      #expect(distance(mine.gated, plain.gated) < 2e-5 && distance(mine.kept, plain.kept) < 1e-5)
      #expect(run(lanes, keeps: false).gated == mine.gated)
      // Both factors are the plain product's, gates first in each row.
      var product = [Float](repeating: 0, count: m * 2 * n)
      KernelTable.naive.product(
        &product, 2 * n, x, k, 1, transposed(w, rows: 2 * n, columns: k), 2 * n, m, 2 * n, k, false)
      #expect(distance(mine.kept, product) < 1e-5, "\(m) \(n) \(k)")
    }
  }

  /// (columns, rows) from (rows, columns).
  private func transposed(_ w: [Float], rows: Int, columns: Int) -> [Float] {
    (0..<columns).flatMap { column in (0..<rows).map { w[$0 * columns + column] } }
  }

  @Test("norms and their gradients agree with plain loops", arguments: fast)
  func norms(name: String) {
    let lanes = Self.named(name)
    var noise = Noise(3)
    for (rows, width) in [(1, 8), (3, 13), (5, 64), (12, 48), (97, 7)] {
      let (a, b) = (noise.array(rows * width), noise.array(rows * width))
      let gradient = noise.array(rows * width)
      for isColumns in [false, true] {
        func run(_ lanes: KernelTable) -> [[Float]] {
          var out = [Float](repeating: 0, count: rows * width)
          var scale = [Float](repeating: 0, count: isColumns ? width : rows)
          var back = gradient
          if isColumns {
            lanes.normColumns(&out, &scale, a, b, rows, width, width, 1e-5)
            lanes.normColumnsBackward(&back, out, scale, rows, width, width)
          } else {
            lanes.normRows(&out, &scale, a, b, rows, width, 1e-5)
            lanes.normRowsBackward(&back, out, scale, rows, width)
          }
          return [out, scale, back]
        }
        for (mine, plain) in zip(run(lanes), run(.naive)) {
          #expect(distance(mine, plain) < 2e-5, "\(rows) x \(width) columns \(isColumns)")
        }
      }
    }
  }

  @Test("the gate and its gradient agree with plain loops, far into saturation", arguments: fast)
  func gate(name: String) {
    let lanes = Self.named(name)
    var noise = Noise(4)
    for (rows, width) in [(1, 1), (3, 8), (4, 21)] {
      let both = noise.array(rows * 2 * width, scale: 30)
      let dout = noise.array(rows * width)
      func run(_ lanes: KernelTable) -> [[Float]] {
        var out = [Float](repeating: 0, count: rows * width)
        var back = [Float](repeating: 0, count: rows * 2 * width)
        both.withUnsafeBufferPointer { both in
          let base = both.baseAddress!
          lanes.gate(&out, base, base + width, rows, width, 2 * width)
          back.withUnsafeMutableBufferPointer { back in
            let to = back.baseAddress!
            lanes.gateBackward(
              to, to + width, dout, base, base + width, rows, width, 2 * width)
          }
        }
        return [out, back]
      }
      for (mine, plain) in zip(run(lanes), run(.naive)) { #expect(distance(mine, plain) < 1e-5) }
    }
  }

  @Test("attention and its gradient agree with plain loops", arguments: fast)
  func attention(name: String) {
    let lanes = Self.named(name)
    var noise = Noise(5)
    for (s, h, window, prefix) in [
      (1, 2, 1, 0), (6, 32, 6, 0), (16, 16, 16, 0), (17, 8, 17, 0), (33, 6, 33, 0), (6, 32, 1, 0),
      (17, 8, 2, 3), (33, 6, 20, 1), (40, 4, 9, 17),
    ] {
      let w = (s + 15) / 16 * 16
      let (mixed, dout) = (noise.array(s * 3 * h, scale: 3), noise.array(s * h))
      func run(_ lanes: KernelTable) -> [[Float]] {
        var out = [Float](repeating: 0, count: s * h)
        var softmax = [Float](repeating: 7, count: s * w)
        var (scores, turned) = (softmax, [Float](repeating: 7, count: h * w))
        var back = [Float](repeating: 7, count: s * 3 * h)
        let scale = 1 / Float(h).squareRoot()
        mixed.withUnsafeBufferPointer { mixed in
          let q = mixed.baseAddress!
          lanes.attendKernel(
            &out, h, &softmax, &turned, q, q + h, q + 2 * h, 3 * h, s, s, h, scale, 0,
            window, prefix)
          back.withUnsafeMutableBufferPointer { back in
            let d = back.baseAddress!
            lanes.attendBackwardKernel(
              d, d + h, d + 2 * h, dout, h, softmax, &scores, &turned, q, q + h, q + 2 * h, 3 * h,
              s, h, scale)
          }
        }
        return [out, softmax, back]
      }
      for (mine, plain) in zip(run(lanes), run(.naive)) {
        #expect(distance(mine, plain) < 2e-5, "\(s) x \(h), window \(window), prefix \(prefix)")
      }
    }
  }

  @Test("the rotary turn agrees with plain loops and turns back", arguments: fast)
  func turn(name: String) {
    let lanes = Self.named(name)
    var noise = Noise(6)
    let (s, heads, h) = (5, 3, 12)
    let angles = noise.array(s * h / 2, scale: 3)
    let (cosine, sine) = (angles.map { cos($0) }, angles.map { sin($0) })
    let start = noise.array(2 * s * heads * h)
    var (mine, plain) = (start, start)
    lanes.turn(&mine, heads * h, 0, 2 * s, heads, h, cosine, sine, s, 1)
    KernelTable.naive.turn(&plain, heads * h, 0, 2 * s, heads, h, cosine, sine, s, 1)
    #expect(distance(mine, plain) < 1e-6)
    #expect(distance(mine, start) > 0.1)
    lanes.turn(&mine, heads * h, 0, 2 * s, heads, h, cosine, sine, s, -1)
    #expect(distance(mine, start) < 1e-6)
  }

  @Test("sums, averages and the optimizer's step agree with plain loops", arguments: fast)
  func elementwise(name: String) {
    let lanes = Self.named(name)
    var noise = Noise(7)
    for count in [1, 8, 29] {
      let (a, b, c) = (noise.array(count), noise.array(count), noise.array(count))
      func run(_ lanes: KernelTable) -> [[Float]] {
        var sum = [Float](repeating: 0, count: count)
        lanes.add(&sum, a, b, c, count)
        var scaled = a
        lanes.addScaled(&scaled, b, -0.3, count)
        var mean = a
        lanes.average(&mean, b, 0.9, count)
        var (w, m, v) = (a, b, c.map { $0 * $0 })
        lanes.adam(&w, &m, &v, b, count, 0.9, 0.95, 0.99, 0.01, 1.5, 1e-8)
        var (w2, m2, v2) = (a, c.map { $0 * 100 }, c.map { $0 * $0 })
        v2[0] = 0
        m2[0] = 0
        lanes.adamATan2(&w2, &m2, &v2, [0] + b.dropFirst(), count, 0.9, 0.95, 0.99, 0.5, 1.5, 2)
        return [sum, scaled, mean, w, m, v, w2, m2, v2, [lanes.sumOfSquares(a, count)]]
      }
      for (mine, plain) in zip(run(lanes), run(.naive)) { #expect(distance(mine, plain) < 1e-6) }
    }
  }
}
