// One set of a data set's split: the five NumPy files whose names begin with the set's.

internal import Platform
internal import Storage
internal import Wording

/// The arrays of one set.
///
/// `NAME__inputs.npy` and `NAME__labels.npy` (N, L), of any integer type;
/// `NAME__puzzle_identifiers.npy` (P); `NAME__puzzle_indices.npy` (P + 1), the first example of
/// each
/// puzzle; `NAME__group_indices.npy` (G + 1), the first puzzle of each group.
struct PuzzleSet: Sendable {
  /// The number of examples.
  let count: Int
  /// The first puzzle of each group, and the number of puzzles.
  let groupStarts: [Int]
  private let prefix: String
  private let inputs: StoredArray
  private let labels: StoredArray
  private let identifiers: [Int]
  private let puzzleStarts: [Int]
  /// The files that inputs and labels are mapped from.
  private let sources: [MappedFile]

  /// Opens the set `name` in a folder, of rows of `length` tokens and identifiers below `puzzles`.
  ///
  /// - Throws: `FileError`, `.badData`, if the files are inconsistent.
  init(_ name: String, in folder: String, length: Int, puzzles: Int) throws {
    prefix = "\(folder)/\(name)__"
    inputs = try Self.array(prefix + "inputs.npy")
    labels = try Self.array(prefix + "labels.npy")
    guard inputs.shape.count == 2, inputs.shape[1] == length, labels.shape == inputs.shape else {
      throw FileError(
        folder, .badData,
        "its inputs have shape \(inputs.shape) and its labels \(labels.shape), not rows of "
          + "\(counted(length, "token")); create the data set again")
    }
    count = inputs.shape[0]
    sources = [inputs, labels].compactMap { $0.bytes.owner as? MappedFile }.filter(\.isMapped)
    identifiers = try Self.integers(prefix + "puzzle_identifiers.npy")
    puzzleStarts = try Self.starts(prefix + "puzzle_indices.npy", of: count)
    groupStarts = try Self.starts(prefix + "group_indices.npy", of: puzzleStarts.count - 1)
    guard identifiers.count == puzzleStarts.count - 1,
      identifiers.allSatisfy({ (0..<puzzles).contains($0) })
    else {
      throw FileError(
        folder, .badData,
        "it has \(counted(identifiers.count, "puzzle identifier")) for "
          + "\(counted(puzzleStarts.count - 1, "puzzle")) "
          + "and \(counted(puzzles, "identifier")); create the data set again")
    }
  }

  private static func array(_ path: String) throws -> StoredArray {
    let array = try NumPyArray.read(path)
    guard !array.element.isFloat else {
      throw FileError(
        path, .badData, "holds \(array.element.rawValue), not integers; save it as an integer array"
      )
    }
    return array
  }

  private static func integers(_ path: String) throws -> [Int] {
    let array = try array(path)
    guard array.shape.count == 1, let integers = array.integers() else {
      throw FileError(
        path, .badData, "isn't a one-dimensional array; create the data set again")
    }
    return integers
  }

  /// The start index of each part of `count` items, and the end of the last.
  private static func starts(_ path: String, of count: Int) throws -> [Int] {
    let starts = try integers(path)
    guard starts.first == 0, starts.last == count, starts.count > 1,
      zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      throw FileError(
        path, .badData, "doesn't ascend from 0 to \(count); create the data set again")
    }
    return starts
  }

  /// The tokens and labels of an example, and its puzzle identifier.
  ///
  /// - Throws: `FileError`, `.badData`, if a number is too large, or the files were changed.
  func row(_ number: Int, length: Int) throws -> (tokens: [Int], labels: [Int], puzzle: Int) {
    for source in sources { try source.requireUnchanged() }
    let range = number * length..<(number + 1) * length
    func integers(_ array: StoredArray, _ name: String) throws -> [Int] {
      guard let row = array.integers(in: range) else {
        throw FileError(
          prefix + name + ".npy", .badData,
          "example \(number) has a number that is too large; create the data set again")
      }
      return row
    }
    let row = (
      try integers(inputs, "inputs"), try integers(labels, "labels"),
      identifiers[startIndex(of: number, in: puzzleStarts)]
    )
    for source in sources { try source.requireUnchanged() }
    return row
  }

  /// The index of a random example of a group, or nil if it or the puzzle is empty.
  func randomExample(ofGroup group: Int, _ below: (Int) -> Int) -> Int? {
    let inGroup = groupStarts[group]..<groupStarts[group + 1]
    guard !inGroup.isEmpty else { return nil }
    let puzzle = inGroup.lowerBound + below(inGroup.count)
    let examples = puzzleStarts[puzzle]..<puzzleStarts[puzzle + 1]
    return examples.isEmpty ? nil : examples.lowerBound + below(examples.count)
  }
}

/// The index of the part that holds item `number`, given the first item of each part and the end.
func startIndex(of number: Int, in starts: [Int]) -> Int {
  var (low, high) = (0, starts.count - 1)
  while high - low > 1 {
    let middle = (low + high) / 2
    if starts[middle] <= number { low = middle } else { high = middle }
  }
  return low
}
