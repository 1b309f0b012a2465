// Pickles with other instructions: whole ones are removed, copied, swapped and given other numbers.

/// A pickle with a few instructions changed.
func damagedPickle(_ bytes: [UInt8], _ chance: inout Chance) -> [UInt8] {
  var parts = instructions(bytes)
  guard parts.count > 2 else { return damaged(bytes, &chance) }
  for _ in 0...chance.small(upTo: 5) {
    let index = chance.below(parts.count)
    let end = min(parts.count, index + 1 + chance.small(upTo: 12))
    switch chance.below(9) {
    case 0: parts.remove(at: index)
    case 1: parts.insert(parts[index], at: chance.below(parts.count + 1))
    case 2: parts.swapAt(index, chance.below(parts.count))
    case 3: parts.insert(contentsOf: parts[index..<end], at: chance.below(parts.count + 1))
    case 4: parts.insert(chance.one(of: pieces), at: index)
    case 5:
      let piece = Array(parts[index..<end])
      let count = chance.small(upTo: chance.once(in: 30) ? 3000 : 30)
      parts.insert(contentsOf: (0..<count).flatMap { _ in piece }, at: end)
    case 6, 7: parts[index] = renumbered(parts[index], &chance)
    default: parts[index] = damaged(parts[index], &chance)
    }
    if parts.count < 2 { break }
  }
  return Array(parts.joined())
}

/// Instructions that state dicts use, or that may be forgotten in a reader.
private let pieces: [[UInt8]] =
  ["(", "0", "1", "2", "N", ")", "]", "}", "t", "l", "d", "a", "e", "s", "u", "R", "b", "Q", "."]
  .map { Array($0.utf8) } + [
    [0x85], [0x86], [0x87], [0x81], [0x94], [0x93], [0x88], [0x89], [0x8F], [0x90], [0x91],
    Array("K\u{1}".utf8), Array("h\u{0}".utf8), Array("q\u{0}".utf8), [0x6A, 1, 0, 0, 0],
    Array("ccollections\nOrderedDict\n".utf8), Array("ctorch._utils\n_rebuild_tensor_v2\n".utf8),
    Array("ctorch\nFloatStorage\n".utf8), Array("ctorch\nHalfStorage\n".utf8),
    Array("I99999999999\n".utf8), Array("g-1\n".utf8), Array("p9223372036854775807\n".utf8),
    [0x8A, 8] + little(Int64.max), [0x8A, 8] + little(Int64.min), [0x8A, 0],
    [0x8B, 255, 255, 255, 255],
    [0x4A] + little(Int32.min), [0x58, 255, 255, 255, 127], [0x8D] + little(UInt64.max),
  ]

/// An instruction with another number, or a wider one in its place.
private func renumbered(_ part: [UInt8], _ chance: inout Chance) -> [UInt8] {
  let number = chance.one(of: [0, 1, -1, 2, 4, 1 << 20, 1 << 31, 1 << 40, .max, .min] as [Int64])
  switch part.first {
  case 0x4B, 0x4D, 0x4A, 0x8A:
    return chance.once(in: 2)
      ? [0x8A, 8] + little(number) : [0x4A] + little(Int32(truncatingIfNeeded: number))
  case 0x71, 0x68: return [part[0], UInt8(chance.below(256))]
  case 0x72, 0x6A: return [part[0]] + little(UInt32(truncatingIfNeeded: number))
  case 0x58:
    let text = damaged(Array(part.dropFirst(5)), &chance, words: ["0", "1", "cpu", "storage", "."])
    return [0x58] + little(UInt32(text.count)) + text
  default: return part
  }
}

/// The instructions of a pickle; what can't be told apart is the last one.
private func instructions(_ bytes: [UInt8]) -> [[UInt8]] {
  var parts: [[UInt8]] = []
  var place = 0
  func number(_ start: Int, _ size: Int) -> Int {
    guard start + size <= bytes.count else { return bytes.count }
    return bytes[start..<start + size].reversed().reduce(0) { min($0 << 8 | Int($1), 1 << 40) }
  }
  func lines(_ count: Int) -> Int {
    var end = place
    for _ in 0..<count { end = (bytes[end...].firstIndex(of: 10) ?? bytes.count - 1) + 1 }
    return end - place - 1
  }
  while place < bytes.count {
    let size =
      switch bytes[place] {
      case 0x80, 0x4B, 0x71, 0x68: 1
      case 0x4D: 2
      case 0x4A, 0x72, 0x6A: 4
      case 0x47, 0x95: 8
      case 0x58, 0x54, 0x42, 0x8B: 4 + number(place + 1, 4)
      case 0x8C, 0x55, 0x43, 0x8A: 1 + number(place + 1, 1)
      case 0x8D, 0x8E, 0x96: 8 + number(place + 1, 8)
      case 0x63: lines(2)
      case 0x49, 0x4C, 0x70, 0x67: lines(1)
      default: 0
      }
    let end = min(bytes.count, place + 1 + size)
    parts.append(Array(bytes[place..<end]))
    place = end
  }
  return parts
}
