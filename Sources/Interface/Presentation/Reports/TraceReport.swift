// The result of `trace`: the answer after each supervision step.

internal import Drawing
package import Network
package import Puzzles
package import Workbench

/// The supervision steps of one run.
package struct TraceReport: Sendable {
  package let view: ViewedRun
  package let puzzle: any Puzzle
  package let outcome: RunResult
  private let steps: [Step]
  private let grid: GridView?

  package init(
    _ view: ViewedRun, of puzzle: any Puzzle, _ records: [StepRecord], _ outcome: RunResult
  ) {
    self.view = view
    let question = view.question
    self.puzzle = puzzle
    self.outcome = outcome
    let grid = GridView(question, of: puzzle)
    self.grid = grid
    steps = records.indices.map { index in
      Step(records[index], after: index > 0 ? records[index - 1] : nil, question, puzzle, grid)
    }
  }

  /// The trace as a result with one row per step.
  package var result: CommandResult {
    let (question, answer) = (view.question, puzzle.decode(outcome.tokens))
    var result = CommandResult(
      [
        Field("question", .string(question.text)), Field("answer", .string(answer)),
        Field("correct", .optional(puzzle.verdict(of: answer, for: question))),
        Field("steps", .integer(outcome.steps)), Field("halted", .bool(outcome.halted)),
        Field("trace", .list(steps.map(\.value))),
      ] + view.fields + (question.note.map { [Field("note", .string($0))] } ?? []), table: "trace"
    ) { view.heading($0) + lines($0) }
    result.notes = question.note.map { [$0] } ?? []
    return result
  }

  private func lines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    if let grid { return pictures(grid, capabilities) }
    var table = Table([
      .init("step", .right), .init("answer", minimum: 8), .init("halt", .right, minimum: 5),
      .init("|Δy|", .right, minimum: 6), .init("|Δz|", .right, minimum: 6), .init("changed"),
    ])
    for step in steps { table.add(step.cells) }
    return table.lines(width: capabilities.width)
  }

  /// The trace of a grid puzzle: a table, and a grid for each step that changed a cell.
  private func pictures(_ grid: GridView, _ capabilities: TerminalCapabilities) -> [StyledText] {
    var table = Table([
      .init("step", .right), .init("correct", .right), .init("halt", .right, minimum: 5),
      .init("|Δy|", .right, minimum: 6), .init("|Δz|", .right, minimum: 6),
      .init("changed", .right),
    ])
    for step in steps { table.add(step.gridCells) }
    var pictures = [(title: StyledText("question", .strong), lines: grid.question(capabilities))]
    for (index, step) in steps.enumerated() where index == 0 || step.changed.contains(true) {
      let before = index > 0 ? steps[index - 1].record.tokens : nil
      pictures.append(
        (
          StyledText("step \(step.record.step)", .strong),
          grid.answer(step.record.tokens, after: before, capabilities)
        ))
    }
    return table.lines(width: capabilities.width) + [StyledText()]
      + GridView.beside(pictures, capabilities)
  }
}

extension TraceReport {
  /// One line of the trace.
  private struct Step: Sendable {
    let record: StepRecord
    let answer: String
    let isRight: Bool?
    let halt: Double
    let changed: [Bool]
    /// In grid puzzles, the number of correctly filled cells and of cells to fill.
    let right: (right: Int, all: Int)?

    init(
      _ record: StepRecord, after before: StepRecord?, _ question: Question, _ puzzle: any Puzzle,
      _ grid: GridView?
    ) {
      self.record = record
      right = grid?.right(record.tokens)
      answer = puzzle.decode(record.tokens)
      isRight = puzzle.verdict(of: answer, for: question)
      halt = haltProbability(ofLogit: record.halt)
      // What lies outside a grid of its own isn't part of the answer.
      let isOwn = puzzle.shownPlace(in: record.tokens) != nil
      let shown =
        isOwn
        ? Set(puzzle.answerPositions(in: record.tokens)).union(
          before.map { puzzle.answerPositions(in: $0.tokens) } ?? []) : Set(puzzle.answerRange)
      changed = puzzle.answerRange.map {
        before != nil && shown.contains($0) && before?.tokens[$0] != record.tokens[$0]
      }
    }

    var value: Value {
      .record(
        [
          Field("step", .integer(record.step)), Field("answer", .string(answer)),
          Field("correct", .optional(isRight)), Field("halt", .number(halt)),
          Field("dy", .number(record.changeOfY)), Field("dz", .number(record.changeOfZ)),
          Field("changed", .integer(changed.count { $0 })),
        ] + (right.map { [Field("right", .integer($0.right))] } ?? []))
    }

    private var style: Style { isRight == true ? .good : .plain }

    var cells: [StyledText] {
      [StyledText(String(record.step)), StyledText(answer, style)] + numbers
        + [StyledText(String(changed.map { $0 ? "#" : "." }), .dim)]
    }

    /// The table row for a grid puzzle, whose answer is drawn separately.
    var gridCells: [StyledText] {
      let count = right.map { "\($0.right) of \($0.all)" } ?? ""
      return [StyledText(String(record.step)), StyledText(count, style)] + numbers
        + [StyledText(String(changed.count { $0 }))]
    }

    /// The halting probability, |Δy| and |Δz|.
    private var numbers: [StyledText] {
      [halt, record.changeOfY, record.changeOfZ].map {
        StyledText(NumberFormat.decimals($0, places: 2))
      }
    }
  }
}
