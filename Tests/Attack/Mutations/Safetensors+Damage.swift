// Safetensors files with a header that is still JSON, and data that fits it or nearly.

import Storage

/// A safetensors file with changes in its header; the size in front is right, the data fit often.
func damagedSafetensors(_ file: [UInt8], _ chance: inout Chance) -> [UInt8] {
  guard let (header, data) = parts(file), let json = try? JSON(parsing: header) else {
    return damaged(file, &chance)
  }
  var changedHeader = json
  for _ in 0...chance.small(upTo: 3) { changedHeader = changed(changedHeader, &chance) }
  var content = data
  if chance.once(in: 4) { content = damaged(data, &chance) }
  if chance.once(in: 3) { content = fitted(content, to: changedHeader) }
  var text = Array(changedHeader.text.utf8)
  if chance.once(in: 5) {
    text = damaged(text, &chance, words: ["\"", "{", "}", "\\u0000", "[", ",", ":", "F32"])
  }
  return little(UInt64(text.count)) + text + content
}

/// The header and the data of a file.
func parts(_ file: [UInt8]) -> (header: String, data: [UInt8])? {
  guard file.count >= 8 else { return nil }
  let size = (0..<8).reduce(UInt64(0)) { $0 | UInt64(file[$1]) << UInt64(8 * $1) }
  guard let count = Int(exactly: size), count <= file.count - 8 else { return nil }
  return (String(decoding: file[8..<8 + count], as: UTF8.self), Array(file[(8 + count)...]))
}

/// Data as long as the header says, if that is not too long.
private func fitted(_ data: [UInt8], to header: JSON) -> [UInt8] {
  let ends = (header.members ?? []).compactMap { $0.value["data_offsets"]?.array?.last?.integer }
  guard let end = ends.max(), (0...1 << 20).contains(end) else { return data }
  return Array(data.prefix(end)) + [UInt8](repeating: 1, count: max(0, end - data.count))
}
