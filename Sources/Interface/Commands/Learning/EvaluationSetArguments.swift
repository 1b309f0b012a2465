// The questions of an evaluation, as options that several commands share.

internal import ArgumentParser
internal import Language
internal import Workbench

/// `--count`, `--data`, `--option` and `--seed`.
struct EvaluationSetArguments: ParsableArguments {
  @Option(parsing: .unconditional, help: "How many questions; with --data, all by default.")
  var count: Int?
  @Option(help: "A data set in the official format.", completion: .directory) var data: String?
  @Option(
    parsing: .unconditionalSingleValue,
    help: "An option of the puzzle for these questions, NAME=VALUE; repeatable.")
  var option: [String] = []
  @Option(parsing: .unconditional, help: "The random seed; the setting's if left out.")
  var seed: UInt64?

  /// Whether they are the puzzle's own held-out questions, from whatever seed.
  var isOwn: Bool { option.isEmpty && data == nil }

  /// The questions for the model in memory, grouped `by` properties.
  ///
  /// - Throws: `Diagnostic` and `FileError` if they can't be read, or options contradict each other.
  func set(
    on workbench: ModelWorkbench, default count: Int, train: Bool = false, by: [String] = []
  ) throws -> EvaluationSet {
    if data != nil, !option.isEmpty || !by.isEmpty || seed != nil {
      throw Diagnostic(
        .usage, "--option, --by and --seed can't be used with --data", about: .option("--data"),
        hint: "a data set has its own questions")
    }
    return try workbench.evaluationSet(
      of: data, count: self.count, default: count, train: train, seed: seed, option: option, by: by)
  }
}
