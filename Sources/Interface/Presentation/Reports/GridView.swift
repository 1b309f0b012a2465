// Questions and answers of grid puzzles, drawn as grids.

package import Drawing
package import Puzzles
internal import Wording

/// Draws one question of a grid puzzle and answers to it.
package struct GridView: Sendable {
  private let puzzle: any Puzzle
  private let question: Question
  private let width: Int

  /// Nil if the puzzle isn't a grid.
  package init?(_ question: Question, of puzzle: any Puzzle) {
    guard let width = puzzle.gridWidth else { return nil }
    self.puzzle = puzzle
    self.question = question
    self.width = width
  }

  /// Whether cells are drawn in colors; the answer is then a grid of its own, of another size too.
  private var isColored: Bool { question.tokens.contains { puzzle.color(of: $0) != nil } }

  /// The cells to fill: those whose label differs from the question's token; all that have a label
  /// if the answer is a grid of its own.
  private var open: [Int] {
    question.tokens.indices.filter {
      question.labels[$0] >= 0 && (isColored || question.labels[$0] != question.tokens[$0])
    }
  }

  /// The number of correctly filled cells and of cells to fill; nil if the answer is unknown.
  package func right(_ tokens: [Int32]) -> (right: Int, all: Int)? {
    guard question.answer != nil else { return nil }
    let wrong = puzzle.wrongPositions(tokens, of: question)
    let open = open
    return (open.count { !wrong.contains($0) }, open.count)
  }

  /// The same as text, such as `44 of 45 cells`.
  package func summary(_ tokens: [Int32]) -> String {
    right(tokens).map { "\($0.right) of \(counted($0.all, "cell"))" } ?? "answer unknown"
  }

  /// The question and its answer side by side, or only the answer if the width is too small.
  package func both(_ tokens: [Int32], _ capabilities: TerminalCapabilities) -> [StyledText] {
    guard !isColored else { return pictures(tokens, capabilities) }
    let answer = answer(tokens, capabilities)
    let widest = answer.map(\.width).max() ?? 0
    guard 2 * widest + 6 <= capabilities.width else { return answer }
    return zip(question(capabilities), answer).map { asked, answered in
      asked.padded(to: widest + 4) + answered
    }
  }

  /// The question, the answer and, if that is wrong, the right answer, with titles.
  private func pictures(
    _ tokens: [Int32], _ capabilities: TerminalCapabilities
  ) -> [StyledText] {
    var pictures = [
      (title: StyledText("question", .strong), lines: question(capabilities)),
      (title: StyledText("answer", .strong), lines: answer(tokens, capabilities)),
    ]
    if puzzle.verdict(of: tokens, for: question) == false {
      let right = question.labels.map { ($0 < 0 ? 0 : $0, Style.plain, Character?.none) }
      pictures.append((StyledText("right answer", .strong), lines(right, capabilities)))
    }
    return Self.beside(pictures, capabilities) + [StyledText()]
  }

  /// The question as a grid.
  package func question(_ capabilities: TerminalCapabilities) -> [StyledText] {
    lines(question.tokens.map { ($0, .plain, nil) }, capabilities)
  }

  /// An answer as a grid.
  ///
  /// Filled cells are colored, wrong ones are marked `!`, and those that differ from the answer
  /// `before` are marked `*`.
  package func answer(
    _ tokens: [Int32], after before: [Int32]? = nil, _ capabilities: TerminalCapabilities
  ) -> [StyledText] {
    let wrong = puzzle.wrongPositions(tokens, of: question)
    let cells = tokens.indices.map { cell -> (Int32, Style, Character?) in
      let isWrong = wrong.contains(cell)
      let isNew = tokens[cell] != question.tokens[cell]
      let hasChanged = before.map { $0[cell] != tokens[cell] } ?? false
      return (
        tokens[cell], isWrong ? .bad : isNew ? .good : .plain,
        hasChanged ? "*" : isWrong && question.answer != nil ? "!" : nil
      )
    }
    return lines(cells, capabilities)
  }

  private func lines(
    _ cells: [(token: Int32, style: Style, mark: Character?)], _ capabilities: TerminalCapabilities
  ) -> [StyledText] {
    let tokens = cells.map(\.token)
    let characters = puzzle.characters(of: tokens)
    let all = cells.indices.map { index in
      Grid.Cell(
        characters[index], puzzle.color(of: tokens[index]).map { .cell($0) } ?? cells[index].style,
        mark: cells[index].mark)
    }
    if isColored {
      guard let place = puzzle.shownPlace(in: tokens) else {
        return [StyledText("no grid: nothing is marked as a color", .dim)]
      }
      return Grid(
        place.rows.map { row in place.columns.map { all[row * width + $0] } }
      ).lines(capabilities)
    }
    let rows = stride(from: 0, to: all.count, by: width).map { start in
      Array(all[start..<min(start + width, all.count)])
    }
    let block = puzzle.gridBlock
    return Grid(rows, block: (block, block)).lines(capabilities)
  }

  /// Pictures with titles, as many side by side as fit the width.
  package static func beside(
    _ pictures: [(title: StyledText, lines: [StyledText])], _ capabilities: TerminalCapabilities
  ) -> [StyledText] {
    let gap = 3
    let columns = pictures.map { [$0.title] + $0.lines }
    let widths = columns.map { $0.map(\.width).max() ?? 0 }
    if widths.reduce(gap * (widths.count - 1), +) <= capabilities.width {
      return row(columns[...], widths.map { $0 + gap })
    }
    let widest = (widths.max() ?? 0) + gap
    let count = max(1, (capabilities.width + gap) / widest)
    var lines: [StyledText] = []
    for start in stride(from: 0, to: columns.count, by: count) {
      let part = columns[start..<min(start + count, columns.count)]
      if start > 0 { lines.append(StyledText()) }
      lines += row(part, part.map { _ in widest })
    }
    return lines
  }

  /// Columns of lines side by side, each but the last of a width.
  private static func row(_ columns: ArraySlice<[StyledText]>, _ widths: [Int]) -> [StyledText] {
    (0..<(columns.map(\.count).max() ?? 0)).map { line in
      let last = columns.lastIndex { line < $0.count } ?? columns.startIndex
      var text = StyledText()
      for (index, width) in zip(columns.startIndex...last, widths) {
        let own = line < columns[index].count ? columns[index][line] : StyledText()
        text += own.padded(to: index < last ? width : 0)
      }
      return text
    }
  }
}
