// Results in four formats, values as text, and error messages.

import Drawing
import Language
import Presentation
import Storage
import Testing
import Workbench

@Suite struct RendererTests {
  private func render(
    _ results: CommandResult..., as format: OutputFormat, atPrompt: Bool = false
  ) -> String {
    var renderer = Renderer()
    return results.enumerated().map { index, result in
      renderer.render(
        result, command: "test", line: index + 1, as: format,
        for: TerminalCapabilities(width: 80), atPrompt: atPrompt)
    }.joined()
  }

  private func row(_ a: Value, _ b: Value) -> CommandResult {
    CommandResult([Field("a", a), Field("b", b)]) { _ in ["text"] }
  }

  @Test("the text format shows the result's text, or its text for the prompt")
  func text() {
    let result = row(.integer(1), .nothing).atPrompt("typed")
    #expect(render(result, as: .text) == "text\n")
    #expect(render(result, as: .text, atPrompt: true) == "typed\n")
    #expect(render(CommandResult([Field("a", .integer(1))]), as: .text) == "")
    #expect(result.plainText(width: 80, atPrompt: true) == "typed")
  }

  @Test("JSON has the command, the line, ok and all fields")
  func json() {
    var result = row(.string("q\"\n"), .list([.number(0.5), .bool(true), .nothing]))
    #expect(
      render(result, as: .json)
        == #"{"command":"test","line":1,"ok":true,"a":"q\"\n","b":[0.5,true,null]}"# + "\n")
    result.failure = .expectation
    #expect(render(result, as: .json).contains(#""ok":false"#))
    #expect(
      render(row(.number(.nan), .number(.infinity)), as: .json).contains(#""a":null,"b":null"#))
  }

  @Test(
    "CSV quotes commas, quotes and line ends, and repeats the header only if the columns change")
  func csv() {
    let first = row(.string("a,b"), .string("say \"x\""))
    let second = row(.integer(1), .string("two\nlines"))
    #expect(
      render(first, second, as: .csv)
        == "a,b\n\"a,b\",\"say \"\"x\"\"\"\n1,\"two\nlines\"\n")
    let other = CommandResult([Field("c", .integer(2))]) { _ in [] }
    #expect(render(second, other, as: .csv).hasSuffix("\n\nc\n2\n"))
  }

  @Test("no format passes a control character on to a terminal", arguments: OutputFormat.allCases)
  func controls(format: OutputFormat) {
    let hostile = "a\u{1B}[31m\u{9B}2J\u{7}\u{8}\rb\tc\nd"
    let result = CommandResult([Field("name", .string(hostile))]) { _ in [StyledText(hostile)] }
    let shown = render(result, as: format)
    let allowed: Set<Unicode.Scalar> = ["\n", "\t"]
    let controls = shown.unicodeScalars.filter {
      $0.properties.generalCategory == .control && !allowed.contains($0)
    }
    #expect(controls.isEmpty && shown.contains("a"), "\(format)")
  }

  @Test("Markdown escapes bars and backslashes; a table of records is its rows")
  func markdown() {
    #expect(
      render(row(.string("a|b\\c"), .string("x\ny")), as: .md)
        == "| a | b |\n| --- | --- |\n| a\\|b\\\\c | x<br>y |\n")
    let table = CommandResult(
      [
        Field("count", .integer(2)),
        Field(
          "rows", .list([.record([Field("n", .integer(1))]), .record([Field("m", .integer(2))])])),
      ], table: "rows"
    ) { _ in [] }
    #expect(render(table, as: .csv) == "n,m\n1,\n,2\n")
  }

  @Test("verbatim text is unchanged in CSV and Markdown, and ends the table")
  func verbatim() {
    var echo = CommandResult([Field("text", .string("x"))], lines: ["x, y"])
    echo.isVerbatim = true
    #expect(
      render(row(.integer(1), .integer(2)), echo, row(.integer(3), .integer(4)), as: .csv)
        == "a,b\n1,2\nx, y\na,b\n3,4\n")
  }

  @Test("a failure is an object with its code, message, column and hint")
  func failure() {
    let error = Diagnostic(.usage, "bad", about: .columns(3..<5), hint: "good")
    #expect(
      Renderer.failure(error, command: "set", line: 7)
        == #"{"command":"set","line":7,"ok":false,"error":{"code":64,"message":"bad","column":3,"hint":"good"}}"#
        + "\n")
  }

  @Test("values as text")
  func values() {
    #expect(Value.list([.integer(1), .string("b")]).text == "1 b")
    #expect(
      Value.record([Field("a", .integer(1)), Field("b", .bool(false))]).text == "a 1 b false")
    #expect(Value.nothing.text == "" && Value.string("2.5").double == 2.5)
    #expect(Value.bool(true).double == nil && Value.optional(nil as Bool?) == .nothing)
    #expect(Value(SettingValue.word("on")) == .string("on"))
  }
}

@Suite struct DiagnosticLineTests {
  private func lines(_ error: Diagnostic, _ text: String, name: String? = "a.trm") -> [String] {
    diagnosticLines(
      error, text: text, place: SourceLocation(name: name, line: 3),
      outer: [SourceLocation(name: "b.trm", line: 9)]
    ).map(\.text)
  }

  @Test("an error shows location, line, caret, hint and where it was sourced from")
  func whole() {
    let error = Diagnostic(.usage, "no", about: .columns(5..<8), hint: "yes", details: ["more"])
    #expect(
      lines(error, "set foo bar") == [
        "a.trm:3:5: error: no", "  set foo bar", "      ^~~", "  more", "hint: yes",
        "note: sourced from b.trm:9",
      ])
  }

  @Test("without columns there is no caret, and at a prompt no location")
  func bare() {
    #expect(
      lines(Diagnostic(.failure, "no"), "x", name: nil) == [
        "error: no", "note: sourced from b.trm:9",
      ])
  }

  @Test("the caret counts wide characters as two columns, and long lines are truncated")
  func wide() {
    let found = lines(Diagnostic(.usage, "no", about: .columns(3..<4)), "日本x")
    #expect(found[1] == "  日本x" && found[2] == "      ^")
    let long = lines(
      Diagnostic(.usage, "no", about: .columns(5000..<5001)), String(repeating: "a", count: 9000))
    #expect(long[1].count == 205 && long.count == 3)
  }
}
