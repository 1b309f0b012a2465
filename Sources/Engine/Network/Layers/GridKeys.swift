// Which keys each query of a grid attends to, as lists.

internal import Kernels

/// The keys of each query, for each kind of head; see ``Configuration/keys(of:head:)``.
struct GridKeys {
  /// The lists of one kind: query i has the keys from starts[i] on, up to those of i + 1.
  private struct Kind {
    let starts: UnsafePointer<Int32>
    let keys: UnsafePointer<Int32>
  }

  private let kinds: UnsafePointer<Kind>
  private let count: Int

  init(_ c: Configuration, in arena: Arena) {
    count = c.gridKinds
    kinds = UnsafePointer(
      arena.take(Kind.self, count: count) { kind in
        var starts: [Int32] = [0]
        var keys: [Int32] = []
        for query in 0..<c.sequence {
          keys += c.keys(of: query, head: kind).map(Int32.init)
          starts.append(Int32(keys.count))
        }
        return Kind(
          starts: UnsafePointer(arena.take(Int32.self, count: starts.count) { starts[$0] }),
          keys: UnsafePointer(arena.take(Int32.self, count: keys.count) { keys[$0] }))
      })
  }

  /// The lists of `count` queries of a head.
  func lists(head: Int, from query: Int, count queries: Int) -> KeyLists {
    let kind = kinds[head % count]
    return KeyLists(count: queries, starts: kind.starts + query, keys: kind.keys)
  }
}
