// How an answer is marked: right, wrong, doubtful.

internal import Drawing

extension StyledText {
  /// What stands behind an answer that is right or wrong; nothing where that isn't known.
  static func verdict(_ isRight: Bool?) -> StyledText {
    isRight.map { $0 ? StyledText(" ✓", .good) : StyledText(" ✗", .bad) } ?? StyledText()
  }
}

/// What stands before an answer with probability p, which is doubtful below `doubt`.
func doubtMark(_ p: Double, below doubt: Double) -> String { p < doubt ? "~" : "" }
