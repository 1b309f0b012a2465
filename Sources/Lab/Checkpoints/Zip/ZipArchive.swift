// Reading ZIP archives, the containers of `.npz` files and `torch.save`. Encrypted entries are
// errors.

package import Storage

/// The entries of a ZIP archive (APPNOTE 6.3), found through its central directory.
package struct ZipArchive: Sendable {
  /// A file in the archive.
  package struct Entry: Sendable {
    /// The name, with folders.
    package let name: String
    /// The bytes as stored, in the archive's memory.
    let stored: Bytes
    /// The number of bytes.
    package let count: Int
    /// Whether the stored bytes are compressed.
    let isCompressed: Bool
    /// The checksum in the archive's directory.
    let checksum: UInt32
    /// The byte range of its local header and data in the archive.
    let extent: Range<Int>
  }

  /// The archive as the caller named it.
  package let path: String
  /// The entries, in the order of the directory.
  package let entries: [Entry]

  /// Reads the directory of the archive in `bytes`; errors name `path` and end with `advice`.
  ///
  /// - Throws: `FileError`, `.badData`, if it isn't a complete archive of stored entries.
  package init(_ bytes: Bytes, path: String, advice: String) throws {
    self.path = path
    do throws(ZipError) {
      let directory = try ZipDirectory(bytes)
      entries = try directory.entries(in: bytes)
      try Self.checkApart(entries)
    } catch {
      throw FileError(path, .badData, "is not a valid ZIP archive: \(error.reason); \(advice)")
    }
    var names: Set<String> = []
    for entry in entries where !names.insert(entry.name).inserted {
      throw FileError(
        path, .badData, "has two entries named '\(legible(entry.name))'; \(advice)")
    }
  }

  /// Checks that no two entries overlap, by which a small archive could claim to be huge.
  private static func checkApart(_ entries: [Entry]) throws(ZipError) {
    let sorted = entries.sorted { $0.extent.lowerBound < $1.extent.lowerBound }
    for (entry, next) in zip(sorted, sorted.dropFirst())
    where entry.extent.upperBound > next.extent.lowerBound {
      throw ZipError(
        reason: "the entries '\(legible(entry.name))' and '\(legible(next.name))' overlap")
    }
  }

  /// The bytes of `entry`, after verifying the checksum; compressed ones are decompressed.
  ///
  /// - Throws: `FileError`, `.badData`, if the checksum differs.
  package func bytes(of entry: Entry) throws -> Bytes {
    func damaged(_ what: String) -> FileError {
      FileError(
        path, .badData,
        "the entry '\(legible(entry.name))' is damaged (\(what)); download it again")
    }
    var bytes = entry.stored
    if entry.isCompressed {
      guard let decompressed = Inflate.bytes(entry.stored, count: entry.count) else {
        throw damaged("it can't be decompressed")
      }
      bytes = decompressed
    }
    guard Checksum.crc32(bytes) == entry.checksum else { throw damaged("checksum mismatch") }
    return bytes
  }
}

/// What is wrong with an archive.
struct ZipError: Error {
  let reason: String
}

/// The location of the central directory.
private struct ZipDirectory {
  static let endSignature: UInt32 = 0x0605_4B50
  static let locatorSignature: UInt32 = 0x0706_4B50
  static let largeEndSignature: UInt32 = 0x0606_4B50
  static let entrySignature: UInt32 = 0x0201_4B50
  static let localSignature: UInt32 = 0x0403_4B50

  /// The maximum number of entries, so that a small archive can't use much memory.
  static let mostEntries = 1 << 16

  let start: Int
  let count: Int

  /// Finds the directory through the record at the end of the archive.
  init(_ bytes: Bytes) throws(ZipError) {
    // The record has 22 bytes and a comment of up to 65535 bytes that ends with the archive.
    var place = bytes.count - 22
    let lowest = max(place - 65535, 0)
    while place >= lowest {
      if bytes.integer(UInt32.self, at: place) == Self.endSignature,
        bytes.integer(UInt16.self, at: place + 20) == UInt16(bytes.count - 22 - place)
      {
        break
      }
      place -= 1
    }
    guard place >= lowest,
      let size = bytes.integer(UInt32.self, at: place + 12),
      let offset = bytes.integer(UInt32.self, at: place + 16)
    else { throw ZipError(reason: "its end record is missing") }
    var (wideSize, wideOffset) = (UInt64(size), UInt64(offset))
    if bytes.integer(UInt32.self, at: place - 20) == Self.locatorSignature {
      guard let large = bytes.integer(UInt64.self, at: place - 12).flatMap({ Int(exactly: $0) }),
        large <= bytes.count, bytes.integer(UInt32.self, at: large) == Self.largeEndSignature,
        let largeSize = bytes.integer(UInt64.self, at: large + 40),
        let largeOffset = bytes.integer(UInt64.self, at: large + 48)
      else { throw ZipError(reason: "its zip64 end record is missing") }
      (wideSize, wideOffset) = (largeSize, largeOffset)
    }
    let limit = UInt64(place)
    guard wideOffset <= limit, wideSize <= limit - wideOffset else {
      throw ZipError(reason: "its directory is out of bounds")
    }
    start = Int(wideOffset)
    count = Int(wideSize)
  }

  /// Reads every entry of the directory.
  func entries(in bytes: Bytes) throws(ZipError) -> [ZipArchive.Entry] {
    var result: [ZipArchive.Entry] = []
    var place = start
    let end = start + count
    while place < end {
      guard end - place >= 46, bytes.integer(UInt32.self, at: place) == Self.entrySignature,
        let nameCount = bytes.integer(UInt16.self, at: place + 28),
        let extraCount = bytes.integer(UInt16.self, at: place + 30),
        let commentCount = bytes.integer(UInt16.self, at: place + 32)
      else { throw ZipError(reason: "its directory is damaged") }
      let nameEnd = place + 46 + Int(nameCount)
      let extraEnd = nameEnd + Int(extraCount)
      let next = extraEnd + Int(commentCount)
      guard next <= end, let name = bytes[place + 46..<nameEnd],
        let extra = bytes[nameEnd..<extraEnd]
      else { throw ZipError(reason: "its directory is truncated") }
      guard result.count < Self.mostEntries else {
        throw ZipError(reason: "it has more than \(Self.mostEntries) entries")
      }
      let text = String(decoding: name.array, as: UTF8.self)
      // Folders have entries without data.
      if !text.hasSuffix("/") {
        result.append(try entry(text, at: place, extra: extra, in: bytes))
      }
      place = next
    }
    return result
  }

  /// The entry whose directory record is at `place`.
  private func entry(
    _ name: String, at place: Int, extra: Bytes, in bytes: Bytes
  ) throws(ZipError) -> ZipArchive.Entry {
    func fault(_ what: String) -> ZipError {
      ZipError(reason: "the entry '\(legible(name))' \(what)")
    }
    guard let flags = bytes.integer(UInt16.self, at: place + 8),
      let method = bytes.integer(UInt16.self, at: place + 10),
      let checksum = bytes.integer(UInt32.self, at: place + 16),
      let stored = bytes.integer(UInt32.self, at: place + 20),
      let size = bytes.integer(UInt32.self, at: place + 24),
      let offset = bytes.integer(UInt32.self, at: place + 42)
    else { throw fault("has no record") }
    guard flags & 1 == 0 else { throw fault("is encrypted, which is not supported") }
    guard method == 0 || method == 8 else {
      throw fault("is compressed by a method (\(method)) that is not supported")
    }
    // Fields that are all ones are in the zip64 extra field instead, in this order.
    var large = LargeFields(extra)
    guard let wideSize = large.value(size), let wideStored = large.value(stored),
      let wideOffset = large.value(offset)
    else { throw fault("has no zip64 sizes") }
    guard method != 0 || wideSize == wideStored else {
      throw fault("is stored, but has two different sizes")
    }
    guard wideOffset <= UInt64(bytes.count), case let local = Int(wideOffset),
      bytes.integer(UInt32.self, at: local) == Self.localSignature,
      let nameCount = bytes.integer(UInt16.self, at: local + 26),
      let extraCount = bytes.integer(UInt16.self, at: local + 28)
    else { throw fault("isn't at the offset in the directory") }
    let begin = local + 30 + Int(nameCount) + Int(extraCount)
    guard begin <= start, wideStored <= UInt64(start - begin), let count = Int(exactly: wideSize),
      let content = bytes[begin..<begin + Int(wideStored)]
    else { throw fault("is truncated") }
    return ZipArchive.Entry(
      name: name, stored: content, count: count, isCompressed: method == 8, checksum: checksum,
      extent: local..<begin + Int(wideStored))
  }
}

/// The zip64 extra field of a record, with the numbers that don't fit 32 bits.
private struct LargeFields {
  private let field: Bytes?
  private var place = 0

  init(_ extra: Bytes) {
    var place = 0
    var found: Bytes?
    while let id = extra.integer(UInt16.self, at: place),
      let count = extra.integer(UInt16.self, at: place + 2)
    {
      let begin = place + 4
      if id == 1 { found = extra[begin..<begin + Int(count)] }
      place = begin + Int(count)
    }
    field = found
  }

  /// `narrow`, or the next wide number if it is all ones; nil if that is missing.
  mutating func value(_ narrow: UInt32) -> UInt64? {
    guard narrow == .max else { return UInt64(narrow) }
    defer { place += 8 }
    return field?.integer(UInt64.self, at: place)
  }
}
