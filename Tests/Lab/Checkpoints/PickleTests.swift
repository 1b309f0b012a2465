// Malicious and damaged pickles: each is refused by name, quickly and with little memory.

import Checkpoints
import Storage
import Support
import Testing

@Suite struct PickleTests {
  /// A PyTorch archive with a pickle and storages.
  private func archive(
    _ pickle: [UInt8], storages: [[UInt8]] = [], at path: String
  ) throws {
    try AtomicFile.write(to: path) { writer in
      var archive = ZipWriter(writer)
      try archive.add("x/data.pkl", [Bytes(pickle)])
      for (number, bytes) in storages.enumerated() {
        try archive.add("x/data/\(number)", [Bytes(bytes)])
      }
      try archive.finish()
    }
  }

  /// The message with which a pickle is refused.
  private func refusal(_ pickle: [UInt8], storages: [[UInt8]] = []) throws -> String {
    try withTemporaryFolder { folder in
      try archive(pickle, storages: storages, at: folder + "/x")
      let clock = ContinuousClock()
      let started = clock.now
      let error = fault { try Checkpoint.read(folder + "/x", overrides: ConfigurationOverrides()) }
      #expect(clock.now - started < .seconds(1))
      #expect(error?.kind == .badData)
      return error?.reason ?? ""
    }
  }

  private func text(_ string: String) -> [UInt8] {
    [0x58] + little(UInt32(string.utf8.count)) + Array(string.utf8)
  }

  /// A dictionary with one tensor over a storage of `count` float32.
  private func tensor(
    _ name: String = "w", count: UInt32, offset: UInt32 = 0, shape: [UInt32], strides: [UInt32]
  ) -> [UInt8] {
    func integer(_ value: UInt32) -> [UInt8] { [0x4A] + little(value) }
    func tuple(_ values: [UInt32]) -> [UInt8] { [0x28] + values.flatMap(integer) + [0x74] }
    let storage =
      Array("((".utf8) + text("storage") + Array("ctorch\nFloatStorage\n".utf8) + text("0")
      + text("cuda:0") + integer(count) + Array("tQ".utf8)
    return [0x80, 2, 0x7D] + text(name) + Array("ctorch._utils\n_rebuild_tensor_v2\n".utf8)
      + storage + integer(offset) + tuple(shape) + tuple(strides)
      + [0x89] + Array("ccollections\nOrderedDict\n)RtRs.".utf8)
  }

  @Test(
    "a pickle that calls other globals is refused by their name",
    arguments: [
      ("cos\nsystem\n(S'echo'\ntR.", "os.system"), ("cposix\nsystem\n.", "posix.system"),
      ("c__builtin__\neval\n.", "__builtin__.eval"), ("cbuiltins\nexec\n.", "builtins.exec"),
      ("csubprocess\nPopen\n.", "subprocess.Popen"), ("ctorch\nload\n.", "torch.load"),
      ("ctorch.serialization\n_load\n.", "torch.serialization._load"),
      ("c__torch__.model\nNet\n.", "__torch__.model.Net"),
    ])
  func calls(pickle: String, name: String) throws {
    let reason = try refusal([0x80, 2] + Array(pickle.utf8))
    #expect(reason.contains("refers to '\(name)'"), "\(reason)")
    #expect(reason.contains("no code is run"))
    #expect(reason.hasSuffix("save the model's state_dict() with torch.save, not the model itself"))
  }

  @Test("a quantized model is told to be saved as it was before")
  func quantized() throws {
    let reason = try refusal([0x80, 2] + Array("ctorch\nqint8\n.".utf8))
    #expect(reason.hasSuffix("save the state_dict() of the model before it was quantized"))
  }

  @Test("STACK_GLOBAL is refused as well")
  func stackGlobal() throws {
    let pickle = [0x80, 4] + text("os") + text("system") + [0x93, 0x2E]
    #expect(try refusal(pickle).contains("'os.system'"))
  }

  @Test("opcodes that no state dict needs are refused by number")
  func instructions() throws {
    // PERSID, INST, OBJ, EXT1, NEWOBJ_EX, NEXT_BUFFER.
    for code: UInt8 in [0x50, 0x69, 0x6F, 0x82, 0x92, 0x97] {
      let reason = try refusal([0x80, 2, code, 0x2E])
      #expect(reason.contains("opcode 0x\(String(code, radix: 16))"), "\(reason)")
    }
  }

  @Test("tensors larger than their data are refused")
  func claims() throws {
    let four = [[UInt8](repeating: 0, count: 16)]
    let huge = try refusal(
      tensor(count: 1_000_000_000, shape: [1_000_000_000], strides: [1]), storages: four)
    #expect(huge.contains("has 1000000000 elements of F32, but its entry 16 bytes"))
    let repeated = try refusal(
      tensor(count: 4, shape: [1_000_000_000], strides: [0]), storages: four)
    #expect(repeated.contains("larger than the archive"))
    for (offset, shape, strides): (UInt32, [UInt32], [UInt32]) in [
      (1, [4], [1]), (0, [2, 2], [3, 1]), (0, [4], [2]), (4, [1], [1]),
      (0, [4_294_967_295, 4_294_967_295, 4_294_967_295], [1, 1, 1]),
    ] {
      let reason = try refusal(
        tensor(count: 4, offset: offset, shape: shape, strides: strides), storages: four)
      #expect(
        reason.contains("out of bounds") || reason.contains("larger than the archive")
          || reason.contains("damaged"), "\(reason)")
    }
    let none = try refusal(tensor(count: 4, shape: [4], strides: [1]))
    #expect(none.contains("the entry 'data/0' is missing"))
  }

  @Test("the stride of an axis of extent 1 may be anything; strides of 0 repeat an element")
  func strides() throws {
    let sixteen = [[UInt8](repeating: 0, count: 16)]
    for (shape, strides): ([UInt32], [UInt32]) in [
      ([1, 4], [0x7FFF_FFFF, 1]), ([4, 1], [1, 0x7FFF_FFFF]), ([1, 1], [.max >> 1, .max >> 1]),
      ([2], [0]),
    ] {
      // It is read, and then isn't a network.
      let reason = try refusal(tensor(count: 4, shape: shape, strides: strides), storages: sixteen)
      #expect(reason.contains("isn't a network of this kind"), "\(reason)")
    }
  }

  @Test("one dictionary that many callbacks name is searched once")
  func namedOften() throws {
    // A dictionary of 10,000 members in memo 0, then 40,000 callbacks that name it.
    var pickle: [UInt8] = [0x80, 2, 0x7D, 0x71, 0, 0x28]
    for key in 0..<10_000 { pickle += [0x4A] + little(UInt32(key)) + [0x4E] }
    pickle += [0x75, 0x30, 0x7D] + text("callbacks") + [0x7D, 0x28]
    for key in 0..<40_000 { pickle += [0x4A] + little(UInt32(key)) + [0x68, 0] }
    // Members need names.
    pickle += text("a") + [0x68, 0] + text("b") + [0x68, 0] + [0x75, 0x73]
    let weights = text("w") + [0x68, 0, 0x73, 0x2E]
    #expect(!(try refusal(pickle + weights)).isEmpty)
  }

  @Test("one dictionary of tensors that many names of the root share is kept once")
  func manyNames() throws {
    // A dictionary of a tensor and 10,000 other members in memo 0, under 40,000 names.
    let tensor = tensor(count: 4, shape: [4], strides: [1])
    var pickle = Array(tensor.dropLast()) + [0x71, 0, 0x28]
    for key in 0..<10_000 { pickle += text("k\(key)") + [0x4E] }
    pickle += [0x75, 0x30, 0x7D, 0x28]
    for key in 0..<40_000 { pickle += text("n\(key)") + [0x68, 0] }
    pickle += [0x75, 0x2E]
    let reason = try refusal(pickle, storages: [[UInt8](repeating: 0, count: 16)])
    #expect(reason.contains("isn't a network of this kind"), "\(reason)")
  }

  @Test("a small pickle can't use much memory or time")
  func bombs() throws {
    // A million lists; a list copied into many dictionaries; deep nesting.
    let lists = [0x80, 2] + [UInt8](repeating: 0x5D, count: 1 << 20) + [0x2E]
    #expect(try refusal(lists).contains("more than 262144 values"))
    var copies: [UInt8] = [0x80, 2, 0x5D, 0x28]
    for _ in 0..<50_000 { copies += [0x29] }
    copies += [0x65, 0x85, 0x71, 0]
    for _ in 0..<10_000 {
      copies += Array("ccollections\nOrderedDict\n".utf8) + [0x68, 0, 0x52, 0x30]
    }
    #expect(try refusal(copies + [0x2E]).contains("is damaged"))
    let nested = [0x80, 2, 0x29] + [UInt8](repeating: 0x85, count: 200_000) + [0x2E]
    #expect(try refusal(nested).contains("doesn't hold a dictionary"))
    // A list that contains itself.
    #expect(
      try refusal([0x80, 2, 0x5D, 0x71, 0, 0x68, 0, 0x61, 0x2E]).contains(
        "doesn't hold a dictionary"))
    let long = [0x80, 2, 0x8D] + little(UInt64.max) + [0x2E]
    #expect(try refusal(long).contains("has a size of"))
    #expect(try refusal([0x80, 2, 0x58, 0xFF, 0xFF, 0xFF, 0x7F]).contains("truncated"))
  }

  @Test("archives with compressed or overlapping entries are refused")
  func archives() throws {
    try withTemporaryFolder { folder in
      try archive([0x80, 2, 0x7D, 0x2E], storages: [[1, 2, 3, 4]], at: folder + "/x")
      let whole = try contents(of: folder + "/x")
      let directories = whole.indices.filter { place in
        place + 4 <= whole.count && Array(whole[place..<place + 4]) == Array("PK\u{1}\u{2}".utf8)
      }
      #expect(directories.count == 2)
      var packed = whole
      packed[directories[0] + 10] = 8
      try put(packed, at: folder + "/x")
      let bomb = fault { try Checkpoint.read(folder + "/x", overrides: ConfigurationOverrides()) }
      #expect(bomb?.reason.contains("is compressed; ") == true)
      // The second entry has the offset of the first.
      var over = whole
      for byte in 42..<46 { over[directories[1] + byte] = over[directories[0] + byte] }
      try put(over, at: folder + "/x")
      let overlapping = fault {
        try Checkpoint.read(folder + "/x", overrides: ConfigurationOverrides())
      }
      #expect(overlapping?.reason.contains("overlap") == true)
      try put(
        Array("\u{80}".unicodeScalars.map { UInt8($0.value) }) + [2, 0x7D], at: folder + "/x")
      let bare = fault { try Checkpoint.read(folder + "/x", overrides: ConfigurationOverrides()) }
      #expect(bare?.reason.contains("bare pickle") == true)
    }
  }
}
