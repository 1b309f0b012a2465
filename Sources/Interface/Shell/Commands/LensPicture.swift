// What the lens saw, as values for machines and as a picture for people.

internal import Drawing
internal import Network
internal import Puzzles

/// The readings of a run beside its question.
struct LensPicture: Sendable {
  let lens: Lens
  let kinds: [Moment.Kind]
  let question: Question
  let puzzle: any Puzzle
  /// P: rows of y and z before the question's first.
  let prefix: Int
  /// The readings that are shown, by index.
  private(set) var shown: [Int] = []

  /// Rows that are shown where nobody says how many.
  private static let fewRows = 64

  init(
    _ lens: Lens, _ kinds: [Moment.Kind], _ question: Question, _ puzzle: any Puzzle, prefix: Int
  ) {
    self.lens = lens
    self.kinds = kinds
    self.question = question
    self.puzzle = puzzle
    self.prefix = prefix
  }

  /// The answer's positions.
  var range: Range<Int> { puzzle.answerRange }

  /// The row of y and z at a position, as addresses count them: from 0.
  func row(of position: Int) -> Int { prefix + position }

  /// Chooses the readings to show: the last of each kind in a step, each Nth, or a bearable number.
  mutating func choose(steps: Bool, every: Int?) {
    let readings = lens.readings
    shown = Array(readings.indices)
    if steps {
      shown = shown.filter { index in
        let moment = readings[index].moment
        return !readings[(index + 1)...].prefix(lastOfStep(from: index) - index).contains {
          $0.moment.kind == moment.kind
        }
      }
    }
    let stride = every ?? max((shown.count + Self.fewRows - 1) / Self.fewRows, 1)
    let last = shown.count - 1
    shown = shown.enumerated().filter { ($0.offset + 1) % stride == 0 || $0.offset == last }
      .map(\.element)
  }

  /// The index of the last reading in the same step.
  private func lastOfStep(from index: Int) -> Int {
    let readings = lens.readings
    var last = index
    while last + 1 < readings.count,
      readings[last + 1].moment.step == readings[index].moment.step
    { last += 1 }
    return last
  }

  /// The reading of the same kind before one, or nil.
  private func before(_ index: Int) -> Lens.Reading? {
    let kind = lens.readings[index].moment.kind
    return lens.readings[..<index].last { $0.moment.kind == kind }
  }

  /// The position that settles last in y, or in z where y isn't read.
  var lastToSettle: Int {
    let kind = kinds.contains(.y) ? Moment.Kind.y : .z
    let order = lens.readings.map(\.moment)
    let settled = range.map { position in
      lens.settled(kind, at: position).flatMap { order.firstIndex(of: $0) } ?? 0
    }
    return range.lowerBound + (settled.indices.max { settled[$0] < settled[$1] } ?? 0)
  }

  /// The character of a token, as it is shown: padding is a dot.
  func character(_ token: Int32, _ abilities: Abilities = Abilities()) -> String {
    let shown = puzzle.characters(of: [token]).first ?? "?"
    return shown.isWhitespace ? (abilities.unicode ? "·" : "_") : String(shown)
  }

  /// The positions that differ from the reading before.
  private func changes(_ index: Int) -> [Bool] {
    guard let before = before(index) else { return range.map { _ in false } }
    let tokens = lens.readings[index].tokens
    return range.map { before.tokens[$0] != tokens[$0] }
  }

  /// The probability of the whole answer.
  private func probability(_ reading: Lens.Reading) -> Double {
    range.reduce(1) { $0 * Double(reading.probability(at: $1)) }
  }
}

// MARK: For machines

extension LensPicture {
  /// Each position with its last character and when it came to stay.
  var settledValue: Value {
    .list(
      range.map { position in
        let own = kinds.map { kind in
          Field(
            kind.rawValue,
            lens.settled(kind, at: position).map { .string($0.description) } ?? .nothing)
        }
        let kind = kinds.contains(.y) ? Moment.Kind.y : .z
        let last = lens.readings(of: kind).last
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
  var marksValue: Value {
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
  func updatesValue(top: Int?, at position: Int?) -> Value {
    .list(
      lens.readings.indices.map { index in
        let reading = lens.readings[index]
        var fields = [
          Field("state", .string(reading.moment.description)),
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

// MARK: For people

extension LensPicture {
  /// The picture: a grid for each state where the puzzle has one, else a row.
  func lines(_ abilities: Abilities) -> [StyledText] {
    let title = StyledText(question.text, .strong).truncated(to: abilities.width)
    let left = lens.readings.count - shown.count
    let rest =
      left > 0
      ? [StyledText("\(shown.count) of \(lens.readings.count) states; --every 1 shows all", .dim)]
      : []
    if let width = puzzle.gridWidth, width > 0, range.count.isMultiple(of: width) {
      return [title] + frames(width, abilities).lines(abilities) + rest
    }
    return [title] + LetterMap(heads(abilities) + rows(abilities) + feet).lines(abilities) + rest
  }

  /// The rows above the states: numbers of positions, the right answer, and marks.
  private func heads(_ abilities: Abilities) -> [LetterMap.Row] {
    let numbers = range.map { LetterMap.Cell(String(row(of: $0)), style: .dim) }
    var rows = [
      LetterMap.Row(
        StyledText("position", .dim), numbers,
        details: [StyledText("    p", .strong), StyledText("changed", .strong)])
    ]
    if range.contains(where: { question.labels[$0] >= 0 }) {
      rows.append(
        LetterMap.Row(
          StyledText("right", .good),
          range.map { position in
            let label = question.labels[position]
            return LetterMap.Cell(label < 0 ? "" : character(label, abilities), style: .good)
          }))
    }
    for marks in puzzle.marks(of: question) {
      rows.append(
        LetterMap.Row(
          StyledText(marks.name, .hint),
          range.map { LetterMap.Cell(marks.at[$0].map { String($0) } ?? "", style: .hint) }))
    }
    return rows
  }

  /// A row for each state that is shown.
  private func rows(_ abilities: Abilities) -> [LetterMap.Row] {
    shown.map { index in
      let reading = lens.readings[index]
      let answer = puzzle.decode(reading.tokens)
      let isRight = puzzle.check(answer, of: question)
      let changed = String(changes(index).map { $0 ? "#" : "." })
      let p = StyledText(Numbers.decimals(probability(reading), places: 3))
      return LetterMap.Row(
        StyledText(reading.moment.description, reading.moment.kind == .y ? .accent : .dim),
        range.map { position in
          LetterMap.Cell(
            character(reading.tokens[position], abilities),
            share: Double(reading.probability(at: position)))
        },
        details: [
          p, StyledText(changed, .dim) + StyledText(isRight ? " ✓" : "", .good),
        ])
    }
  }

  /// For each kind the step from which each position stays as it is.
  private var feet: [LetterMap.Row] {
    kinds.map { kind in
      LetterMap.Row(
        StyledText("\(kind.rawValue) settled", .dim),
        range.map { position in
          LetterMap.Cell(
            lens.settled(kind, at: position).map { String($0.step) } ?? "", style: .dim)
        }, details: [StyledText(), StyledText("at step", .dim)])
    }
  }

  /// The likeliest characters of one position in each state.
  func topLines(_ count: Int, at position: Int, _ abilities: Abilities) -> [StyledText] {
    let rows = shown.map { index in
      let reading = lens.readings[index]
      return LetterMap.Row(
        StyledText(reading.moment.description, reading.moment.kind == .y ? .accent : .dim), [],
        details: reading.top(count, at: position).map { token, probability in
          StyledText(character(token, abilities), .strong)
            + StyledText(" " + Numbers.decimals(Double(probability), places: 4))
        })
    }
    let title =
      StyledText(question.text, .strong)
      + StyledText("   position \(row(of: position))", .dim)
    return [title.truncated(to: abilities.width)]
      + LetterMap(rows, hidesLegend: true).lines(abilities)
  }

  /// A grid for each state that is shown, changed cells standing out.
  private func frames(_ width: Int, _ abilities: Abilities) -> Strip {
    Strip(
      shown.map { index in
        let reading = lens.readings[index]
        let changed = changes(index)
        let rows = stride(from: 0, to: range.count, by: width).map { start in
          (start..<start + width).map { offset in
            let position = range.lowerBound + offset
            let shown = character(reading.tokens[position], abilities).first ?? "?"
            let share = Double(reading.probability(at: position))
            let style: Style =
              changed[offset]
              ? .accent
              : abilities.colour >= .ansi256
                ? .shade(.sequential, UInt8(min(share * 256, 255))) : share < 0.5 ? .dim : .plain
            return Grid.Cell(shown, style)
          }
        }
        let count = changed.count { $0 }
        let isRight = puzzle.check(puzzle.decode(reading.tokens), of: question)
        let title =
          StyledText(reading.moment.description, .accent)
          + StyledText("  \(count) changed", .dim) + StyledText(isRight ? " ✓" : "", .good)
        let block = puzzle.gridBlock
        let grid = Grid(rows, block: (rows: block, columns: block))
        return Strip.Frame(title, grid.lines(abilities))
      })
  }
}
