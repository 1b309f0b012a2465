// A data set in the official form: a folder of NumPy files, mapped. It knows rows of tokens and
// nothing of what they mean.

internal import Storage

/// One part of a data set, `train` or `test`, as the official scripts write it.
///
/// Files: `dataset.json`; `all__inputs.npy` and `all__labels.npy` (N, L), of whichever integers;
/// `all__puzzle_identifiers.npy` (P), `all__puzzle_indices.npy` (P + 1), which cuts the examples into
/// puzzles, `all__group_indices.npy` (G + 1), which cuts the puzzles into groups. Nothing is read
/// before it is needed: an example is one row of two mapped files.
package struct PuzzleDataset: Sendable {
  /// The folder of this part.
  package let path: String
  /// L.
  package let length: Int
  /// V.
  package let vocabulary: Int
  /// The number of puzzle embeddings that it is made for.
  package let puzzles: Int
  /// The token that stands where nothing is.
  package let padding: Int
  /// The label of positions where nothing is asked; nil if every label counts.
  package let ignored: Int?
  /// The number of examples.
  package let count: Int
  /// What the puzzle is and how it is spelled, as JSON text, where trm wrote the data set.
  package let puzzle: String?
  private let inputs: StoredArray
  private let labels: StoredArray
  private let identifiers: [Int]
  private let puzzleStarts: [Int]
  private let groupStarts: [Int]

  /// One example: tokens and labels (L), its puzzle embedding.
  package struct Example: Equatable, Sendable {
    /// The question: (L).
    package let tokens: [Int32]
    /// The answer: (L), -100 where nothing is asked.
    package let labels: [Int32]
    /// The puzzle embedding.
    package let puzzle: Int32

    /// An example from its parts.
    package init(tokens: [Int32], labels: [Int32], puzzle: Int32) {
      self.tokens = tokens
      self.labels = labels
      self.puzzle = puzzle
    }
  }

  /// The number of groups.
  package var groups: Int { groupStarts.count - 1 }

  /// Maps the part of a data set in the folder `path`, or its part `part` where the folder holds
  /// several.
  ///
  /// - Throws: `FileError`: `.missing` if there is none; `.badData` for what doesn't fit together.
  package init(_ path: String, part: String) throws {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let isWhole = !MappedFile.isThere(trimmed + "/dataset.json")
    let folder = isWhole ? trimmed + "/" + part : trimmed
    self.path = folder
    let file = folder + "/dataset.json"
    guard MappedFile.isThere(file) else {
      throw FileError(
        path, .missing,
        "there is no data set: neither dataset.json nor \(part)/dataset.json in it; name another folder"
      )
    }
    let text = try Self.text(file)
    let json: JSON
    do throws(JSONError) {
      json = try JSON(parsing: text)
    } catch {
      throw FileError(file, .badData, "is not JSON: \(error); make the data set again")
    }
    func number(_ name: String, _ range: ClosedRange<Int>) throws -> Int {
      guard let value = json[name]?.integer, range.contains(value) else {
        throw FileError(
          file, .badData,
          "has no '\(name)' from \(range.lowerBound) to \(range.upperBound); "
            + "make the data set again")
      }
      return value
    }
    length = try number("seq_len", 1...1 << 20)
    vocabulary = try number("vocab_size", 1...1 << 20)
    puzzles = try number("num_puzzle_identifiers", 1...1 << 28)
    padding = json["pad_id"]?.integer ?? 0
    ignored = json["ignore_label_id"]?.integer
    puzzle = [trimmed, trimmed + "/.."].lazy.map { $0 + "/puzzle.json" }
      .first(where: MappedFile.isThere).flatMap { try? Self.text($0) }
    inputs = try Self.array(folder, "inputs")
    labels = try Self.array(folder, "labels")
    guard inputs.shape.count == 2, inputs.shape[1] == length, labels.shape == inputs.shape else {
      throw FileError(
        folder, .badData,
        "its inputs have shape \(inputs.shape) and its labels \(labels.shape), not a row of "
          + "\(length) for each example; make the data set again")
    }
    count = inputs.shape[0]
    identifiers = try Self.integers(folder, "puzzle_identifiers")
    puzzleStarts = try Self.starts(folder, "puzzle_indices", of: count)
    groupStarts = try Self.starts(folder, "group_indices", of: puzzleStarts.count - 1)
    guard identifiers.count == puzzleStarts.count - 1,
      identifiers.allSatisfy({ (0..<puzzles).contains($0) })
    else {
      throw FileError(
        folder, .badData,
        "its \(identifiers.count) puzzle identifiers don't fit \(puzzleStarts.count - 1) puzzles "
          + "below \(puzzles); make the data set again")
    }
  }

  private static func text(_ path: String) throws -> String {
    let bytes = try MappedFile(path).bytes
    guard bytes.count <= 1 << 20 else {
      throw FileError(path, .badData, "has \(bytes.count) bytes; it should have a few lines")
    }
    return String(decoding: bytes.array, as: UTF8.self)
  }

  private static func array(_ folder: String, _ name: String) throws -> StoredArray {
    let path = "\(folder)/all__\(name).npy"
    let array = try NumPyArray.read(path)
    guard !array.element.isFloat else {
      throw FileError(
        path, .badData, "holds \(array.element.rawValue), not whole numbers; save it so")
    }
    return array
  }

  private static func integers(_ folder: String, _ name: String) throws -> [Int] {
    let array = try array(folder, name)
    guard array.shape.count == 1, let integers = array.integers() else {
      throw FileError(
        "\(folder)/all__\(name).npy", .badData, "is no row of numbers; make the data set again")
    }
    return integers
  }

  /// Where each of some parts of `count` things begins, and where the last one ends.
  private static func starts(_ folder: String, _ name: String, of count: Int) throws -> [Int] {
    let starts = try integers(folder, name)
    guard starts.first == 0, starts.last == count, starts.count > 1,
      zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      throw FileError(
        "\(folder)/all__\(name).npy", .badData,
        "does not rise from 0 to \(count); make the data set again")
    }
    return starts
  }

  /// The example of a number, from 0.
  ///
  /// - Throws: `FileError`, `.badData`, for tokens and labels outside of the vocabulary.
  package func example(_ number: Int) throws -> Example {
    precondition((0..<count).contains(number), "there is no example \(number)")
    let range = number * length..<(number + 1) * length
    func row(_ array: StoredArray, _ name: String) throws -> [Int] {
      guard let row = array.integers(in: range) else {
        throw FileError(
          "\(path)/all__\(name).npy", .badData,
          "example \(number) holds a number that is too large; make the data set again")
      }
      return row
    }
    let (tokens, labels) = (try row(inputs, "inputs"), try row(labels, "labels"))
    if let bad = tokens.first(where: { $0 < 0 || $0 >= vocabulary }) {
      throw FileError(
        path, .badData,
        "example \(number) has the token \(bad), outside of its vocabulary of \(vocabulary); make "
          + "the data set again")
    }
    let asked = labels.map { label in label == ignored || label == -100 ? -100 : label }
    if let bad = asked.first(where: { $0 != -100 && ($0 < 0 || $0 >= vocabulary) }) {
      throw FileError(
        path, .badData,
        "example \(number) has the label \(bad), outside of its vocabulary of \(vocabulary); make "
          + "the data set again")
    }
    return Example(
      tokens: tokens.map { Int32($0) }, labels: asked.map { Int32($0) },
      puzzle: Int32(identifiers[place(of: number, in: puzzleStarts)]))
  }

  /// The part that a number falls into.
  private func place(of number: Int, in starts: [Int]) -> Int {
    var (low, high) = (0, starts.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= number { low = middle } else { high = middle }
    }
    return low
  }

  /// An example as the official training draws it, or nil from an empty group or puzzle.
  ///
  /// That is any example of any puzzle of any group. `below` gives a number below a bound.
  package func drawn(_ below: (Int) -> Int) -> Int? {
    let group = below(groups)
    let inGroup = groupStarts[group]..<groupStarts[group + 1]
    guard !inGroup.isEmpty else { return nil }
    let puzzle = inGroup.lowerBound + below(inGroup.count)
    let examples = puzzleStarts[puzzle]..<puzzleStarts[puzzle + 1]
    return examples.isEmpty ? nil : examples.lowerBound + below(examples.count)
  }
}
