// Data sets of augmented tasks, as `generate arc` writes them.

internal import ARCTasks
internal import ArgumentParser
internal import Checkpoints
internal import CommandCore
internal import Drawing
internal import Language
internal import Platform
internal import Presentation
internal import Puzzles
internal import Storage
internal import Wording
internal import Workbench

/// `--from`, `--augment` and `--names`.
struct ARCGeneration: ParsableArguments {
  @Option(help: "With arc: the folder of tasks, or a file of them.", completion: .file())
  var from: String?
  @Option(parsing: .unconditional, help: "With arc: augmentations of each task.") var augment = 0
  @Option(
    help: "With arc: an identifiers.json whose augmentations are made instead of random ones.",
    completion: .file(extensions: ["json"]))
  var names: String?

  /// Writes the data set.
  ///
  /// - Throws: `Diagnostic` and `FileError` where there are no tasks, or if it was interrupted.
  func result(to out: String, force: Bool, seed: UInt64, _ workbench: ModelWorkbench) throws
    -> CommandResult
  {
    guard let from else {
      throw Diagnostic(
        .usage, "tasks of ARC aren't made up", about: .argument("arc"),
        hint: "--from FOLDER says where they are")
    }
    guard 0...Self.mostAugmentations ~= augment else {
      throw Diagnostic(
        .usage, "invalid value '\(augment)' for '--augment'", about: .option("--augment"),
        hint: "give 0 to \(Self.mostAugmentations)")
    }
    try DatasetFolder.requireReplaceable(out, force: force)
    let tasks = try ARCTask.all(inFiles: files(in: from))
    guard !tasks.isEmpty else {
      throw Diagnostic(.data, "\(from): it holds no tasks", about: .file(from))
    }
    guard tasks.contains(where: { !$0.examples.isEmpty }) else {
      throw Diagnostic(
        .data, "\(from): its tasks have no examples to train on", about: .file(from))
    }
    let given = try names.map { try IdentifierList($0).augmentations() }
    var builder = ARCDatasetBuilder(augmentations: augment, seed: seed)
    let progress = workbench.reporter.beginProgress("generate", total: tasks.count)
    defer { progress.finish() }
    for (index, task) in tasks.enumerated() {
      guard workbench.goesOn() else {
        throw Diagnostic(.interrupted, "interrupted; \(out) was not written")
      }
      try requireMemory(
        floats: Double(builder.train.count + builder.test.count) * 450 + 1e6,
        hint: "make fewer augmentations")
      builder.add(task, given: given.map { $0[task.name] ?? [] })
      progress.report(index + 1) { .none }
    }
    try DatasetFolder.write(
      [("train", builder.train), ("test", builder.test)], puzzle: ARC().json.text,
      names: builder.names,
      tests: JSON.object(tasks.map { JSON.Member($0.name, $0.json) }).text, to: out)
    return result(of: builder, tasks, out)
  }

  private static let mostAugmentations = 100_000

  private func result(
    of builder: ARCDatasetBuilder, _ tasks: [ARCTask], _ out: String
  ) -> CommandResult {
    let (train, test) = (builder.train.count, builder.test.count)
    var result = CommandResult([
      Field("path", .string(out)), Field("count", .integer(train)), Field("test", .integer(test)),
      Field("length", .integer(ARC().length)),
      Field("vocabulary", .integer(ARC().vocabulary.count)), Field("repeated", .integer(0)),
      Field("tasks", .integer(tasks.count)), Field("puzzles", .integer(builder.names.count - 1)),
    ])
    result.promptText = { _ in
      [
        StyledText(
          "wrote \(counted(tasks.count, "task")) as \(counted(builder.names.count - 1, "puzzle")): "
            + "\(train) training and \(counted(test, "test example")) to \(out)")
      ]
    }
    if let first = builder.incomplete.first {
      result.notes = [
        "\(counted(builder.incomplete.count, "task")) with fewer different augmentations, such as "
          + "'\(first)'"
      ]
    }
    return result
  }

  /// The files of tasks at a path, in order; files of solutions are read with their challenges.
  private func files(in path: String) throws -> [String] {
    guard let names = namesInFolder(path) else { return [path] }
    return names.filter { $0.hasSuffix(".json") && !$0.contains("solutions") }
      .map { path + "/" + $0 }
  }
}
