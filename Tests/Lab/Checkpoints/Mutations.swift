// Reproducible damage to files.

import Support

/// `bytes` with one to four changes: bits, bytes, extreme values, digits, cuts or copies.
func mutated(_ bytes: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
  var result = bytes
  for _ in 0..<Int.random(in: 1...4, using: &generator) where !result.isEmpty {
    let place = Int.random(in: 0..<result.count, using: &generator)
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: result[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1: result[place] = .random(in: 0...255, using: &generator)
    case 2: result.removeLast(result.count - place)
    case 3: result.remove(at: place)
    case 4: result.insert(UInt8.random(in: 0...255, using: &generator), at: place)
    case 5:
      let extreme: [UInt8] = [0, 0xFF, 0x7F, 0x80]
      let byte = extreme.randomElement(using: &generator) ?? 0
      for index in place..<min(place + 8, result.count) { result[index] = byte }
    case 6:
      // A different digit in a number.
      let digits = result.indices.filter { (0x30...0x39).contains(result[$0]) }
      guard let digit = digits.randomElement(using: &generator) else { continue }
      let number = ["9223372036854775807", "-1", "0", "99999999999999999999", "1e9", "4"]
      result.replaceSubrange(
        digit...digit, with: Array((number.randomElement(using: &generator) ?? "").utf8))
    default:
      let end = min(place + Int.random(in: 1...40, using: &generator), result.count)
      result.insert(contentsOf: result[place..<end], at: place)
    }
  }
  return result
}
