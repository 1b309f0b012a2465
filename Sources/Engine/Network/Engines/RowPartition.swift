// Which rows a thread works on, and where it waits for the others.

internal import Kernels

/// One thread's share of one application of the network.
///
/// Either the thread has whole sequences in memory of its own and waits for nobody, or all threads
/// share the rows of one memory and wait where one needs what another has computed. Every row's
/// numbers are the same either way.
struct RowPartition {
  /// The rows of the memory that are this thread's.
  let rows: Range<Int>
  /// The sequences that lie in the memory, each S rows.
  let sequences: Int
  /// This thread's number among those that share the memory.
  let part: Int
  /// How many share it.
  let parts: Int
  /// Where they wait; nil where one thread has all rows.
  let barrier: Barrier?

  /// All rows of `sequences` sequences.
  init(all sequences: Int, of length: Int) {
    self.init(rows: 0..<sequences * length, sequences: sequences, part: 0, parts: 1, barrier: nil)
  }

  /// The part of one of several threads.
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

  /// Waits until every thread has come here.
  @inline(__always)
  func wait() { barrier?.wait() }

  /// The part of `count` things that is one thread's, as even as can be.
  static func part(_ part: Int, of parts: Int, count: Int) -> Range<Int> {
    count * part / parts..<count * (part + 1) / parts
  }
}
