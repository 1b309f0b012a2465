// The difference between two texts, in the format of `diff -u`.

/// A line-by-line comparison of two texts.
package struct LineDiff: Sendable {
  /// One line of the comparison.
  private enum Line: Equatable {
    case same(String)
    case removed(String)
    case added(String)
  }

  private let lines: [Line]
  /// The number of unchanged lines shown around a change.
  private let context: Int

  /// Compares two texts line by line.
  package init(from old: String, to new: String, context: Int = 3) {
    let before = old.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let after = new.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let difference = after.difference(from: before)
    let removed = Set(difference.removals.map(Self.offset))
    let added = Set(difference.insertions.map(Self.offset))
    var lines: [Line] = []
    var (old, new) = (0, 0)
    while old < before.count || new < after.count {
      if removed.contains(old) {
        lines.append(.removed(before[old]))
        old += 1
      } else if added.contains(new) {
        lines.append(.added(after[new]))
        new += 1
      } else {
        lines.append(.same(before[old]))
        old += 1
        new += 1
      }
    }
    self.lines = lines
    self.context = context
  }

  private static func offset(_ change: CollectionDifference<String>.Change) -> Int {
    switch change {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }

  /// The hunks, each after its `@@ -line,count +line,count @@`; empty if the texts are equal.
  package var text: [StyledText] {
    var shown = Set<Int>()
    for (index, line) in lines.enumerated() {
      if case .same = line { continue }
      shown.formUnion(max(0, index - context)...min(lines.count - 1, index + context))
    }
    var result: [StyledText] = []
    var (old, new) = (1, 1)
    for (index, line) in lines.enumerated() {
      if shown.contains(index) {
        if !shown.contains(index - 1) { result.append(header(from: index, shown, old, new)) }
        switch line {
        case .same(let text): result.append(StyledText(" " + text))
        case .removed(let text): result.append(StyledText("-" + text, .bad))
        case .added(let text): result.append(StyledText("+" + text, .good))
        }
      }
      switch line {
      case .same: (old, new) = (old + 1, new + 1)
      case .removed: old += 1
      case .added: new += 1
      }
    }
    return result
  }

  private func header(from start: Int, _ shown: Set<Int>, _ old: Int, _ new: Int) -> StyledText {
    var counts = (old: 0, new: 0)
    var index = start
    while shown.contains(index) {
      switch lines[index] {
      case .same: counts = (counts.old + 1, counts.new + 1)
      case .removed: counts.old += 1
      case .added: counts.new += 1
      }
      index += 1
    }
    return StyledText("@@ -\(old),\(counts.old) +\(new),\(counts.new) @@", .accent)
  }
}
