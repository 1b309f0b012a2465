// The questions of an evaluation, as options that several commands share.

internal import ArgumentParser
internal import Language
internal import Workbench

/// `--count`, `--data`, `--file`, `--option` and `--seed`.
struct EvaluationSetArguments: ParsableArguments {
  @Option(parsing: .unconditional, help: "How many questions; with --data, all by default.")
  var count: Int?
  @Option(help: "A data set in the official format.", completion: .directory) var data: String?
  @Option(
    help: "Your own questions, one per line, with an answer after a tab if you like; - for stdin.",
    completion: .file(extensions: ["tsv", "txt"]))
  var file: String?
  @Option(
    parsing: .unconditionalSingleValue,
    help: "An option of the puzzle for these questions, NAME=VALUE; repeatable.")
  var option: [String] = []
  @Option(parsing: .unconditional, help: "The random seed; the setting's if left out.")
  var seed: UInt64?

  /// Whether they are the puzzle's own held-out questions, from whatever seed.
  var isOwn: Bool { option.isEmpty && data == nil && file == nil }

  /// The questions for the model in memory, grouped `by` properties, of a file also
  /// in parts if the command takes those.
  ///
  /// - Throws: `Diagnostic` and `FileError` if they can't be read, or options contradict each other.
  func set(
    on workbench: ModelWorkbench, default count: Int, train: Bool = false, by: [String] = [],
    takesParts: Bool = false
  ) throws -> EvaluationSet {
    if let file {
      let others = [
        ("--count", self.count != nil), ("--data", data != nil), ("--option", !option.isEmpty),
        ("--seed", seed != nil), ("--train", train),
      ].filter(\.1).map(\.0)
      if let other = others.first {
        throw Diagnostic(
          .usage, "\(others.joined(separator: ", ")) can't be used with --file",
          about: .option(other), hint: "a file has its own questions, all of which are asked")
      }
      return try workbench.evaluationSet(file: file, by: by, takesParts: takesParts)
    }
    if data != nil, !option.isEmpty || !by.isEmpty || seed != nil {
      throw Diagnostic(
        .usage, "--option, --by and --seed can't be used with --data", about: .option("--data"),
        hint: "a data set has its own questions")
    }
    return try workbench.evaluationSet(
      of: data, count: self.count, default: count, train: train, seed: seed, option: option, by: by)
  }
}
