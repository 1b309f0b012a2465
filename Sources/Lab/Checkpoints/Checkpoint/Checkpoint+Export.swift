// Writing checkpoints for other programs.

internal import Kernels
internal import Network
internal import Storage

extension Checkpoint {
  /// The parameters as arrays over the weights' memory, with `prefix` before their keys.
  func parameters(prefix: String = "") -> [NamedArray] {
    weights.table.parameters.map { parameter in
      NamedArray(
        prefix + parameter.key,
        StoredArray(
          .float32, shape: parameter.shape,
          bytes: Bytes(
            borrowing: weights.values.base + parameter.offset,
            count: parameter.count * MemoryLayout<Float>.size, owner: weights)))
    }
  }

  /// Writes only weights and configuration as `safetensors`, with `prefix` before the keys.
  ///
  /// - Throws: `FileError`, `.cannotWrite` or `.inputOutput`; an old file is then unchanged.
  package func write(to path: String, prefix: String) throws {
    let metadata = [
      "format": "trm", "version": String(Self.version), "network": weights.configuration.json,
    ]
    try Safetensors(parameters(prefix: prefix), metadata: metadata).write(to: path)
  }

  /// Writes the weights as `torch.save` writes a state dict, with `prefix` before the keys.
  ///
  /// The same weights give the same bytes.
  ///
  /// - Throws: `FileError`, `.cannotWrite` or `.inputOutput`; an old file is then unchanged.
  package func writeTorch(to path: String, prefix: String) throws {
    let arrays = parameters(prefix: prefix)
    var pickle = PickleWriter()
    pickle.write(stateDict: arrays)
    let stem = "archive"
    try AtomicFile.write(to: path) { writer in
      var archive = ZipWriter(writer, alignment: 64)
      try archive.add("\(stem)/data.pkl", [Bytes(pickle.bytes)])
      try archive.add("\(stem)/byteorder", [Bytes(Array("little".utf8))])
      for (number, named) in arrays.enumerated() {
        try archive.add("\(stem)/data/\(number)", [named.array.bytes])
      }
      try archive.add("\(stem)/version", [Bytes(Array("3\n".utf8))])
      try archive.finish()
    }
  }
}
