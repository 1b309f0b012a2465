// Files from and for other programs: hostile and huge files, and Python reading ours.

import Foundation
import Support
import Testing

@Suite struct ForeignFileTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  /// The memory limit for rejecting a file: 200 MB, in kilobytes.
  private static let mostMemory = 200_000

  /// Runs lines and reads the process's peak memory at the end.
  private func run(_ lines: [String]) throws -> (transcript: Transcript, peak: Int) {
    let ask = "! grep VmHWM /proc/$PPID/status"
    let run = try sandbox.trm(
      "-k", "-q", input: (lines + [ask]).map { $0 + "\n" }.joined())
    let line = try #require(run.output.split(separator: "\n").last { $0.hasPrefix("VmHWM") })
    return (run, try #require(Int(line.filter(\.isNumber))))
  }

  private func writeArchive(_ pickle: [UInt8], name: String) throws {
    // A minimal archive: one stored entry, with a zero checksum if the reader stops before it.
    let entry = Array("x/data.pkl".utf8)
    func little<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
      withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
    let common =
      little(UInt16(20)) + little(UInt32(0)) + little(UInt32(0)) + little(crc32(pickle))
      + little(UInt32(pickle.count)) + little(UInt32(pickle.count)) + little(UInt16(entry.count))
    let local = Array("PK\u{3}\u{4}".utf8) + common + little(UInt16(0)) + entry + pickle
    let directory =
      Array("PK\u{1}\u{2}".utf8) + little(UInt16(20)) + common
      + [UInt8](repeating: 0, count: 12) + little(UInt32(0)) + entry
    let end =
      Array("PK\u{5}\u{6}".utf8) + little(UInt32(0)) + little(UInt16(1)) + little(UInt16(1))
      + little(UInt32(directory.count)) + little(UInt32(local.count)) + little(UInt16(0))
    try Data(local + directory + end).write(to: URL(filePath: sandbox.path + "/" + name))
  }

  @Test("hostile archives are rejected with 65 in under a second and 200 MB; the session continues")
  func hostile() throws {
    let system = Array("\u{2}cos\nsystem\nX\u{5}\u{0}\u{0}\u{0}touch\u{85}R.".unicodeScalars)
    try writeArchive([0x80] + system.map { UInt8($0.value) }, name: "system.pt")
    // Millions of nested lists, to make memory grow.
    try writeArchive(
      [0x80, 2] + [UInt8](repeating: 0x5D, count: 8 << 20) + [0x2E], name: "lists.pt")
    let whole = try Data(
      contentsOf: Shared.checkout.appending(path: "Tests/Lab/Checkpoints/Fixtures/training.pt"))
    try whole.prefix(whole.count / 2).write(to: URL(filePath: sandbox.path + "/cut.pt"))
    for (file, reason) in [
      ("system.pt", "os.system"), ("lists.pt", "values"), ("cut.pt", "its end record is missing"),
    ] {
      // Time only the load: starting up may be slow on a busy machine.
      let clock = "! date +clock=%s.%N"
      let (run, peak) = try run(["3 + 7", clock, "load \(file)", clock, "3 + 7", "info"])
      let times = run.output.split(separator: "\n").filter { $0.hasPrefix("clock=") }
        .compactMap { Double($0.dropFirst(6)) }
      try #require(times.count == 2, "\(run.output)")
      #expect(times[1] - times[0] < 1)
      #expect(run.code == 65 && run.errors.contains(reason), "\(run.errors)")
      #expect(peak < Self.mostMemory, "\(file) took \(peak) kB")
      // The model and the answers are unchanged.
      #expect(run.output.split(separator: "\n").filter { $0 == "10" }.count == 2)
    }
  }

  @Test(
    "a 2.4 GB table stays on disk: each question reads one row",
    .enabled(if: Python.withNumPy != nil, "needs python3 with numpy"))
  func large() throws {
    let python = try #require(Python.withNumPy)
    let script = Shared.checkout.appending(path: "scripts/make-large-archive").path
    let made = try Transcript.run(
      [script, "large.pt", "1200000"], program: python, in: sandbox.path)
    try #require(made.code == 0, "\(made.errors)")
    let tokens = [String](repeating: "1", count: 30).joined(separator: " ")
    let inference = "--depth 1 --cycles 1 --inner 1"
    let lines =
      ["load --length 30 --prefix 1 \(inference) large.pt"]
      + [0, 1, 2, 1_199_999].flatMap {
        ["ask --tokens \"\(tokens)\" --puzzle \($0)", "latent dump y -o \($0).npy"]
      }
    let (run, peak) = try run(lines)
    #expect(run.code == 0, "\(run.errors)")
    #expect(peak < Self.mostMemory, "it took \(peak) kB")
    // Rows 0 and 2 are zero, row 1 starts with 3 and the last row ends with 5.
    let states = [0, 1, 2, 1_199_999].map { sandbox.bytes("\($0).npy") }
    #expect(states[0] == states[2] && states[0] != nil)
    #expect(states[0] != states[1] && states[0] != states[3] && states[1] != states[3])
  }

  @Test(
    "the network in PyTorch gives the shipped model's answer and the same logits",
    .enabled(if: Python.withTorch != nil, "needs python3 with numpy and torch"))
  func compared() throws {
    let python = try #require(Python.withTorch)
    let script = Shared.checkout.appending(path: "scripts/compare").path
    let words = "--peers eager --rounds 1 --seconds 0.01 arithmetic start"
    let run = try Transcript.run(
      [script] + words.split(separator: " ").map(String.init), program: python, in: sandbox.path,
      environment: ["TRM": Transcript.program])
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("| one question, D 128, 16 tokens | "), "\(run.output)")
    #expect(run.output.contains("start to first answer: trm "), "\(run.output)")
  }

  @Test(
    "Python reads what save and generate wrote",
    .enabled(if: Python.withNumPy != nil, "needs python3 with numpy"))
  func readBack() throws {
    let python = try #require(Python.withNumPy)
    let run = try sandbox.trm(
      "-q",
      input: """
        new arithmetic --option digits=2 --width 16 --depth 2
        save a.safetensors
        save --as pytorch b.pt
        save --as pytorch --prefix _orig_mod.model.inner. step_1
        save --prefix model.inner. c.safetensors
        generate arithmetic --option digits=2 --count 120 --test 30 --out sums
        generate digit-sum --count 20 --test 4 --out digits

        """)
    try #require(run.code == 0, "\(run.errors)")
    let script = Shared.checkout.appending(path: "scripts/read-back").path
    let files = ["a.safetensors", "b.pt", "step_1", "c.safetensors", "sums", "digits"]
    let read = try Transcript.run([script] + files, program: python, in: sandbox.path)
    #expect(read.code == 0, "\(read.errors)")
    let lines = read.output.split(separator: "\n")
    #expect(lines.count == files.count)
    #expect(lines[0].hasPrefix("a.safetensors: 10 tensors"))
    #expect(lines[3].hasPrefix("c.safetensors: 10 tensors"))
    #expect(lines[4] == "sums: 120 and 30 examples of 8 tokens")
    // The check can fail: it detects a changed number.
    var bytes = try #require(sandbox.bytes("c.safetensors"))
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: URL(filePath: sandbox.path + "/c.safetensors"))
    let changed = try Transcript.run(
      [script, "a.safetensors", "c.safetensors"], program: python, in: sandbox.path)
    #expect(changed.code == 1 && changed.errors.contains("differs"))
  }

  @Test("an export says which part of the model it has no place for")
  func calibration() throws {
    let run = try sandbox.trm(
      input: "load sudoku\nsave --as pytorch a\nload maze\nsave b.safetensors\n")
    #expect(run.code == 0)
    #expect(run.errors.contains("note: the file has no place for temperature 0."), "\(run.errors)")
    #expect(run.errors.components(separatedBy: "no place for").count == 2)
  }
}
