// Elements that don't lie in order, put in order.

internal import Storage

extension Bytes {
  /// A copy of elements of `size` bytes that lie `strides` apart along the extents of `shape`, the
  /// last extent running fastest; all of them are inside.
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
