// What a model was trained for, and the remark that a run goes beyond it.

internal import Checkpoints
internal import Network
internal import Puzzles
internal import Storage

/// The ranges of a model's last training; nil for what the checkpoint doesn't say.
struct TrainedRange: Equatable, Sendable {
  /// N_sup.
  let depth: Int?
  /// T.
  let cycles: Int?
  /// n.
  let inner: Int?
  /// The digits of the longest operand.
  let longest: Int?

  /// From what the checkpoint says of its training.
  init(_ training: JSON?) {
    depth = training?["depth"]?.integer
    cycles = training?["cycles"]?.integer
    inner = training?["inner"]?.integer
    longest = training?["puzzle"]?["longest"]?.string.flatMap { Int($0) }
  }

  /// A sentence for each way in which a run goes beyond it, on questions of so many digits.
  func excesses(_ effort: Effort, longest length: Int?) -> [String] {
    var sentences: [String] = []
    if let depth, effort.depth > depth {
      sentences.append("this model was trained to depth \(depth)")
    }
    if let cycles, effort.cycles != cycles {
      sentences.append("this model was trained with cycles \(cycles)")
    }
    if let inner, effort.inner != inner {
      sentences.append("this model was trained with inner \(inner)")
    }
    if let longest, let length, length > longest {
      sentences.append("this model was trained on operands of up to \(longest) digits")
    }
    return sentences
  }
}

extension Question {
  /// The digits of its longest operand, where the puzzle tells.
  var longest: Int? {
    for property in properties where property.name == "length" {
      if case .number(let length) = property.value { return length }
    }
    return nil
  }
}

extension Session {
  /// Remarks, once for each model and range, that the model wasn't trained for such a run.
  func noteExcess(_ effort: Effort, longest: Int?) {
    guard !output.isSilent, let model else { return }
    let sentences = TrainedRange(model.training).excesses(effort, longest: longest)
    for sentence in sentences
    where excessesNoted.insert("\(model.path ?? model.name): \(sentence)").inserted {
      output.note(sentence)
    }
  }
}
