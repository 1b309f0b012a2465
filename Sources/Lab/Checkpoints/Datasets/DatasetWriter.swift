// Writing data sets in the official format, on which the official code can train.

internal import Platform
internal import Storage

/// Collects the examples of one split of a data set and writes them.
///
/// Every example is a puzzle and a group of its own, as in the official Sudoku data, unless it says
/// that it continues them.
package struct DatasetWriter: Sendable {
  private let length: Int
  private let vocabulary: Int
  private var inputs: [UInt8] = []
  private var labels: [UInt8] = []
  private var wideInputs: [Int32] = []
  private var wideLabels: [Int32] = []
  private var puzzles: [Int32] = []
  /// The first example of each puzzle.
  private var puzzleStarts: [Int32] = []
  /// The first puzzle of each group.
  private var groupStarts: [Int32] = []
  /// Whether 0 occurs as a label, so that it can't mark ignored positions.
  private var paddingCounts = false
  /// The number of examples.
  package private(set) var count = 0

  /// Whether tokens fit a byte, with one value left for ignored labels.
  private var isNarrow: Bool { vocabulary <= 255 }

  /// The label of ignored positions in int32 files.
  static let ignored: Int32 = -100

  /// Creates a writer for examples of `length` tokens below `vocabulary`.
  package init(length: Int, vocabulary: Int) {
    self.length = length
    self.vocabulary = vocabulary
  }

  /// What an example belongs to.
  package enum Place: Sendable {
    /// A new group, and in it a new puzzle.
    case newGroup
    /// A new puzzle of the group before.
    case newPuzzle
    /// The puzzle before.
    case samePuzzle
  }

  /// Adds an example: tokens (L), labels (L), negative where ignored, and its puzzle identifier.
  package mutating func add(
    tokens: [Int32], labels: [Int32], puzzle: Int32 = 0, as place: Place = .newGroup
  ) {
    precondition(
      tokens.count == length && labels.count == length,
      "tokens and labels must have the length of the data set")
    if place == .newGroup || groupStarts.isEmpty { groupStarts.append(Int32(puzzles.count)) }
    if place != .samePuzzle || puzzles.isEmpty {
      puzzleStarts.append(Int32(count))
      puzzles.append(puzzle)
    }
    count += 1
    paddingCounts = paddingCounts || labels.contains(0)
    if isNarrow {
      inputs += tokens.map { UInt8($0) }
      self.labels += labels.map { $0 < 0 ? Self.narrowIgnored : UInt8($0) }
    } else {
      wideInputs += tokens
      wideLabels += labels
    }
  }

  private static let narrowIgnored: UInt8 = 255

  /// Removes the description of a data set in `folder`, without which its arrays aren't one.
  ///
  /// - Throws: `FileError`, `.cannotWrite`, if there is one that can't be removed.
  static func retract(_ folder: String) throws {
    let path = folder + "/dataset.json"
    guard unlink(path) == 0 || errno == ENOENT else {
      throw AtomicFile.createError(path, code: errno)
    }
  }

  /// Writes the files into `folder`, which must exist.
  ///
  /// The description is removed first and written last, so that what interrupts it leaves no data
  /// set instead of one whose arrays don't belong together.
  ///
  /// Labels are uint8 with 0 where ignored if 0 is never an answer, as in the official data sets;
  /// else int32 with -100, which the official code ignores too.
  ///
  /// - Throws: `FileError`, `.cannotWrite` or `.inputOutput`.
  ///
  /// `identifiers` is the number of puzzle identifiers; by default those that occur.
  package func write(to folder: String, identifiers: Int? = nil) throws {
    try Self.retract(folder)
    let shape = [count, length]
    func save(_ array: StoredArray, _ name: String) throws {
      try NumPyArray.write(array, to: "\(folder)/all__\(name).npy")
    }
    let isMarked = paddingCounts || !isNarrow
    if isNarrow {
      try save(StoredArray(.uint8, shape: shape, bytes: Bytes(inputs)), "inputs")
      if isMarked {
        let marked = labels.map { $0 == Self.narrowIgnored ? Self.ignored : Int32($0) }
        try save(StoredArray(marked, shape: shape), "labels")
      } else {
        let plain = labels.map { $0 == Self.narrowIgnored ? 0 : $0 }
        try save(StoredArray(.uint8, shape: shape, bytes: Bytes(plain)), "labels")
      }
    } else {
      try save(StoredArray(wideInputs, shape: shape), "inputs")
      try save(StoredArray(wideLabels.map { $0 < 0 ? Self.ignored : $0 }, shape: shape), "labels")
    }
    func saveStarts(_ starts: [Int32], _ end: Int, _ name: String) throws {
      try save(StoredArray(starts + [Int32(end)], shape: [starts.count + 1]), name)
    }
    try saveStarts(puzzleStarts, count, "puzzle_indices")
    try saveStarts(groupStarts, puzzles.count, "group_indices")
    try save(StoredArray(puzzles, shape: [puzzles.count]), "puzzle_identifiers")
    let description = JSON.object([
      .init("pad_id", .integer(0)),
      .init("ignore_label_id", .integer(isMarked ? Int(Self.ignored) : 0)),
      .init("blank_identifier_id", .integer(0)), .init("vocab_size", .integer(vocabulary)),
      .init("seq_len", .integer(length)),
      .init("num_puzzle_identifiers", .integer(identifiers ?? Int(puzzles.max() ?? 0) + 1)),
      .init("total_groups", .integer(groupStarts.count)),
      .init(
        "mean_puzzle_examples", .number(String(Double(count) / Double(max(puzzles.count, 1))))),
      .init("total_puzzles", .integer(puzzles.count)), .init("sets", .array([.string("all")])),
    ])
    try AtomicFile.write(description.text + "\n", to: folder + "/dataset.json")
  }
}
