// ZIP archives with other contents whose sizes and checksums are right, or nearly.

import CZlib
import Checkpoints
import Storage

/// The files of an archive; nil if it can't be read.
func files(ofArchive bytes: [UInt8]) -> [Part]? {
  guard let archive = try? ZipArchive(Bytes(bytes), path: "x", advice: "x") else { return nil }
  return try? archive.entries.map { Part(name: $0.name, bytes: try archive.bytes(of: $0).array) }
}

/// An archive of files, some of them deflated; now and then a field of a record is wrong.
func archive(_ parts: [Part], _ chance: inout Chance, alwaysRight: Bool = false) -> [UInt8] {
  var (result, directory): ([UInt8], [UInt8]) = ([], [])
  for part in parts {
    let deflates = chance.once(in: 3)
    let content = deflates ? deflated(part.bytes, &chance) : part.bytes
    let name = Array(part.name.utf8)
    var size = UInt32(truncatingIfNeeded: part.bytes.count)
    if !alwaysRight, chance.once(in: 40) {
      size = UInt32(truncatingIfNeeded: chance.one(of: [0, 1, 1 << 20, 1 << 30, (1 << 32) - 1]))
    }
    let common =
      little(UInt16(20)) + little(UInt16(0)) + little(UInt16(deflates ? 8 : 0))
      + little(UInt32(0)) + little(checksum(part.bytes)) + little(UInt32(content.count))
      + little(size) + little(UInt16(truncatingIfNeeded: name.count))
    let offset = result.count
    let extra = [UInt8](repeating: 0, count: chance.once(in: 8) ? chance.below(64) : 0)
    result += [0x50, 0x4B, 3, 4] + common + little(UInt16(extra.count)) + name + extra + content
    directory += [0x50, 0x4B, 1, 2] + little(UInt16(20)) + common + little(UInt16(0))
    directory += [UInt8](repeating: 0, count: 10) + little(UInt32(offset)) + name
  }
  let (start, count) = (result.count, UInt16(truncatingIfNeeded: parts.count))
  result += directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + little(count) + little(count)
  result += little(UInt32(directory.count)) + little(UInt32(start)) + [0, 0]
  return result
}

/// Files with changes to names, to contents by `change`, or to what there is.
func changed(
  _ parts: [Part], _ chance: inout Chance,
  _ change: (Part, inout Chance) -> [UInt8]
) -> [Part] {
  var parts = parts
  for _ in 0...chance.small(upTo: 3) where !parts.isEmpty {
    let index = chance.below(parts.count)
    switch chance.below(16) {
    case 0: parts.remove(at: index)
    case 1: parts.append(Part(name: parts[index].name + "2", bytes: parts[index].bytes))
    case 2: parts[index].name = chance.one(of: parts).name
    case 3: parts.swapAt(index, chance.below(parts.count))
    case 4:
      let name = damaged(Array(parts[index].name.utf8), &chance, words: ["../", "/", "\u{0}"])
      parts[index].name = String(decoding: name.prefix(60_000), as: UTF8.self)
    default: parts[index].bytes = change(parts[index], &chance)
    }
  }
  return parts
}

private func checksum(_ bytes: [UInt8]) -> UInt32 {
  UInt32(truncatingIfNeeded: CZlib.crc32(0, bytes, UInt32(bytes.count)))
}

/// A deflate stream of bytes, at any level; at times a damaged one.
private func deflated(_ bytes: [UInt8], _ chance: inout Chance) -> [UInt8] {
  var count = compressBound(UInt(bytes.count))
  var result = [UInt8](repeating: 0, count: Int(count))
  compress2(&result, &count, bytes, UInt(bytes.count), Int32(chance.one(of: [0, 1, 6, 9])))
  // Without the header and the checksum of zlib.
  let stream = Array(result[2..<Int(count) - 4])
  return chance.once(in: 12) ? damaged(stream, &chance) : stream
}
