// What a window of attention hides, and when it comes to be known.

import Kernels
import Network
import Support
import Testing

@Suite struct WindowTests {
  /// A network of one layer that sees `window` positions to either side.
  private func weights(window: Int) throws -> Weights {
    let kind = Kind(
      testDescription: "window",
      configuration: Configuration(
        vocabulary: 5, length: 9, width: 8, layers: 1, innerWidth: 6, heads: 2, window: window,
        rotaryBase: 100, inner: 1, cycles: 1, depth: 4))
    return try kind.weights(seed: 21)
  }

  /// The positions at which y differs after each step once the last token is another one.
  private func changed(_ weights: Weights, lanes: KernelTable) throws -> [[Int]] {
    let c = weights.configuration
    func states(last: Int32) throws -> [[Float]] {
      let engine = FastEngine(weights, capacity: 1, lanes: lanes)
      engine.begin(try TokenBatch(tokens: [0, 1, 2, 3, 4, 0, 1, 2] + [last], for: c))
      return (1...3).map { step in
        #expect(engine.step(step, cycles: 1, inner: 1, observer: nil))
        return Array(engine.y)
      }
    }
    return zip(try states(last: 3), try states(last: 4)).map { one, other in
      (0..<c.sequence).filter { row in
        let range = row * c.width..<(row + 1) * c.width
        return Array(one[range]) != Array(other[range])
      }
    }
  }

  // A step is two updates, z then y: through a window of 1 a token is known two positions further
  // away after each step, and at position 0, which sees all, at once. From there nothing is seen but by
  // its neighbors: position 1 knows after the first step, position 2 by the middle of the second.
  @Test("a token's news travels two windows a step, and reaches the first position at once")
  func travels() throws {
    for lanes in KernelTable.all {
      let steps = try changed(weights(window: 1), lanes: lanes)
      #expect(steps[0] == [0, 1, 6, 7, 8], "\(lanes.name)")
      #expect(steps[1] == [0, 1, 2, 3, 4, 5, 6, 7, 8], "\(lanes.name)")
    }
    #expect(try changed(weights(window: 2), lanes: .naive)[0] == [0, 1, 2, 4, 5, 6, 7, 8])
    #expect(try changed(weights(window: 0), lanes: .naive)[0] == Array(0..<9))
  }

  @Test("a window as wide as the question is no window")
  func wide() throws {
    let (wide, all) = (try weights(window: 8), try weights(window: 0))
    for lanes in KernelTable.all {
      let outcomes = try [wide, all].map { weights in
        let engine = FastEngine(weights, capacity: 1, lanes: lanes)
        engine.begin(
          try TokenBatch(tokens: [0, 1, 2, 3, 4, 0, 1, 2, 3], for: weights.configuration))
        #expect(engine.step(1, cycles: 1, inner: 1, observer: nil))
        return Array(engine.y)
      }
      #expect(distance(outcomes[0], outcomes[1]) < 1e-6)
    }
  }

  @Test("networks that differ in their windows alone differ in their checksums")
  func checksums() throws {
    let all = try weights(window: 0)
    #expect(try weights(window: 1).checksum != all.checksum)
    #expect(try weights(window: 1).checksum != weights(window: 2).checksum)
  }
}
