// NumPy's `.npy` format: one array.

package import Storage
internal import Wording

/// Reads `.npy` files of versions 1.0, 2.0 and 3.0, and writes version 1.0.
///
/// Layout: `\x93NUMPY`, version (2 bytes), header length (2 or 4 bytes), header, elements.
package enum NumPyArray {
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Maps the file at `path`; only an array in Fortran order is copied.
  ///
  /// - Throws: `FileError`; `.badData` if it isn't one complete numeric array.
  package static func read(_ path: String) throws -> StoredArray {
    try parse(MappedFile(path).bytes, path: path, name: nil)
  }

  /// Parses `bytes`, a whole file; `path` and, inside an archive, `name` identify it in errors.
  ///
  /// - Throws: `FileError`, `.badData`, if it isn't one complete numeric array.
  package static func parse(_ bytes: Bytes, path: String, name: String? = nil) throws -> StoredArray
  {
    do throws(NumPyHeader.ParseError) {
      return try parse(bytes)
    } catch {
      let subject = name.map { "the array '\(legible($0))' is" } ?? "is"
      throw FileError(path, .badData, "\(subject) not a valid NumPy array: \(error.reason)")
    }
  }

  /// Whether a file's header says that its elements are numbers: not text, dates, records or
  /// objects.
  ///
  /// A damaged header counts as numbers; ``parse(_:path:name:)`` says what is wrong with it.
  static func isNumeric(_ bytes: Bytes) -> Bool {
    let start = String(decoding: bytes[0..<min(bytes.count, 512)]?.array ?? [], as: UTF8.self)
    guard let type = start.firstRange(of: "'descr': ").map({ start[$0.upperBound...].prefix(3) })
    else { return true }
    return !type.hasPrefix("[") && !type.contains { "USOMmVTc".contains($0) }
  }

  private static func parse(_ bytes: Bytes) throws(NumPyHeader.ParseError) -> StoredArray {
    typealias ParseError = NumPyHeader.ParseError
    guard let start = bytes[0..<6], start.array == magic,
      let major = bytes.integer(UInt8.self, at: 6), let minor = bytes.integer(UInt8.self, at: 7)
    else { throw ParseError(reason: "it doesn't start like a .npy file; save it with numpy.save") }
    let length: Int?
    let begin: Int
    switch (major, minor) {
    case (1, 0): (length, begin) = (bytes.integer(UInt16.self, at: 8).map(Int.init), 10)
    case (2, 0), (3, 0): (length, begin) = (bytes.integer(UInt32.self, at: 8).map(Int.init), 12)
    default:
      throw ParseError(
        reason: "unknown format version \(major).\(minor); save it again with numpy.save")
    }
    guard let length, let text = bytes[begin..<begin + length],
      let data = bytes[begin + length..<bytes.count]
    else { throw ParseError(reason: "its header is truncated; download or save it again") }
    guard length <= 1 << 20 else {
      throw ParseError(
        reason: "its header has \(counted(length, "byte")); download or save it again")
    }
    let header = try NumPyHeader(parsing: text.array)
    let element = try header.element()
    guard header.shape.count <= StoredArray.largestRank else {
      throw ParseError(
        reason:
          "it has \(counted(header.shape.count, "dimension")), more than \(StoredArray.largestRank); reshape it"
      )
    }
    guard let size = element.byteCount(of: header.shape) else {
      throw ParseError(reason: "its shape \(header.shape) is too large; save it again")
    }
    guard size == data.count else {
      throw ParseError(
        reason:
          "shape \(header.shape) of '\(legible(header.type))' needs \(counted(size, "byte")), "
          + "but the file has \(data.count); download or save it again")
    }
    let isTransposed = header.isFortran && header.shape.count > 1
    return StoredArray(
      element, shape: header.shape,
      bytes: isTransposed ? rowMajor(data, shape: header.shape, size: element.size) : data)
  }

  /// A copy of column-major `data` in row-major order.
  private static func rowMajor(_ data: Bytes, shape: [Int], size: Int) -> Bytes {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in 1..<shape.count { strides[axis] = strides[axis - 1] * shape[axis - 1] }
    return data.gathered(size: size, shape: shape, strides: strides)
  }

  /// Writes `array` to the file at `path` atomically.
  ///
  /// - Throws: `FileError`; `.cannotWrite` also for bfloat16, which NumPy doesn't have.
  package static func write(_ array: StoredArray, to path: String) throws {
    let header = try header(of: array, path: path)
    try AtomicFile.write(to: path) { writer in
      try writer.write(header)
      try writer.write(array.bytes)
    }
  }

  /// Everything before the elements of `array`, which start at a multiple of 64.
  static func header(of array: StoredArray, path: String) throws -> [UInt8] {
    guard let type = NumPyHeader.elements.first(where: { $0.element == array.element })?.type else {
      throw FileError(
        path, .cannotWrite, "NumPy has no \(array.element.rawValue); write a .safetensors file")
    }
    guard array.shape.count <= StoredArray.largestRank else {
      throw FileError(
        path, .cannotWrite,
        "the array has \(counted(array.shape.count, "dimension")); reshape it to fewer")
    }
    var text = Array(NumPyHeader(type: type, isFortran: false, shape: array.shape).text.utf8)
    while !(10 + text.count + 1).isMultiple(of: 64) { text.append(0x20) }
    text.append(0x0A)
    return magic + [1, 0, UInt8(text.count & 0xFF), UInt8(text.count >> 8)] + text
  }
}
