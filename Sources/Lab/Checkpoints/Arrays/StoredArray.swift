// An array as stored in a file: element type, shape and little-endian bytes.

package import Kernels
package import Storage

/// An array of numbers in row-major order, in the memory of a file or its own.
package struct StoredArray: Sendable {
  /// The element type.
  package let element: ElementType
  /// The shape, outermost dimension first; empty for a scalar.
  package let shape: [Int]
  /// The elements: little-endian, contiguous.
  package let bytes: Bytes

  /// The number of elements.
  package var count: Int { bytes.count / element.size }

  /// The maximum number of dimensions, as in NumPy.
  static let largestRank = 64

  /// Creates an array over `bytes`, whose count must match `shape`.
  package init(_ element: ElementType, shape: [Int], bytes: Bytes) {
    precondition(
      element.byteCount(of: shape) == bytes.count,
      "\(bytes.count) bytes don't fit a \(element.rawValue) array of shape \(shape)")
    self.element = element
    self.shape = shape
    self.bytes = bytes
  }

  /// Creates a float32 array from a copy of `values`.
  package init(_ values: [Float], shape: [Int]) {
    self.init(.float32, shape: shape, copying: values)
  }

  /// Creates an int32 array from a copy of `values`.
  package init(_ values: [Int32], shape: [Int]) {
    self.init(.int32, shape: shape, copying: values)
  }

  /// Creates a uint64 array from a copy of `values`.
  package init(_ values: [UInt64], shape: [Int]) {
    self.init(.uint64, shape: shape, copying: values)
  }

  private init<Number: BitwiseCopyable>(
    _ element: ElementType, shape: [Int], copying values: [Number]
  ) {
    self.init(element, shape: shape, bytes: Bytes(values.withUnsafeBytes { Array($0) }))
  }
}

extension StoredArray {
  /// Whether ``floats()`` borrows the array's memory instead of copying it.
  package var isBorrowable: Bool {
    element == .float32
      && Int(bitPattern: bytes.base).isMultiple(of: MemoryLayout<Float>.alignment)
  }

  /// The elements as float32: borrowed if possible, else converted to the nearest value.
  ///
  /// A borrowed buffer shares its memory with this array and all its other buffers.
  package func floats() -> FloatBuffer {
    if isBorrowable {
      let base = bytes.base.assumingMemoryBound(to: Float.self)
      return FloatBuffer(borrowing: base, count: count, owner: bytes.owner)
    }
    let result = FloatBuffer(count: count)
    convert(to: result.base)
    return result
  }

  /// Converts all elements to float32 at `target`, which has room for ``count``.
  func convert(to target: UnsafeMutablePointer<Float>) {
    func each<Number: BitwiseCopyable>(_ type: Number.Type, _ float: (Number) -> Float) {
      bytes.withUnsafeBytes { source in
        for index in 0..<count {
          let offset = index * MemoryLayout<Number>.size
          target[index] = float(source.loadUnaligned(fromByteOffset: offset, as: Number.self))
        }
      }
    }
    switch element {
    case .float64: each(Double.self) { Float($0) }
    case .float32: each(Float.self) { $0 }
    case .float16: each(UInt16.self, floatOfHalf)
    case .bfloat16: each(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    case .int64: each(Int64.self) { Float($0) }
    case .int32: each(Int32.self) { Float($0) }
    case .int16: each(Int16.self) { Float($0) }
    case .int8: each(Int8.self) { Float($0) }
    case .uint64: each(UInt64.self) { Float($0) }
    case .uint32: each(UInt32.self) { Float($0) }
    case .uint16: each(UInt16.self) { Float($0) }
    case .uint8: each(UInt8.self) { Float($0) }
    case .bool: each(UInt8.self) { $0 == 0 ? 0 : 1 }
    }
  }

  /// The elements as integers; nil if they are floats or one is above `Int.max`.
  package func integers() -> [Int]? { integers(in: 0..<count) }

  /// The elements in a range as integers; nil as in ``integers()``.
  package func integers(in range: Range<Int>) -> [Int]? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range is out of bounds")
    func all<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type) -> [Int]? {
      bytes.withUnsafeBytes { source in
        var result: [Int] = []
        result.reserveCapacity(range.count)
        for index in range {
          let offset = index * MemoryLayout<Number>.size
          let number = source.loadUnaligned(fromByteOffset: offset, as: Number.self)
          guard let integer = Int(exactly: number) else { return nil }
          result.append(integer)
        }
        return result
      }
    }
    switch element {
    case .float64, .float32, .float16, .bfloat16: return nil
    case .int64: return all(Int64.self)
    case .int32: return all(Int32.self)
    case .int16: return all(Int16.self)
    case .int8: return all(Int8.self)
    case .uint64: return all(UInt64.self)
    case .uint32: return all(UInt32.self)
    case .uint16: return all(UInt16.self)
    case .uint8: return all(UInt8.self)
    case .bool: return all(UInt8.self)?.map { $0 == 0 ? 0 : 1 }
    }
  }
}

/// A named array.
package struct NamedArray: Sendable {
  /// The name.
  package let name: String
  /// The array.
  package let array: StoredArray

  /// Creates a named array.
  package init(_ name: String, _ array: StoredArray) {
    self.name = name
    self.array = array
  }
}
