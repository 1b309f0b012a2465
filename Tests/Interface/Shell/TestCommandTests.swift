// Scripts as tests: the output and exit codes of trm test.

import Foundation
import FoundationXML
import Support
import Testing

@Suite struct TestCommandTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  @Test("a failed expectation exits with 2, shows expected and actual, and others still run")
  func failure() throws {
    try sandbox.write("bad.trm", "section sums\n3 + 7\nexpect 10\nexpect 11\necho never\n")
    try sandbox.write("good.trm", "3 + 7\nexpect 10\n")
    let run = try sandbox.trm("test", "bad.trm", "good.trm")
    #expect(run.code == 2)
    #expect(
      run.errors == """
        bad.trm:4: error: expected answer == 11
          expected  == 11
          got       10
          in section 'sums'

        """)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 3 && lines[0].hasPrefix("failed bad.trm  1 assertion"))
    #expect(lines[1].hasPrefix("ok     good.trm  1 assertion"))
    #expect(lines[2] == "2 scripts, 2 assertions held, 1 failed")
  }

  @Test("expect with a field name but no value is an error, and n stands for count")
  func field() throws {
    let run = try sandbox.trm(input: "3 + 7\nexpect correct\n")
    #expect(
      run.code == 2 && run.errors.hasSuffix("hint: 'correct' is a field: expect correct == VALUE\n")
    )
    #expect(try sandbox.trm(input: "eval --count 20\nexpect n == 20\n").code == 0)
  }

  @Test("TAP and JUnit name each script, its first error and where it was")
  func formats() throws {
    try sandbox.write("bad.trm", "3 + 7\nexpect 11\n")
    try sandbox.write("good <&>.trm", "3 + 7\nexpect 10\nfails trian\n")
    try sandbox.write("typo.trm", "trian\n")
    try sandbox.write("left.trm", "quit 7\n")
    let files = ["bad.trm", "good <&>.trm", "typo.trm", "left.trm"]
    let tap = try Transcript.run(["test", "--format", "tap"] + files, in: sandbox.path)
    #expect(tap.code == 2)
    #expect(
      tap.output == """
        TAP version 14
        1..4
        not ok 1 - bad.trm
          ---
          message: "expected answer == 11\\nexpected  == 11\\ngot       10"
          at: "bad.trm:2"
          exitcode: 2
          ...
        ok 2 - good <&>.trm
        not ok 3 - typo.trm
          ---
          message: "unknown command 'trian'"
          at: "typo.trm:1"
          exitcode: 64
          ...
        not ok 4 - left.trm
          ---
          message: "left with the exit code 1"
          exitcode: 1
          ...

        """, "\(tap.output)")
    let junit = try Transcript.run(["test", "--format", "junit"] + files, in: sandbox.path)
    #expect(junit.code == 2)
    let document = try XMLDocument(xmlString: junit.output)
    let suite = try #require(document.rootElement())
    func value(_ element: XMLElement?, _ name: String) -> String? {
      element?.attribute(forName: name)?.stringValue
    }
    #expect(["tests", "failures", "errors"].map { value(suite, $0) } == ["4", "1", "2"])
    let cases = suite.elements(forName: "testcase")
    #expect(cases.map { value($0, "name") } == files)
    #expect(cases.map { value($0, "assertions") } == ["0", "2", "0", "0"])
    #expect(
      value(cases[0].elements(forName: "failure").first, "message") == "expected answer == 11")
    #expect(cases[1].childCount == 0)
    #expect(
      cases[2].elements(forName: "error").first?.stringValue
        == "typo.trm:1: unknown command 'trian'")
  }

  @Test("in JSON, test counts failures and errors and gives each error with its place")
  func json() throws {
    try sandbox.write("bad.trm", "3 + 7\nexpect 11\n")
    try sandbox.write("typo.trm", "echo\ntrian\n")
    let run = try sandbox.trm("--json", "test", "bad.trm", "typo.trm")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(object["failed"] as? Int == 2 && object["errors"] as? Int == 1)
    let results = try #require(object["results"] as? [[String: Any]])
    #expect(results.map { $0["at"] as? String } == ["bad.trm:2", "typo.trm:2"])
    #expect(results[1]["error"] as? String == "unknown command 'trian'")
  }

  @Test("multi-line texts are compared line by line")
  func difference() throws {
    try sandbox.write("want.txt", "one\ntwo\nthree\n")
    try sandbox.write(
      "diff.trm", "let text = <<END\none\n2\nthree\nEND\nhelp keys\nexpect output == @want.txt\n")
    let run = try sandbox.trm("test", "diff.trm")
    #expect(run.code == 2 && run.errors.contains("  --- expected\n  +++ got\n  @@ -1,3 +1,"))
    let found = try sandbox.trm(input: "help codes\nexpect output =~ absent\n")
    #expect(found.errors.contains("(=~)\n  expected =~\n    absent\n  got\n    exit codes\n    \n"))
    #expect(run.errors.contains("\n  -two\n") && run.errors.contains("\n  +keys at the prompt\n"))
  }

  @Test("a script without assertions is noted, and an unreadable one sets the exit code")
  func empty() throws {
    try sandbox.write("none.trm", "3 + 7\n")
    let run = try sandbox.trm("test", "none.trm")
    #expect(run.code == 0 && run.output.contains("none.trm  no assertions"))
    #expect(try sandbox.trm("test", "missing.trm").code == 66)
    try sandbox.write("typo.trm", "trian\n")
    #expect(try sandbox.trm("test", "typo.trm", "none.trm").code == 64)
    #expect(try sandbox.trm("test").code == 64)
  }

  @Test("each script has its own session and starts in the initial folder")
  func sessions() throws {
    try sandbox.write("a.trm", "set depth 1\nlet x = 1\ncd /\nshow depth\nexpect 1\n")
    try sandbox.write("b.trm", "show depth\nexpect 16\nfails echo $x\nfails expect 1\nquit\n")
    #expect(try sandbox.trm("test", "a.trm", "b.trm").code == 0)
  }

  @Test("--check checks a script without running it")
  func check() throws {
    let script =
      "3 + 7\nload nowhere.safetensors\n! touch made\nfails ask 1 + 1\nexpect answer == 3\n"
    try sandbox.write("s.trm", script)
    let good = try sandbox.trm("--check", "s.trm")
    #expect(good.code == 0 && good.output == "" && good.errors == "", "\(good.errors)")
    #expect(sandbox.bytes("made") == nil)
    try sandbox.write("t.trm", "3 + 7\nask --dpth 1 2\n")
    let bad = try sandbox.trm("--check", "t.trm")
    #expect(bad.code == 64 && bad.errors.hasPrefix("t.trm:2:5: error: unknown option '--dpth'"))
  }
}
