// The README files, the articles in Sources and the manual pages: every command in them runs, each
// session in order. A line that is shown to fail must fail.

import Commands
import Foundation
import Support
import Testing

@Suite struct DocumentationTests {
  private let scene: Scene
  init() throws { scene = try Scene() }

  /// The Markdown pages by path in the checkout.
  private static let pages: [String] = {
    let top = Shared.checkout.path
    let sources = FileManager.default.enumerator(atPath: top + "/Sources")
    let articles = sources?.compactMap { $0 as? String }.filter {
      $0.contains(".docc/") && $0.hasSuffix(".md")
    }
    return ["README.md", "checkpoints/README.md"]
      + (articles ?? []).map { "Sources/" + $0 }.sorted()
  }()

  private func text(_ page: String) throws -> String {
    try String(contentsOf: Shared.checkout.appending(path: page), encoding: .utf8)
  }

  /// A page's fenced blocks with their kinds, and the rest of it.
  private func parts(_ page: String) throws -> (
    blocks: [(kind: String, text: String)], rest: String
  ) {
    var blocks: [(kind: String, text: String)] = []
    var rest = ""
    for (index, part) in try text(page).components(separatedBy: "```").enumerated() {
      guard index % 2 == 1 else {
        rest += part
        continue
      }
      let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      blocks.append((String(lines[0]), lines.count > 1 ? String(lines[1]) : ""))
    }
    return (blocks, rest)
  }

  @Test("the commands in the text of each page run", arguments: pages)
  func inline(page: String) throws {
    var model = ""
    for paragraph in try parts(page).rest.components(separatedBy: "\n\n") {
      // Sections on a checkpoint show what it scores.
      if let title = paragraph.firstMatch(of: #/^## ([\w-]+)\.safetensors/#) {
        model = "load \(title.1)\n"
      }
      // Between two backticks are names of Swift.
      let flat = paragraph.replacing(#/``[^`]+``/#, with: "").replacing(#/\s+/#, with: " ")
      for code in flat.matches(of: #/`([^`]+)`/#).map({ String($0.1) }) {
        let grid = code.contains("@grid") ? "load sudoku\n" : Scene.session
        let session = model.isEmpty ? grid : model
        for line in Scene.filled(code) {
          let failure: String? =
            if Scene.isCommand(line) || line.contains(" | scripts/run") {
              try scene.failure(ofCommand: quick(line))
            } else if line.hasPrefix("-m ") {
              try scene.failure(ofCommand: quick("trm " + line))
            } else if line.hasPrefix("man -l ") {
              exists(String(line.dropFirst(7))) ? nil : line
            } else if Scene.isLine(line) {
              try scene.failure(of: quick(line), after: session)
            } else {
              nil
            }
          #expect(failure == nil, "\(page): \(code)")
        }
      }
    }
  }

  /// A line that takes long, reduced to one that is only checked, or that asks fewer questions.
  private func quick(_ line: String) -> String {
    line.replacing(#/scripts\/run (?=scripts\/)/#, with: "scripts/run --check ")
      .replacing(#/scripts\/score\b.*/#, with: "scripts/score --help")
      .replacing(#/--count \d{3,}/#, with: "--count 100").replacing(
        #/--hard \d{2,}/#, with: "--hard 10")
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: Shared.checkout.appending(path: path).path)
  }

  @Test("the scripts that each page names are there", arguments: pages)
  func scripts(page: String) throws {
    for name in try text(page).matches(of: #/(?:^|[^\w.\/])(scripts\/[\w.-]*\w)(?!\*)/#).map(\.1)
    where !name.hasSuffix("train-") {
      #expect(exists(String(name)), "\(name)")
    }
  }

  @Test("the sessions in the README run in order, and what is shown to fail fails")
  func sessions() throws {
    var count = 0
    for block in try parts("README.md").blocks where block.kind != "sh" {
      let sandbox = try scene.copy()
      for session in sessions(in: block.text) {
        if session.command.hasPrefix("cat ") {
          // What it shows is the file that the next command runs.
          try sandbox.write(String(session.command.dropFirst(4)), session.shown)
          continue
        }
        count += 1
        try sandbox.write("lines.trm", session.lines.joined(separator: "\n") + "\n")
        let run = try Transcript.run(
          ["-c", session.command + (session.lines.isEmpty ? "" : " -f lines.trm")],
          program: "/bin/bash", in: sandbox.path)
        #expect(run.code == 0, "\(session): \(run.errors)")
      }
    }
    #expect(count >= 6)
  }

  /// A command after `$ ` in a block, what is typed at its prompt, and what is shown.
  private struct Session {
    var command = "scripts/run"
    var lines: [String] = []
    var shown = ""
  }

  private func sessions(in block: String) -> [Session] {
    var sessions: [Session] = []
    for line in block.split(separator: "\n").map(String.init) {
      if line.hasPrefix("$ ") {
        sessions.append(Session(command: String(line.dropFirst(2))))
      } else if let typed = line.firstMatch(of: #/^trm[^>]*> (.+)$/#) {
        if sessions.isEmpty { sessions.append(Session()) }
        sessions[sessions.count - 1].lines.append(Scene.filled(String(typed.1)).last ?? "")
      } else if var session = sessions.popLast() {
        session.shown += line + "\n"
        if line.hasPrefix("error: "), let last = session.lines.popLast() {
          session.lines.append("fails " + last)
        }
        sessions.append(session)
      }
    }
    return sessions
  }

  @Test("the commands that the manual pages name in their text run")
  func manual() throws {
    var lines: [String] = []
    for page in ["trm.1", "trm.5", "trm-tutorial.7", "trm-changes.7"] {
      for match in try text("man/" + page).matches(of: #/(?m)^\.(?:Ic|Ql|Dl) (.+)$/#) {
        let line = match.1.replacing("\\-", with: "-").replacing("\\&", with: "").replacing(
          #/ [.,;:)]$/#, with: "")
        if Scene.isLine(String(line)) || Scene.isCommand(String(line)) {
          lines.append(String(line))
        }
      }
    }
    #expect(lines.count > 15, "\(lines)")
    for line in Set(lines.flatMap(Scene.filled)).sorted() where !line.contains("mine.safetensors") {
      let failure =
        try Scene.isCommand(line) ? scene.failure(ofCommand: line) : scene.failure(of: line)
      #expect(failure == nil)
    }
  }
}
