// The checksum of ZIP archives once more, for tests that make archives by hand.

/// CRC-32, bit by bit: slow, plain, and not the program's own.
public func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
  var value = UInt32.max
  for byte in bytes {
    value ^= UInt32(byte)
    for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
  }
  return ~value
}
