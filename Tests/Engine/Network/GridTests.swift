// Grids: what the heads see of units and into directions.

import Network
import Testing

@Suite struct GridTests {
  private static func configuration(
    block: Int = 0, reach: Int = 0, prefix: Int = 0
  ) -> Configuration {
    Configuration(
      vocabulary: 5, length: 16, width: 24, layers: 1, innerWidth: 16, heads: 4, gridWidth: 4,
      gridBlock: block, gridReach: reach, positions: .none, prefix: prefix, inner: 1, cycles: 1,
      depth: 1)
  }

  private static func seen(_ c: Configuration, from query: Int, head: Int) -> [Int] {
    (0..<c.sequence).filter { c.attends(to: $0, from: query, head: head) }
  }

  // Cell 9 is in row 2 and column 1 of
  //  0  1  2  3
  //  4  5  6  7
  //  8  9 10 11
  // 12 13 14 15
  @Test("heads see the row, the column and the box in turn, and all see the prefix")
  func units() {
    let c = Self.configuration(block: 2)
    #expect(Self.seen(c, from: 9, head: 0) == [8, 9, 10, 11])
    #expect(Self.seen(c, from: 9, head: 1) == [1, 5, 9, 13])
    #expect(Self.seen(c, from: 9, head: 2) == [8, 9, 12, 13])
    #expect(Self.seen(c, from: 9, head: 3) == [8, 9, 10, 11])
    #expect(Self.seen(c, from: 0, head: 2) == Array(0..<16), "the first position sees all")
    let one = Self.configuration(block: 2, prefix: 1)
    #expect(Self.seen(one, from: 10, head: 2) == [0, 9, 10, 13, 14])
    #expect(Self.seen(one, from: 0, head: 1) == Array(0..<17))
    #expect(Self.seen(one, from: 1, head: 0) == [0, 1, 2, 3, 4])
  }

  @Test("heads see up, down, left and right in turn, as far as they reach, never around a corner")
  func directions() {
    let c = Self.configuration(reach: 2)
    #expect(Self.seen(c, from: 9, head: 0) == [1, 5, 9])
    #expect(Self.seen(c, from: 9, head: 1) == [9, 13])
    #expect(Self.seen(c, from: 9, head: 2) == [8, 9])
    #expect(Self.seen(c, from: 9, head: 3) == [9, 10, 11])
    let one = Self.configuration(reach: 1, prefix: 1)
    #expect(Self.seen(one, from: 10, head: 0) == [0, 6, 10])
    #expect(Self.seen(one, from: 8, head: 3) == [0, 8], "row 1 ends at column 3")
    #expect(Self.seen(one, from: 9, head: 2) == [0, 9], "row 2 begins at column 0")
  }

  @Test("the lists of keys are those of the definition")
  func lists() {
    for (length, width, block, reach, prefix) in [
      (16, 4, 2, 0, 0), (16, 4, 2, 0, 2), (36, 6, 3, 0, 1), (72, 12, 3, 0, 1), (6, 3, 0, 1, 0),
      (6, 3, 0, 2, 1), (20, 4, 0, 9, 3),
    ] {
      var c = Self.configuration(block: block, reach: reach, prefix: prefix)
      (c.length, c.gridWidth) = (length, width)
      for head in 0..<5 {
        for query in 0..<c.sequence {
          #expect(
            c.keys(of: query, head: head) == Self.seen(c, from: query, head: head),
            "\(length) \(width) \(block) \(reach) \(prefix), head \(head), query \(query)")
        }
      }
    }
  }

  @Test("a grid that doesn't fit its tokens, heads or boxes is refused by name")
  func validation() {
    func refused(_ change: (inout Configuration) -> Void) -> String? {
      var c = Self.configuration(block: 2)
      change(&c)
      do {
        try c.validate()
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(refused { _ in } == nil)
    #expect(refused { $0.gridWidth = 5 }?.contains("whole rows") == true)
    #expect(refused { $0.gridWidth = 0 }?.contains("either units") == true)
    #expect(refused { $0.gridReach = 1 }?.contains("either units") == true)
    #expect(refused { $0.gridBlock = 3 }?.contains("boxes of side 3") == true)
    #expect(refused { $0.window = 1 }?.contains("no window") == true)
    #expect(refused { $0.heads = 2 }?.contains("3 heads") == true)
    #expect(
      refused {
        ($0.gridBlock, $0.gridReach, $0.heads) = (0, 1, 3)
      }?.contains("4 heads") == true)
    #expect(
      refused {
        ($0.gridWidth, $0.gridBlock, $0.gridReach, $0.length) = (1 << 10, 0, 1 << 20, 1 << 20)
      }?.contains("see too many") == true)
    #expect(
      refused {
        $0.mixing = .mixer
        $0.mixerWidth = 4
      }?.contains("needs attention") == true)
  }
}
