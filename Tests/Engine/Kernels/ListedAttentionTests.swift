// Attention to listed keys: beside plain loops, and beside attention to all keys.

import Kernels
import Support
import Testing

@Suite struct ListedAttentionTests {
  /// Lists of `queries` among `positions`: query i has itself and a random half of the others.
  private func lists(
    _ positions: Int, _ queries: Range<Int>, share: Float
  ) -> (starts: [Int32], keys: [Int32]) {
    var noise = Noise(31)
    var (starts, keys): ([Int32], [Int32]) = ([0], [])
    for query in queries {
      let random = noise.array(positions)
      keys += (0..<positions).filter { $0 == query || random[$0] > 1 - 2 * share }.map(Int32.init)
      starts.append(Int32(keys.count))
    }
    return (starts, keys)
  }

  /// Out, the softmax and the gradients of q, k and v.
  private func run(
    _ kernels: KernelSet, _ s: Int, _ h: Int, _ starts: [Int32], _ keys: [Int32]
  ) -> [[Float]] {
    var noise = Noise(5)
    let (mixed, dout) = (noise.array(s * 3 * h, scale: 3), noise.array(s * h))
    var out = [Float](repeating: 7, count: s * h)
    var softmax = [Float](repeating: 7, count: keys.count)
    var scores = [Float](repeating: 7, count: s)
    var back = [Float](repeating: 7, count: s * 3 * h)
    let shape = AttentionShape(
      positions: s, headWidth: h, stride: 3 * h, outStride: h, scale: 1 / Float(h).squareRoot())
    starts.withUnsafeBufferPointer { starts in
      keys.withUnsafeBufferPointer { keys in
        mixed.withUnsafeBufferPointer { mixed in
          back.withUnsafeMutableBufferPointer { back in
            let lists = KeyLists(
              count: starts.count - 1, starts: starts.baseAddress!, keys: keys.baseAddress!)
            let (q, d) = (mixed.baseAddress!, back.baseAddress!)
            let inputs = AttentionInputs(q: q, k: q + h, v: q + 2 * h)
            kernels.attendListed(&out, &softmax, inputs, shape, lists)
            kernels.attendListedBackward(
              AttentionGradients(dq: d, dk: d + h, dv: d + 2 * h), &scores, dout, softmax, inputs,
              shape, lists)
          }
        }
      }
    }
    return [out, softmax, back]
  }

  @Test(
    "attention to listed keys and its gradient agree with plain loops",
    arguments: TwinTests.fast)
  func twins(name: String) {
    let kernels = TwinTests.named(name)
    for (s, h, share) in [
      (1, 2, 0), (6, 32, 0.5), (17, 8, 0.1), (33, 6, 0.9), (82, 16, 0.1), (40, 4, 0),
    ] as [(Int, Int, Float)] {
      let (starts, keys) = lists(s, 0..<s, share: share)
      for (mine, plain) in zip(
        run(kernels, s, h, starts, keys), run(.naive, s, h, starts, keys))
      {
        #expect(distance(mine, plain) < 2e-5, "\(s) x \(h), share \(share)")
      }
    }
  }

  @Test("lists of all keys give full attention", arguments: TwinTests.fast)
  func full(name: String) {
    let kernels = TwinTests.named(name)
    let (s, h, w) = (19, 8, 32)
    let starts = (0...s).map { Int32($0 * s) }
    let keys = (0..<s * s).map { Int32($0 % s) }
    let listed = run(kernels, s, h, starts, keys)
    var noise = Noise(5)
    let mixed = noise.array(s * 3 * h, scale: 3)
    var out = [Float](repeating: 0, count: s * h)
    var softmax = [Float](repeating: 7, count: s * w)
    var transposed = [Float](repeating: 7, count: h * w)
    mixed.withUnsafeBufferPointer { mixed in
      let q = mixed.baseAddress!
      kernels.attend(
        &out, &softmax, &transposed, AttentionInputs(q: q, k: q + h, v: q + 2 * h),
        AttentionShape(
          positions: s, headWidth: h, stride: 3 * h, outStride: h,
          scale: 1 / Float(h).squareRoot()),
        AttentionQueries(count: s, first: 0, window: s, prefix: 0))
    }
    #expect(distance(listed[0], out) < 1e-5)
  }
}
