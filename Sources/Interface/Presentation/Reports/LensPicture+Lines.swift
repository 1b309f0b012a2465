// The logit lens as a picture.

package import Drawing
internal import Kernels
internal import Network
internal import Puzzles
internal import Workbench
internal import Wording

extension LensPicture {
  /// A grid per state for grid puzzles, else a row per state.
  package func lines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    let title = title(StyledText(), capabilities)
    let omitted = lens.readouts.count - shown.count
    let note =
      omitted > 0
      ? [
        StyledText(
          "\(shown.count) of \(counted(lens.readouts.count, "state")); --every 1 shows all", .dim)
      ]
      : []
    if let width = puzzle.gridWidth, width > 0, range.count.isMultiple(of: width) {
      return title + frames(width, capabilities).lines(capabilities) + note
    }
    return title
      + CharacterHeatMap(headers(capabilities) + rows(capabilities) + footers).lines(capabilities)
      + note
  }

  /// The question, or the run and its patches, and what follows the question.
  private func title(_ rest: StyledText, _ capabilities: TerminalCapabilities) -> [StyledText] {
    var lines = record.view.heading(capabilities)
    if lines.isEmpty { lines = [StyledText(question.text, .strong)] }
    lines[0] = lines[0].truncated(to: max(capabilities.width - rest.width, 20)) + rest
    return lines
  }

  /// The rows above the states: position numbers, the correct answer, and marks.
  private func headers(_ capabilities: TerminalCapabilities) -> [CharacterHeatMap.Row] {
    let numbers = range.map { CharacterHeatMap.Cell(String(row(of: $0)), style: .dim) }
    var rows = [
      CharacterHeatMap.Row(
        StyledText("position", .dim), numbers,
        details: [StyledText("    p", .strong), StyledText("changed", .strong)])
    ]
    if range.contains(where: { question.labels[$0] >= 0 }) {
      rows.append(
        CharacterHeatMap.Row(
          StyledText("correct", .good),
          range.map { position in
            let label = question.labels[position]
            return CharacterHeatMap.Cell(
              label < 0 ? "" : character(label, capabilities), style: .good)
          }))
    }
    for marks in puzzle.marks(of: question) {
      rows.append(
        CharacterHeatMap.Row(
          StyledText(marks.name, .hint),
          range.map { CharacterHeatMap.Cell(marks.at[$0].map { String($0) } ?? "", style: .hint) }))
    }
    return rows
  }

  /// One row per shown state.
  private func rows(_ capabilities: TerminalCapabilities) -> [CharacterHeatMap.Row] {
    shown.map { index in
      let reading = lens.readouts[index]
      let answer = puzzle.decode(reading.tokens)
      let isRight = puzzle.verdict(of: answer, for: question) == true
      let changed = String(changes(index).map { $0 ? "#" : "." })
      let p = StyledText(NumberFormat.decimals(probability(reading), places: 3))
      return CharacterHeatMap.Row(
        StyledText(reading.stateID.description, reading.stateID.kind == .y ? .accent : .dim)
          + patchMark(isPatched(index)),
        range.map { position in
          CharacterHeatMap.Cell(
            character(reading.tokens[position], capabilities),
            share: Double(reading.probability(at: position)))
        },
        details: [
          p, StyledText(changed, .dim) + StyledText(isRight ? " ✓" : "", .good),
        ])
    }
  }

  /// For each kind, the step from which each position no longer changes.
  private var footers: [CharacterHeatMap.Row] {
    kinds.map { kind in
      CharacterHeatMap.Row(
        StyledText("\(kind.rawValue) settled", .dim),
        range.map { position in
          CharacterHeatMap.Cell(
            lens.settled(kind, at: position).map { String($0.step) } ?? "", style: .dim)
        }, details: [StyledText(), StyledText("at step", .dim)])
    }
  }

  /// The likeliest characters at one position, one row per state.
  package func topLines(_ count: Int, at position: Int, _ capabilities: TerminalCapabilities)
    -> [StyledText]
  {
    let rows = shown.map { index in
      let reading = lens.readouts[index]
      return CharacterHeatMap.Row(
        StyledText(reading.stateID.description, reading.stateID.kind == .y ? .accent : .dim)
          + patchMark(isPatched(index)), [],
        details: reading.top(count, at: position).map { token, probability in
          StyledText(character(token, capabilities), .strong)
            + StyledText(" " + NumberFormat.decimals(Double(probability), places: 4))
        })
    }
    return title(StyledText("   position \(row(of: position))", .dim), capabilities)
      + CharacterHeatMap(rows, hidesLegend: true).lines(capabilities)
  }

  /// One grid per shown state, with changed cells highlighted.
  private func frames(_ width: Int, _ capabilities: TerminalCapabilities) -> SmallMultiples {
    SmallMultiples(
      shown.map { index in
        let reading = lens.readouts[index]
        let changed = changes(index)
        let rows = stride(from: 0, to: range.count, by: width).map { start in
          (start..<start + width).map { offset in
            let position = range.lowerBound + offset
            let shown = character(reading.tokens[position], capabilities).first ?? "?"
            let share = Double(reading.probability(at: position))
            let style: Style =
              changed[offset]
              ? .accent
              : capabilities.color >= .ansi256
                ? .shade(.sequential, UInt8(min(share * 256, 255))) : share < 0.5 ? .dim : .plain
            return Grid.Cell(shown, style)
          }
        }
        let count = changed.count { $0 }
        let isRight = puzzle.verdict(of: puzzle.decode(reading.tokens), for: question) == true
        let title =
          StyledText(reading.stateID.description, .accent) + patchMark(isPatched(index))
          + StyledText("  \(count) changed", .dim) + StyledText(isRight ? " ✓" : "", .good)
        let block = puzzle.gridBlock
        let grid = Grid(rows, block: (rows: block, columns: block))
        return SmallMultiples.Frame(title, grid.lines(capabilities))
      })
  }
}
