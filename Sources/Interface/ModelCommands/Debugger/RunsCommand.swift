// where and runs: the list of runs and their positions.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Language
internal import Network
internal import Presentation
internal import Puzzles
internal import Workbench

/// `where`.
struct WhereCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "where", abstract: "Show where the paused run is.",
    discussion: """
      The last update, the answer so far, the halting head's logit and probability, and how far \
      the last updates moved y and z.
      """)
  static let examples = ["think 3 + 7", "next", "where"]
  static let fields = RunStatus.fields

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    try workbench.status(of: workbench.requireRun(), inFull: true)
  }
}

/// `runs [N]`.
struct RunsCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the runs, select one, or drop some.",
    usage: "runs [N] | runs --drop N|all",
    discussion: """
      think starts #1, #2 and so on; #0 is the last question that ask, again or trace answered. \
      'runs N' selects a run: step and the like continue it, addresses without a run refer to it, \
      and trace, latent lens, latent plot and report show it. A paused run stays selected while \
      other questions are asked; #0:z@last is then a state of the last one. --drop frees the \
      memory of a run's states.
      """)
  static let examples = ["think 3 + 7", "think 8 + 9", "runs", "runs 1", "runs --drop all"]
  static let fields: KeyValuePairs = [
    "runs": "each one's number, question, at, update, updates, answer, bytes, and whether selected",
    "dropped": "with --drop: how many were dropped",
    "answer": "with N: the answer so far", "run": "with N: its number",
    "at": "with N: where it is",
  ]

  static func completions(
    after given: [String], in context: CommandContext
  ) -> CompletionOffer? {
    guard given.isEmpty || given == ["--drop"] else { return nil }
    let numbers = context.workbench.runs.all.map { String($0.number) }
    return CompletionOffer(words: numbers + (given.isEmpty ? ["--drop"] : ["all"]))
  }

  @Argument(help: "The run to select.") var number: Int?
  @Option(help: "Drop run N, or all.") var drop: String?

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    if let drop {
      guard number == nil else {
        throw Diagnostic(.usage, "--drop takes no other argument", hint: "runs --drop 1")
      }
      return try remove(drop, on: workbench)
    }
    guard let number else { return try list(workbench) }
    if number == 0 {
      guard workbench.runs.answered != nil else {
        throw Diagnostic(.failure, "no question has been asked yet", hint: "for example: ask 3 + 7")
      }
      workbench.runs.select(nil)
      return try list(workbench)
    }
    let run = try workbench.requireRun(number)
    workbench.runs.select(number)
    var result = try workbench.status(of: run, inFull: true)
    result.fields.removeAll { !["answer", "run", "at"].contains($0.name) }
    return result
  }

  private func remove(_ text: String, on workbench: ModelWorkbench) throws -> CommandResult {
    let before = workbench.runs.all.count
    if text == "all" {
      workbench.runs.drop { _ in true }
    } else {
      guard let number = Int(text.hasPrefix("#") ? String(text.dropFirst()) : text) else {
        throw Diagnostic(
          .usage, "invalid run '\(text)'", about: .argument(text),
          hint: "'runs --drop 1' or 'runs --drop all'")
      }
      let run = try workbench.requireRun(number)
      workbench.runs.drop { $0 === run }
    }
    return CommandResult([Field("dropped", .integer(before - workbench.runs.all.count))])
  }

  /// One line of the list.
  private struct Row {
    let number: Int
    let question: String
    let place: String
    let update: Int
    let updates: Int
    let answer: String
    let bytes: Int
    let isSelected: Bool
  }

  private func list(_ workbench: ModelWorkbench) throws -> CommandResult {
    let puzzle = try workbench.requirePuzzle()
    var rows: [Row] = []
    if let run = workbench.runs.answered {
      let updates = run.inference.cycles * (run.inference.inner + 1)
      rows.append(
        Row(
          number: 0, question: run.question.text, place: "answered", update: run.steps * updates,
          updates: run.inference.depth * updates, answer: run.answer,
          bytes: run.recording?.bytes ?? 0,
          isSelected: workbench.runs.selected == nil))
    }
    rows += workbench.runs.all.map { run in
      Row(
        number: run.number, question: run.question.text, place: run.place,
        update: run.debugRun.position, updates: run.debugRun.updates,
        answer: RunStatus(run, puzzle).answer, bytes: run.debugRun.bytes,
        isSelected: run === workbench.runs.selected)
    }
    let records = rows.map {
      Value.record([
        Field("run", .integer($0.number)), Field("question", .string($0.question)),
        Field("at", .string($0.place)), Field("update", .integer($0.update)),
        Field("updates", .integer($0.updates)),
        Field("answer", $0.answer.isEmpty ? .nothing : .string($0.answer)),
        Field("bytes", .integer($0.bytes)), Field("selected", .bool($0.isSelected)),
      ])
    }
    return CommandResult([Field("runs", .list(records))], table: "runs") { [rows] capabilities in
      guard !rows.isEmpty else {
        return [StyledText("there are no runs; 'think QUESTION' starts one", .dim)]
      }
      var table = Table([
        .init("run"), .init("question"), .init("at"), .init("update", .right), .init("answer"),
        .init("bytes", .right),
      ])
      for row in rows {
        table.add([
          StyledText((row.isSelected ? "*" : " ") + "#\(row.number)", .accent),
          StyledText(row.question), StyledText(row.place),
          StyledText("\(row.update) of \(row.updates)"), StyledText(row.answer),
          StyledText(String(row.bytes)),
        ])
      }
      return table.lines(width: capabilities.width)
    }
  }
}
