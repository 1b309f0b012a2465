// Whole sessions in this process: lines through the interpreter, and the program's own arguments.

import Checkpoints
import Language
import Network
import Platform
import Puzzles
import Settings
import Shell
import Storage
import Training
import Workbench

let sessionTargets = [
  Target(
    name: "lines", summary: "sessions of some lines: every command with its options",
    prepare: { try session($0, lines) }, ending: "trm"),
  Target(
    name: "checked", summary: "lines that are read but not run, sixty in an input",
    prepare: { try session($0, checkedLines) }, ending: "trm"),
  Target(
    name: "arguments", summary: "arguments of the program, one on each line",
    prepare: { try session($0, processArguments) }, ending: "txt"),
]

/// A small training, for files of examples.
let smallTraining: TrainingConfiguration = {
  var configuration = TrainingConfiguration.defaults
  (configuration.steps, configuration.batchSize, configuration.depth) = (1, 2, 1)
  return configuration
}()

let smallPlan = TrainingRun.Plan(
  pause: nil, goal: nil, evalEvery: nil, evalCount: 1, saveEvery: nil, output: nil)

/// An attack on sessions in a folder with files of every kind, which is cleaned after each.
private func session(
  _ setup: Setup, _ make: (Setup, @escaping ([String]) throws -> Int32) -> Attack
) throws -> Attack {
  let work = setup.folder + "/work"
  mkdir(work, 0o755)
  try fill(work, setup)
  guard chdir(work) == 0 else { throw Finding("can't enter \(work)") }
  var kept = try KeptFolder(work)
  let shown = try Shown(setup.folder + "/shown")
  var attack = make(setup) { arguments in
    guard chdir(work) == 0 else { throw Finding("can't enter \(work)") }
    Interrupt.reset()
    let code = start(arguments)
    Interrupt.reset()
    try require(
      !fileNames(in: work).contains { $0.hasPrefix(".trm-") }, "a temporary file was left behind")
    try kept.restore()
    try shown.check(code)
    return code
  }
  attack.isInterruptible = true
  return attack
}

/// Writes a file of every kind that commands read.
private func fill(_ work: String, _ setup: Setup) throws {
  let models = try tinyModels()
  try trainedModel(setup).write(to: work + "/m.safetensors", keepsTraining: true)
  try models[4].write(to: work + "/s.safetensors")
  try Checkpoint(weights: models[0].weights).writeTorch(to: work + "/p.pt", prefix: "model.inner.")
  var broken = try bytes(of: work + "/s.safetensors")
  broken.removeLast(100)
  try put(broken, at: work + "/broken.safetensors")
  try put(Array("3 + 7\n5 + 4\n".utf8), at: work + "/q.txt")
  try put(Array("3 + 7\t10\n5 + 4\t9\n".utf8), at: work + "/q.tsv")
  try put(Array("3 + 7\nset depth 2\necho $file\n".utf8), at: work + "/a.trm")
  let puzzle = models[0].puzzle
  let parts = ["train", "test"].map { part in
    var writer = DatasetWriter(length: puzzle.length, vocabulary: puzzle.vocabulary.count)
    for draw in 0..<4 {
      let question = puzzle.generate(split: .train, draw: UInt64(draw))
      writer.add(tokens: question.tokens, labels: question.labels)
    }
    return (part, writer)
  }
  try DatasetFolder.write(parts, puzzle: puzzle.json.text, to: work + "/data")
  let workbench = ModelWorkbench()
  let model = try LoadedModel.read(work + "/m.safetensors")
  workbench.models.replace(by: model, cause: "load")
  let session = try workbench.begin(
    model.puzzle.generate(split: .heldOut, draw: 1),
    workbench.settings.inferenceOptions(model.weights.configuration))
  _ = try workbench.advance(session, by: 2, halts: true)
  try RunFile(session).write(to: work + "/run.safetensors", of: model)
}

/// What the program shows, in a file in place of stdout and stderr.
private final class Shown {
  private let descriptor: Int32

  init(_ path: String) throws {
    descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Finding("can't create \(path)") }
    dup2(descriptor, STDOUT_FILENO)
    dup2(descriptor, STDERR_FILENO)
  }

  /// Checks what a session showed, and forgets it.
  func check(_ code: Int32) throws {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    ftruncate(descriptor, 0)
    let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    let known: [Int32] = [0, 1, 2, 64, 65, 66, 73, 74, 130, 143]
    try require(
      known.contains(code) || text.isEmpty || code >= 0 && code < 256, "exit code \(code)")
    let bad = text.unicodeScalars.first {
      $0.value < 0x20 && $0 != "\n" && $0 != "\t" || (0x7F...0x9F).contains($0.value)
    }
    guard let bad, !text.contains("\u{1B}[") || bad != "\u{1B}" else { return }
    throw Finding("shows the control character \(bad.value)")
  }
}

private func lines(_ setup: Setup, _ run: @escaping ([String]) throws -> Int32) -> Attack {
  let path = setup.folder + "/script.trm"
  let fixed = [
    "3 + 7\nthink 3 + 4\nstep 2\nlatent patch z@last = zero\nfinish\nback\nwhere\nruns\n",
    "load s.safetensors\nsample 2\nagain\nundo\ninfo --tensors\nsave new.safetensors\n",
    "train --steps 2 --batch 2\neval --count 4\nsave --optimizer --force m.safetensors\n",
    "think 3 + 7\nstep 2\nstate save new.safetensors\nstate load run.safetensors\ncontinue\n",
    "3 + 7\nlatent lens\nlatent plot\nlatent dynamics\nreport new.html\nlatent dump z@* -o new.npz\n",
    "eval --data data --count 2\ntrain --data data --steps 1 --batch 2\nteach 3 + 7 = 10\n",
    "ablate depth=1,2 --count 2\nstability --count 2\nbench --seconds 0.01\ncompare s.safetensors\n",
  ]
  let made = (0..<300).map { Grammar.lines(4, seed: UInt64($0)).joined(separator: "\n") }
  return Attack(
    seeds: (fixed + made).map { Array($0.utf8) },
    damage: { input, chance in
      // Half of the sessions are well-formed lines; the other half is damaged too.
      var lines = String(decoding: input, as: UTF8.self).split(separator: "\n").map(String.init)
      for _ in 0...chance.small(upTo: 4) {
        let line = Grammar.line(&chance)
        lines.insert(line, at: chance.below(lines.count + 1))
      }
      let text = Array(lines.prefix(12).joined(separator: "\n").utf8)
      return chance.once(in: 2) ? text : damaged(text, &chance, words: languageWords)
    },
    attempt: { input in
      try put(isTame(input) ? input : [], at: path)
      let code = try run([
        "--safe", "-k", "-m", "m.safetensors", "--threads", "\(setup.threads)", path,
      ])
      return code == 0
    })
}

private func checkedLines(
  _ setup: Setup, _ run: @escaping ([String]) throws -> Int32
) -> Attack {
  let path = setup.folder + "/script.trm"
  let seeds = (0..<100).map { Grammar.lines(4, seed: UInt64($0)).joined(separator: "\n") }
  return Attack(
    seeds: seeds.map { Array($0.utf8) },
    damage: { input, chance in
      let lines = (0..<60).map { _ in
        let line = Array(Grammar.line(&chance).utf8)
        return chance.once(in: 3) ? line : damaged(line, &chance, words: languageWords)
      }
      return Array(lines.joined(separator: [10]))
    },
    attempt: { input in
      try put(input, at: path)
      return try run(["--safe", "-k", "--check", path]) == 0
    })
}

/// Whether lines start no program and stay in the folder.
private func isTame(_ input: [UInt8]) -> Bool {
  let text = String(decoding: input, as: UTF8.self)
  return !text.contains("cd") && !text.contains("..//") && !text.contains("../")
}

private func processArguments(
  _ setup: Setup, _ run: @escaping ([String]) throws -> Int32
) -> Attack {
  let seeds = [
    "--safe\n-c\nask 3 + 7", "--json\nask\n3\n+\n7", "--set\ndepth=2\n--var\nx=1\necho\n$x",
    "--complete\nask\n--de", "--complete\n--set\n", "-k\n-e\n-q\na.trm", "--check\na.trm",
    "--version",
    "--completions\nbash", "-m\ns.safetensors\ninfo", "--format\ncsv\n-m\nm.safetensors\ninfo",
    "test\na.trm", "--seed\n9\n--threads\n1\neval\n--count\n3", "time\nfails\nload\nno",
    "--\n-3 + 7",
    "-i\n-c\n3 + 7", "--color=always\nhelp\nask", "--no-init\n--no-history\nshow", "--help",
    "--manual\nman",
  ]
  let words = [
    "\n", "-c\n", "-f\n", "--set\n", "=", "--json\n", "--format=md\n", "--complete\n", "--check\n",
    "-k\n",
    "depth=2", "threads=1", "-m\n", "s.safetensors", "a.trm", "time\n", "\u{0}", "-\n", "''",
  ]
  return Attack(
    seeds: seeds.map { Array($0.utf8) },
    damage: { input, chance in
      var input = input
      if chance.once(in: 3) {
        input +=
          [10] + Array(Grammar.line(&chance).split(separator: " ").joined(separator: "\n").utf8)
      }
      return damaged(input, &chance, words: words + languageWords)
    },
    attempt: { input in
      guard isTame(input) else { return false }
      let text = String(decoding: input, as: UTF8.self)
      let arguments = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      return try run(["--safe"] + arguments) == 0
    })
}
