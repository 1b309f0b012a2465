// What the lens saw, as values for machines.

internal import Kernels
internal import Network
internal import Puzzles
internal import Workbench

extension LensPicture {
  /// As a command's result: a picture, or with `top` the likeliest characters of one position.
  package func result(top: Int?, at position: Int?) -> CommandResult {
    let answer = puzzle.decode(record.outcome.tokens)
    let place = top.map { _ in position.map { $0 - prefix } ?? lastToSettle }
    let fields = [
      Field("question", .string(question.text)), Field("answer", .string(answer)),
      Field("correct", .optional(puzzle.verdict(of: answer, for: question))),
      Field("steps", .integer(record.outcome.steps)),
      Field("halted", .bool(record.outcome.halted)), Field("settled", settledValue),
      Field("marks", marksValue), Field("updates", updatesValue(top: top, at: place)),
    ]
    return CommandResult(fields, table: "updates") { capabilities in
      if let top, let place { return topLines(top, at: place, capabilities) }
      return lines(capabilities)
    }
  }

  /// Each position with its last character and when it came to stay.
  package var settledValue: Value {
    .list(
      range.map { position in
        let own = kinds.map { kind in
          Field(
            kind.rawValue,
            lens.settled(kind, at: position).map { .string($0.description) } ?? .nothing)
        }
        let kind = kinds.contains(.y) ? StateID.Kind.y : .z
        let last = lens.readouts(of: kind).last
        return .record(
          [
            Field("position", .integer(row(of: position))),
            Field(
              "character", last.map { .string(text(of: $0.tokens[position])) } ?? .nothing),
          ] + own)
      })
  }

  private func text(of token: Int32) -> String { String(puzzle.characters(of: [token])) }

  /// What the puzzle marks, as rows of y and z.
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

  /// Every state.
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
        return .record(fields)
      })
  }
}
