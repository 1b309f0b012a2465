// Names with values, all combinations of them, guesses, diagnostics.

import Language
import Testing

@Suite struct AssignmentTests {
  @Test("NAME=VALUE is cut at the first =")
  func onePair() throws {
    #expect(try pair("a=b=c", hint: "") == ("a", "b=c"))
    #expect(try pair("a=", hint: "") == ("a", ""))
    for text in ["ab", "=b", ""] {
      let error = #expect(throws: Diagnostic.self) { try pair(text, hint: "like this") }
      #expect(error?.subject == .argument(text) && error?.hint == "like this")
    }
  }

  @Test("of pairs with one name the last counts")
  func manyPairs() throws {
    #expect(try pairs(["a=1", "b=2", "a=3"]) == ["a": "3", "b": "2"])
    #expect(try pairs([]).isEmpty)
  }

  @Test(
    "a name and a value can be typed in four ways",
    arguments: [["depth", "4"], ["depth=4"], ["depth", "=", "4"], ["depth=", "4"]])
  func assignments(_ words: [String]) throws {
    #expect(try assignment(words, of: "depth 4") == ("depth", "4"))
  }

  @Test(
    "anything else is refused with an example",
    arguments: [[], ["depth"], ["depth", "="], ["depth", "4", "5"], ["", "4"]])
  func refused(_ words: [String]) {
    let error = #expect(throws: Diagnostic.self) { try assignment(words, of: "set depth 4") }
    #expect(error?.hint == "for example: set depth 4")
  }
}

@Suite struct SweepTests {
  private func sweep(_ words: [String]) throws -> Sweep {
    try Sweep(words) { $0 == "N_sup" ? "depth" : $0 }
  }

  @Test("the last name's values change fastest")
  func combinations() throws {
    let sweep = try sweep(["N_sup=1,2", "halt=off,on"])
    #expect(sweep.axes.map(\.name) == ["depth", "halt"])
    #expect(sweep.combinations == [["1", "off"], ["1", "on"], ["2", "off"], ["2", "on"]])
    #expect(try self.sweep([]).combinations == [[]])
  }

  @Test("a name twice, an empty value and a word without = are refused")
  func errors() {
    let twice = #expect(throws: Diagnostic.self) { try sweep(["depth=1", "N_sup=2"]) }
    #expect(twice?.message == "'depth' is given twice")
    let empty = #expect(throws: Diagnostic.self) { try sweep(["depth=1,,2"]) }
    #expect(empty?.subject == .argument("depth=1,,2"))
    #expect(throws: Diagnostic.self) { try sweep(["depth="]) }
    #expect(throws: Diagnostic.self) { try sweep(["depth"]) }
  }

  @Test("ten thousand combinations are the most")
  func most() throws {
    func values(_ count: Int) -> String { (1...count).map(String.init).joined(separator: ",") }
    #expect(try sweep(["a=" + values(100), "b=" + values(100)]).combinations.count == 10_000)
    #expect(throws: Diagnostic.self) { try sweep(["a=" + values(101), "b=" + values(100)]) }
  }
}

@Suite struct SuggestionTests {
  @Test("insertions, deletions, replacements and swaps each count one")
  func distances() {
    #expect(editDistance("kitten", "sitting") == 3)
    #expect(editDistance("train", "trian") == 1)
    #expect(editDistance("", "abc") == 3 && editDistance("abc", "") == 3)
    #expect(editDistance("same", "same") == 0)
    #expect(editDistance("ca", "abc") == 3)
  }

  @Test("a word mistyped by a third finds what was meant, a stranger finds nothing")
  func guesses() {
    let known = ["train", "trace", "eval", "n"]
    #expect(closest(to: "trian", among: known) == "train")
    #expect(closest(to: "evl", among: known) == "eval")
    #expect(closest(to: "EVAL", among: known) == "eval")
    #expect(closest(to: "zebra", among: known) == nil)
    #expect(closest(to: "train", among: ["train"]) == nil)
    #expect(closest(to: "x", among: []) == nil)
  }

  @Test("whole numbers are written without a point")
  func numbers() {
    #expect(plain(3) == "3" && plain(-2) == "-2" && plain(0.5) == "0.5")
    #expect(plain(1e20) == "1e+20" && plain(.infinity) == "inf")
  }
}

@Suite struct DiagnosticTests {
  @Test("only a subject of columns has columns")
  func columns() {
    func columns(_ subject: Diagnostic.Subject?) -> Range<Int>? {
      Diagnostic(.usage, "no", about: subject).columns
    }
    #expect(columns(.columns(3..<5)) == 3..<5)
    for subject in [
      nil, .argument("a"), .option("--a"), .file("f"), .question(column: 2),
    ] as [Diagnostic.Subject?] {
      #expect(columns(subject) == nil)
    }
  }

  @Test("signals are interruptions, failures aren't")
  func interruptions() {
    #expect(Diagnostic.interrupted.isInterruption)
    #expect(Diagnostic(.terminated, "stop").isInterruption)
    #expect(!Diagnostic(.failure, "no").isInterruption)
    #expect(ExitCode.interrupted.rawValue == 130 && ExitCode.terminated.rawValue == 143)
    #expect(ExitCode.usage.rawValue == 64 && ExitCode.expectation.rawValue == 2)
  }
}
