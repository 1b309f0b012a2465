// Checkpoints that other programs wrote: which file it is, what lies beside it, what that makes.

internal import Kernels
internal import Network
internal import Storage

extension Checkpoint {
  /// Reads a checkpoint that any of the known programs wrote: a `safetensors` file of ours or with
  /// official keys, a PyTorch archive, an `.npz` with official keys.
  ///
  /// `given` goes before what the file or its neighbors `all_config.yaml` and `dataset.json` say;
  /// what nobody says is deduced from shapes or guessed, and `notes` tells each guess. The weights in
  /// `averages`, another file that may hold only some of them, are laid over those of this one.
  ///
  /// - Throws: `FileError`; `.badData` names what was refused, is missing, is unexpected or must be
  ///   given.
  package static func read(
    _ path: String, given: ConfigurationOverrides, averages: String? = nil
  ) throws -> Checkpoint {
    let bytes = try MappedFile(path).bytes
    if let file = try own(bytes, path) {
      guard averages == nil else {
        throw FileError(
          path, .badData, "is a checkpoint of trm's, whose weights are averages; load it alone")
      }
      return try described(file, path: path)
    }
    var state = try state(bytes, path)
    if let averages {
      state.lay(try self.state(MappedFile(averages).bytes, averages).arrays, from: averages)
    }
    return try imported(state, path, given)
  }

  /// A file of ours, or nil.
  private static func own(_ bytes: Bytes, _ path: String) throws -> Safetensors? {
    guard kind(bytes) == .safetensors else { return nil }
    let file = try Safetensors(bytes, path: path)
    return file.metadata["network"] == nil ? nil : file
  }

  /// The kinds of files, by their first bytes.
  private enum Kind { case zip, pickle, safetensors }

  private static func kind(_ bytes: Bytes) -> Kind {
    if bytes[0..<4]?.array == [0x50, 0x4B, 0x03, 0x04] { return .zip }
    return bytes[0..<1]?.array == [0x80] && bytes[1..<2]?.array.first ?? 9 < 6
      ? .pickle : .safetensors
  }

  /// The weights in a file of whatever kind.
  private static func state(_ bytes: Bytes, _ path: String) throws -> StateDict {
    switch kind(bytes) {
    case .zip:
      let archive = try ZipArchive(bytes, path: path, advice: TorchArchive.advice)
      guard TorchArchive.holds(archive) else {
        return StateDict(try NumPyArchive(bytes, path: path).arrays)
      }
      return try StateDict(TorchArchive(archive))
    case .pickle:
      throw FileError(
        path, .badData,
        "is a bare pickle, as PyTorch wrote before 1.6; save it anew with a newer torch.save")
    case .safetensors: return StateDict(try Safetensors(bytes, path: path).arrays)
    }
  }

  /// The checkpoint that a state dictionary makes with the settings beside it.
  private static func imported(
    _ state: StateDict, _ path: String, _ given: ConfigurationOverrides
  ) throws -> Checkpoint {
    var notes = state.notes
    var known = given.filled(from: state.known)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    for name in ["all_config.yaml", "dataset.json"] {
      do {
        known = known.filled(from: try ConfigurationOverrides.read(folder + name))
        notes.append("took settings from \(folder + name)")
      } catch let error as FileError where error.kind == .missing {
        continue
      }
    }
    if known.length == nil, let (length, file) = lengthOfData(known.dataFolders) {
      known.length = length
      notes.append("took length \(length) from \(file)")
    }
    let parameters = withoutPrefix(state.arrays).filter { !isRecomputed(officialKey($0.name)) }
    var shapes: [String: [Int]] = [:]
    for named in parameters { shapes[officialKey(named.name)] = named.array.shape }
    let deduction: ConfigurationInference
    do throws(DeductionFault) {
      deduction = try ConfigurationInference(shapes, known: known)
    } catch {
      throw FileError(path, .badData, error.reason)
    }
    if parameters.contains(where: { $0.name.contains("lenet.layers.") }),
      deduction.configuration.mixing == .mixer
    {
      throw FileError(
        path, .badData,
        "is a mixer of nano-trm, whose norms go over features and not, as the official ones, over "
          + "positions; load one with attention")
    }
    notes += deduction.guesses
    let (complete, isCompleted) = withTwoHalts(parameters, width: deduction.configuration.width)
    if isCompleted { notes.append("its halting head has no 'continue'; that is 0 here") }
    var checkpoint = Checkpoint(
      weights: try .assembled(
        from: complete, configuration: deduction.configuration, path: path))
    checkpoint.notes = notes
    checkpoint.isForeign = true
    checkpoint.dataFolders = known.dataFolders
    return checkpoint
  }

  /// L as the first data set that is still there says it.
  private static func lengthOfData(_ folders: [String]) -> (length: Int, file: String)? {
    for folder in folders.prefix(16) {
      for part in ["/train/", "/test/", "/"] {
        let file = folder + part + "dataset.json"
        if let length = try? ConfigurationOverrides.read(file).length { return (length, file) }
      }
    }
    return nil
  }

  /// The arrays with a halting head of two rows, where it has only the one that says halt.
  private static func withTwoHalts(
    _ arrays: [NamedArray], width: Int
  ) -> (arrays: [NamedArray], isCompleted: Bool) {
    var isCompleted = false
    let complete = arrays.map { named -> NamedArray in
      let wanted = ["q_head.weight": [1, width], "q_head.bias": [1]][officialKey(named.name)]
      guard let wanted, named.array.shape == wanted, named.array.element.isFloat else {
        return named
      }
      isCompleted = true
      let row = named.array.floats().array
      return NamedArray(
        named.name,
        StoredArray(
          row + [Float](repeating: 0, count: row.count), shape: [2] + wanted.dropFirst()))
    }
    return (complete, isCompleted)
  }
}
