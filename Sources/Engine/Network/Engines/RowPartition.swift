// The rows that a thread works on, and where it waits for the others.

internal import Kernels

/// One thread's rows in one application of the network.
///
/// Either the thread has whole sequences in its own memory and never waits, or all threads divide
/// the rows of one memory and wait for values that others compute. The numbers are the same.
struct RowPartition {
  /// This thread's rows.
  let rows: Range<Int>
  /// The number of sequences in the memory, each of S rows.
  let sequences: Int
  /// This thread's index among those that divide the rows.
  let part: Int
  /// The number of those threads.
  let parts: Int
  /// Where they wait for each other; nil if one thread has all rows.
  let barrier: Barrier?

  /// All rows of `sequences` sequences.
  init(all sequences: Int, of length: Int) {
    self.init(rows: 0..<sequences * length, sequences: sequences, part: 0, parts: 1, barrier: nil)
  }

  /// The rows of one of several threads.
  init(part: Int, of parts: Int, sequences: Int, length: Int, barrier: Barrier) {
    let rows = sequences * length
    self.init(
      rows: RowPartition.part(part, of: parts, count: rows), sequences: sequences, part: part,
      parts: parts, barrier: barrier)
  }

  private init(rows: Range<Int>, sequences: Int, part: Int, parts: Int, barrier: Barrier?) {
    self.rows = rows
    self.sequences = sequences
    self.part = part
    self.parts = parts
    self.barrier = barrier
  }

  /// Returns once every thread has called it.
  @inline(__always)
  func wait() { barrier?.wait() }

  /// One thread's range of `count` items, divided as evenly as possible.
  static func part(_ part: Int, of parts: Int, count: Int) -> Range<Int> {
    count * part / parts..<count * (part + 1) / parts
  }
}
