// What fits in a terminal: 80 columns are enough for everything, and prose is folded at any width.

import Drawing
import Foundation
import Support
import Testing

@Suite struct WidthTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  /// A prompt that no output contains.
  private static let prompt = "@@> "

  /// A terminal at its prompt.
  private func start(
    columns: UInt16, environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      ["--set", "prompt=" + Self.prompt], in: sandbox.path, environment: environment,
      columns: columns)
    terminal.keepsReturns = true
    return terminal
  }

  /// What a line shows, without the echo of the line itself.
  private func output(of line: String, in terminal: PseudoTerminal) throws -> [String] {
    terminal.type(line + "\r")
    let shown = try terminal.wait(for: "\n" + Self.prompt)
    // The echo of a long line is broken by carriage returns; the output begins at the first feed.
    let end = try #require(shown.firstIndex(of: "\n"))
    return shown[end...].dropLast(Self.prompt.count).split { $0.isNewline }.map(String.init)
  }

  /// The lines that are wider than the terminal.
  ///
  /// Allowed to be wider is only what can't be cut: one word, such as a path or a Sudoku of 81 cells.
  private func excess(_ lines: [String], _ columns: Int) -> [String] {
    lines.filter { line in
      displayWidth(line) > columns && line.drop { $0 == " " }.contains(" ")
    }
  }

  private static let session = [
    "help", "help nonsense", "show", "show prompt", "info", "info --tensors", "checkpoints",
    "sample", "3 + 7", "ask --breadth 8 --noise 0.5 38 + 47", "ask 3 + x", "eval --count 40",
    "ask 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12 + 13 + 14 + 15 + 16 + 17 + 18 + 19 + 20 + 21 + 2",
    "ask --tokens '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29'",
    "eval --count 40 --by-depth", "eval --count 40 --by length", "eval --count 40 --noise 0.5",
    "ablate depth=1,2,4 breadth=1,2 --count 10", "compare $model --count 20", "trace",
    "trace --depth 8 123456 + 7", "think 38 + 47", "step", "next", "where", "break halt > 100",
    "break |dz| < 0.0001", "break", "break list", "continue", "runs", "latent list",
    "latent show y@1.1", "latent show logits@1", "latent stats z@*.*.*", "latent diff y@*.last",
    "latent lens", "latent plot", "latent plot --of norm", "latent plot --of map",
    "latent dynamics --updates", "latent dynamics --swap 2=7", "latent attribute",
    "latent patch z@1.1.1 = zero", "where", "trace", "latent lens", "latent dynamics",
    "latent dump z@*.*.* -o z.npy", "latent nonsense", "latent show z@99.99.99", "latent",
    "stability --count 10", "bench --seconds 0.05", "bench --seconds 0.05 --kernels",
    "bench --keep", "report r.html", "state save s.run", "state load s.run", "let", "alias",
    "apropos latent", "apropos halt", "history 20", "set keep all", "set depth 5000",
    "set depth 4000", "set depth default", "load nonsense.safetensors", "load sudoku", "info",
    "sample", "eval --count 2", "checkpoints", "load maze", "sample 1", "compare arithmetic",
    "load sudoku-4x4", "ask ..2112.421434.12", "trace", "latent lens", "latent dynamics",
    "latent attribute", "think ..2112.421434.12", "finish", "where", "load arithmetic", "expect 5",
    "expect nonsense == 1 tol 0.5", "generate nonsense", "test nonsense.trm", "output nonsense/x",
    "new arithmetic --option digits=1 --option operators=+ --width 16 --depth 3",
    "train --steps 30 --batch 8 --eval-every 10 --eval-count 20", "teach 3 + 4 = 7", "undo",
    "train --stepps 30", "save x.safetensors", "save x.safetensors", "trian --steps 200",
    "generate arithmetic --out sums --count 20 --test 5", "quit 999",
    "fails ask 3 + 4", "alias deep = ask --depth 16", "deep",
  ]

  @Test("in a terminal of 80 columns no line of a session is wider")
  func session() throws {
    let terminal = try start(columns: 80)
    let greeting = try terminal.wait(for: Self.prompt)
    #expect(excess(greeting.split(separator: "\n").map(String.init), 80) == [])
    for line in Self.session {
      let lines = try output(of: line, in: terminal)
      #expect(excess(lines, 80) == [], "\(line)")
    }
  }

  @Test("at 60 columns notes, errors, settings and search results are folded or cut")
  func narrow() throws {
    let terminal = try start(columns: 60)
    try terminal.wait(for: Self.prompt)
    for line in Self.session.prefix(34) + ["apropos halt", "help states", "help train", "show"] {
      let lines = try output(of: line, in: terminal)
      #expect(excess(lines, 60) == [], "\(line)")
    }
    let hint = try output(of: "break list", in: terminal).joined(separator: "\n")
    #expect(hint.contains("\nhint: for example: halt > 0, p(halt) > 0.9,"))
  }

  @Test("the help on every command and topic fits 80 columns", arguments: [60, 80])
  func help(columns: Int) throws {
    let listed = try sandbox.trm("--json", "help").objects[0]["commands"] as? [String]
    let commands = try #require(listed)
    let topics = [
      "language", "variables", "states", "debugger", "expressions", "scripts", "codes", "keys",
      "arithmetic", "digit-sum", "sudoku", "maze", "latent", "state", "depth", "pick",
    ]
    let terminal = try start(columns: UInt16(columns))
    try terminal.wait(for: Self.prompt)
    for name in commands + topics {
      let lines = try output(of: "help \(name)", in: terminal)
      #expect(lines.count > 1, "\(name)")
      #expect(excess(lines, columns) == [], "\(name)")
    }
    let usage = try output(of: "ask --help", in: terminal).drop { !$0.hasPrefix("USAGE: ") }
    #expect(usage.dropFirst().first?.hasPrefix("       [--") == true)
  }

  @Test("--help fits the terminal", arguments: [60, 80])
  func options(columns: Int) throws {
    let terminal = try PseudoTerminal(["--help"], in: sandbox.path, columns: UInt16(columns))
    let text = try terminal.wait(for: "terminated.")
    #expect(excess(text.split(separator: "\n").map(String.init), columns) == [])
  }

  @Test("a window made narrower is followed at once, as are COLUMNS and the setting width")
  func changes() throws {
    let terminal = try start(columns: 100)
    try terminal.wait(for: Self.prompt)
    func widest() throws -> Int {
      try output(of: "show patience", in: terminal).map(displayWidth).max() ?? 0
    }
    #expect(try (81...100).contains(widest()))
    terminal.resize(columns: 50)
    #expect(try (31...50).contains(widest()))
    _ = try output(of: "set width 30", in: terminal)
    #expect(try (20...30).contains(widest()))
    let given = try start(columns: 100, environment: ["COLUMNS": "60"])
    try given.wait(for: Self.prompt)
    #expect(try output(of: "show patience", in: given).allSatisfy { displayWidth($0) <= 60 })
  }

  @Test("text for a program isn't folded, unless a width is set")
  func pipes() throws {
    let whole = try sandbox.trm("show", "patience", environment: ["COLUMNS": "40"])
    #expect(whole.output.split(separator: "\n").count == 1 && whole.output.count > 81)
    let folded = try sandbox.trm("--set", "width=40", "show", "patience")
    #expect(folded.output.split(separator: "\n").allSatisfy { $0.count <= 40 })
    #expect(folded.output.split(separator: "\n").joined(separator: " ") + "\n" == whole.output)
    let error = try sandbox.trm("-c", "break " + String(repeating: "a ", count: 60))
    #expect(error.errors.split(separator: "\n").contains { $0.count > 120 })
  }

  @Test("what belongs to the user isn't folded")
  func verbatim() throws {
    let terminal = try start(columns: 40)
    try terminal.wait(for: Self.prompt)
    let text = Array(repeating: "word", count: 20).joined(separator: " ")
    _ = try output(of: "let a = \(text)", in: terminal)
    #expect(try output(of: "echo $a", in: terminal) == [text])
    #expect(try output(of: "! echo \(text)", in: terminal).last == text)
  }

  @Test("the checkpoints' names can be told apart in 80 columns")
  func names() throws {
    let terminal = try start(columns: 80)
    try terminal.wait(for: Self.prompt)
    _ = try output(of: "save a-rather-long-name-for-a-copy.safetensors", in: terminal)
    for line in ["checkpoints", "compare arithmetic --count 1"] {
      let rows = try output(of: line, in: terminal).dropFirst()
      let names = rows.map { $0.prefix { $0 != " " } }
      #expect(Set(names).count == names.count && names.count > 1, "\(line): \(names)")
    }
    let lines = try output(of: "checkpoints", in: terminal)
    #expect(lines.contains { $0.contains("/arithmetic-global.safetensors ") })
  }

  @Test("the progress of training fits the line", arguments: [40, 80])
  func progress(columns: Int) throws {
    let terminal = try start(columns: UInt16(columns))
    try terminal.wait(for: Self.prompt)
    _ = try output(of: Sandbox.tiny, in: terminal)
    terminal.type("train --steps 1000000 --batch 8\r")
    try terminal.wait(for: "train  ")
    for _ in 0..<3 {
      let line = try terminal.wait(for: "\rtrain  ")
      #expect(displayWidth(String(line.dropLast(8))) <= columns, "\(line)")
    }
    terminal.type("\u{3}")
    try terminal.wait(for: "stopped at step")
  }

  @Test("load says what was loaded in two lines; info has the rest")
  func load() throws {
    let terminal = try start(columns: 80)
    try terminal.wait(for: Self.prompt)
    let lines = try output(of: "load sudoku", in: terminal)
    #expect(lines.count == 2 && lines[0].hasPrefix("sudoku · "))
    #expect(try output(of: "info", in: terminal).count > 10)
  }
}
