// Attention windows: what they hide, and how information propagates.

import Kernels
import Network
import Support
import Testing

@Suite struct WindowTests {
  /// A network of one layer that attends `window` positions to either side.
  private func weights(window: Int) throws -> Weights {
    let kind = Kind(
      testDescription: "window",
      configuration: Configuration(
        vocabulary: 5, length: 9, width: 8, layers: 1, innerWidth: 6, heads: 2, window: window,
        rotaryBase: 100, inner: 1, cycles: 1, depth: 4))
    return try kind.weights(seed: 21)
  }

  /// The positions at which y differs after each step once the last token is another one.
  private func changed(_ weights: Weights, kernels: KernelSet) throws -> [[Int]] {
    let c = weights.configuration
    func states(last: Int32) throws -> [[Float]] {
      let engine = FastEngine(weights, capacity: 1, kernels: kernels)
      engine.begin(try TokenBatch(tokens: [0, 1, 2, 3, 4, 0, 1, 2] + [last], for: c))
      return (1...3).map { step in
        #expect(engine.step(step, cycles: 1, inner: 1, observer: nil))
        return Array(engine.state(.y))
      }
    }
    return zip(try states(last: 3), try states(last: 4)).map { one, other in
      (0..<c.sequence).filter { row in
        let range = row * c.width..<(row + 1) * c.width
        return Array(one[range]) != Array(other[range])
      }
    }
  }

  // A step is two updates, z then y: with a window of 1, information propagates two positions per
  // step, and at once to position 0, which attends to all. From there it reaches position 1 in the
  // first step and position 2 in the second.
  @Test(
    "a token's information propagates two windows a step, and reaches the first position at once")
  func travels() throws {
    for kernels in KernelSet.all {
      let steps = try changed(weights(window: 1), kernels: kernels)
      #expect(steps[0] == [0, 1, 6, 7, 8], "\(kernels.name)")
      #expect(steps[1] == [0, 1, 2, 3, 4, 5, 6, 7, 8], "\(kernels.name)")
    }
    #expect(try changed(weights(window: 2), kernels: .naive)[0] == [0, 1, 2, 4, 5, 6, 7, 8])
    #expect(try changed(weights(window: 0), kernels: .naive)[0] == Array(0..<9))
  }

  @Test("a window as wide as the question equals full attention")
  func wide() throws {
    let (wide, all) = (try weights(window: 8), try weights(window: 0))
    for kernels in KernelSet.all {
      let results = try [wide, all].map { weights in
        let engine = FastEngine(weights, capacity: 1, kernels: kernels)
        engine.begin(
          try TokenBatch(tokens: [0, 1, 2, 3, 4, 0, 1, 2, 3], for: weights.configuration))
        #expect(engine.step(1, cycles: 1, inner: 1, observer: nil))
        return Array(engine.state(.y))
      }
      #expect(distance(results[0], results[1]) < 1e-6)
    }
  }

  @Test("networks that differ only in their windows have different checksums")
  func checksums() throws {
    let all = try weights(window: 0)
    #expect(try weights(window: 1).checksum != all.checksum)
    #expect(try weights(window: 1).checksum != weights(window: 2).checksum)
  }
}
