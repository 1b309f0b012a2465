// The `.npy` format: one array, NumPy's own.

package import Storage

/// Reading and writing `.npy` files (versions 1.0, 2.0, 3.0; version 1.0 is written).
///
/// Layout: `\x93NUMPY`, version (2 bytes), header length (2 or 4 bytes), header, elements.
package enum NumPyArray {
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Maps the file at `path`; elements are copied only where columns come first.
  ///
  /// - Throws: `FileError`; `.badData` for anything that isn't one whole array of numbers.
  package static func read(_ path: String) throws -> StoredArray {
    try parse(MappedFile(path).bytes, path: path, name: nil)
  }

  /// The array in `bytes`, which are a whole file; `path`, and `name` inside it, name it in errors.
  ///
  /// - Throws: `FileError`, `.badData`, for anything that isn't one whole array of numbers.
  package static func parse(_ bytes: Bytes, path: String, name: String? = nil) throws -> StoredArray
  {
    do throws(NumPyHeader.Fault) {
      return try parse(bytes)
    } catch {
      let subject = name.map { "the array '\(legible($0))' is" } ?? "is"
      throw FileError(path, .badData, "\(subject) not an array of NumPy's: \(error.reason)")
    }
  }

  private static func parse(_ bytes: Bytes) throws(NumPyHeader.Fault) -> StoredArray {
    typealias Fault = NumPyHeader.Fault
    guard let start = bytes[0..<6], start.array == magic,
      let major = bytes.integer(UInt8.self, at: 6), let minor = bytes.integer(UInt8.self, at: 7)
    else { throw Fault(reason: "it doesn't begin like a .npy file; save it with numpy.save") }
    let length: Int?
    let begin: Int
    switch (major, minor) {
    case (1, 0): (length, begin) = (bytes.integer(UInt16.self, at: 8).map(Int.init), 10)
    case (2, 0), (3, 0): (length, begin) = (bytes.integer(UInt32.self, at: 8).map(Int.init), 12)
    default:
      throw Fault(reason: "it has version \(major).\(minor), not 1.0 to 3.0; save it again")
    }
    guard let length, let text = bytes[begin..<begin + length],
      let data = bytes[begin + length..<bytes.count]
    else { throw Fault(reason: "its header is cut short; fetch or save it again") }
    guard length <= 1 << 20 else {
      throw Fault(reason: "its header has \(length) bytes; fetch or save it again")
    }
    let header = try NumPyHeader(parsing: text.array)
    let element = try header.element()
    guard header.shape.count <= StoredArray.largestRank else {
      throw Fault(
        reason:
          "it has \(header.shape.count) dimensions, above \(StoredArray.largestRank); reshape it")
    }
    guard let size = element.byteCount(of: header.shape) else {
      throw Fault(reason: "its shape \(header.shape) is too large for any machine; save it again")
    }
    guard size == data.count else {
      throw Fault(
        reason: "shape \(header.shape) of '\(legible(header.type))' needs \(size) bytes, "
          + "but \(data.count) are there; fetch or save it again")
    }
    let isTransposed = header.isFortran && header.shape.count > 1
    return StoredArray(
      element, shape: header.shape,
      bytes: isTransposed ? rowsFirst(data, shape: header.shape, size: element.size) : data)
  }

  /// A copy of `data`, whose first index runs fastest, in which the last does.
  private static func rowsFirst(_ data: Bytes, shape: [Int], size: Int) -> Bytes {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in 1..<shape.count { strides[axis] = strides[axis - 1] * shape[axis - 1] }
    return data.gathered(size: size, shape: shape, strides: strides)
  }

  /// Writes `array` as the file at `path`, replacing it whole.
  ///
  /// - Throws: `FileError`; `.cannotWrite` also for bfloat16, which NumPy doesn't know.
  package static func write(_ array: StoredArray, to path: String) throws {
    let header = try header(of: array, path: path)
    try AtomicFile.write(to: path) { writer in
      try writer.write(header)
      try writer.write(array.bytes)
    }
  }

  /// What stands before the elements of `array`; the elements start at a multiple of 64.
  static func header(of array: StoredArray, path: String) throws -> [UInt8] {
    guard let type = NumPyHeader.elements.first(where: { $0.element == array.element })?.type else {
      throw FileError(
        path, .cannotWrite, "NumPy has no \(array.element.rawValue); write a .safetensors file")
    }
    guard array.shape.count <= StoredArray.largestRank else {
      throw FileError(
        path, .cannotWrite, "the array has \(array.shape.count) dimensions; reshape it to fewer")
    }
    var text = Array(NumPyHeader(type: type, isFortran: false, shape: array.shape).text.utf8)
    while !(10 + text.count + 1).isMultiple(of: 64) { text.append(0x20) }
    text.append(0x0A)
    return magic + [1, 0, UInt8(text.count & 0xFF), UInt8(text.count >> 8)] + text
  }
}
