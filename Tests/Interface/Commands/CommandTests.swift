// The tree of commands, the way from words to a command and from an error to a column, and
// assertions.

import CommandCore
import Commands
import Language
import Presentation
import Puzzles
import Testing
import Workbench

@Suite struct CommandTreeTests {
  @Test("the parser's JSON is of the version that is read, and names its options")
  func version() throws {
    let train = try #require(CommandTree.command("train"))
    let names = CommandParameter.shown(of: train).flatMap(\.names)
    #expect(names.contains("--lr") && names.contains("-o") && names.contains("--no-halting"))
    let loss = CommandParameter.shown(of: train).first { $0.names == ["--loss"] }
    #expect(loss?.values == .words(["stablemax", "softmax"]) && loss?.standard == "softmax")
    #expect(CommandParameter.shown(of: CommandTree.question).contains { $0.names == ["--depth"] })
  }

  @Test("names of two words are found; the first word alone names none of them")
  func twoWords() throws {
    var lexer = Lexer("latent lens 3 + 7") { _ in nil }
    let word = try #require(try lexer.next())
    let (type, rest) = try #require(CommandTree.command(word, lexer))
    var tail = rest
    #expect(type.name == "latent lens")
    #expect(try tail.words().map(\.text) == ["3", "+", "7"])
    #expect(CommandTree.command("latent") == nil && CommandTree.names.contains("latent"))
    #expect(CommandTree.command("q")?.name == "quit")
  }

  @Test(
    "an unknown word is answered with what was probably meant",
    arguments: [
      ("trian", "unknown command 'trian'", "did you mean 'train'?"),
      ("depth", "unknown command 'depth'", "set depth VALUE"),
      ("depth = 4", "unknown command 'depth'", "set depth 4"),
      ("what is 3 plus 7?", "unknown command 'what'", "did you mean '3 + 7'?"),
      ("twelve minus Four", "unknown command 'twelve'", "did you mean '12 - 4'?"),
      ("latent lenz", "unknown command 'latent lenz'", "did you mean 'latent lens'?"),
      ("state", "'state' needs one of: load, save", "help state"),
    ])
  func unknown(line: String, message: String, hint: String) throws {
    var lexer = Lexer(line) { _ in nil }
    let word = try #require(try lexer.next())
    let error = CommandTree.unknown(word, lexer)
    #expect(error.message == message && error.hint == hint)
  }
}

@Suite struct CommandRequestTests {
  private func request(_ line: String) throws -> CommandRequest {
    var lexer = Lexer(line) { _ in nil }
    let word = try #require(try lexer.next())
    let (type, rest) = try #require(CommandTree.command(word, lexer))
    return try CommandRequest(type, rest)
  }

  private func error(_ line: String) throws -> Diagnostic {
    do {
      _ = try request(line).command()
      Issue.record("'\(line)' was read")
      return Diagnostic(.success, "")
    } catch { return try #require(error as? Diagnostic) }
  }

  @Test(
    "the caret is under the word that the parser refuses",
    arguments: [
      ("eval --count x", 14..<15), ("eval --count=x --by-depth", 14..<15),
      ("eval --by-depth --count x", 25..<26), ("train --loss linear --steps 3", 14..<20),
      ("undo now", 6..<9), ("eval --cuont 3", 6..<13), ("ask --dpth 3 3 + 7", 5..<11),
    ])
  func culprits(line: String, columns: Range<Int>) throws {
    #expect(try error(line).columns == columns)
  }

  @Test("a missing argument has no column, and options of the last version still work")
  func others() throws {
    #expect(try error("new").columns == nil)
    #expect(throws: Never.self) {
      try request("train --rate 1e-3 --average=0.9 --steps 1").command()
    }
    #expect(try error("train --rate x").columns == 14..<15)
  }

  @Test("an error's subject becomes its columns")
  func subjects() throws {
    let request = try request("eval --count 5 --option=digits=2 @file data")
    func columns(_ subject: Diagnostic.Subject?) -> Range<Int>? {
      request.located(Diagnostic(.usage, "no", about: subject), else: 1..<5).columns
    }
    #expect(columns(.argument("data")) == 40..<44)
    #expect(columns(.argument("2")) == 32..<33)
    #expect(columns(.option("--count")) == 14..<15)
    #expect(columns(.option("--option")) == 32..<33 || columns(.option("--option")) == 25..<33)
    #expect(columns(.file("file")) == 34..<39)
    #expect(columns(.columns(2..<3)) == 2..<3)
    #expect(columns(.argument("elsewhere")) == 1..<5 && columns(nil) == 1..<5)
    let question = try self.request("ask --depth 2 3 / 7")
    let error = PuzzleError("no", column: 2, hint: "yes")
    #expect(question.located(error, else: nil).columns == 17..<18)
    // A failed expectation and Ctrl-C point at nothing.
    #expect(request.located(Diagnostic(.expectation, "no"), else: 1..<5).columns == nil)
    #expect(request.located(Diagnostic.interrupted, else: 1..<5).columns == nil)
  }
}

@Suite struct ScriptStateTests {
  @Test("variables have names that can be written as $NAME, and built-in ones can't be set")
  func variables() throws {
    let script = ScriptState()
    let workbench = ModelWorkbench()
    try script.variables.set("a_1", to: "x")
    #expect(script.variable("a_1", on: workbench) == "x")
    #expect(script.variable("none", on: workbench) == nil)
    for name in ["", "1a", "a-b", "ä", "ans", "status"] {
      #expect(throws: Diagnostic.self) { try script.variables.set(name, to: "x") }
    }
    (script.status, workbench.lastAnswer) = (65, "18")
    #expect(
      script.variable("status", on: workbench) == "65"
        && script.variable("ans", on: workbench) == "18")
    script.places = [Place(source: Source(script: "/s/a.trm"), line: 2)]
    #expect(
      script.variable("file", on: workbench) == "/s/a.trm"
        && script.variable("dir", on: workbench) == "/s")
    #expect(script.source.resolve("b.trm") == "/s/b.trm" && script.source.resolve("/c") == "/c")
  }
}
