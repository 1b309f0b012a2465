// Copying strided elements into contiguous memory.

internal import Storage

extension Bytes {
  /// A contiguous, row-major copy of strided elements of `size` bytes.
  ///
  /// `strides` and `offset` count elements; all selected elements are in bounds.
  func gathered(size: Int, shape: [Int], strides: [Int], offset: Int = 0) -> Bytes {
    let result = Bytes(zeros: shape.reduce(size, *))
    var index = [Int](repeating: 0, count: shape.count)
    var from = offset
    for to in stride(from: 0, to: result.count, by: size) {
      (result.base + to).copyMemory(from: base + from * size, byteCount: size)
      var axis = shape.count - 1
      while axis >= 0 {
        index[axis] += 1
        from += strides[axis]
        if index[axis] < shape[axis] { break }
        from -= strides[axis] * shape[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    return withExtendedLifetime(owner) { result }
  }
}
