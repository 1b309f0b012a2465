// Makes an input smaller while it does the same.

import Platform

/// The smallest input found within some seconds that `holds`, which the given one does.
///
/// Removes pieces, halving their size whenever none can go (Zeller's delta debugging).
func shrunk(
  _ input: [UInt8], within seconds: Double, holds: ([UInt8]) throws -> Bool
) rethrows -> [UInt8] {
  let end = Clock.now + seconds
  var input = input
  var piece = input.count / 2
  while piece > 0, Clock.now < end {
    var place = 0
    var isSmaller = false
    while place < input.count, Clock.now < end {
      var candidate = input
      candidate.removeSubrange(place..<min(place + piece, candidate.count))
      if try holds(candidate) {
        input = candidate
        isSmaller = true
      } else {
        place += piece
      }
    }
    if !isSmaller || piece > 1 { piece /= 2 }
  }
  return input
}
