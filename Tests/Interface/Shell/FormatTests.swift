// The four output formats, and redirected output.

import Foundation
import Support
import Testing

@Suite struct FormatTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  /// Fields without the time, which varies.
  private static let columns = "question,answer,correct,p,doubtful,steps,depth,halted,ms"

  @Test("csv writes one header for results with the same columns, and quotes if needed")
  func csv() throws {
    let run = try sandbox.trm("--format", "csv", input: "3 + 7\n5 + 9\nshow depth\n")
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 7 && lines[0] == Self.columns)
    #expect(lines[1].hasPrefix("3 + 7,10,true,") && lines[2].hasPrefix("5 + 9,14,true,"))
    #expect(lines[3] == "" && lines[4] == "value,setting,origin,range,default")
    #expect(lines[5] == "16,depth,model,1 to 4096,16")
    let quoted = try sandbox.trm(
      "--format", "csv", input: "let a = 'x,\"y'\nlet b = \"1\\n2\"\nlet\n")
    #expect(quoted.output.hasSuffix("a,\"x,\"\"y\"\nb,\"1\n2\"\n"))
  }

  @Test("md escapes Markdown in tables, and echo is verbatim")
  func markdown() throws {
    let run = try sandbox.trm(
      "--format", "md", input: "echo # Title\nlet a = \"x|y\\nz\"\nlet\neval --count 5 --by-depth\n"
    )
    #expect(run.output.hasPrefix("# Title\n| name | value |\n| --- | --- |\n"))
    #expect(run.output.contains("\n| a | x\\|y<br>z |\n\n| depth | exact |\n| --- | --- |\n| 1 | "))
  }

  @Test("a result without text prints nothing in csv and md, and an object in json")
  func silence() throws {
    for format in ["text", "csv", "md"] {
      #expect(try sandbox.trm("--format", format, "-c", "set depth 2").output == "")
    }
    let run = try sandbox.trm("--json", "-c", "set depth 2", "-c", "cd .", "-c", "section a")
    #expect(run.objects.map { $0["command"] as? String } == ["set", "cd", "section"])
  }

  @Test("a setting's value keeps its type in json")
  func types() throws {
    let run = try sandbox.trm(
      "--json", "-c", "show depth", "-c", "set tolerance 0.5", "-c", "show engine")
    #expect(run.objects[0]["value"] as? Int == 16 && run.objects[1]["value"] as? Double == 0.5)
    #expect(run.objects[1]["was"] as? Double == 0)
    #expect(run.objects[2]["value"] as? String == "fast")
  }

  @Test("json has a failure's location and hint, and a program's output")
  func json() throws {
    let run = try sandbox.trm("-k", "--json", input: "load nope\ntrian\n! echo hi\n")
    let errors = run.objects.compactMap { $0["error"] as? [String: Any] }
    #expect(errors[0]["column"] as? Int == 6 && errors[0]["code"] as? Int == 66)
    #expect(errors[1]["hint"] as? String == "did you mean 'train'?")
    #expect(run.objects[2]["stdout"] as? String == "hi\n" && run.objects.count == 3)
  }

  @Test("in json shapes are arrays, counts are integers, what isn't known is null")
  func jsonTypes() throws {
    let run = try sandbox.trm(
      "--json",
      input: """
        think 3 + 7
        latent stats y@0
        runs
        show depth
        info
        ablate depth=1,2 --count 2
        fails load nope
        """)
    #expect(run.objects.allSatisfy { $0["ok"] as? Bool == true } && run.objects.count == 7)
    #expect(run.objects[0]["answer"] is NSNull && run.objects[0]["correct"] is NSNull)
    #expect(run.objects[1]["command"] as? String == "latent stats")
    let state = try #require((run.objects[1]["states"] as? [[String: Any]])?.first)
    #expect(state["shape"] as? [Int] == [12, 64] && run.output.contains(#""nonfinite":0,"#))
    let paused = try #require((run.objects[2]["runs"] as? [[String: Any]])?.last)
    #expect(paused["answer"] is NSNull && paused["selected"] as? Bool == true)
    #expect(run.objects[3]["default"] as? Int == 16)
    let options = try #require(run.objects[4]["options"] as? [String: Any])
    #expect(options["digits"] as? Int == 10 && options["operators"] as? String == "+-")
    #expect((run.objects[4]["training-scores"] as? [String: Any])?["count"] as? Int == 5000)
    #expect((run.objects[5]["best"] as? [String: Any])?["depth"] is Int)
    let error = try #require(run.objects[6]["error"] as? [String: Any])
    #expect(error["code"] as? Int == 66 && (error["message"] as? String)?.contains("nope") == true)
  }

  @Test("in json a failure names the script, the line and the whole command")
  func failures() throws {
    try sandbox.write("a.trm", "3 + 7\nlatent stats q@1\n")
    let run = try sandbox.trm("--json", "a.trm")
    let failure = try #require(run.objects.last)
    #expect(failure["command"] as? String == "latent stats" && failure["line"] as? Int == 2)
    #expect((failure["file"] as? String)?.hasSuffix("a.trm") == true)
    #expect((failure["error"] as? [String: Any])?["message"] is String)
    let usage = try sandbox.trm("--json", "--nonsense")
    #expect(usage.objects[0]["command"] is NSNull && usage.objects[0]["line"] is NSNull)
  }

  @Test("output sends results to a file, and errors to stderr")
  func output() throws {
    let run = try sandbox.trm("-k", input: "output a.txt\n3 + 7\nnope\noutput\n5 + 9\n")
    #expect(run.output == "14\n" && run.errors.contains("unknown command 'nope'"))
    #expect(sandbox.bytes("a.txt") == Data("10\n".utf8))
    let kept = try sandbox.trm(input: "output a.txt\n")
    #expect(kept.code == 73 && sandbox.bytes("a.txt") == Data("10\n".utf8))
  }

  @Test("colors are written only if forced")
  func colors() throws {
    let plain = try sandbox.trm("show", "depth")
    #expect(!plain.output.contains("\u{1B}"))
    #expect(try sandbox.trm("--color", "always", "show", "depth").output.contains("\u{1B}["))
    let forced = ["CLICOLOR_FORCE": "1"]
    #expect(try sandbox.trm("show", "depth", environment: forced).output.contains("\u{1B}["))
    let refused = forced.merging(["NO_COLOR": "1"]) { $1 }
    #expect(try sandbox.trm("show", "depth", environment: refused).output == plain.output)
  }

  @Test("without UTF-8 all output is ASCII")
  func ascii() throws {
    let run = try sandbox.trm("trace", "3 + 7", environment: ["LC_ALL": "C"])
    #expect(run.code == 0 && run.output.utf8.allSatisfy { $0 < 0x80 })
    #expect(run.output.contains("|dy|"))
  }
}
