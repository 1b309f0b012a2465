// The archives of `torch.save`: a ZIP archive with a pickle that describes tensors, and an entry
// for each storage.

internal import Storage
internal import Wording

/// A mapped PyTorch archive: `NAME/data.pkl`, `NAME/byteorder`, `NAME/data/0`...
///
/// The format of PyTorch 1.6 and later. `PickleReader` reads the pickle without running any code.
struct TorchArchive {
  /// The archive as the caller named it.
  let path: String
  /// The contents of the pickle.
  let contents: PickleContents
  private let entries: [String: ZipArchive.Entry]
  private let archive: ZipArchive
  private let folder: String

  /// The advice for a damaged archive.
  static let advice = "download it again, or save it again with torch.save"

  /// The size above which checksums aren't verified, since that reads the whole entry.
  static let mostChecked = 64 << 20

  /// Whether an archive is one of PyTorch.
  static func holds(_ archive: ZipArchive) -> Bool {
    archive.entries.contains { $0.name == "data.pkl" || $0.name.hasSuffix("/data.pkl") }
  }

  /// Reads the pickle in `archive`, without the tensors' data.
  ///
  /// - Throws: `FileError`, `.badData`, naming what is invalid.
  init(_ archive: ZipArchive) throws {
    self.archive = archive
    path = archive.path
    let descriptions = archive.entries.filter {
      $0.name == "data.pkl" || $0.name.hasSuffix("/data.pkl")
    }
    guard descriptions.count == 1, let description = descriptions.first else {
      throw FileError(
        path, .badData,
        "has \(counted(descriptions.count, "entry")) 'data.pkl' instead of one; \(Self.advice)")
    }
    folder = String(description.name.dropLast("data.pkl".count))
    // torch.save never compresses, and tensors are used where they are in the file.
    if let entry = archive.entries.first(where: \.isCompressed) {
      throw FileError(
        path, .badData, "its entry '\(legible(entry.name))' is compressed; \(Self.advice)")
    }
    entries = Dictionary(archive.entries.map { ($0.name, $0) }) { first, _ in first }
    if let order = entries[folder + "byteorder"] {
      let text = String(decoding: order.stored.array.prefix(16), as: UTF8.self)
      guard text == "little" else {
        throw FileError(
          path, .badData,
          "has byte order '\(legible(text))'; save it again on a little-endian machine")
      }
    }
    do throws(PickleError) {
      contents = try PickleReader.read(try Self.bytes(of: description, in: archive))
    } catch {
      throw FileError(
        path, .badData, "can't read its pickle: \(error.reason); \(error.advice)")
    }
  }

  /// An entry's bytes, checked against the limits and the checksum.
  private static func bytes(
    of entry: ZipArchive.Entry, in archive: ZipArchive
  ) throws(PickleError) -> Bytes {
    guard entry.count <= PickleReader.longest else {
      throw PickleError(
        reason:
          "it has \(counted(entry.count, "byte")), more than the maximum of \(PickleReader.longest)"
      )
    }
    do {
      return try archive.bytes(of: entry)
    } catch {
      throw PickleError(reason: "checksum mismatch")
    }
  }

  /// The tensors among a dictionary's members; contiguous ones are borrowed from the archive.
  ///
  /// - Throws: `FileError`, `.badData`, if a tensor is incomplete, or if all of them together are
  ///   larger than the archive.
  func arrays(_ members: [(key: String, value: PickleValue)]) throws -> [NamedArray] {
    var checked: Set<String> = []
    var rest = 2 * archive.entries.reduce(0) { $0 + $1.stored.count }
    var result: [NamedArray] = []
    for (name, value) in members {
      guard case .tensor(let number) = value else { continue }
      let tensor = contents.tensors[number]
      let storage = contents.storages[tensor.storage]
      func refused(_ what: String) -> FileError {
        FileError(path, .badData, "the tensor '\(legible(name))' \(what); \(Self.advice)")
      }
      guard let entry = entries[folder + "data/" + storage.key] else {
        throw refused("has no data: the entry 'data/\(legible(storage.key))' is missing")
      }
      guard storage.element.byteCount(of: [storage.count]) == entry.count else {
        throw refused(
          "has \(counted(storage.count, "element")) of \(storage.element.rawValue), but its entry "
            + counted(entry.count, "byte"))
      }
      if entry.count <= Self.mostChecked && checked.insert(storage.key).inserted {
        _ = try archive.bytes(of: entry)
      }
      rest -= storage.element.byteCount(of: tensor.shape) ?? rest
      guard rest >= 0 else { throw refused("and those before it are larger than the archive") }
      guard let array = tensor.view(of: entry.stored, element: storage.element) else {
        throw refused(
          "of shape \(tensor.shape) is out of bounds of its \(counted(storage.count, "element"))")
      }
      result.append(NamedArray(name, array))
    }
    return result
  }
}

extension PickleTensor {
  /// The tensor as a row-major array; nil if it is out of bounds.
  ///
  /// Borrowed from `memory` if contiguous, else copied. The caller limits the size of the copy:
  /// with
  /// strides of 0 it can be larger than the memory.
  fileprivate func view(of memory: Bytes, element: ElementType) -> StoredArray? {
    guard let size = element.byteCount(of: shape) else { return nil }
    if size == 0 { return StoredArray(element, shape: shape, bytes: Bytes(zeros: 0)) }
    // The stride of an axis of extent 1 is never taken, and may be anything.
    let strides = zip(shape, strides).map { $0 == 1 ? 0 : $1 }
    var inOrder = 1
    var isOrdered = true
    var last = offset
    for (extent, stride) in zip(shape, strides).reversed() where extent != 1 {
      if stride != inOrder { isOrdered = false }
      inOrder *= extent
      let (reach, overflow) = stride.multipliedReportingOverflow(by: extent - 1)
      let (sum, overflowToo) = last.addingReportingOverflow(reach)
      guard !overflow, !overflowToo else { return nil }
      last = sum
    }
    guard last < memory.count / element.size else { return nil }
    guard isOrdered else {
      let copy = memory.gathered(
        size: element.size, shape: shape, strides: strides, offset: offset)
      return StoredArray(element, shape: shape, bytes: copy)
    }
    let begin = offset * element.size
    return memory[begin..<begin + size].map { StoredArray(element, shape: shape, bytes: $0) }
  }
}
