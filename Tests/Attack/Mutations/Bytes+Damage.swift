// Damage that any file can take: bits, bytes, numbers, words of its format, cuts, copies.

/// Numbers at the edges of types, and others that programs believe.
let extremeNumbers = [
  "0", "1", "-1", "2", "3", "7", "8", "64", "127", "128", "255", "256", "32767", "65535", "65536",
  "1048576", "1048577", "2147483647", "2147483648", "4294967295", "4294967296",
  "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551615",
  "18446744073709551616", "1e9", "1e308", "1e999", "-0", "0.5", "1e-45", "nan", "inf", "-inf",
  "00", "1_000", "0x10", "4611686018427387904", "3037000500",
]

/// `bytes` with one to four changes; `words` are pieces of the format that get inserted.
func damaged(_ bytes: [UInt8], _ chance: inout Chance, words: [String] = []) -> [UInt8] {
  var result = bytes
  for _ in 0...chance.small(upTo: 4) { damageOnce(&result, &chance, words) }
  return result
}

private func damageOnce(_ bytes: inout [UInt8], _ chance: inout Chance, _ words: [String]) {
  guard !bytes.isEmpty else {
    bytes = Array(words.isEmpty ? "{".utf8 : chance.one(of: words).utf8)
    return
  }
  let place = chance.below(bytes.count)
  switch chance.below(13) {
  case 0: bytes[place] ^= 1 << UInt8(chance.below(8))
  case 1: bytes[place] = UInt8(chance.below(256))
  case 2: bytes.removeLast(bytes.count - place)
  case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + chance.small(upTo: 16)))
  case 4: bytes.insert(UInt8(chance.below(256)), at: place)
  case 5:
    let byte = chance.one(of: [0, 0xFF, 0x7F, 0x80] as [UInt8])
    for index in place..<min(place + chance.one(of: [1, 2, 4, 8]), bytes.count) {
      bytes[index] = byte
    }
  case 6, 7: replaceNumber(&bytes, &chance)
  case 8, 9:
    guard !words.isEmpty else { return bytes.swapAt(place, bytes.count - 1) }
    let word = Array(chance.one(of: words).utf8)
    let end = chance.once(in: 2) ? place : min(bytes.count, place + word.count)
    bytes.replaceSubrange(place..<end, with: word)
  case 10:
    // A number of a binary field, in its own bytes.
    let number = UInt64(
      bitPattern: Int64(chance.one(of: [0, 1, -1, 2, 255, 65535, 1 << 31, 1 << 40])))
    let size = chance.one(of: [2, 4, 8])
    for index in 0..<size where place + index < bytes.count {
      bytes[place + index] = UInt8(truncatingIfNeeded: number >> UInt64(8 * index))
    }
  case 11:
    // A piece many times over: depth, length and duplicates.
    let end = min(place + 1 + chance.small(upTo: 12), bytes.count)
    let piece = bytes[place..<end]
    let most = chance.once(in: 50) ? 20_000 : 40
    let count = min(chance.small(upTo: most), 200_000 / piece.count)
    let copies = Array(repeatElement(piece, count: count).joined())
    bytes.insert(contentsOf: copies, at: place)
  default:
    let end = min(place + chance.small(upTo: 60) + 1, bytes.count)
    bytes.insert(contentsOf: bytes[place..<end], at: chance.below(bytes.count + 1))
  }
}

/// Replaces a number in text by another one.
private func replaceNumber(_ bytes: inout [UInt8], _ chance: inout Chance) {
  let start = chance.below(bytes.count)
  let digits: ClosedRange<UInt8> = 0x30...0x39
  guard
    let first = bytes[start...].firstIndex(where: digits.contains)
      ?? bytes.firstIndex(where: digits.contains)
  else { return }
  let end = bytes[first...].firstIndex { !digits.contains($0) } ?? bytes.count
  bytes.replaceSubrange(first..<end, with: Array(chance.one(of: extremeNumbers).utf8))
}

/// The beginning of one file and the end of another.
func spliced(_ first: [UInt8], _ second: [UInt8], _ chance: inout Chance) -> [UInt8] {
  guard !first.isEmpty, !second.isEmpty else { return first + second }
  return Array(first[..<chance.below(first.count)] + second[chance.below(second.count)...])
}
