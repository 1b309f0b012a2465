// Data sets in the official format: a folder of mapped NumPy files with rows of tokens.

internal import Platform
internal import Storage

/// One split of a data set, `train` or `test`, as written by the official scripts.
///
/// Files: `dataset.json`; `all__inputs.npy` and `all__labels.npy` (N, L), of any integer type;
/// `all__puzzle_identifiers.npy` (P), `all__puzzle_indices.npy` (P + 1), the
/// first example of each puzzle; `all__group_indices.npy` (G + 1), the first puzzle of each group.
/// Examples are read from the mapped files on demand.
package struct PuzzleDataset: Sendable {
  /// The folder of this split.
  package let path: String
  /// L, the number of tokens in an example.
  package let length: Int
  /// V, the number of different tokens.
  package let vocabulary: Int
  /// The number of puzzle identifiers.
  package let puzzles: Int
  /// The padding token.
  package let padding: Int
  /// The label of positions that are ignored; nil if every label counts.
  package let ignoredLabel: Int?
  /// The number of examples.
  package let count: Int
  /// The puzzle as JSON text, if trm wrote the data set.
  package let puzzle: String?
  private let inputs: StoredArray
  private let labels: StoredArray
  private let identifiers: [Int]
  private let puzzleStarts: [Int]
  private let groupStarts: [Int]
  /// The files that inputs and labels are mapped from.
  private let sources: [MappedFile]

  /// A question with its labels and puzzle identifier.
  package struct Example: Equatable, Sendable {
    /// The tokens of the question: (L).
    package let tokens: [Int32]
    /// The labels: (L), -100 where ignored.
    package let labels: [Int32]
    /// The puzzle identifier.
    package let puzzle: Int32

    /// Creates an example.
    package init(tokens: [Int32], labels: [Int32], puzzle: Int32) {
      self.tokens = tokens
      self.labels = labels
      self.puzzle = puzzle
    }
  }

  /// The number of groups.
  package var groups: Int { groupStarts.count - 1 }

  /// Maps the split in the folder `path`, or its subfolder `part`.
  ///
  /// - Throws: `FileError`: `.missing` without dataset.json; `.badData` if the files are
  ///   inconsistent.
  package init(_ path: String, part: String) throws {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let isWhole = !isRegularFile(trimmed + "/dataset.json")
    let folder = isWhole ? trimmed + "/" + part : trimmed
    self.path = folder
    let file = folder + "/dataset.json"
    guard isRegularFile(file) else {
      throw FileError(
        path, .missing,
        "not a data set: no dataset.json or \(part)/dataset.json in it; choose another folder"
      )
    }
    let text = try Self.text(file)
    let json: JSON
    do throws(JSONError) {
      json = try JSON(parsing: text)
    } catch {
      throw FileError(file, .badData, "isn't JSON: \(error); create the data set again")
    }
    func number(_ name: String, _ range: ClosedRange<Int>) throws -> Int {
      guard let value = json[name]?.integer, range.contains(value) else {
        throw FileError(
          file, .badData,
          "has no '\(name)' from \(range.lowerBound) to \(range.upperBound); "
            + "create the data set again")
      }
      return value
    }
    length = try number("seq_len", 1...1 << 20)
    vocabulary = try number("vocab_size", 1...1 << 20)
    puzzles = try number("num_puzzle_identifiers", 1...1 << 28)
    padding = json["pad_id"]?.integer ?? 0
    ignoredLabel = json["ignore_label_id"]?.integer
    puzzle = [trimmed, trimmed + "/.."].lazy.map { $0 + "/puzzle.json" }
      .first(where: isRegularFile).flatMap { try? Self.text($0) }
    inputs = try Self.array(folder, "inputs")
    labels = try Self.array(folder, "labels")
    guard inputs.shape.count == 2, inputs.shape[1] == length, labels.shape == inputs.shape else {
      throw FileError(
        folder, .badData,
        "its inputs have shape \(inputs.shape) and its labels \(labels.shape), not rows of "
          + "\(length) tokens; create the data set again")
    }
    count = inputs.shape[0]
    sources = [inputs, labels].compactMap { $0.bytes.owner as? MappedFile }.filter(\.isMapped)
    identifiers = try Self.integers(folder, "puzzle_identifiers")
    puzzleStarts = try Self.starts(folder, "puzzle_indices", of: count)
    groupStarts = try Self.starts(folder, "group_indices", of: puzzleStarts.count - 1)
    guard identifiers.count == puzzleStarts.count - 1,
      identifiers.allSatisfy({ (0..<puzzles).contains($0) })
    else {
      throw FileError(
        folder, .badData,
        "its \(identifiers.count) puzzle identifiers don't match \(puzzleStarts.count - 1) puzzles "
          + "and \(puzzles) identifiers; create the data set again")
    }
  }

  private static func text(_ path: String) throws -> String {
    let bytes = try MappedFile(path).bytes
    guard bytes.count <= 1 << 20 else {
      throw FileError(
        path, .badData,
        "has \(bytes.count) bytes, too many for a description; choose another folder")
    }
    return String(decoding: bytes.array, as: UTF8.self)
  }

  private static func array(_ folder: String, _ name: String) throws -> StoredArray {
    let path = "\(folder)/all__\(name).npy"
    let array = try NumPyArray.read(path)
    guard !array.element.isFloat else {
      throw FileError(
        path, .badData, "holds \(array.element.rawValue), not integers; save it as an integer array"
      )
    }
    return array
  }

  private static func integers(_ folder: String, _ name: String) throws -> [Int] {
    let array = try array(folder, name)
    guard array.shape.count == 1, let integers = array.integers() else {
      throw FileError(
        "\(folder)/all__\(name).npy", .badData,
        "isn't a one-dimensional array; create the data set again")
    }
    return integers
  }

  /// The start index of each part of `count` items, and the end of the last.
  private static func starts(_ folder: String, _ name: String, of count: Int) throws -> [Int] {
    let starts = try integers(folder, name)
    guard starts.first == 0, starts.last == count, starts.count > 1,
      zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      throw FileError(
        "\(folder)/all__\(name).npy", .badData,
        "doesn't ascend from 0 to \(count); create the data set again")
    }
    return starts
  }

  /// The example at an index.
  ///
  /// - Throws: `FileError`, `.badData`, if tokens or labels are outside the vocabulary, or the files
  ///   were changed.
  package func example(_ number: Int) throws -> Example {
    precondition((0..<count).contains(number), "example \(number) is out of bounds")
    for source in sources { try source.requireUnchanged() }
    let range = number * length..<(number + 1) * length
    func row(_ array: StoredArray, _ name: String) throws -> [Int] {
      guard let row = array.integers(in: range) else {
        throw FileError(
          "\(path)/all__\(name).npy", .badData,
          "example \(number) has a number that is too large; create the data set again")
      }
      return row
    }
    let (tokens, labels) = (try row(inputs, "inputs"), try row(labels, "labels"))
    if let bad = tokens.first(where: { $0 < 0 || $0 >= vocabulary }) {
      throw FileError(
        path, .badData,
        "example \(number) has the token \(bad), outside the vocabulary of \(vocabulary); make "
          + "the data set again")
    }
    let asked = labels.map { label in label == ignoredLabel || label == -100 ? -100 : label }
    if let bad = asked.first(where: { $0 != -100 && ($0 < 0 || $0 >= vocabulary) }) {
      throw FileError(
        path, .badData,
        "example \(number) has the label \(bad), outside the vocabulary of \(vocabulary); make "
          + "the data set again")
    }
    return Example(
      tokens: tokens.map { Int32($0) }, labels: asked.map { Int32($0) },
      puzzle: Int32(identifiers[place(of: number, in: puzzleStarts)]))
  }

  /// The index of the part that holds item `number`.
  private func place(of number: Int, in starts: [Int]) -> Int {
    var (low, high) = (0, starts.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= number { low = middle } else { high = middle }
    }
    return low
  }

  /// The index of a random example, or nil from an empty group or puzzle.
  ///
  /// Like the official training, it picks a group, a puzzle of the group and an example of the
  /// puzzle uniformly; `below` gives a random number below a bound.
  package func randomExample(_ below: (Int) -> Int) -> Int? {
    let group = below(groups)
    let inGroup = groupStarts[group]..<groupStarts[group + 1]
    guard !inGroup.isEmpty else { return nil }
    let puzzle = inGroup.lowerBound + below(inGroup.count)
    let examples = puzzleStarts[puzzle]..<puzzleStarts[puzzle + 1]
    return examples.isEmpty ? nil : examples.lowerBound + below(examples.count)
  }
}
