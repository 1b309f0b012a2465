// stability: whether the states of many questions come to rest.

internal import ArgumentParser
internal import Drawing
internal import Kernels
internal import Network
internal import Puzzles
internal import Training

/// `stability`.
struct StabilityCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "stability", abstract: "See whether thinking comes to rest on held-out questions.",
    discussion: """
      Follows each question to four times the usual depth, or to --depth, without halting, and tells \
      what share comes to rest (converges), goes round (oscillates), or does neither: still settling, \
      or wandering. States of a normed network can't grow without end, so that to diverge is to wander. \
      'help latent dynamics' says what the words mean. Right and wrong are told apart by the answer at \
      the usual depth. Noise of --disturb on y and z at the start gives the exponents: below 0 it is \
      forgotten. --data takes the examples of a data set in the official form, in order.
      """)
  static let examples = ["stability --count 50", "stability --count 20 --depth 12 --within 0.01"]
  static let fields: KeyValuePairs = [
    "converges": "the share whose y and z come to rest", "oscillates": "the share that goes round",
    "settling": "the share still settling", "wanders": "the share that does none of these",
    "count": "questions", "depth": "steps taken", "usual": "the usual depth",
    "within": "the threshold",
    "rate": "the median contraction rate", "settled": "the median step of coming to rest",
    "exponent": "the median finite-time Lyapunov exponent",
    "chaotic": "the share of exponents above 0",
    "exact": "the share of right answers at the usual depth",
    "exact-deep": "the share of right answers at the end",
    "agreement": "the share whose answer at the usual depth is the last one",
    "groups": "the same for all, right and wrong answers, with quantiles and cycles by period",
    "by-step": "after each step: the share at rest, and of answers that stay",
    "rates": "how many contraction rates lie in each tenth from 0 to 1, and above",
  ]

  @Option(
    parsing: .unconditional, help: "Questions; 200 if left out, or with --data all.")
  var count: Int?
  @Option(help: "A data set in the official form.", completion: .directory) var data: String?
  @Option(parsing: .unconditional, help: "The seed; the setting's if left out.") var seed: UInt64?
  @Option(
    parsing: .unconditionalSingleValue,
    help: "An option of the puzzle for these questions, NAME=VALUE; repeatable.")
  var option: [String] = []
  @Flag(help: "Take training questions instead of held-out ones.") var train = false
  @OptionGroup var options: DynamicsOptions

  mutating func run(in session: Session) throws -> CommandResult {
    let model = try session.requireModel()
    let exam = try session.exam(
      of: data, count: count, standard: 200, train: train, seed: seed, option: option,
      hint: "leave out --option and --seed")
    let (effort, usual) = try options.effort(in: session)
    let floats = options.floats(effort, model.weights.configuration)
    try requireMemory(floats: floats, hint: "follow them less far: --depth")
    session.noteExcess(effort, longest: nil)
    return StabilityResult(
      stability: try follow(exam, effort, usual, batch: Int(max(Self.most / floats, 1)), session),
      thresholds: options.thresholds,
      digits: session.settings.integer("digits") ?? 3
    ).result
  }

  /// Floats of states that are kept at a time, at most.
  private static let most = 0x1p26

  /// Follows the questions batch by batch, with progress.
  private func follow(
    _ exam: Exam, _ effort: Effort, _ usual: Int, batch most: Int, _ session: Session
  ) throws -> Stability {
    var generator = SeededGenerator(seed: exam.seed)
    let batch = min(32 * session.team.count, most, exam.count)
    let engine = session.engine(for: try session.requireModel().weights, capacity: batch)
    let progress = Progress("stability", total: exam.count, in: session)
    var stability = Stability(depth: effort.depth, usual: usual)
    for start in stride(from: 0, to: exam.count, by: batch) {
      let part = try exam.questions(start..<min(start + batch, exam.count), &generator)
      let isWhole = try stability.add(
        part, asked: exam.puzzle.answerRange, effort, options.thresholds, disturb: options.disturb,
        on: engine, while: { !Interrupt.isRequested })
      guard isWhole else {
        progress.finish()
        throw ShellError(.interrupted, "interrupted after \(stability.all.count) questions")
      }
      progress.report(stability.all.count) { _ in
        StyledText("at rest \(stability.all.fixed)")
      }
    }
    progress.finish()
    return stability
  }
}
