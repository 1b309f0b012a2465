// The program as used from scripts: output, errors and exit codes.

import Foundation
import Support
import Testing

@Suite struct TranscriptTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  @Test("a question on the command line prints its answer and nothing else")
  func ask() throws {
    for run in [
      try sandbox.trm("-c", "ask 3 + 7"), try sandbox.trm("ask", "3 + 7"),
      try sandbox.trm("ask", "3", "+", "7"), try sandbox.trm(input: "3 + 7\n"),
    ] {
      #expect(run.output == "10\n" && run.errors == "" && run.code == 0)
    }
    #expect(try sandbox.trm(input: "3 + 7\n5 + 9\n").output == "10\n14\n")
  }

  @Test("all one-digit sums are right at the default depth")
  func sums() throws {
    let pairs = (0...9).flatMap { a in (0...9).map { (a, $0) } }
    let script = pairs.map { "\($0.0) + \($0.1)\n" }.joined()
    let wanted = pairs.map { "\($0.0 + $0.1)\n" }.joined()
    #expect(try sandbox.trm(input: script).output == wanted)
  }

  @Test("negative numbers work in questions and as values")
  func negatives() throws {
    let run = try sandbox.trm(
      input:
        "-3 + 7\nask -3 + 7\n7 - 9\n3+7=\nfails set tolerance -0.5\nexpect error contains -0.5\n")
    #expect(run.output == "4\n4\n-2\n10\n" && run.code == 0, "\(run.errors)")
  }

  @Test("--json prints one object per command with the documented fields")
  func json() throws {
    let run = try sandbox.trm("--json", "-c", "ask 3 + 7")
    #expect(run.code == 0 && run.output.split(separator: "\n").count == 1)
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(object["command"] as? String == "ask" && object["line"] as? Int == 1)
    #expect(object["ok"] as? Bool == true && object["question"] as? String == "3 + 7")
    #expect(object["answer"] as? String == "10" && object["correct"] as? Bool == true)
    #expect((object["p"] as? Double ?? 0) > 0.5 && object["ms"] is Double)
    #expect(object["steps"] is Int && object["depth"] is Int && object["halted"] is Bool)

    for refused in [
      try sandbox.trm("--json", "--nope"), try sandbox.trm("--format", "json", "--nope"),
    ] {
      #expect(refused.code == 64 && refused.output.hasPrefix(#"{"command":null,"#))
      #expect(refused.output.contains("--nope") && refused.errors.contains("--nope"))
    }
    let failed = try sandbox.trm("--json", input: "\n# nothing\nload nope\n")
    let error = try #require(
      JSONSerialization.jsonObject(with: Data(failed.output.utf8)) as? [String: Any])
    #expect(error["ok"] as? Bool == false && error["line"] as? Int == 3 && failed.code == 66)
    #expect((error["error"] as? [String: Any])?["code"] as? Int == 66)
  }

  @Test(
    "an error names its subject, points at it and exits with its code",
    arguments: [
      (
        "trian", 64,
        "<stdin>:1:1: error: unknown command 'trian'\n  trian\n  ^~~~~\nhint: did you mean 'train'?\n"
      ),
      (
        "load nope", 66,
        "<stdin>:1:6: error: nope: no such file; check the name and the folder\n  load nope\n       ^~~~\n"
      ),
      (
        "set dpth 3", 64,
        "<stdin>:1:5: error: unknown setting 'dpth'\n  set dpth 3\n      ^~~~\nhint: did you mean 'depth'?\n"
      ),
      (
        "set depth 0", 64,
        "<stdin>:1:11: error: invalid value '0' for 'depth'\n  set depth 0\n            ^\nhint: depth can be 1 to 4096\n"
      ),
      (
        "echo $nope", 64,
        "<stdin>:1:6: error: unknown variable '$nope'\n  echo $nope\n       ^~~~~\nhint: 'let nope = VALUE' sets it\n"
      ),
      (
        "let x = 'a", 64,
        "<stdin>:1:9: error: unterminated quote\n  let x = 'a\n          ^\nhint: add a closing '\n"
      ),
      (
        "again", 1,
        "<stdin>:1:1: error: no question has been asked yet\n  again\n  ^~~~~\nhint: for example: ask 3 + 7\n"
      ),
      (
        " fails", 64,
        "<stdin>:1:2: error: 'fails' needs a command\n   fails\n   ^~~~~\nhint: write: fails COMMAND\n"
      ),
      (
        "ask @nope.txt", 66,
        "<stdin>:1:5: error: nope.txt: no such file; check the name and the folder\n  ask @nope.txt\n      ^~~~~~~~~\n"
      ),
      (
        "ask <<END\n12 / 7\nEND", 64,
        "<stdin>:1:5: error: unsupported operator '/'\n  ask <<END\n      ^~~~~\nhint: this model supports +, - and *\n"
      ),
      ("ask -x 3", 64, "hint: help ask\n"),
      ("\"time\" 3 + 7", 64, "hint: 'help' lists the commands\n"),
      (
        "latent dump q@1", 64,
        "<stdin>:1:13: error: 'q@1' is not a state address: expected y, z, logits or halt\n  latent dump q@1\n              ^~~\nhint: for example: z@2.1.last, y@*.last, logits@1..4, halt@last, #1:z@2.1.3[0:4]\n"
      ),
      ("save /no/such/folder/x.safetensors", 73, "/no/such/folder"),
      ("3 / 7", 64, "'/'"),
      ("fails pwdd extra", 0, ""),
    ] as [(String, Int32, String)])
  func errors(line: String, code: Int32, message: String) throws {
    let run = try sandbox.trm(input: line + "\necho after\n")
    #expect(run.code == code && run.output == (code == 0 ? "after\n" : ""))
    #expect(
      message.isEmpty || message.hasPrefix("<")
        ? run.errors == message : run.errors.contains(message), "\(run.errors)"
    )
  }

  @Test("an error in a question points at its column in the line")
  func question() throws {
    let run = try sandbox.trm(input: "\nask --depth 2 3 / 7\n")
    #expect(run.errors.hasPrefix("<stdin>:2:17: error: ") && run.code == 64, "\(run.errors)")
    #expect(run.errors.contains("\n  ask --depth 2 3 / 7\n                  ^\nhint: "))
    let bare = try sandbox.trm("--json", input: "  12345678901 + 6\n")
    #expect(bare.output.contains("\"code\":64") && bare.output.contains("\"column\":3}") == false)
    #expect(bare.output.contains("\"column\":3,"))
  }

  @Test("a command's --help is the same as help COMMAND")
  func help() throws {
    for command in ["ask", "set", "latent list", "quit"] {
      let long = try sandbox.trm("-c", "\(command) --help")
      let topic = try sandbox.trm("-c", "help \(command)")
      #expect(long.output == topic.output && long.output.contains("USAGE: \(command)"))
      #expect(long.code == 0 && long.errors == "", "\(long.errors)")
    }
  }

  @Test("options that change the puzzle's shape are rejected, and the session continues")
  func shape() throws {
    for command in ["eval --count 10 --by-depth", "train --steps 1"] {
      let run = try sandbox.trm(
        input: "fails \(command) --option digits=11\nexpect error contains shape\n3 + 7\n")
      #expect(run.output == "10\n" && run.code == 0, "\(run.errors)")
    }
  }

  @Test("the first failure determines the exit code, including a script that can't be opened")
  func first() throws {
    #expect(try sandbox.trm("-k", "-f", "missing.trm", "-c", "nope").code == 66)
    #expect(try sandbox.trm("-k", "-c", "nope", "-f", "missing.trm").code == 64)
    #expect(try sandbox.trm("-f", "missing.trm", "-c", "echo never").output == "")
  }

  @Test("a line of a million letters is rejected at once, without a suggestion")
  func long() throws {
    let run = try sandbox.trm(input: String(repeating: "a", count: 1 << 20) + "\n")
    #expect(run.code == 64 && run.errors.hasPrefix("<stdin>:1:1: error: unknown command 'aaa"))
    #expect(run.errors.hasSuffix("hint: 'help' lists the commands\n"))
  }

  @Test("the error for a mistyped option points at it and suggests the right one")
  func option() throws {
    let run = try sandbox.trm("-c", "ask --dpth 3 3 + 7")
    #expect(run.code == 64 && run.output == "")
    #expect(run.errors.contains("<command 1>:1:5: error: ") && run.errors.contains("'--dpth'"))
    #expect(run.errors.contains("did you mean '--depth'?"))
  }

  @Test("a script stops at its first error, which says where it was sourced from")
  func stops() throws {
    try sandbox.write("inner.trm", "echo one\n\nload nope\necho never\n")
    try sandbox.write("outer.trm", "source inner.trm\necho never\n")
    let run = try sandbox.trm("outer.trm")
    #expect(run.output == "one\n" && run.code == 66)
    #expect(run.errors.contains("inner.trm:3:6: error: nope"))
    #expect(run.errors.contains("note: sourced from outer.trm:1\n"))
    let kept = try sandbox.trm("-k", "outer.trm")
    #expect(kept.output == "one\nnever\nnever\n" && kept.code == 66)
  }

  @Test("jobs run in order up to the first failure")
  func jobs() throws {
    try sandbox.write("a.trm", "echo a\n")
    #expect(
      try sandbox.trm("-c", "echo 1", "-f", "a.trm", "-c", "echo 2").output == "1\na\n2\n")
    #expect(try sandbox.trm("-c", "nope", "-f", "a.trm").output == "")
    #expect(try sandbox.trm("-f", "missing.trm").code == 66)
    #expect(try sandbox.trm("--nope").code == 64)
  }

  @Test("expectations compare fields, numbers and text, and a failed one exits with 2")
  func expectations() throws {
    let good = """
      ask 3 + 7
      expect 10
      expect answer == 10
      expect steps <= 16
      expect p ~= 1 tol 0.5
      expect question =~ '^3'
      expect question contains '+'
      let ten = $ans
      expect answer == $ten
      fails expect 11
      fails expect nofield == 1
      fails load no-such.safetensors
      expect error contains "no-such.safetensors"
      expect status == 66
      """
    let run = try sandbox.trm(input: good)
    #expect(run.code == 0 && run.errors == "", "\(run.errors)")
    let bad = try sandbox.trm(input: "ask 3 + 7\nexpect 11\n")
    #expect(bad.code == 2)
    #expect(bad.errors.contains("expected  == 11") && bad.errors.contains("got       10"))
  }

  @Test("repeated training writes the same bytes, and its model loads")
  func training() throws {
    let script = "\(Sandbox.tiny)\ntrain --steps 25 --batch 8\nsave FILE\n"
    for file in ["a.safetensors", "b.safetensors"] {
      let run = try sandbox.trm(input: script.replacingOccurrences(of: "FILE", with: file))
      #expect(run.code == 0, "\(run.errors)")
    }
    let first = try #require(sandbox.bytes("a.safetensors"))
    #expect(first == sandbox.bytes("b.safetensors") && first.count > 4000)
    let run = try sandbox.trm(
      "-m", "a.safetensors", input: "eval --count 50\nexpect count == 50\ninfo\nexpect depth == 3\n"
    )
    #expect(run.code == 0 && run.output.contains(#/training-steps +25\n/#), "\(run.errors)")
  }

  @Test("a broken checkpoint changes neither the model nor an existing file")
  func broken() throws {
    try sandbox.write("junk.safetensors", "this is no checkpoint at all")
    let script = """
      \(Sandbox.tiny)
      save tiny.safetensors
      fails load junk.safetensors
      expect error contains junk.safetensors
      expect status == 65
      info
      expect vocabulary == 13
      fails save junk.safetensors
      expect error contains "already exists"
      """
    let run = try sandbox.trm(input: script)
    #expect(run.code == 0, "\(run.errors)")
    #expect(sandbox.bytes("junk.safetensors")?.count == 28)
    // A truncated checkpoint is rejected.
    let whole = try #require(sandbox.bytes("tiny.safetensors"))
    for length in [0, 7, 100, whole.count - 1] {
      try whole.prefix(length).write(to: URL(filePath: sandbox.path + "/cut.safetensors"))
      #expect(try sandbox.trm("-m", "cut.safetensors", "-c", "info").code == 65)
    }
  }

  @Test("the reference engine gives the same answers as the fast engine")
  func reference() throws {
    let ask = "999 + 1\n38 + 47\n-3 + 7\n100 - 1\n"
    let fast = try sandbox.trm(input: ask)
    let slow = try sandbox.trm("--set", "engine=reference", input: ask)
    #expect(fast.output == slow.output && fast.code == 0 && slow.code == 0)
  }

  @Test("trace shows each step, and latent dump writes files for NumPy")
  func inside() throws {
    let run = try sandbox.trm(
      input: """
        trace --depth 3 38 + 47
        expect steps == 3
        latent dump --depth 3 z@*.last.last -o z.npy
        expect count == 3
        latent dump --depth 3 y@1 logits@2..3 -o all.npz
        expect count == 3
        fails latent dump --depth 3 z@4 -o never.npy
        fails latent dump z@1 -o z.npy
        """)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.split(separator: "\n").count == 4)
    let file = try #require(sandbox.bytes("z.npy"))
    #expect(file.prefix(6) == Data([0x93] + "NUMPY".utf8))
    #expect(sandbox.bytes("never.npy") == nil && sandbox.bytes("all.npz") != nil)
  }

  @Test("settings show their value, range and origin, and accept other names")
  func settings() throws {
    let fixed = try sandbox.trm(
      "--set", "H_cycles=2",
      input: "set N_sup = 4\nshow depth\nexpect value == 4\nexpect origin == script\nshow T\n"
        + "expect origin == 'command line'\nreset\nshow T\nexpect origin == model\n")
    #expect(fixed.code == 0, "\(fixed.errors)")
  }
}
