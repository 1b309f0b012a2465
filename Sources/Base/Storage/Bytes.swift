// Bounds-checked bytes in memory, owned by a mapped file or by a block of their own.

internal import Platform

#if _endian(big)
  #error(
    "files are little-endian and mapped without conversion: a little-endian machine is required")
#endif

/// Bytes in memory, kept alive by their owner; slices share the memory.
///
/// The memory is writable without synchronization: a writer must be its only user.
package struct Bytes: @unchecked Sendable {
  /// The number of bytes.
  package let count: Int
  /// The address of the first byte.
  package let base: UnsafeMutableRawPointer
  /// The object that keeps the memory valid.
  package let owner: AnyObject

  /// Borrows `count` bytes at `base`, which stay valid and writable while `owner` lives.
  package init(borrowing base: UnsafeMutableRawPointer, count: Int, owner: AnyObject) {
    precondition(count >= 0, "a byte count can't be negative, got \(count)")
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

  /// The bytes in `range`; nil if it is out of bounds.
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

  /// The little-endian integer at `offset`; nil if it is out of bounds.
  package func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ type: Integer.Type, at offset: Int
  ) -> Integer? {
    guard offset >= 0, offset <= count - MemoryLayout<Integer>.size else { return nil }
    return withUnsafeBytes {
      Integer(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Integer.self))
    }
  }

  /// A copy of the bytes as an array.
  package var array: [UInt8] { withUnsafeBytes { Array($0) } }
}

/// A block of zeroed memory, freed with its last reference.
private final class Block {
  let base: UnsafeMutableRawPointer

  init(count: Int) {
    precondition(count >= 0, "a byte count can't be negative, got \(count)")
    var raw: UnsafeMutableRawPointer?
    guard posix_memalign(&raw, 64, max(count, 1)) == 0, let raw else {
      fatalError("out of memory: \(count) bytes")
    }
    memset(raw, 0, max(count, 1))
    base = raw
  }

  deinit { free(base) }
}
