// Memory of which a large part is a file's pages, so that a table of gigabytes costs only the pages
// that are read.

internal import Platform

/// A flat array of floats, a part of which is mapped from a file without copying.
///
/// Writes are private to the memory.
package final class PartiallyMappedFloats {
  /// The number of floats from which on mapping is worth while: 16 MiB.
  package static let minCount = 4 << 20

  /// The first float.
  package let floats: UnsafeMutablePointer<Float>
  private let base: UnsafeMutableRawPointer
  private let count: Int
  /// Keeps the file mapped.
  private let file: MappedFile
  /// The number under which the file's pages are watched.
  private let watched: Int?

  /// Creates `floats` zeros with `part` of a mapped file at float `offset`.
  ///
  /// Nil if `part` isn't from a mapped file or the system can't map it.
  package init?(floats floatCount: Int, _ part: Bytes, at offset: Int) {
    guard let file = part.owner as? MappedFile, let from = file.offset(of: part) else { return nil }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let size = MemoryLayout<Float>.size
    let count = (floatCount * size + 2 * page) / page * page + page
    guard
      let base = mmap(
        nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE | MAP_ANONYMOUS, -1, 0),
      base != MAP_FAILED
    else { return nil }
    // File pages and memory pages must have the same alignment.
    let shift = ((from - offset * size) % page + page) % page
    let start = base + shift
    let target = start + offset * size
    // Map the whole pages of the part; copy its head and tail.
    let head = (page - from % page) % page
    let whole = (part.count - head) / page * page
    guard whole > 0, file.map(from + head..<from + head + whole, over: target + head) else {
      munmap(base, count)
      return nil
    }
    let tail = head + whole
    target.copyMemory(from: part.base, byteCount: head)
    (target + tail).copyMemory(from: part.base + tail, byteCount: part.count - tail)
    self.file = file
    self.base = base
    self.count = count
    watched = MappedPages.watch(target + head, count: whole, path: file.path)
    floats = start.bindMemory(to: Float.self, capacity: floatCount)
  }

  deinit {
    MappedPages.forget(watched)
    munmap(base, count)
  }
}
