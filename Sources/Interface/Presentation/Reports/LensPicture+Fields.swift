// The logit lens as fields.

internal import Kernels
internal import Network
internal import Puzzles
internal import Workbench

extension LensPicture {
  /// The lens as a result.
  ///
  /// Its text is a picture, or with `top` the likeliest characters at one position.
  package func result(top: Int?, at position: Int?) -> CommandResult {
    let answer = puzzle.decode(record.outcome.tokens)
    let selected = top.map { _ in position.map { $0 - prefix } ?? lastToSettle }
    let fields =
      [
        Field("question", .string(question.text)), Field("answer", .string(answer)),
        Field("correct", .optional(puzzle.verdict(of: answer, for: question))),
        Field("steps", .integer(record.outcome.steps)),
        Field("halted", .bool(record.outcome.halted)), Field("settled", settledValue),
        Field("marks", marksValue), Field("updates", updatesValue(top: top, at: selected)),
      ] + record.view.fields
    return CommandResult(fields, table: "updates") { capabilities in
      if let top, let selected { return topLines(top, at: selected, capabilities) }
      return lines(capabilities)
    }
  }

  /// Each position's final character, and for each kind the state from which it no longer changes.
  package var settledValue: Value {
    .list(
      range.map { position in
        let settled = kinds.map { kind in
          Field(
            kind.rawValue,
            lens.settled(kind, at: position).map { .string($0.description) } ?? .nothing)
        }
        let kind = kinds.first ?? .y
        let last = lens.readouts(of: kind).last
        return .record(
          [
            Field("position", .integer(row(of: position))),
            Field(
              "character", last.map { .string(text(of: $0.tokens[position])) } ?? .nothing),
          ] + settled)
      })
  }

  private func text(of token: Int32) -> String { String(puzzle.characters(of: [token])) }

  /// The puzzle's marks, as rows of y and z.
  package var marksValue: Value {
    .list(
      puzzle.marks(of: question).map { marks in
        .record([
          Field("name", .string(marks.name)),
          Field(
            "positions",
            .list(
              marks.positions(in: range).map {
                .integer(row(of: $0))
              })),
        ])
      })
  }

  /// The readout of each state.
  package func updatesValue(top: Int?, at position: Int?) -> Value {
    .list(
      lens.readouts.indices.map { index in
        let reading = lens.readouts[index]
        var fields = [
          Field("state", .string(reading.stateID.description)),
          Field("answer", .string(puzzle.decode(reading.tokens))),
          Field("p", .number(probability(reading))),
          Field("changed", .integer(changes(index).count { $0 })),
          Field("tokens", .list(range.map { .integer(Int(reading.tokens[$0])) })),
          Field(
            "probabilities",
            .list(range.map { .number(Double(reading.probability(at: $0))) })),
        ]
        if let top, let position {
          let likeliest = reading.top(top, at: position).map { token, probability in
            Value.record([
              Field("token", .integer(Int(token))), Field("character", .string(text(of: token))),
              Field("p", .number(Double(probability))),
            ])
          }
          fields.append(Field("top", .list(likeliest)))
        }
        fields.append(Field("patched", .bool(isPatched(index))))
        return .record(fields)
      })
  }
}
