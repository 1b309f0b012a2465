// Writes the pickle of a state dict of float32 tensors, in protocol 2 as `torch.save` does.

/// A writer of pickles.
struct PickleWriter {
  /// The bytes written so far.
  private(set) var bytes: [UInt8] = []

  /// Writes a whole pickle: an ordered dictionary of contiguous tensors.
  ///
  /// Their storages are named by index.
  mutating func write(stateDict arrays: [NamedArray]) {
    bytes += [0x80, 2]
    global("collections", "OrderedDict")
    bytes += Array(")R(".utf8)  // call with (); a mark before the members
    for (number, named) in arrays.enumerated() {
      text(named.name)
      tensor(named.array, storage: number)
    }
    bytes += Array("u.".utf8)  // set all; stop
  }

  /// `_rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict())`.
  private mutating func tensor(_ array: StoredArray, storage: Int) {
    precondition(array.element == .float32, "only float32 can be written")
    global("torch._utils", "_rebuild_tensor_v2")
    bytes += Array("((".utf8)
    text("storage")
    global("torch", "FloatStorage")
    text(String(storage))
    text("cpu")
    integer(array.count)
    bytes += Array("tQ".utf8)  // the tuple, as a persistent ID
    integer(0)
    tuple(array.shape)
    var strides = [Int](repeating: 1, count: array.shape.count)
    for axis in strides.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * array.shape[axis + 1]
    }
    tuple(strides)
    bytes += [0x89]  // False
    global("collections", "OrderedDict")
    bytes += Array(")RtR".utf8)
  }

  private mutating func global(_ module: String, _ name: String) {
    bytes += Array("c\(module)\n\(name)\n".utf8)
  }

  private mutating func text(_ text: String) {
    bytes.append(UInt8(ascii: "X"))
    append(UInt32(text.utf8.count))
    bytes += Array(text.utf8)
  }

  private mutating func tuple(_ values: [Int]) {
    bytes.append(UInt8(ascii: "("))
    for value in values { integer(value) }
    bytes.append(UInt8(ascii: "t"))
  }

  private mutating func integer(_ value: Int) {
    if let small = Int32(exactly: value) {
      bytes.append(UInt8(ascii: "J"))
      append(small)
    } else {
      bytes += [0x8A, 8]
      append(Int64(value))
    }
  }

  private mutating func append(_ value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }
}
