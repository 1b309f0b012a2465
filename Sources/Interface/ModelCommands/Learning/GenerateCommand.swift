// generate: questions of a puzzle as a data set that the official code trains on.

internal import ArgumentParser
internal import Checkpoints
internal import CommandCore
internal import Drawing
internal import Language
internal import Platform
internal import Presentation
internal import Puzzles
internal import Settings
internal import Storage
internal import Wording
internal import Workbench

/// `generate PUZZLE --count N --out DIR`.
struct GenerateCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Write a data set that the official code can train on.",
    discussion: """
      DIR gets train and test with their NumPy files and dataset.json, identifiers.json, and \
      puzzle.json, which says what the tokens mean. 'train --data DIR', 'eval --data DIR' and \
      the official code read it. Test questions are held out: training never draws them. No \
      question appears twice in a part, as long as there are enough of them. The same seed gives \
      the same bytes.

      Tasks of ARC come from files: --from takes a folder with a file per task, or with challenges \
      and solutions, and --augment makes that many augmentations of each task, by symmetries, \
      permutations of the colors 1 to 9 and, in training, shifts. identifiers.json then names the \
      puzzles, and test_puzzles.json has the tasks.
      """)
  static let examples = [
    "generate arithmetic --option digits=2 --count 200 --test 20 --out sums",
    "generate digit-sum --count 50 --out digits",
  ]
  static let fields: KeyValuePairs = [
    "path": "the folder", "count": "training questions", "test": "held-out questions",
    "length": "tokens of a question", "vocabulary": "different tokens",
    "repeated": "questions that appear more than once",
    "tasks": "with arc: the tasks", "puzzles": "and how many puzzles they became",
  ]

  @Argument(
    help: ArgumentHelp("The puzzle: \(PuzzleList.kinds.map(\.name).joined(separator: ", "))."),
    completion: .list(PuzzleList.kinds.map(\.name)))
  var puzzle: String
  @Option(
    parsing: .unconditionalSingleValue, help: "An option of the puzzle, NAME=VALUE; repeatable.")
  var option: [String] = []
  @Option(parsing: .unconditional, help: "Questions to train on.") var count = 1000
  @Option(parsing: .unconditional, help: "Held-out questions; a tenth of --count if left out.")
  var test: Int?
  @OptionGroup var arc: ARCGeneration
  @Option(name: [.customShort("o"), .long], help: "The folder to create.", completion: .directory)
  var out: String
  @Option(parsing: .unconditional, help: "The random seed; the setting's if left out.") var seed:
    UInt64?
  @Flag(help: "Replace an existing data set.") var force = false

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let made = try PuzzleList.make(name: puzzle, options: pairs(option))
    let isARC = made is ARC
    guard isARC || arc.from == nil && arc.names == nil && arc.augment == 0 else {
      throw Diagnostic(
        .usage, "--from, --augment and --names are for arc", about: .argument(puzzle),
        hint: "leave them out")
    }
    if isARC {
      return try arc.result(
        to: out, force: force, seed: seed ?? workbench.settings.randomSeed, workbench)
    }
    let counts = [("train", Split.train, count), ("test", .heldOut, test ?? max(1, count / 10))]
    for (_, _, count) in counts { _ = try requireCount(count) }
    try DatasetFolder.requireReplaceable(out, force: force)
    let total = counts.reduce(0) { $0 + $1.2 }
    try requireMemory(
      floats: 2 * Double(total) * Double(made.length + 16), hint: "make fewer questions")
    let progress = workbench.reporter.beginProgress("generate", total: total)
    var repeated = 0
    var done = 0
    var parts: [(name: String, writer: DatasetWriter)] = []
    for (part, split, count) in counts {
      var questions = Distinct(made, split, seed: seed ?? workbench.settings.randomSeed)
      var writer = DatasetWriter(length: made.length, vocabulary: made.vocabulary.count)
      for _ in 0..<count {
        if !workbench.goesOn() {
          progress.finish()
          throw Diagnostic(.interrupted, "interrupted; \(out) was not written")
        }
        let question = questions.next()
        writer.add(tokens: question.tokens, labels: question.labels)
        done += 1
        progress.report(done) { .part(part) }
      }
      repeated += questions.repeated
      parts.append((part, writer))
    }
    progress.finish()
    try DatasetFolder.write(parts, puzzle: made.json.text, to: out)
    var result = CommandResult([
      Field("path", .string(out)), Field("count", .integer(count)),
      Field("test", .integer(total - count)), Field("length", .integer(made.length)),
      Field("vocabulary", .integer(made.vocabulary.count)), Field("repeated", .integer(repeated)),
    ])
    result.promptText = { [out, count] _ in
      [
        StyledText(
          "wrote \(count) training and \(total - count) held-out \(plural("question", total - count)) to \(out)"
        )
      ]
    }
    if repeated > 0 {
      result.notes = [
        "the puzzle has too few questions: \(counted(repeated, "question")) came more than once"
      ]
    }
    return result
  }
}

/// Questions of a puzzle, none twice while there are others to be found.
private struct Distinct {
  private let puzzle: any Puzzle
  private let split: Split
  private var draw: UInt64
  private var seen: Set<[Int32]> = []
  /// How many were there already.
  private(set) var repeated = 0

  /// The number of duplicates in a row after which a duplicate is accepted.
  private static let patience = 1000

  init(_ puzzle: any Puzzle, _ split: Split, seed: UInt64) {
    self.puzzle = puzzle
    self.split = split
    // Consecutive numbers give unrelated questions; other seeds begin elsewhere.
    draw = seed &* 0x9E37_79B9_7F4A_7C15
  }

  mutating func next() -> Question {
    for _ in 0..<Self.patience {
      draw &+= 1
      let question = puzzle.generate(split: split, draw: draw)
      if seen.insert(question.tokens).inserted { return question }
    }
    repeated += 1
    draw &+= 1
    return puzzle.generate(split: split, draw: draw)
  }
}
