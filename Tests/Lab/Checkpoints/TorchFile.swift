// Builds PyTorch archives by hand: nested dictionaries of tensors, as training programs save them.

import Checkpoints
import Kernels
import Network
import Storage
import Support

/// An archive of `torch.save` under construction.
struct TorchFile {
  /// A value of its pickle.
  indirect enum Value {
    /// A float32 tensor.
    case tensor([Float], shape: [Int])
    /// A zero-dimensional int64 tensor.
    case counter(Int64)
    /// An integer.
    case integer(UInt32)
    /// Opcodes, as they are.
    case raw([UInt8])
    /// A dictionary.
    case dictionary([(String, Value)])
  }

  private var storages: [[UInt8]] = []

  /// Writes an archive whose pickle is `value`.
  static func write(_ value: Value, to path: String) throws {
    var file = TorchFile()
    let pickle = [0x80, 2] + file.bytes(value) + [0x2E]
    try AtomicFile.write(to: path) { writer in
      var archive = ZipWriter(writer)
      try archive.add("x/data.pkl", [Bytes(pickle)])
      for (number, bytes) in file.storages.enumerated() {
        try archive.add("x/data/\(number)", [Bytes(bytes)])
      }
      try archive.finish()
    }
  }

  /// The parameters of a network under the official names, each number increased by `shift`.
  static func parameters(_ weights: Weights, prefix: String = "", shift: Float = 0) -> Value {
    .dictionary(
      weights.table.parameters.map { parameter in
        let values = parameter.range.map { weights.values[$0] + shift }
        return (prefix + parameter.key, .tensor(values, shape: parameter.shape))
      })
  }

  private mutating func bytes(_ value: Value) -> [UInt8] {
    func text(_ string: String) -> [UInt8] {
      [0x58] + little(UInt32(string.utf8.count)) + Array(string.utf8)
    }
    func integer(_ value: Int) -> [UInt8] { [0x4A] + little(UInt32(value)) }
    func tuple(_ values: [Int]) -> [UInt8] { [0x28] + values.flatMap(integer) + [0x74] }
    func tensor(_ type: String, _ bytes: [UInt8], _ count: Int, _ shape: [Int]) -> [UInt8] {
      storages.append(bytes)
      var strides = shape.map { _ in 1 }
      for axis in shape.indices.dropLast().reversed() {
        strides[axis] = strides[axis + 1] * shape[axis + 1]
      }
      let storage =
        Array("((".utf8) + text("storage") + Array("ctorch\n\(type)\n".utf8)
        + text(String(storages.count - 1)) + text("cpu") + integer(count) + Array("tQ".utf8)
      return Array("ctorch._utils\n_rebuild_tensor_v2\n".utf8) + storage + integer(0)
        + tuple(shape) + tuple(strides) + [0x89] + Array("ccollections\nOrderedDict\n)RtR".utf8)
    }
    switch value {
    case .tensor(let values, let shape):
      return tensor("FloatStorage", values.flatMap { little($0.bitPattern) }, values.count, shape)
    case .counter(let count): return tensor("LongStorage", little(count), 1, [])
    case .integer(let value): return [0x4A] + little(value)
    case .raw(let bytes): return bytes
    case .dictionary(let members):
      return [0x7D, 0x28] + members.flatMap { text($0) + bytes($1) } + [0x75]
    }
  }
}
