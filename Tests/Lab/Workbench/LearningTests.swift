// Evaluation, training, teaching and ablation without a terminal.

import Language
import Network
import Puzzles
import Support
import Synchronization
import Testing
import Training
import Workbench

@Suite struct LearningTests {
  private func set(_ workbench: ModelWorkbench, count: Int) throws -> EvaluationSet {
    EvaluationSet(puzzle: try workbench.requirePuzzle(), count: count, seed: 5)
  }

  @Test("a score counts the answers that are right, question by question")
  func evaluation() throws {
    let recorder = Recorder()
    let workbench = try Tiny.workbench(recorder)
    // A few steps, so that some answers are right and some are wrong.
    var training = TrainingConfiguration()
    (training.steps, training.batchSize, training.learningRate) = (300, 16, 4e-3)
    (training.depth, training.cycles, training.emaDecay) = (3, 2, 0.9)
    _ = try workbench.train(training, on: .puzzle(options: []), plan())
    let set = try set(workbench, count: 60)
    let (score, _) = try workbench.score(
      workbench.requireModel().weights, set, workbench.options())
    var generator = SeededGenerator(seed: 5)
    var right = 0
    for question in try set.questions(0..<60, &generator) {
      let result = try workbench.answer(question, workbench.options())
      let answer = set.puzzle.decode(result.tokens)
      if set.puzzle.verdict(of: answer, for: question) == true { right += 1 }
    }
    #expect(score.count == 60 && score.exact == Double(right) / 60)
    #expect(recorder.titles.contains("eval") && recorder.done.last == 60)
  }

  private func plan(pause: Int? = nil, goal: TrainingGoal? = nil, evalEvery: Int? = nil)
    -> TrainingRun.Plan
  {
    TrainingRun.Plan(
      pause: pause, goal: goal, evalEvery: evalEvery, evalCount: 20, saveEvery: nil, output: nil)
  }

  private var short: TrainingConfiguration {
    var training = TrainingConfiguration()
    (training.steps, training.batchSize, training.depth, training.cycles) = (12, 8, 3, 2)
    return training
  }

  @Test("a resumed training gives the same bits as one without a pause")
  func resuming() throws {
    let whole = try Tiny.workbench()
    let record = try whole.train(short, on: .puzzle(options: []), plan())
    #expect(record.end == .done && record.steps == 12 && whole.model?.isUnsaved == true)
    let paused = try Tiny.workbench()
    #expect(try paused.train(short, on: .puzzle(options: []), plan(pause: 5)).end == .stopped)
    #expect(paused.values != whole.values)
    let state = try #require(paused.model?.state)
    let rest = try paused.train(short, on: .puzzle(options: []), plan(), resuming: state)
    #expect(rest.firstStep == 5 && rest.lastStep == 12 && paused.values == whole.values)
  }

  @Test("a training stops at --until or --pause, and undo restores the model")
  func interruption() throws {
    let steps = Mutex(0)
    let workbench = try Tiny.workbench(goesOn: {
      steps.withLock { count in
        count += 1
        return count <= 4
      }
    })
    let before = workbench.values
    let record = try workbench.train(short, on: .puzzle(options: []), plan())
    #expect(record.end == .stopped && record.steps < 12)
    #expect(workbench.models.undo() == "train" && workbench.values == before)
  }

  @Test("a goal on held-out questions ends a training that reaches it")
  func goals() throws {
    let workbench = try Tiny.workbench()
    let record = try workbench.train(
      short, on: .puzzle(options: []), plan(goal: TrainingGoal("exact>=0"), evalEvery: 2))
    #expect(record.end == .reached && record.lastStep == 2 && record.evaluations.count == 1)
    #expect(throws: Diagnostic.self) { try TrainingGoal("better") }
  }

  @Test("lines of a file are trained on; one that isn't a question is named with its line")
  func lines() throws {
    try withTemporaryFolder { folder in
      let workbench = try Tiny.workbench()
      try put(Array("# sums\n1 + 1\t2\n".utf8), at: folder + "/ok.tsv")
      let record = try workbench.train(short, on: .lines(folder + "/ok.tsv", options: []), plan())
      #expect(record.end == .done)
      try put(Array("1 + 1\t2\n1 + 1 2\n".utf8), at: folder + "/bad.tsv")
      do {
        _ = try workbench.train(short, on: .lines(folder + "/bad.tsv", options: []), plan())
        Issue.record("it was read")
      } catch {
        #expect(
          (error as? Diagnostic)?.message == "\(folder)/bad.tsv:2: expected QUESTION<TAB>ANSWER")
      }
    }
  }

  @Test("a lesson is learned, and what else it did is measured")
  func teaching() throws {
    let workbench = try Tiny.workbench()
    let question = try workbench.requirePuzzle().question("9 + 9", answer: "18")
    let taught = try workbench.teach(
      .init(question: question, steps: 300, share: 1, rate: 5e-3, count: 20))
    #expect(taught.isLearned && taught.after == "18" && taught.steps % 10 == 0)
    #expect((0...1).contains(taught.exactAfter) && workbench.models.undo() == "teach")
  }

  @Test("one ablation pass over depths gives what each depth gives by itself")
  func ablation() throws {
    let workbench = try Tiny.workbench()
    let set = try set(workbench, count: 30)
    let weights = try workbench.requireModel().weights
    let sweep = try Sweep(["depth=1,3"]) { $0 }
    let rows = try workbench.ablate(sweep, of: weights, set).rows
    for (row, depth) in zip(rows, [1, 3]) {
      var options = try workbench.options()
      options.depth = depth
      let score = try workbench.score(weights, set, options).score
      #expect(row.exact == score.exact && row.accuracy == score.accuracy)
    }
    #expect(rows.count == 2 && rows[0].steps == 1)
  }

  @Test("an interrupted evaluation reports the number of questions")
  func stoppedEvaluation() throws {
    let workbench = try Tiny.workbench(goesOn: { false })
    do {
      _ = try workbench.score(
        workbench.requireModel().weights, set(workbench, count: 10), workbench.options())
      Issue.record("it was not stopped")
    } catch { #expect((error as? Diagnostic)?.code == .interrupted) }
  }

  @Test("an interrupted evaluation that keeps its part has the score of whole batches")
  func partialEvaluation() throws {
    let isDone = Atomic(false)
    let workbench = try Tiny.workbench(goesOn: { !isDone.load(ordering: .relaxed) })
    let (weights, options) = (try workbench.requireModel().weights, try workbench.options())
    let all = try set(workbench, count: 2000)
    let part = try workbench.measure(weights, all, options, keepsPart: true) { _ in
      isDone.store(true, ordering: .relaxed)
    }.score
    #expect(part.count > 0 && part.count < 2000)
    isDone.store(false, ordering: .relaxed)
    let same = try workbench.score(weights, set(workbench, count: part.count), options).score
    #expect(part.exact == same.exact && part.accuracy == same.accuracy)
  }
}
