// Reports: answers are right, wrong or unknown, and the page escapes its data.

import Drawing
import Language
import Network
import Presentation
import Puzzles
import Settings
import Storage
import Testing
import Workbench

@Suite struct ReportTests {
  /// A workbench with an untrained model for sums.
  private func workbench() throws -> ModelWorkbench {
    let puzzle = try PuzzleList.make(
      name: "arithmetic", options: ["digits": "2", "operators": "+"])
    let network = Configuration(
      vocabulary: puzzle.vocabulary.count, length: puzzle.length, width: 16, layers: 1,
      innerWidth: 32, mixing: .attention, heads: 2, positions: .rotary, rotaryBase: 100, inner: 2,
      cycles: 1, depth: 2)
    let workbench = ModelWorkbench()
    workbench.models.replace(
      by: try LoadedModel(
        weights: Weights.initial(network, seed: 1), puzzle: puzzle, name: "tiny", path: nil),
      cause: "new")
    return workbench
  }

  private func options(_ workbench: ModelWorkbench) throws -> InferenceOptions {
    workbench.settings.inferenceOptions(try workbench.requireModel().weights.configuration)
  }

  /// A question without a known answer, and one with it.
  private func questions(_ workbench: ModelWorkbench) throws -> (unknown: Question, known: Question)
  {
    let known = try workbench.parseQuestion("3 + 7")
    let unknown = Question(
      text: known.text, tokens: known.tokens, labels: known.labels.map { _ in Question.ignored },
      answer: nil, split: .heldOut, puzzle: 0)
    return (unknown, known)
  }

  @Test("ask, trace and lens leave correct empty if the answer is unknown")
  func unknown() throws {
    let workbench = try workbench()
    let (unknown, known) = try questions(workbench)
    for question in [unknown, known] {
      let isKnown = question.answer != nil
      let view = ViewedRun(question, try options(workbench))
      let (outcome, records) = try workbench.trace(view)
      let puzzle = try workbench.requirePuzzle()
      let ask = AnswerReport(
        question, of: puzzle, try options(workbench), outcome, ms: 1, digits: 3, doubt: 0
      ).result
      let trace = TraceReport(view, of: puzzle, records, outcome).result
      let record = try workbench.lens(view, of: [.y, .z])
      let lens = LensPicture(record).result(top: nil, at: nil)
      for result in [ask, trace, lens] {
        #expect((result["correct"] == .nothing) == !isKnown)
      }
      guard case .list(let steps)? = trace["trace"], case .record(let step)? = steps.first else {
        Issue.record("missing trace")
        return
      }
      #expect((step.first { $0.name == "correct" }?.value == .nothing) == !isKnown)
      #expect(ask.plainText(width: 80, atPrompt: true).contains("✗") == isKnown)
      #expect(ask.plainText(width: 80, atPrompt: false) == puzzle.decode(outcome.tokens))
    }
  }

  @Test("a whole answer's probability is the product over its positions")
  func probability() throws {
    let workbench = try workbench()
    let question = try questions(workbench).known
    let outcome = try workbench.answer(question, options(workbench))
    let puzzle = try workbench.requirePuzzle()
    var product = 1.0
    for position in puzzle.answerRange { product *= Double(outcome.confidence[position]) }
    #expect(puzzle.answerProbability(of: outcome.tokens) { outcome.confidence[$0] } == product)
  }

  @Test("a page holds the run's data, which can't end its script element")
  func page() throws {
    let workbench = try workbench()
    var question = try questions(workbench).known
    question = Question(
      text: "</script><b>&\u{2028}", tokens: question.tokens, labels: question.labels,
      answer: question.answer, split: .heldOut, puzzle: 0)
    let html = RunPage.html(
      try RunRecording(ViewedRun(question, options(workbench)), on: workbench))
    #expect(html.components("</script>") == 3 && !html.contains("<b>&"))
    #expect(html.contains("\\u003c/script\\u003e") && !html.contains("{{"))
    #expect(html.contains("\"updates\":[") && html.contains("class=\"eyebrow\""))
    #expect(!html.contains("http://") || html.components("http://") == 2)
  }

  @Test("the status line shows the run's position and answer")
  func status() throws {
    let workbench = try workbench()
    let session = try workbench.begin(questions(workbench).known, options(workbench))
    _ = try workbench.advance(session, by: 3, halts: false)
    let status = RunStatus(session, try workbench.requirePuzzle())
    #expect(status.place == "y@1.1" && status.isRight != nil && status.reason == .counted)
    let result = status.result(digits: 3)
    #expect(result["at"] == .string("y@1.1") && result["update"] == .integer(3))
    #expect(result.plainText(width: 80, atPrompt: false).hasPrefix("y@1.1     "))
  }

  @Test("tables have a row per state, and differences need two states of a kind")
  func states() throws {
    let workbench = try workbench()
    _ = try workbench.answer(questions(workbench).known, options(workbench))
    let states = try workbench.states([StateAddress("y@*")], nil)
    #expect(StateTables.list(states)["count"] == .integer(2))
    let statistics = StateTables.statistics(states, digits: 3)
    #expect(
      statistics.rows.columns == [
        "state", "shape", "mean", "std", "norm", "min", "max", "nonfinite", "run", "patched",
      ])
    #expect(try StateTables.differences(states, digits: 3).rows.rows.count == 1)
    #expect(throws: Diagnostic.self) { try StateTables.differences([states[0]], digits: 3) }
    #expect(StateTables.maps(states).plainText(width: 60, atPrompt: false).contains("y@1.1"))
  }

  @Test("trajectories are plotted by components, norms and changes")
  func plots() throws {
    let workbench = try workbench()
    let trajectories = try workbench.trajectories(
      of: [ViewedRun(questions(workbench).known, options(workbench))], StateAddress("z@*.*.*"))
    let pca = TrajectoryPlot.components(trajectories, count: 3, digits: 3)
    #expect(pca["count"] == .integer(4) && pca["questions"] == .integer(1))
    #expect(TrajectoryPlot.norms(trajectories).rows.columns.last == "norm")
    #expect(TrajectoryPlot.changes(trajectories).rows.rows[0].last == .nothing)
  }
}

extension String {
  /// The number of parts when the text is split at a separator.
  fileprivate func components(_ separator: String) -> Int {
    split(separator: separator, omittingEmptySubsequences: false).count
  }
}
