// Hard kinds in evaluations and trainings: the worst first, mining, resuming bit for bit.

import Kernels
import Language
import Network
import Puzzles
import Records
import Settings
import Storage
import Support
import Synchronization
import Testing
import Training
import Workbench

@Suite struct HardLearningTests {
  private var mining: TrainingConfiguration {
    var training = TrainingConfiguration()
    (training.steps, training.batchSize, training.depth, training.cycles) = (12, 8, 3, 2)
    (training.hardShare, training.mineEvery, training.mineCount) = (0.5, 3, 6)
    return training
  }

  private func plan(pause: Int? = nil) -> TrainingRun.Plan {
    TrainingRun.Plan(
      pause: pause, goal: nil, evalEvery: nil, evalCount: 20, saveEvery: nil, output: nil)
  }

  @Test("scores of hard kinds are those of their questions, the worst first")
  func scores() throws {
    let workbench = try Tiny.workbench()
    var training = mining
    (training.steps, training.batchSize, training.learningRate) = (300, 16, 4e-3)
    (training.mineEvery, training.emaDecay) = (0, 0.9)
    _ = try workbench.train(training, on: .puzzle(options: []), plan())
    let hard = try workbench.hardSet(each: 20, train: false, seed: 5, option: [])
    let (kinds, all, _) = try workbench.score(hard, workbench.options(), byDepth: false) {
      _, _, _ in
    }
    let puzzle = try workbench.requirePuzzle()
    #expect(kinds.count == puzzle.hardKinds.count && all.count == hard.set.count)
    var wrong = 0
    for found in kinds {
      let index = try #require(puzzle.hardKinds.firstIndex(of: found.kind))
      let questions = try #require(
        puzzle.hardQuestions(index, count: 20, split: .heldOut, seed: 5))
      let missed = try questions.filter { question in
        let result = try workbench.answer(question, workbench.options())
        return puzzle.verdict(of: result.tokens, for: question) == false
      }
      #expect(found.score.count == questions.count && found.score.wrong == missed.count)
      #expect(found.example?.question.text == missed.first?.text)
      #expect(found.example.map { puzzle.check($0.answer, of: $0.question) } != true)
      wrong += missed.count
    }
    #expect(wrong == all.wrong && wrong > 0)
    let asked = kinds.filter { $0.score.count > 0 }
    #expect(asked.map(\.score.exact) == asked.map(\.score.exact).sorted())
    #expect(
      Set(asked.map(\.score.exact)).count > 1
        && kinds.prefix(asked.count).allSatisfy { $0.score.count > 0 })
  }

  @Test("kinds with fewer questions than asked for are named with their number")
  func few() throws {
    let workbench = try Tiny.workbench()
    let hard = try workbench.hardSet(each: 200, train: false, seed: 1, option: [])
    let note = try #require(hard.notes.first)
    #expect(note.contains("of '10^k - 1 ± 1..9'") && hard.notes.count == 1)
    #expect(try workbench.hardSet(each: 1, train: false, seed: 1, option: []).notes == [])
  }

  @Test("an interrupted evaluation of hard kinds has every kind of what is done")
  func interruption() throws {
    let isDone = Atomic(false)
    let workbench = try Tiny.workbench(goesOn: { !isDone.load(ordering: .relaxed) })
    let hard = try workbench.hardSet(each: 100, train: true, seed: 1, option: [])
    let (kinds, all, _) = try workbench.score(hard, workbench.options(), byDepth: false) {
      _, _, _ in isDone.store(true, ordering: .relaxed)
    }
    #expect(all.asked > 0 && all.asked < hard.set.count)
    #expect(kinds.allSatisfy { $0.score.count > 0 })
    #expect(throws: Diagnostic.self) {
      try workbench.hardSet(each: 100, train: true, seed: 1, option: [])
    }
  }

  @Test(
    "a share of the examples is hard, kinds evenly, and none is held out", arguments: [0.25, 1])
  func share(share: Double) throws {
    let puzzle = try Arithmetic(digits: 6)
    let hard = try HardExamples(puzzle, share: share)
    #expect(Set(hard.weights) == [1 / Double(puzzle.hardKinds.count)])
    // Only the kind of complements is drawn, so that hard examples can be told from others.
    let complements = puzzle.hardKinds.firstIndex { $0.name == "complements to 10^k" }
    hard.weigh(
      puzzle.hardKinds.indices.map { ($0 == complements ? 5 : 0, $0 == complements ? 5 : 0) })
    #expect(hard.weights.reduce(0, +) == 1 && hard.weights.max() == 1)
    var generator = SeededGenerator(seed: 3)
    var tokens = [Int32](repeating: 0, count: puzzle.length)
    var labels = tokens
    var count = 0
    for _ in 0..<2000 {
      _ = hard.source(&generator, &tokens, &labels)
      let problem = try puzzle.problem(puzzle.text(of: tokens))
      #expect(problem.split == .train)
      let isPower =
        String(problem.answer).first == "1" && problem.answer > 9
        && String(problem.answer).dropFirst().allSatisfy { $0 == "0" }
      if problem.operation == .plus && isPower && problem.first > 0 && problem.second > 0 {
        count += 1
      }
    }
    // The deviation of 2000 draws of a quarter is 19; other questions are rarely complements.
    #expect(abs(Double(count) - 2000 * share) <= 100)
  }

  @Test(
    "a kind's weight is its share of wrong answers with half an answer more, none without questions"
  )
  func weights() throws {
    let hard = try HardExamples(DigitSum(), share: 0.5)
    hard.weigh([(3, 3), (0, 7), (1, 3), (0, 0), (0, 1)])
    // (3.5 / 4, 0.5 / 8, 1.5 / 4, 0, 0.5 / 2), made to add up to 1.
    let expected = [0.875, 0.0625, 0.375, 0, 0.25].map { $0 / 1.5625 }
    #expect(zip(hard.weights, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    let before = hard.weights
    hard.weigh([(0, 0), (0, 0), (0, 0), (0, 0), (0, 0)])
    #expect(hard.weights == before)
    #expect(throws: TrainingError.self) { try hard.resume([1]) }
    #expect(throws: TrainingError.self) {
      try HardExamples(RawTokens(count: 3, length: 2), share: 0.5)
    }
  }

  @Test(
    "mining draws wrong kinds more, and a resumed training gives the same bits", arguments: [5, 6])
  func resuming(pause: Int) throws {
    let recorder = Recorder()
    let whole = try Tiny.workbench(recorder)
    let record = try whole.train(mining, on: .puzzle(options: []), plan())
    #expect(record.mined.map(\.step) == [0, 3, 6, 9])
    #expect(recorder.notes.count { $0.hasPrefix("step ") } == 4)
    let kinds = try #require(record.mined.last?.kinds)
    #expect(abs(kinds.reduce(0) { $0 + $1.weight } - 1) < 1e-9)
    let paused = try Tiny.workbench()
    _ = try paused.train(mining, on: .puzzle(options: []), plan(pause: pause))
    let state = try #require(paused.model?.state)
    #expect(state.hardWeights.count == kinds.count)
    // Through a file and back.
    let network = try paused.requireModel().weights.configuration
    let read = try TrainingState(
      json: JSON(parsing: state.json.text), arrays: state.arrays(for: network), for: network)
    #expect(read == state)
    let rest = try paused.train(mining, on: .puzzle(options: []), plan(), resuming: read)
    #expect(rest.lastStep == 12 && paused.values == whole.values)
    #expect(rest.mined.last?.kinds.map(\.weight) == kinds.map(\.weight))
    #expect(paused.model?.state?.hardWeights == whole.model?.state?.hardWeights)
  }

  @Test("mining gives the same bits on any number of threads")
  func threads() throws {
    let values = try ["1", "3"].map { threads in
      let workbench = try Tiny.workbench()
      try workbench.settings.set("threads", to: threads, origin: .prompt)
      _ = try workbench.train(mining, on: .puzzle(options: []), plan())
      return workbench.values
    }
    #expect(values[0] == values[1])
  }

  @Test("without a share of hard questions a training draws what it drew before")
  func unchanged() throws {
    var none = mining
    (none.hardShare, none.mineEvery) = (0, 0)
    let plain = try Tiny.workbench()
    _ = try plain.train(none, on: .puzzle(options: []), plan())
    let mined = try Tiny.workbench()
    _ = try mined.train(mining, on: .puzzle(options: []), plan())
    #expect(plain.values != mined.values)
    #expect(!none.members.contains { ["hard", "mine-every", "mine-count"].contains($0.key) })
    #expect(try plain.requireModel().state?.json["hard-weights"] == nil)
    #expect(try TrainingConfiguration(json: .object(mining.members), steps: 12) == mining)
    #expect(try TrainingConfiguration(json: .object(none.members), steps: 12).hardShare == 0)
  }

  @Test(
    "weights of hard kinds that can't be are refused", arguments: ["[2]", "[-0.5]", "[\"a\"]", "3"])
  func damaged(weights: String) throws {
    let workbench = try Tiny.workbench()
    _ = try workbench.train(mining, on: .puzzle(options: []), plan(pause: 2))
    let state = try #require(workbench.model?.state)
    let network = try workbench.requireModel().weights.configuration
    let members = try #require(state.json.members).filter { $0.key != "hard-weights" }
    let json = JSON.object(members + [.init("hard-weights", try JSON(parsing: weights))])
    #expect(throws: TrainingError.self) {
      try TrainingState(json: json, arrays: state.arrays(for: network), for: network)
    }
  }
}
