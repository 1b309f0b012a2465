// Contiguous float32 memory without a shape, which every kernel reads and writes.

internal import Platform

/// Contiguous float32 memory with one owner: allocated here, or borrowed from a mapped file.
///
/// Allocated memory is zeroed and aligned to 64 bytes, a cache line. Copying is explicit: `copy()`.
package struct FloatBuffer: ~Copyable, @unchecked Sendable {
  /// The number of floats.
  package let count: Int
  /// The first float, valid as long as the buffer lives.
  package let base: UnsafeMutablePointer<Float>
  /// The owner of borrowed memory; nil if the buffer allocated its own.
  private let owner: AnyObject?

  /// Allocates `count` zeros.
  package init(count: Int) {
    precondition(count >= 0, "invalid buffer size \(count)")
    var raw: UnsafeMutableRawPointer?
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    guard posix_memalign(&raw, 64, bytes) == 0, let raw else {
      fatalError("out of memory: \(bytes) bytes")
    }
    self.count = count
    base = raw.bindMemory(to: Float.self, capacity: max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
    owner = nil
  }

  /// Allocates a copy of `values`.
  package init(_ values: [Float]) {
    self.init(count: values.count)
    values.withUnsafeBufferPointer { if let from = $0.baseAddress { set(from: from) } }
  }

  /// Borrows `count` floats at `base`, which stay valid and writable while `owner` lives.
  package init(borrowing base: UnsafeMutablePointer<Float>, count: Int, owner: AnyObject) {
    self.count = count
    self.base = base
    self.owner = owner
  }

  deinit {
    if owner == nil { free(base) }
  }

  /// A copy with its own memory.
  package func copy() -> FloatBuffer {
    let other = FloatBuffer(count: count)
    other.set(from: base)
    return other
  }

  /// Copies `count` floats from `source`.
  package func set(from source: UnsafePointer<Float>) {
    base.update(from: source, count: count)
  }

  /// Sets every float to `value`.
  package func fill(_ value: Float) {
    base.update(repeating: value, count: count)
  }

  /// The numbers as an array.
  package var array: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// One number.
  package subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count, "index \(index) is outside 0..<\(count)")
      return base[index]
    }
    nonmutating set {
      precondition(index >= 0 && index < count, "index \(index) is outside 0..<\(count)")
      base[index] = newValue
    }
  }
}
