// A stretch of memory and what keeps it alive: a mapped file or a block of its own. It checks bounds
// and knows nothing of what the bytes mean.

internal import Platform

#if _endian(big)
  #error("files are little-endian and mapped as they are: this needs a little-endian machine")
#endif

/// Bytes in memory, kept alive by their owner; a slice shares the memory.
///
/// The memory is writable and shared by all slices: whoever writes must be its only user.
package struct Bytes: @unchecked Sendable {
  /// The number of bytes.
  package let count: Int
  package let base: UnsafeMutableRawPointer
  package let owner: AnyObject

  /// Borrows `count` bytes at `base`, which stay valid and writable while `owner` lives.
  package init(borrowing base: UnsafeMutableRawPointer, count: Int, owner: AnyObject) {
    precondition(count >= 0, "there are no \(count) bytes")
    self.base = base
    self.count = count
    self.owner = owner
  }

  /// Allocates `count` zero bytes, aligned to 64.
  package init(zeros count: Int) {
    let block = Block(count: count)
    self.init(borrowing: block.base, count: count, owner: block)
  }

  /// Allocates a copy of `array`.
  package init(_ array: [UInt8]) {
    self.init(zeros: array.count)
    array.withUnsafeBytes { from in
      UnsafeMutableRawBufferPointer(start: base, count: count).copyMemory(from: from)
    }
  }

  /// The bytes of `range`, or nil if it isn't inside.
  package subscript(range: Range<Int>) -> Bytes? {
    guard range.lowerBound >= 0, range.upperBound <= count else { return nil }
    return Bytes(borrowing: base + range.lowerBound, count: range.count, owner: owner)
  }

  /// Calls `body` with the bytes, which stay valid until it returns.
  package func withUnsafeBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(owner) {
      try body(UnsafeRawBufferPointer(start: base, count: count))
    }
  }

  /// The little-endian integer at `offset`, or nil if it isn't all inside.
  package func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ type: Integer.Type, at offset: Int
  ) -> Integer? {
    guard offset >= 0, offset <= count - MemoryLayout<Integer>.size else { return nil }
    return withUnsafeBytes {
      Integer(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Integer.self))
    }
  }

  /// The bytes as an array.
  package var array: [UInt8] { withUnsafeBytes { Array($0) } }
}

/// Memory that is freed with its last user.
private final class Block {
  let base: UnsafeMutableRawPointer

  init(count: Int) {
    precondition(count >= 0, "a block can't hold \(count) bytes")
    var raw: UnsafeMutableRawPointer?
    guard posix_memalign(&raw, 64, max(count, 1)) == 0, let raw else {
      fatalError("out of memory: \(count) bytes")
    }
    memset(raw, 0, max(count, 1))
    base = raw
  }

  deinit { free(base) }
}
