// One array as a file holds it: element type, shape and little-endian bytes. It doesn't compute.

package import Kernels
package import Storage

/// An array of numbers, rows first (C order), in a file's memory or its own.
package struct StoredArray: Sendable {
  /// What the elements are.
  package let element: ElementType
  /// The extents, outermost first; empty for a single number.
  package let shape: [Int]
  /// The elements, little-endian, without gaps.
  package let bytes: Bytes

  /// The number of elements.
  package var count: Int { bytes.count / element.size }

  /// More dimensions than this are refused, as NumPy does.
  static let largestRank = 64

  /// An array over `bytes`, which are exactly as many as `shape` needs.
  package init(_ element: ElementType, shape: [Int], bytes: Bytes) {
    precondition(
      element.byteCount(of: shape) == bytes.count,
      "\(bytes.count) bytes can't be a \(element.rawValue) array of shape \(shape)")
    self.element = element
    self.shape = shape
    self.bytes = bytes
  }

  /// A float32 array with a copy of `values`, as many as `shape` needs.
  package init(_ values: [Float], shape: [Int]) {
    self.init(.float32, shape: shape, copying: values)
  }

  /// An int32 array with a copy of `values`, as many as `shape` needs.
  package init(_ values: [Int32], shape: [Int]) {
    self.init(.int32, shape: shape, copying: values)
  }

  /// A uint64 array with a copy of `values`, as many as `shape` needs.
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
  /// Whether `floats()` borrows the array's memory instead of copying it.
  package var isBorrowable: Bool {
    element == .float32
      && Int(bitPattern: bytes.base).isMultiple(of: MemoryLayout<Float>.alignment)
  }

  /// The elements as float32: borrowed where they are that already, else converted to nearest.
  ///
  /// A borrowed buffer shares its memory with this array and with every other buffer of it.
  package func floats() -> FloatBuffer {
    if isBorrowable {
      let base = bytes.base.assumingMemoryBound(to: Float.self)
      return FloatBuffer(borrowing: base, count: count, owner: bytes.owner)
    }
    let result = FloatBuffer(count: count)
    convert(to: result.base)
    return result
  }

  /// Converts all elements to float32 at `target`, which has room for `count`.
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

  /// Some of the elements as integers, counted in order; nil as for all.
  package func integers(in range: Range<Int>) -> [Int]? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "elements outside the array")
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

/// An array and its name in a file of many.
package struct NamedArray: Sendable {
  /// The name.
  package let name: String
  /// The array.
  package let array: StoredArray

  /// `array` under `name`.
  package init(_ name: String, _ array: StoredArray) {
    self.name = name
    self.array = array
  }
}
