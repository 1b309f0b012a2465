// Where eval writes a row per question.

internal import ArgumentParser
internal import Language
internal import Network
internal import Platform
internal import Presentation
internal import Puzzles
internal import Storage
internal import Workbench
internal import Wording

/// `--out` and `--force`.
struct RowOutput: ParsableArguments {
  @Option(
    name: [.customShort("o"), .long], help: "Write a row per question: .csv, .tsv or .jsonl.",
    completion: .file(extensions: ["csv", "tsv", "jsonl"]))
  var out: String?
  @Flag(help: "Replace an existing file.") var force = false

  /// Checks that the rows can be written, before any work; `others` says whether another file may be
  /// replaced.
  ///
  /// - Throws: `Diagnostic` and `FileError` naming the file.
  func check(against input: String?, others: Bool = false) throws {
    guard let out else {
      guard !force || others else {
        throw Diagnostic(
          .usage, "'--force' needs '--out'", about: .option("--force"), hint: "help eval")
      }
      return
    }
    _ = try RowFormat(path: out)
    try AtomicFile.requireReplaceable(out, force: force)
    guard let input, isSameFile(input, out) else { return }
    throw Diagnostic(
      .output, "\(out): --out would replace the questions of --file", about: .option("--out"),
      hint: "choose another name")
  }

  /// Does some work that writes rows; the file is there afterwards, as a whole or not at all.
  ///
  /// - Throws: `FileError` if it can't be written, and what the work throws.
  func write<Result>(
    columns: [String], _ work: (RowWriter) throws -> Result
  ) throws -> Result {
    guard let out else { return try work(RowWriter(file: nil)) }
    let format = try RowFormat(path: out)
    return try AtomicFile.write(to: out) { writer in
      try writer.write(format.header(columns))
      return try work(RowWriter(file: (writer, format)))
    }
  }

  /// The same with a function that writes the rows of a batch of questions to a model.
  ///
  /// - Throws: as the other.
  func write<Result>(
    of puzzle: any Puzzle, doubt: Double, isHard: Bool = false,
    _ work: ((_ first: Int, [Question], [RunResult]) throws -> Void) throws -> Result
  ) throws -> Result {
    try write(columns: isHard ? EvaluationRow.hardColumns : EvaluationRow.columns.map(\.key)) {
      rows in
      try work { first, questions, outcomes in
        for (offset, (question, outcome)) in zip(questions, outcomes).enumerated() {
          try rows.write(
            EvaluationRow(first + offset, question, outcome, of: puzzle, doubt: doubt).fields)
        }
      }
    }
  }

  /// A result that also says what was written, of `count` of `total` questions.
  func noted(_ result: CommandResult, _ count: Int, of total: Int) -> CommandResult {
    guard let out else { return result }
    var result = result
    result.fields += [Field("out", .string(out)), Field("rows", .integer(count))]
    let rows = counted(count, "row")
    if count < total {
      result.notes.append("wrote the \(rows) so far to \(out)")
    } else {
      result.promptNotes.append("wrote \(rows) to \(out)")
    }
    return result
  }
}

/// Where rows are written, if anywhere.
struct RowWriter {
  fileprivate let file: (writer: FileWriter, format: RowFormat)?

  /// Writes a row, which is computed only if there is a file.
  func write(_ row: @autoclosure () -> [Field]) throws {
    guard let (writer, format) = file else { return }
    try writer.write(format.row(row()))
  }
}
