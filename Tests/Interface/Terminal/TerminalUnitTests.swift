// Parts of Terminal that need no terminal: progress in a file, common prefixes, history.

import Drawing
import Foundation
import Platform
import Support
import Terminal
import Testing

@Suite struct TerminalUnitTests {
  @Test("progress without a terminal shows nothing in its first second")
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

  @Test("color and width follow the settings")
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
    "the longest common prefix of words",
    arguments: [
      (["depth", "deep"], "de"), (["a"], "a"), ([], ""), (["x", "y"], ""), (["äö", "äx"], "ä"),
    ])
  func commonPrefix(words: [String], prefix: String) {
    #expect(LineReader.commonPrefix(words) == prefix)
  }

  @Test("an unsaved history holds typed lines, without blank and repeated ones")
  func history() {
    // Readline's history is global: only this test may add to it.
    let history = History(isKept: false) { _ in }
    let before = history.all.count
    for line in ["ask 1", "ask 1", "  ", "ask 2\n3"] { history.add(line) }
    #expect(history.typed == ["ask 1", "ask 1", "ask 2\n3"])
    #expect(history.all.dropFirst(before) == ["ask 1", "ask 2\n3"])
  }
}
