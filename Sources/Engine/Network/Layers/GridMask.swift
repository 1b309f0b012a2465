// Which keys each query of a grid attends to, as numbers.

internal import Kernels

/// 1 where a query attends to a key, else 0, for each kind of head.
///
/// Shape: (kinds, S, w), w being S rounded up as in the scores.
struct GridMask {
  private let values: Out
  private let size: Int
  private let width: Int
  private let kinds: Int

  init(_ c: Configuration, in arena: Arena) {
    (width, kinds) = (c.paddedSequence, c.gridKinds)
    size = c.sequence * width
    values = arena.take(kinds * size)
    for kind in 0..<kinds {
      for query in 0..<c.sequence {
        let row = values + kind * size + query * width
        for key in 0..<width {
          row[key] = key < c.sequence && c.attends(to: key, from: query, head: kind) ? 1 : 0
        }
      }
    }
  }

  /// The rows of a head's mask from a query on.
  func rows(head: Int, from query: Int) -> In { In(values + head % kinds * size + query * width) }
}
