// Memory that is allocated in pieces and freed all at once, for views made of plain pointers.

/// Owns the memory behind plain views.
package final class Arena: @unchecked Sendable {
  /// One piece.
  private final class Piece {
    let values: FloatBuffer
    init(count: Int) { values = FloatBuffer(count: count) }
  }

  private var pieces: [Piece] = []
  /// The floats allocated so far.
  package private(set) var count = 0

  /// An empty arena.
  package init() {}

  /// `count` zeros, aligned to a cache line, valid as long as the arena lives.
  package func take(_ count: Int) -> Out {
    let piece = Piece(count: count)
    pieces.append(piece)
    self.count += count
    return piece.values.base
  }
}

extension Arena {
  /// `count` values, made in order, valid as long as the arena lives.
  package func take<Value: BitwiseCopyable>(
    _ type: Value.Type, count: Int, making value: (Int) -> Value
  ) -> UnsafeMutablePointer<Value> {
    let place = take(bytes: count * MemoryLayout<Value>.stride)
      .bindMemory(to: Value.self, capacity: count)
    for index in 0..<count { (place + index).initialize(to: value(index)) }
    return place
  }

  private func take(bytes: Int) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(take((bytes + 3) / 4))
  }
}
