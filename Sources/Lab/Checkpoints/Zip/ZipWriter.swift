// Writing ZIP archives of stored entries. The same entries give the same bytes: the date of every
// entry is the format's first day.

package import Storage

/// Writes a ZIP archive, entry by entry.
package struct ZipWriter {
  /// An entry for the central directory.
  private struct Record {
    let name: [UInt8]
    let checksum: UInt32
    let size: Int
    let offset: Int
  }

  private let writer: FileWriter
  /// The size or offset from which on zip64 fields are used.
  private let largest: Int
  /// The alignment of each entry's data.
  private let alignment: Int
  private var records: [Record] = []

  /// Creates an archive at the position of `writer`; tests use a lower `largest`.
  package init(_ writer: FileWriter, largest: Int = 0xFFFF_FFFF, alignment: Int = 1) {
    self.writer = writer
    self.alignment = alignment
    self.largest = largest
  }

  /// Writes the entry `name` with the concatenation of `parts`.
  package mutating func add(_ name: String, _ parts: [Bytes]) throws {
    var checksum: UInt32 = 0
    for part in parts { checksum = Checksum.crc32(part, after: checksum) }
    let record = Record(
      name: Array(name.utf8), checksum: checksum, size: parts.reduce(0) { $0 + $1.count },
      offset: writer.count)
    var bytes: [UInt8] = []
    let isLarge = record.size >= largest
    let begin = record.offset + 30 + record.name.count + (isLarge ? 20 : 0)
    // A padding field, which has a header of four bytes, as PyTorch writes it.
    let padding = alignment == 1 ? 0 : 4 + (alignment - (begin + 4) % alignment) % alignment
    bytes.append(UInt32(0x0403_4B50))
    appendCommon(record, isLarge: isLarge, extra: UInt16((isLarge ? 20 : 0) + padding), to: &bytes)
    bytes += record.name
    if isLarge { appendWide([record.size, record.size], to: &bytes) }
    if padding > 0 {
      bytes += [0x46, 0x42]
      bytes.append(UInt16(padding - 4))
      bytes += [UInt8](repeating: 0, count: padding - 4)
    }
    try writer.write(bytes)
    for part in parts { try writer.write(part) }
    records.append(record)
  }

  /// Writes the directory, which completes the archive.
  package func finish() throws {
    let start = writer.count
    for record in records {
      var bytes: [UInt8] = []
      let isLarge = record.size >= largest || record.offset >= largest
      bytes.append(UInt32(0x0201_4B50))
      bytes.append(UInt16(0x0314))  // made on Unix, so that the mode below applies
      appendCommon(record, isLarge: isLarge, extra: isLarge ? 28 : 0, to: &bytes)
      bytes.append(UInt16(0))  // comment
      bytes.append(UInt16(0))  // disk
      bytes.append(UInt16(0))  // internal attributes
      bytes.append(UInt32(0o100644) << 16)
      bytes.append(isLarge ? UInt32.max : UInt32(record.offset))
      bytes += record.name
      if isLarge { appendWide([record.size, record.size, record.offset], to: &bytes) }
      try writer.write(bytes)
    }
    let end = writer.count
    var bytes: [UInt8] = []
    let isLarge = records.count >= 0xFFFF || end >= largest
    if isLarge {
      bytes.append(UInt32(0x0606_4B50))
      bytes.append(UInt64(44))  // the rest of this record
      bytes.append(UInt16(45))
      bytes.append(UInt16(45))
      bytes.append(UInt32(0))
      bytes.append(UInt32(0))
      bytes.append(UInt64(records.count))
      bytes.append(UInt64(records.count))
      bytes.append(UInt64(end - start))
      bytes.append(UInt64(start))
      bytes.append(UInt32(0x0706_4B50))
      bytes.append(UInt32(0))
      bytes.append(UInt64(end))
      bytes.append(UInt32(1))
    }
    bytes.append(UInt32(0x0605_4B50))
    bytes.append(UInt16(0))
    bytes.append(UInt16(0))
    bytes.append(isLarge ? UInt16.max : UInt16(records.count))
    bytes.append(isLarge ? UInt16.max : UInt16(records.count))
    bytes.append(isLarge ? UInt32.max : UInt32(end - start))
    bytes.append(isLarge ? UInt32.max : UInt32(start))
    bytes.append(UInt16(0))
    try writer.write(bytes)
  }

  /// Appends the fields that local header and directory record share.
  private func appendCommon(
    _ record: Record, isLarge: Bool, extra: UInt16, to bytes: inout [UInt8]
  ) {
    bytes.append(UInt16(isLarge ? 45 : 20))  // version needed to read it
    bytes.append(UInt16(0x0800))  // the name is UTF-8
    bytes.append(UInt16(0))  // stored
    bytes.append(UInt16(0))  // midnight
    bytes.append(UInt16(0x0021))  // 1 January 1980
    bytes.append(record.checksum)
    bytes.append(isLarge ? UInt32.max : UInt32(record.size))
    bytes.append(isLarge ? UInt32.max : UInt32(record.size))
    bytes.append(UInt16(record.name.count))
    bytes.append(extra)
  }

  /// Appends the zip64 extra field.
  private func appendWide(_ values: [Int], to bytes: inout [UInt8]) {
    bytes.append(UInt16(1))
    bytes.append(UInt16(8 * values.count))
    for value in values { bytes.append(UInt64(value)) }
  }
}

extension [UInt8] {
  /// Appends the little-endian bytes of `value`.
  fileprivate mutating func append<Integer: FixedWidthInteger>(_ value: Integer) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}
