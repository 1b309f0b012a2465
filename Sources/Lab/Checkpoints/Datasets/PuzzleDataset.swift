// Data sets in the official format: a folder of mapped NumPy files with rows of tokens.

internal import Platform
internal import Storage
internal import Wording

/// One split of a data set, `train` or `test`, as written by the official scripts.
///
/// Files: `dataset.json`, and five arrays for each of its `sets`, usually one named `all`; see
/// `PuzzleSet`. Examples are read from the files on demand.
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
  private let sets: [PuzzleSet]
  /// The first example of each set, and the number of examples.
  private let firstExamples: [Int]
  /// The first group of each set, and the number of groups.
  private let firstGroups: [Int]

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
  package var groups: Int { firstGroups.last ?? 0 }

  /// Maps the split in the folder `path`, or its subfolder `part`.
  ///
  /// - Throws: `FileError`: `.missing` without dataset.json; `.badData` if the files are
  ///   inconsistent.
  package init(_ path: String, part: String) throws {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    // Beside its parts a data set may have the dataset.json of a checkpoint that was saved there.
    let isWhole = ["/\(part)/", "/"].first { isRegularFile(trimmed + $0 + "dataset.json") } != "/"
    let folder = isWhole ? trimmed + "/" + part : trimmed
    self.path = folder
    let file = folder + "/dataset.json"
    guard isRegularFile(file) else {
      throw FileError(
        path, .missing,
        "not a data set: no dataset.json or \(part)/dataset.json in it; choose another folder"
      )
    }
    if let name = AtomicFile.unfinishedFile(in: folder) {
      throw FileError(
        folder, .badData,
        "\(name) in it shows that its writing was not finished, so that its files may not belong "
          + "together; create the data set again, or remove that file if it isn't the data set's")
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
    let names = json["sets"]?.array?.map(\.string) ?? ["all"]
    let (length, puzzles) = (length, puzzles)
    sets = try names.map { name in
      guard let name, !name.isEmpty, !name.contains("/"), names.count <= 1000 else {
        throw FileError(
          file, .badData, "its 'sets' aren't names of sets; create the data set again")
      }
      guard isRegularFile("\(folder)/\(name)__inputs.npy") else {
        throw FileError(
          file, .badData,
          "names the set '\(legible(name))', but \(legible(name))__inputs.npy is missing; create the "
            + "data set again")
      }
      return try PuzzleSet(name, in: folder, length: length, puzzles: puzzles)
    }
    firstExamples = sets.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
    firstGroups = sets.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.groupStarts.count - 1) }
    count = firstExamples.last ?? 0
    guard count > 0 else {
      throw FileError(file, .badData, "its sets have no examples; create the data set again")
    }
  }

  private static func text(_ path: String) throws -> String {
    let bytes = try MappedFile(path).bytes
    guard bytes.count <= 1 << 20 else {
      throw FileError(
        path, .badData,
        "has \(counted(bytes.count, "byte")), too many for a description; choose another folder")
    }
    return String(decoding: bytes.array, as: UTF8.self)
  }

  /// The example at an index.
  ///
  /// - Throws: `FileError`, `.badData`, if tokens or labels are outside the vocabulary, or the
  ///   files
  ///   were changed.
  package func example(_ number: Int) throws -> Example {
    precondition((0..<count).contains(number), "example \(number) is out of bounds")
    let set = startIndex(of: number, in: firstExamples)
    let (tokens, labels, puzzle) = try sets[set].row(number - firstExamples[set], length: length)
    if let bad = tokens.first(where: { $0 < 0 || $0 >= vocabulary }) {
      throw FileError(
        path, .badData,
        "example \(number) has the token \(bad), outside the vocabulary of \(vocabulary); create "
          + "the data set again")
    }
    let asked = labels.map { label in label == ignoredLabel || label == -100 ? -100 : label }
    if let bad = asked.first(where: { $0 != -100 && ($0 < 0 || $0 >= vocabulary) }) {
      throw FileError(
        path, .badData,
        "example \(number) has the label \(bad), outside the vocabulary of \(vocabulary); create "
          + "the data set again")
    }
    return Example(
      tokens: tokens.map { Int32($0) }, labels: asked.map { Int32($0) },
      puzzle: Int32(puzzle))
  }

  /// The index of a random example, or nil from an empty group or puzzle.
  ///
  /// Like the official training, it picks a group, a puzzle of the group and an example of the
  /// puzzle uniformly; `below` gives a random number below a bound.
  package func randomExample(_ below: (Int) -> Int) -> Int? {
    let group = below(groups)
    let set = startIndex(of: group, in: firstGroups)
    return sets[set].randomExample(ofGroup: group - firstGroups[set], below)
      .map { firstExamples[set] + $0 }
  }
}
