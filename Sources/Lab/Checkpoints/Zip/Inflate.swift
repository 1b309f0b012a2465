// Decompressing ZIP entries with zlib.

internal import CZlib
internal import Platform
internal import Storage

/// The DEFLATE compression of ZIP archives (RFC 1951).
enum Inflate {
  /// The most that DEFLATE can expand a byte.
  private static let largestRatio = 1032

  /// Decompresses `bytes` to exactly `count` bytes; nil if they are damaged or give another count.
  static func bytes(_ bytes: Bytes, count: Int) -> Bytes? {
    guard count <= bytes.count.multipliedReportingOverflow(by: largestRatio).partialValue + 64,
      bytes.count <= Int(UInt32.max), count <= Int(UInt32.max),
      Double(count) < availableMemory() / 2
    else { return nil }
    var stream = z_stream()
    // Negative window bits: no header around the data.
    guard
      inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { inflateEnd(&stream) }
    let result = Bytes(zeros: count)
    let status = withExtendedLifetime(bytes.owner) {
      stream.next_in = bytes.base.assumingMemoryBound(to: UInt8.self)
      stream.avail_in = UInt32(bytes.count)
      stream.next_out = result.base.assumingMemoryBound(to: UInt8.self)
      stream.avail_out = UInt32(count)
      return inflate(&stream, Z_FINISH)
    }
    return status == Z_STREAM_END && stream.total_out == count ? result : nil
  }
}
