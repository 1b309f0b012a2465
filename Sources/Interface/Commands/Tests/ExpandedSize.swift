// How large a regular expression is once its repetitions are written out.

/// Counts the atoms of a pattern that is read from left to right.
struct ExpandedSize {
  /// The atoms of each open group, the whole pattern first.
  private var groups = [0]
  /// The atoms of what a repetition would apply to.
  private var last = 0
  /// The most atoms that one repetition applies to, copies included.
  private var repeated = 0
  /// The repetitions that follow one another here.
  private var inRow = 0
  /// Whether the last atom is an anchor, and how many there are.
  private var lastIsAnchor = false
  private var anchors = 0
  /// Whether some part may be left out.
  private var hasOptional = false
  /// Whether nothing stands before a `|` or `)` that would come now.
  private var isEmpty = true

  /// The number of open groups.
  var depth: Int { groups.count - 1 }

  /// The atoms so far.
  var total: Int { groups.reduce(0, +) }

  /// Adds an atom; an anchor, such as `^`, takes no room in the text.
  mutating func add(isAnchor: Bool = false) {
    last = 1
    lastIsAnchor = isAnchor
    if isAnchor {
      anchors += 1
      hasOptional = hasOptional || depth > 0
    }
    inRow = 0
    isEmpty = false
    groups[groups.count - 1] += 1
  }

  /// Begins a group.
  mutating func open() {
    groups.append(0)
    last = 0
    isEmpty = true
  }

  /// Ends a group, which is an atom more than its contents.
  mutating func close() {
    if isEmpty { addNothing() }
    last = groups.removeLast() + 1
    lastIsAnchor = false
    inRow = 0
    isEmpty = false
    groups[groups.count - 1] += last
  }

  /// Begins another alternative.
  mutating func divide() {
    if isEmpty { addNothing() }
    isEmpty = true
  }

  /// Adds an empty alternative.
  private mutating func addNothing() {
    hasOptional = true
    groups[groups.count - 1] += 1
  }

  /// Repeats the last atom; further counts beyond the limit make no difference.
  mutating func copyLast(_ count: Int, isOptional: Bool) {
    let added = last.multipliedReportingOverflow(by: max(count - 1, 0))
    let most = RegularExpression.mostAtoms + 1
    let copies = added.overflow ? most : min(added.partialValue, most)
    last += copies
    inRow += 1
    groups[groups.count - 1] += copies
    hasOptional = hasOptional || isOptional || lastIsAnchor
    // A single atom may be repeated by itself.
    if last > 1 { repeated = max(repeated, last) }
  }

  /// The limit that is exceeded, or nil.
  var exceeded: RegularExpression.Limit? {
    if inRow > 3 {
      return RegularExpression.Limit(reason: "more than 3 repetitions follow one another")
    }
    if groups[groups.count - 1] > RegularExpression.mostAtoms {
      return RegularExpression.Limit(
        reason: "its repetition counts multiply to more than \(RegularExpression.mostAtoms) "
          + "characters")
    }
    if anchors > 64 { return RegularExpression.Limit(reason: "it has more than 64 anchors") }
    guard hasOptional, repeated > RegularExpression.mostOptionalAtoms else { return nil }
    return RegularExpression.Limit(
      reason: "it repeats more than \(RegularExpression.mostOptionalAtoms) characters, of which "
        + "some may be left out")
  }
}
