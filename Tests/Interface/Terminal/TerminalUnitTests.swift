// The parts of the terminal that need none: progress on a file, common starts of words, history.

import Drawing
import Foundation
import Platform
import Support
import Terminal
import Testing

@Suite struct TerminalUnitTests {
  @Test("progress that is not on a terminal is quiet in its first second")
  func progress() throws {
    let descriptor = open("/dev/null", O_WRONLY)
    defer { close(descriptor) }
    var written = ""
    let stream = OutputStream(descriptor, color: .auto)
    #expect(!stream.isTerminal && stream.capabilities.width == 1000 && stream.height == nil)
    let line = ProgressLine("train", total: 100, on: stream) { written += $0 }
    for done in 1...100 { line.report(done) { _ in "loss 1" } }
    line.finish()
    #expect(written == "")
  }

  @Test("color follows the setting, and so does the width if set")
  func capabilities() {
    let descriptor = open("/dev/null", O_WRONLY)
    defer { close(descriptor) }
    var stream = OutputStream(descriptor, color: .never)
    #expect(stream.capabilities.color == .none)
    stream.follow(color: .always, width: 42)
    #expect(stream.capabilities.color != .none && stream.capabilities.width == 42)
    stream.measure()
    #expect(stream.capabilities.width == 42)
  }

  @Test(
    "the longest common start of words",
    arguments: [
      (["depth", "deep"], "de"), (["a"], "a"), ([], ""), (["x", "y"], ""), (["äö", "äx"], "ä"),
    ])
  func commonStart(words: [String], start: String) {
    #expect(LineReader.commonStart(words) == start)
  }

  @Test("a history that isn't kept holds what was typed, without blanks and repetitions")
  func history() {
    // Readline's history is one for the whole process: this is the only test that adds to it.
    let history = History(isKept: false) { _ in }
    let before = history.all.count
    for line in ["ask 1", "ask 1", "  ", "ask 2\n3"] { history.add(line) }
    #expect(history.typed == ["ask 1", "ask 1", "ask 2\n3"])
    #expect(history.all.dropFirst(before) == ["ask 1", "ask 2\n3"])
  }
}
