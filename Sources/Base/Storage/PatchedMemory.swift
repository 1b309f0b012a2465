// Memory of which a large stretch is a file's pages: a table of gigabytes stands among other numbers
// and costs what is read of it.

internal import Platform

/// A flat stretch of floats, one part of which is mapped from a file and not copied.
///
/// Writes stay private to the memory.
package final class PatchedMemory {
  /// From so many floats on it is worth it: 16 MiB.
  package static let leastCount = 4 << 20

  /// The first float.
  package let floats: UnsafeMutablePointer<Float>
  private let base: UnsafeMutableRawPointer
  private let count: Int
  /// The file stays mapped as long as this lives.
  private let file: MappedFile

  /// Memory for `floats` zeros with `part` of a mapped file at float `offset`; nil where `part` lies
  /// in no mapped file or the system refuses.
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
    // A page of the file fits a page of memory only at the same distance from its beginning.
    let shift = ((from - offset * size) % page + page) % page
    let start = base + shift
    let target = start + offset * size
    // From the first page that begins in the part to the last one that ends in it.
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
    floats = start.bindMemory(to: Float.self, capacity: floatCount)
  }

  deinit { munmap(base, count) }
}
