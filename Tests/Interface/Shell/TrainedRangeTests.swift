// Runs beyond the model's training range: allowed, with a note once per session.

import Support
import Testing

@Suite struct TrainedRangeTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  private static let trained = """
    new arithmetic --option digits=3 --width 16 --depth 3
    train --steps 2 --batch 4 --option longest=2
    save --force model.safetensors

    """

  private func notes(_ lines: String) throws -> [Substring] {
    let run = try sandbox.trm(input: Self.trained + lines)
    #expect(run.code == 0)
    return run.errors.split(separator: "\n").filter { $0.hasPrefix("note: ") }
  }

  @Test("within its ranges there are no notes")
  func within() throws {
    #expect(try notes("38 + 47\nask --depth 2 1 + 1\neval --count 5 --option longest=2\n") == [])
  }

  @Test("each range is noted once per session, by any command that exceeds it")
  func beyond() throws {
    let lines = """
      ask --depth 4 3 + 7
      again --depth 5
      eval --count 5 --depth 9 --option longest=2
      ask --cycles 2 3 + 7
      trace --inner 5 3 + 7
      ablate depth=4,5 cycles=2 inner=5 --count 5
      123 + 4
      eval --count 5

      """
    #expect(
      try notes(lines) == [
        "note: running deeper than this model was trained (3)",
        "note: cycles differs from this model's training (1)",
        "note: inner differs from this model's training (2)",
        "note: operands are longer than in this model's training (2 digits)",
      ])
  }

  @Test("info shows the ranges, and a checkpoint stores them")
  func info() throws {
    let lines = """
      expect training-longest == 2
      expect training-depth == 3
      expect training-cycles == 1
      expect training-inner == 2
      expect output contains 'digits of the longest operand'

      """
    _ = try notes("info\n" + lines + "load model.safetensors\ninfo\n" + lines)
    #expect(try notes("new arithmetic --width 16\nask --depth 99 1 + 1\n") == [])
  }

  @Test("--quiet and tests show no notes")
  func quiet() throws {
    let run = try sandbox.trm("--quiet", input: Self.trained + "ask --depth 9 3 + 7\n")
    #expect(run.errors == "")
    try sandbox.write("deep.trm", "load model.safetensors\nask --depth 9 3 + 7\n")
    #expect(try sandbox.trm("test", "deep.trm").errors == "")
  }
}
