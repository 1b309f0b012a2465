// Results in four formats, values as text, and error messages.

import Drawing
import Language
import Presentation
import Settings
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

  @Test("a failure is an object with its place, code, message, details, column and hint")
  func failure() {
    let error = Diagnostic(
      .usage, "bad", about: .columns(3..<5), hint: "good", details: ["more"])
    let object = #""code":64,"message":"bad","details":["more"],"column":3,"hint":"good""#
    let file = SourceLocation(name: "a.trm", line: 7)
    #expect(
      Renderer.failure(error, command: "set", at: file)
        == #"{"command":"set","line":7,"file":"a.trm","ok":false,"error":{\#(object)}}"# + "\n")
    let input = SourceLocation(name: "<stdin>", line: 2)
    #expect(
      Renderer.failure(error, command: "set", at: input)
        == #"{"command":"set","line":2,"ok":false,"error":{\#(object)}}"# + "\n")
    #expect(
      Renderer.failure(error)
        == #"{"command":null,"line":null,"ok":false,"error":{\#(object)}}"# + "\n")
    #expect(
      render(CommandResult(error), as: .json)
        == #"{"command":"test","line":1,"ok":true,"error":{\#(object)}}"# + "\n")
  }

  @Test("text is folded where the terminal folds, but not text of the user's")
  func folding() {
    var result = CommandResult([Field("a", .integer(1))], lines: ["one two three"])
    func shown(_ folds: Bool) -> String {
      var renderer = Renderer()
      return renderer.render(
        result, command: "test", line: 1, as: .text,
        for: TerminalCapabilities(width: 8, folds: folds), atPrompt: false)
    }
    #expect(shown(true) == "one two\nthree\n" && shown(false) == "one two three\n")
    result.isFoldable = false
    #expect(shown(true) == "one two three\n")
  }

  @Test("values as text")
  func values() {
    #expect(Value.list([.integer(1), .string("b")]).text == "1 b")
    #expect(
      Value.record([Field("a", .integer(1)), Field("b", .bool(false))]).text == "a 1 b false")
    #expect(Value.nothing.text == "" && Value.string("2.5").double == 2.5)
    #expect(Value.bool(true).double == nil && Value.optional(nil as Bool?) == .nothing)
    #expect(Value(SettingValue.word("on")) == .string("on"))
    #expect(Value(typed: "4") == .integer(4) && Value(typed: "0.5") == .number(0.5))
    #expect(Value(typed: "+-") == .string("+-") && Value(typed: "nan") == .string("nan"))
    let json = JSON.object([.init("a", .array([.number("1"), .number("1.5"), .null, .bool(true)]))])
    #expect(Value(json).json == json)
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

  @Test("a line is shown around its error, with the caret below it, in any width")
  func window() {
    let text = (1...60).map { "w\($0)" }.joined(separator: " ")
    for column in [1, 5, 40, 90, 150, text.count - 2] {
      for width in [20, 40, 80] {
        let error = Diagnostic(.usage, "no", about: .columns(column..<column + 3))
        let lines = diagnosticLines(
          error, text: text, place: SourceLocation(name: nil, line: 1), outer: [], width: width
        ).map(\.text)
        #expect(lines[1].count <= width && lines[2].count <= width, "\(column) \(width)")
        let caret = lines[2].count { $0 == " " }
        let marked = lines[1].dropFirst(caret).prefix(3)
        #expect(marked == text.dropFirst(column - 1).prefix(3), "\(column) \(width)")
        #expect(lines[2].hasSuffix("^~~"))
      }
    }
  }

  @Test("the caret counts wide characters as two columns, and long lines are truncated")
  func wide() {
    let found = lines(Diagnostic(.usage, "no", about: .columns(3..<4)), "日本x")
    #expect(found[1] == "  日本x" && found[2] == "      ^")
    let long = lines(
      Diagnostic(.usage, "no", about: .columns(5000..<5001)), String(repeating: "a", count: 9000))
    #expect(long[1].count == 202 && long.count == 4 && long[2].hasSuffix("^"))
  }
}
