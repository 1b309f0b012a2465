// CRC-32, the checksum of ZIP archives.

internal import Storage

/// The checksum of ZIP, gzip and PNG: polynomial 0xEDB88320, bits reversed.
enum Checksum {
  /// The checksums of byte b followed by k zero bytes, at 256·k + b.
  ///
  /// With them, eight bytes are processed in one step.
  private static let table: [UInt32] = {
    var table = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var value = UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
      table[byte] = value
    }
    for index in 256..<8 * 256 {
      let before = table[index - 256]
      table[index] = table[Int(before & 0xFF)] ^ before >> 8
    }
    return table
  }()

  /// The checksum of `bytes`, continued from that of the bytes before.
  static func crc32(_ bytes: Bytes, after before: UInt32 = 0) -> UInt32 {
    bytes.withUnsafeBytes { buffer in
      table.withUnsafeBufferPointer { table in
        var value = ~before
        var place = 0
        while place + 8 <= buffer.count {
          let word = UInt64(
            littleEndian: buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self))
          let mixed = word ^ UInt64(value)
          value = 0
          for k in 0..<8 {
            value ^= table[(7 - k) * 256 + Int(truncatingIfNeeded: mixed >> (8 * k) & 0xFF)]
          }
          place += 8
        }
        while place < buffer.count {
          value = table[Int(UInt8(truncatingIfNeeded: value) ^ buffer[place])] ^ value >> 8
          place += 1
        }
        return ~value
      }
    }
  }
}
