// The process that tries inputs, one after the other, until something happens.

import Platform

/// What a child process is to do.
struct Job: Codable {
  var target: String
  var board: String
  var folder: String
  var checkout: String
  var seed: UInt64 = 1
  /// The number of the first input, and of the one after the last.
  var first = 0
  var end = Int.max
  /// When to end, in milliseconds of the monotonic clock.
  var deadline = Int.max
  var threads = 1
  var limits = Limits()
  /// An input to try alone.
  var file: String?
}

/// What an input may take.
struct Limits: Codable {
  /// Seconds of processor time.
  var seconds = 2.0
  /// KiB of memory above what the process has taken before.
  var memory = 200 << 10

  /// Limits for programs in which sanitizers check every access.
  static let sanitized = Limits(seconds: 20, memory: 1200 << 10)
}

/// The exit code of a child that has found something.
let foundCode: Int32 = 99

/// Tries the inputs of a job; returns the exit code.
func tryInputs(_ job: Job) throws -> Int32 {
  guard let target = Target.all.first(where: { $0.name == job.target }) else { return 64 }
  let board = try Board(job.board)
  loseRights(job.folder)
  guard chdir(job.folder) == 0 else { return 73 }
  let attack = try target.prepare(
    Setup(folder: job.folder, checkout: job.checkout, threads: job.threads))
  for seed in attack.seeds.prefix(8) { _ = try? attack.attempt(seed) }
  board[.base] = max(usage.peak, board[.base])
  board[.interruptible] = attack.isInterruptible ? 1 : 0
  if let file = job.file {
    board.input = try bytes(of: file)
    return tryOne(attack, board, number: 0, base: usage.peak, job.limits)
  }
  let base = usage.peak
  board[.ready] = 1
  for number in job.first..<job.end {
    if milliseconds > job.deadline { break }
    board[.current] = number
    board.input = Array(input(number, of: attack, seed: job.seed).prefix(Board.largestInput))
    let code = tryOne(attack, board, number: number, base: base, job.limits)
    if code != 0 { return code }
  }
  return 0
}

/// The input of a number: a seed, damaged, or two that are joined.
private func input(_ number: Int, of attack: Attack, seed: UInt64) -> [UInt8] {
  var chance = Chance(seed: seed, number: number)
  if number < attack.seeds.count { return attack.seeds[number] }
  var input = chance.one(of: attack.seeds)
  if chance.once(in: 12) { input = spliced(input, chance.one(of: attack.seeds), &chance) }
  return attack.damage(input, &chance)
}

private func tryOne(
  _ attack: Attack, _ board: Board, number: Int, base: Int, _ limits: Limits
) -> Int32 {
  let before = usage.microseconds
  board[.began] = milliseconds
  var finding: String?
  do {
    let isAccepted = try attack.attempt(board.input)
    board[isAccepted ? .accepted : .refused] += 1
  } catch let error as Finding {
    finding = error.description
  } catch {
    board[.refused] += 1
    do { try checkRefusal(error) } catch { finding = "\(error)" }
  }
  board[.began] = 0
  board[.done] += 1
  let (after, peak) = usage
  if after - before > board[.slowest] {
    board[.slowest] = after - before
    board[.slowestNumber] = number
  }
  board[.peak] = max(board[.peak], peak)
  if Double(after - before) > limits.seconds * 1e6 {
    finding = finding ?? "took \((after - before) / 1000) ms"
  }
  if peak - base > limits.memory {
    finding = finding ?? "took \((peak - base) >> 10) MiB"
  }
  guard let finding else { return 0 }
  board.text = finding
  return foundCode
}

/// As root, becomes nobody, so that no input can write outside the folder.
private func loseRights(_ folder: String) {
  guard getuid() == 0 else { return }
  chown(folder, 65534, 65534)
  _ = setgid(65534)
  _ = setuid(65534)
}
