// trace: the answer after each supervision step.

internal import ArgumentParser
internal import Drawing
internal import Kernels
internal import Network
internal import Puzzles

/// `trace [QUESTION]`.
struct TraceCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Watch the answer change step by step.",
    usage: "trace [--depth N] [--cycles T] [--inner n] [--halt P] [--tolerance X] [QUESTION]",
    discussion: """
      Without a question, the last one. '#' marks a position that changed. Where the puzzle is a \
      grid, each step that changed something is drawn as one: '*' marks a cell that changed, '!' one \
      that is wrong; 'right' counts the cells that the question leaves open. With noise it is the \
      first rollout's.
      """)
  static let style = ArgumentStyle.tail(taking: EffortOptions.taking)
  static let examples = ["trace --depth 4 999 + 1"]
  static let fields: KeyValuePairs = [
    "answer": "the last answer", "question": "the question", "correct": "whether it is right",
    "steps": "supervision steps taken", "halted": "whether it stopped early",
    "trace": "each step's answer, correct, halt, dy, dz, changed positions, right (of a grid)",
    "note": "where there is something to know of the question",
  ]

  @OptionGroup var effort: EffortOptions
  @Argument(parsing: .postTerminator, help: "The question, to the end of the line.")
  var question: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    let text = question.joined(separator: " ")
    let asked = try text.isEmpty ? session.requireQuestion() : session.parseQuestion(text)
    let effort = try effort.effort(in: session)
    let puzzle = try session.requirePuzzle()
    var records: [StepRecord] = []
    let outcome = try session.answer(asked, effort, recorder: { records.append($0) })
    session.lastQuestion = asked
    session.lastAnswer = puzzle.decode(outcome.tokens)
    var result = result(records, asked, puzzle, outcome, session)
    result.notes = [effort.watchNote].compactMap { $0 }
    return result
  }

  private func result(
    _ records: [StepRecord], _ asked: Question, _ puzzle: any Puzzle, _ outcome: Outcome,
    _ session: Session
  ) -> CommandResult {
    let grid = GridView(asked, of: puzzle)
    let steps = records.indices.map { index in
      Step(records[index], after: index > 0 ? records[index - 1] : nil, asked, puzzle, grid)
    }
    var result = CommandResult(
      [
        Field("question", .string(asked.text)), Field("answer", .string(session.lastAnswer)),
        Field(
          "correct",
          asked.answer == nil ? .nothing : .bool(puzzle.check(session.lastAnswer, of: asked))),
        Field("steps", .integer(outcome.steps)), Field("halted", .bool(outcome.halted)),
        Field("trace", .list(steps.map(\.value))),
      ] + (asked.note.map { [Field("note", .string($0))] } ?? []), table: "trace"
    ) { abilities in
      if let grid { return pictures(steps, grid, abilities) }
      var table = Table([
        .init("step", .right), .init("answer", minimum: 8), .init("halt", .right, minimum: 5),
        .init("|Δy|", .right, minimum: 6), .init("|Δz|", .right, minimum: 6), .init("changed"),
      ])
      for step in steps { table.add(step.cells) }
      return table.lines(width: abilities.width)
    }
    result.notes = asked.note.map { [$0] } ?? []
    return result
  }

  /// The steps of a grid: a table, and a picture of each step that changed something.
  private func pictures(
    _ steps: [Step], _ grid: GridView, _ abilities: Abilities
  ) -> [StyledText] {
    var table = Table([
      .init("step", .right), .init("right", .right), .init("halt", .right, minimum: 5),
      .init("|Δy|", .right, minimum: 6), .init("|Δz|", .right, minimum: 6),
      .init("changed", .right),
    ])
    for step in steps { table.add(step.gridCells) }
    var pictures = [
      (title: StyledText("question", .strong), lines: grid.question(abilities))
    ]
    for (index, step) in steps.enumerated() where index == 0 || step.changed.contains(true) {
      let before = index > 0 ? steps[index - 1].record.tokens : nil
      pictures.append(
        (
          StyledText("step \(step.record.step)", .strong),
          grid.answer(step.record.tokens, after: before, abilities)
        ))
    }
    return table.lines(width: abilities.width) + [StyledText()]
      + GridView.beside(pictures, abilities)
  }

  /// One line of the trace.
  private struct Step: Sendable {
    let record: StepRecord
    let answer: String
    let isRight: Bool
    let halt: Double
    let changed: [Bool]
    /// The open cells of a grid that are right, and all of them.
    let right: (right: Int, all: Int)?

    init(
      _ record: StepRecord, after before: StepRecord?, _ asked: Question, _ puzzle: any Puzzle,
      _ grid: GridView?
    ) {
      self.record = record
      right = grid?.right(record.tokens)
      answer = puzzle.decode(record.tokens)
      isRight = puzzle.check(answer, of: asked)
      halt = Double(probability(ofLogit: record.halt))
      changed = puzzle.answerRange.map {
        before != nil && before?.tokens[$0] != record.tokens[$0]
      }
    }

    var value: Value {
      .record(
        [
          Field("step", .integer(record.step)), Field("answer", .string(answer)),
          Field("correct", .bool(isRight)), Field("halt", .number(halt)),
          Field("dy", .number(record.changeOfY)), Field("dz", .number(record.changeOfZ)),
          Field("changed", .integer(changed.count { $0 })),
        ] + (right.map { [Field("right", .integer($0.right))] } ?? []))
    }

    var cells: [StyledText] {
      [StyledText(String(record.step)), StyledText(answer, isRight ? .good : .plain)] + numbers
        + [StyledText(String(changed.map { $0 ? "#" : "." }), .dim)]
    }

    /// The row of a grid, which is drawn elsewhere.
    var gridCells: [StyledText] {
      let counted = right.map { "\($0.right) of \($0.all)" } ?? ""
      return [StyledText(String(record.step)), StyledText(counted, isRight ? .good : .plain)]
        + numbers
        + [StyledText(String(changed.count { $0 }))]
    }

    private var numbers: [StyledText] {
      [
        StyledText(Numbers.decimals(halt, places: 2)),
        StyledText(Numbers.decimals(record.changeOfY, places: 2)),
        StyledText(Numbers.decimals(record.changeOfZ, places: 2)),
      ]
    }
  }
}
