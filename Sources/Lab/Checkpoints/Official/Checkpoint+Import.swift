// Reading checkpoints of other programs, together with the settings files beside them.

internal import Kernels
internal import Network
internal import Storage

extension Checkpoint {
  /// Reads a checkpoint of any known kind.
  ///
  /// That is `safetensors` written by trm or with official keys, a PyTorch archive, or an `.npz`
  /// with official keys.
  ///
  /// `overrides` take precedence over the file and over `all_config.yaml` and `dataset.json` beside
  /// it. Other settings are inferred from shapes or guessed; ``notes`` lists each guess. The
  /// weights in the file `ema`, which may hold only some of them, replace those of this one.
  ///
  /// - Throws: `FileError`; `.badData` names what is invalid, missing, unexpected or must be given.
  package static func read(
    _ path: String, overrides: ConfigurationOverrides, ema: String? = nil
  ) throws -> Checkpoint {
    let file = try MappedFile(path)
    let bytes = file.bytes
    var sources = [file]
    if let file = try own(bytes, path) {
      guard ema == nil else {
        throw FileError(
          path, .badData,
          "is a checkpoint of trm, which has averaged weights already; load it alone")
      }
      var checkpoint = try described(file, path: path)
      checkpoint.sources = sources.filter(\.isMapped)
      return checkpoint
    }
    var state = try state(bytes, path)
    if let ema {
      let file = try MappedFile(ema)
      sources.append(file)
      state.overlay(try self.state(file.bytes, ema).arrays, from: ema)
    }
    var checkpoint = try imported(state, path, overrides)
    checkpoint.sources = sources.filter(\.isMapped)
    return checkpoint
  }

  /// A file written by trm, or nil.
  private static func own(_ bytes: Bytes, _ path: String) throws -> Safetensors? {
    guard kind(bytes) == .safetensors else { return nil }
    let file = try safetensors(bytes, path)
    return file.metadata["network"] == nil ? nil : file
  }

  /// A file that is neither an archive nor a pickle: safetensors, or an error that says what it is.
  private static func safetensors(_ bytes: Bytes, _ path: String) throws -> Safetensors {
    if let signature = FileSignature(bytes) {
      throw FileError(path, .badData, "is \(signature.name); \(signature.advice)")
    }
    let file = try Safetensors(bytes, path: path)
    if file.metadata["format"] == runFormat {
      throw FileError(path, .badData, "is a saved run, not a model; load it with: state load")
    }
    return file
  }

  /// The kind of a file, detected from its first bytes.
  private enum Kind { case zip, pickle, safetensors }

  private static func kind(_ bytes: Bytes) -> Kind {
    if bytes[0..<4]?.array == [0x50, 0x4B, 0x03, 0x04] { return .zip }
    return bytes[0..<1]?.array == [0x80] && bytes[1..<2]?.array.first ?? 9 < 6
      ? .pickle : .safetensors
  }

  /// The state dict in a file of any kind.
  private static func state(_ bytes: Bytes, _ path: String) throws -> StateDict {
    switch kind(bytes) {
    case .zip:
      let archive = try ZipArchive(bytes, path: path, advice: TorchArchive.advice)
      if archive.entries.contains(where: { $0.name.hasSuffix("/constants.pkl") }) {
        throw FileError(
          path, .badData,
          "is a TorchScript model, which is code; save the model's state_dict() with torch.save")
      }
      guard TorchArchive.holds(archive) else {
        return StateDict(try NumPyArchive(weights: archive).arrays)
      }
      return try StateDict(TorchArchive(archive))
    case .pickle:
      throw FileError(
        path, .badData,
        "is a bare pickle, as PyTorch wrote before 1.6; save it again with a newer PyTorch")
    case .safetensors: return StateDict(try safetensors(bytes, path).arrays)
    }
  }

  /// The checkpoint of a state dict, with the settings beside its file.
  private static func imported(
    _ state: StateDict, _ path: String, _ overrides: ConfigurationOverrides
  ) throws -> Checkpoint {
    var notes = state.notes
    var settings = overrides.filled(from: state.settings)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    for name in ["all_config.yaml", "dataset.json"] {
      do {
        let filled = settings.filled(from: try ConfigurationOverrides.read(folder + name))
        if filled != settings { notes.append("took settings from \(folder + name)") }
        settings = filled
      } catch let error as FileError where error.kind == .missing {
        continue
      }
    }
    if settings.length == nil, let (length, file) = lengthOfData(settings.datasetFolders) {
      settings.length = length
      notes.append("took length \(length) from \(file)")
    }
    let (arrays, left) = withoutCounters(state.arrays)
    if !left.isEmpty { notes.append("left aside \(left.joined(separator: ", "))") }
    let parameters = withoutPrefix(arrays).filter { !isRecomputed(officialKey($0.name)) }
    var shapes: [String: [Int]] = [:]
    for named in parameters { shapes[officialKey(named.name)] = named.array.shape }
    let inference: ConfigurationInference
    do throws(ConfigurationInferenceError) {
      inference = try ConfigurationInference(shapes, settings)
    } catch {
      throw FileError(path, .badData, error.reason)
    }
    if parameters.contains(where: { $0.name.contains("lenet.layers.") }),
      inference.configuration.mixing == .mixer
    {
      throw FileError(
        path, .badData,
        "is a mixer of nano-trm, which normalizes over features instead of positions; load a "
          + "network with attention")
    }
    notes += inference.guesses
    let (complete, isCompleted) = withTwoHalts(parameters, width: inference.configuration.width)
    if isCompleted { notes.append("its halting head has no 'continue' output; it is 0 here") }
    var checkpoint = Checkpoint(
      weights: try .assembled(
        from: complete, configuration: inference.configuration, path: path))
    checkpoint.notes = notes
    checkpoint.isImported = true
    checkpoint.puzzle = settings.puzzle
    checkpoint.datasetFolders = settings.datasetFolders
    return checkpoint
  }

  /// The arrays without whole numbers, such as counters of steps, and the names of those.
  private static func withoutCounters(_ arrays: [NamedArray]) -> (
    kept: [NamedArray], left: [String]
  ) {
    // A network that was saved in whole numbers is refused by the names of its parameters.
    let counters = arrays.filter { !$0.array.element.isFloat && $0.array.count <= 1 }
    guard !counters.isEmpty, counters.count < arrays.count else { return (arrays, []) }
    let names = Set(counters.map(\.name))
    return (
      arrays.filter { !names.contains($0.name) }, counters.map { "'\(legible($0.name))'" }
    )
  }

  /// L from the first data set that exists, and the file that has it.
  private static func lengthOfData(_ folders: [String]) -> (length: Int, file: String)? {
    for folder in folders.prefix(16) {
      for part in ["/train/", "/test/", "/"] {
        let file = folder + part + "dataset.json"
        if let length = try? ConfigurationOverrides.read(file).length { return (length, file) }
      }
    }
    return nil
  }

  /// The arrays with a zero row added to a halting head that has only the row for halt.
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
