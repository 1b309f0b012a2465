// where and runs: which runs there are, and where they stand.

internal import ArgumentParser
internal import Drawing
internal import Network
internal import Puzzles

/// `where`.
struct WhereCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "where", abstract: "Tell where the paused run stands.",
    discussion: """
      The last update, the answer so far, the halting head's logit with its probability, and how far \
      the last updates of y and z moved them.
      """)
  static let examples = ["think 3 + 7", "next", "where"]
  static let fields = Standing.fields

  mutating func run(in session: Session) throws -> CommandResult {
    try session.standing(session.requireRun(), inFull: true)
  }
}

/// `runs [N]`.
struct RunsCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the runs of the session, take one up, or drop some.",
    usage: "runs [N] | runs --drop N|all",
    discussion: """
      think begins #1, #2 and so on; #0 is the last question that ask, again or trace answered at \
      once. 'runs N' takes one up: step and its like go on with it, and addresses without a run mean \
      it. A run that is paused stays selected while others are asked; #0:z@last is then a state of \
      those. --drop frees what a run's states take.
      """)
  static let examples = ["think 3 + 7", "think 8 + 9", "runs", "runs 1", "runs --drop all"]
  static let fields: KeyValuePairs = [
    "runs": "each one's number, question, at, update, updates, answer, bytes, and whether selected",
    "dropped": "with --drop: how many are gone",
    "answer": "with N: the answer so far", "run": "with N: its number",
    "at": "with N: where it stands",
  ]

  @Argument(help: "The run to take up.") var number: Int?
  @Option(help: "Drop the run of a number, or all.") var drop: String?

  mutating func run(in session: Session) throws -> CommandResult {
    if let drop {
      guard number == nil else {
        throw ShellError(.usage, "--drop stands alone", hint: "runs --drop 1")
      }
      return try remove(drop, in: session)
    }
    guard let number else { return try list(session) }
    if number == 0 {
      guard session.runs.answered != nil else {
        throw ShellError(.failure, "nothing was asked yet", hint: "for example: ask 3 + 7")
      }
      session.runs.select(nil)
      return try list(session)
    }
    let run = try session.requireRun(number)
    session.runs.select(number)
    var result = try session.standing(run, inFull: true)
    result.fields.removeAll { !["answer", "run", "at"].contains($0.name) }
    return result
  }

  private func remove(_ text: String, in session: Session) throws -> CommandResult {
    let before = session.runs.all.count
    if text == "all" {
      session.runs.drop { _ in true }
    } else {
      guard let number = Int(text.hasPrefix("#") ? String(text.dropFirst()) : text) else {
        throw ShellError(.usage, "'\(text)' is no run", hint: "runs --drop 1, or all")
      }
      let run = try session.requireRun(number)
      session.runs.drop { $0 === run }
    }
    return CommandResult([Field("dropped", .integer(before - session.runs.all.count))])
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

  private func list(_ session: Session) throws -> CommandResult {
    let puzzle = try session.requirePuzzle()
    var rows: [Row] = []
    if let run = session.runs.answered {
      let updates = run.effort.cycles * (run.effort.inner + 1)
      rows.append(
        Row(
          number: 0, question: run.question.text, place: "answered", update: run.steps * updates,
          updates: run.effort.depth * updates, answer: run.answer, bytes: run.kept?.bytes ?? 0,
          isSelected: session.runs.selected == nil))
    }
    rows += session.runs.all.map { run in
      Row(
        number: run.number, question: run.question.text, place: run.place,
        update: run.walk.position, updates: run.walk.updates,
        answer: Standing(run, puzzle).answer, bytes: run.walk.bytes,
        isSelected: run === session.runs.selected)
    }
    let records = rows.map {
      Value.record([
        Field("run", .integer($0.number)), Field("question", .string($0.question)),
        Field("at", .string($0.place)), Field("update", .integer($0.update)),
        Field("updates", .integer($0.updates)), Field("answer", .string($0.answer)),
        Field("bytes", .integer($0.bytes)), Field("selected", .bool($0.isSelected)),
      ])
    }
    return CommandResult([Field("runs", .list(records))], table: "runs") { [rows] abilities in
      guard !rows.isEmpty else {
        return [StyledText("there are no runs: think QUESTION prepares one", .dim)]
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
      return table.lines(width: abilities.width)
    }
  }
}
