// What help, errors and hints tell people to type works: every line of the help topics, and every
// command in quotes in the program's texts, is run.

import CommandCore
import Commands
import Foundation
import Support
import Testing

@Suite struct HelpTests {
  private let scene: Scene
  init() throws { scene = try Scene() }

  /// The failures of lines that are run, each in a session of its own.
  private func failures(
    _ lines: [String], after session: String = Scene.session
  ) throws -> [String] {
    try Set(lines.flatMap(Scene.filled)).sorted().compactMap { line in
      try scene.outcome(of: line, after: session)
    }
  }

  /// The texts between single quotes that begin with a command of the shell and have arguments, or
  /// that start the program.
  private func quoted(_ text: String) -> [String] {
    let flat = text.replacing(#/\s+/#, with: " ")
    return flat.matches(of: #/(?:^|[^\w'])'([a-z!][^']*)'(?!\w)/#).map { String($0.1) }.filter {
      Scene.isLine($0) || Scene.isCommand($0)
    }
  }

  /// The topics that `help` lists.
  private func topicNames(_ sandbox: Sandbox) throws -> [String] {
    let overview = try sandbox.trm("help").output
    let list = try #require(overview.components(separatedBy: "\ntopics\n").last)
    let lines = list.split(separator: "\n").filter { $0.hasPrefix("  ") }
    #expect(lines.count > 8)
    return lines.compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  @Test("every command line in the help topics works")
  func topics() throws {
    let sandbox = try Sandbox()
    var count = 0
    for name in try topicNames(sandbox) {
      var lines: [String] = []
      for line in try sandbox.trm("help", name).output.split(separator: "\n")
      where line.hasPrefix("  ") {
        // The meaning follows after two spaces; several lines have semicolons between.
        let text = line.drop { $0 == " " }
        let code = text.firstRange(of: "  ").map { text[..<$0.lowerBound] } ?? text
        if Scene.isLine(String(code)) { lines.append(String(code)) }
      }
      count += lines.count
      // Questions of a puzzle are asked of a model of it.
      let isGrid = ["sudoku", "maze"].contains(name)
      let failed = try failures(lines, after: isGrid ? "load \(name)\n" : Scene.session)
      #expect(failed.isEmpty, "\(failed.joined(separator: "\n"))")
    }
    #expect(count > 10)
  }

  @Test("every command in quotes in the help works")
  func help() throws {
    let sandbox = try Sandbox()
    let topics = try topicNames(sandbox)
    let names = CommandTree.all.map { $0.name } + topics
    let lines = ["help", "show"] + names.map { "help \($0)" }
    let text = try sandbox.trm("-f", "-", input: lines.joined(separator: "\n"))
    #expect(text.code == 0, "\(text.errors)")
    let named = quoted(text.output)
    #expect(named.count > 10, "\(named)")
    let failed = try failures(named)
    #expect(failed.isEmpty, "\(failed.joined(separator: "\n"))")
  }

  @Test("the usage of every command names only options that it has")
  func usage() throws {
    let sandbox = try Sandbox()
    var count = 0
    for type in CommandTree.all {
      let help = try sandbox.trm("-c", "help \(type.name)").output
      let usage = try #require(help.firstMatch(of: #/USAGE: ((?:.|\n)*?)\n\n/#)).1
      let known = CommandParameter.all(of: type).flatMap(\.names) + ["--help"]
      for option in usage.matches(of: #/(?:^|[^\w-])(--?[a-z][a-z-]*)/#).map({ String($0.1) }) {
        count += 1
        #expect(known.contains(option), "\(type.name) \(option)")
      }
    }
    #expect(count > 40)
  }

  /// The samples for what the program fills in.
  private static let values = [
    "word.text": "latent", "second.text": "lens", "type.name": "again", "first": "latent",
    "seconds[0]": "list", "setting.name": "depth", "value": "4", "text": "3 + 7", "name": "deep",
    "$0": "sudoku", "quoted($0)": "sudoku",
    "quoted(word.text)": "sudoku", "quoted(value)": "4",
    "name.isEmpty ? \"NAME\" : name": "deep",
    "sum": "3 + 7", "assertion.value": "answer", "command": "ask", "rest": "x",
  ]

  /// A literal's text with samples for its interpolations.
  private static func sampled(_ literal: SwiftLiteral) -> String {
    let parts = literal.text.split(separator: "\u{1}", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      guard index % 2 == 1 else { return String(part) }
      if part == "command", literal.text.contains("z@") { return "latent show" }
      // Options of the program, and a command that needs no session.
      if literal.text.contains("trm ") { return part == "name" ? "--json" : "info" }
      return values[String(part)] ?? "3"
    }.joined()
  }

  private static let literals: [(place: String, text: String, isHint: Bool)] = {
    let folder = Shared.checkout.appending(path: "Sources").path
    let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return files.filter { $0.hasSuffix(".swift") && !$0.contains("SIMDKernels") }.sorted().flatMap {
      path -> [(place: String, text: String, isHint: Bool)] in
      let source = (try? String(contentsOfFile: folder + "/" + path, encoding: .utf8)) ?? ""
      return SwiftLiteral.all(in: source).map { literal in
        let statement = literal.before.components(separatedBy: "\n\n").last ?? ""
        let hint = statement.matches(of: #/\bhint\b/#).last
        let between = hint.map { statement[$0.range.upperBound...] } ?? ""
        let others = ["throw ", "return ", "func ", "guard ", "Diagnostic(", "message", "summary"]
        let isHint = hint != nil && !others.contains { between.contains($0) }
        return ("\(path):\(literal.line)", sampled(literal), isHint)
      }
    }
  }()

  @Test("every command in quotes in an error, a note or a hint works")
  func messages() throws {
    let lines = Self.literals.flatMap { quoted($0.text) }
    #expect(lines.count > 20, "\(lines)")
    let failed = try failures(lines)
    #expect(failed.isEmpty, "\(failed.joined(separator: "\n"))")
  }

  @Test("a hint that begins like a command, or ends in ': COMMAND', is a line that works")
  func hints() throws {
    let hints = Self.literals.filter(\.isHint)
    #expect(hints.count > 150, "\(hints.count)")
    var lines: [String] = []
    for hint in hints {
      // 'in quotes' is checked above; what is left is a line, or prose that may end in one.
      if Scene.isLine(hint.text) || Scene.isCommand(hint.text) {
        lines.append(hint.text)
      } else if let colon = hint.text.range(of: ": ", options: .backwards) {
        let line = String(hint.text[colon.upperBound...])
        if Scene.isLine(line) || Scene.isCommand(line) { lines.append(line) }
      }
    }
    #expect(lines.count > 20, "\(lines)")
    let failed = try failures(lines)
    #expect(failed.isEmpty, "\(failed.joined(separator: "\n"))")
  }
}
