// Grid puzzles at the prompt: grids, marks, pasted blocks and checkpoint names.

import Foundation
import Support
import Testing

@Suite struct GridTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  private static let solution = "1234341223414123"

  /// A 4 x 4 Sudoku with one solution, derived by hand: rows 1234 3412 2341 4123.
  private static let puzzle = "1.3.3..22.4..12."

  /// A terminal with a model loaded.
  private func start(_ model: String) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(["-m", model], in: sandbox.path)
    try terminal.wait(for: "> ")
    return terminal
  }

  /// A row of a 4 x 4 grid as drawn, in two boxes.
  private func drawn(_ row: Substring) -> String {
    let cells = row.map(String.init)
    return "\(cells[0]) \(cells[1]) │ \(cells[2]) \(cells[3])"
  }

  private func rows(_ text: String) -> [String] {
    (0..<4).map { drawn(text.dropFirst($0 * 4).prefix(4)) }
  }

  @Test("a Sudoku and its answer are shown side by side, and correct cells are counted")
  func sideBySide() throws {
    let terminal = try start("sudoku-4x4")
    terminal.type("ask \(Self.puzzle)\r")
    let shown = try terminal.wait(for: " steps")
    var lines = zip(rows(Self.puzzle), rows(Self.solution)).map { "\($0)    \($1)" }
    lines.insert("────┼────    ────┼────", at: 2)
    #expect(shown.contains(lines.joined(separator: "\n") + "\n8 of 8 cells ✓"), "\(shown)")
  }

  @Test("a pasted block of rows is one question; a block of commands runs line by line")
  func pasted() throws {
    let terminal = try start("sudoku-4x4")
    let block = rows(Self.puzzle).joined(separator: "\n")
    terminal.type("\u{1B}[200~\(block)\u{1B}[201~\r")
    try terminal.wait(for: "8 of 8 cells ✓")
    try terminal.wait(for: "> ")
    terminal.type("\u{1B}[200~echo one\necho two\necho three\necho four\u{1B}[201~\r")
    try terminal.wait(for: "\none\ntwo\nthree\nfour")
  }

  @Test("Tab completes checkpoint names, and load finds them from any folder")
  func names() throws {
    let terminal = try start("arithmetic")
    terminal.type("load sudoku-4\t\r")
    try terminal.wait(for: "load sudoku-4x4")
    try terminal.wait(for: "4x4 d")
    terminal.type("load maze-\t\r")
    try terminal.wait(for: "load maze-15")
    try terminal.wait(for: "maze-15 d")
  }

  @Test("wrong cells are marked, changed cells are starred, and the count agrees")
  func marks() throws {
    // An untrained model gets most cells wrong.
    try sandbox.write(
      "new.trm", "new sudoku --option size=4 --width 32\ntrace --depth 3 \(Self.puzzle)\n")
    let text = try sandbox.trm("new.trm")
    #expect(text.code == 0, "\(text.errors)")
    let object = try #require(try sandbox.trm("--json", "new.trm").objects.last)
    let steps = try #require(object["trace"] as? [[String: Any]])
    let answers = steps.compactMap { $0["answer"] as? String }
    try #require(answers.count == 3)
    func differing(_ a: String, _ b: String) -> Int { zip(a, b).count { $0 != $1 } }
    let open = zip(Self.puzzle, Self.solution).map { $0 != $1 }
    for (index, answer) in answers.enumerated() {
      let right = zip(zip(answer, Self.solution), open).count { $0.0 == $0.1 && $1 }
      #expect(steps[index]["right"] as? Int == right)
      #expect(text.output.contains(" \(right) of 8 "))
      let before = index > 0 ? answers[index - 1] : answer
      #expect(steps[index]["changed"] as? Int == differing(before, answer))
    }
    // A changed cell that is still wrong has only the star.
    var (stars, bangs) = (0, differing(answers[0], Self.solution))
    for (before, answer) in zip(answers, answers.dropFirst()) where before != answer {
      stars += differing(before, answer)
      bangs += zip(zip(before, answer), Self.solution).count { $0.0 == $0.1 && $0.1 != $1 }
    }
    #expect(text.output.count { $0 == "*" } == stars)
    #expect(text.output.count { $0 == "!" } == bangs)
  }

  @Test("the error for another puzzle's question names a checkpoint that can read it")
  func otherPuzzle() throws {
    let sandbox = try Sandbox()
    let grid = String(repeating: ".", count: 16)
    let run = try sandbox.trm(input: "ask \(grid)\n")
    #expect(
      run.errors.contains("hint: try 'load sudoku-4x4', which can read this"), "\(run.errors)")
    let other = try sandbox.trm(input: "load sudoku\nask 3 + 7\n")
    #expect(
      other.errors.contains("hint: try 'load arithmetic', which can read this"), "\(other.errors)")
    let none = try sandbox.trm(input: "ask 3 / 7\n")
    #expect(!none.errors.contains("can read this"), "\(none.errors)")
  }

  @Test("without UTF-8 a grid is ASCII, and on a narrow terminal only the answer is shown")
  func narrow() throws {
    let terminal = try PseudoTerminal(["-m", "sudoku-4x4"], in: sandbox.path, columns: 20)
    try terminal.wait(for: "> ")
    terminal.type("ask \(Self.puzzle)\r")
    let shown = try terminal.wait(for: "8 of 8 cells")
    #expect(shown.contains("\n" + rows(Self.solution)[0] + "\n"))
    try sandbox.write("a.trm", "load sudoku-4x4\ntrace --depth 1 \(Self.puzzle)\n")
    let run = try sandbox.trm("a.trm", environment: ["LC_ALL": "C", "LANG": "C"])
    #expect(run.output.contains("1 . | 3 ."), "\(run.output)")
  }
}
