// What a model was trained for, and the remark that a run goes beyond it.

package import Network
package import Puzzles
package import Storage
internal import Wording

/// The ranges of a model's last training; nil for what the checkpoint doesn't say.
package struct TrainedRange: Equatable, Sendable {
  /// N_sup.
  package let depth: Int?
  /// T.
  package let cycles: Int?
  /// n.
  package let inner: Int?
  /// The digits of the longest operand.
  package let longest: Int?

  /// The ranges in a checkpoint's training metadata.
  package init(_ training: JSON?) {
    depth = training?["depth"]?.integer
    cycles = training?["cycles"]?.integer
    inner = training?["inner"]?.integer
    longest = training?["puzzle"]?["longest"]?.string.flatMap { Int($0) }
  }

  /// A sentence for each range that a run exceeds, on questions of `length` digits; the depth that
  /// the model has by itself, `usual`, was chosen for it.
  package func excesses(
    _ inference: InferenceOptions, usual: Int, longest length: Int?
  ) -> [String] {
    var sentences: [String] = []
    if let depth, inference.depth > max(depth, usual) {
      sentences.append("running deeper than this model was trained (\(depth))")
    }
    if let cycles, inference.cycles != cycles {
      sentences.append("cycles differs from this model's training (\(cycles))")
    }
    if let inner, inference.inner != inner {
      sentences.append("inner differs from this model's training (\(inner))")
    }
    if let longest, let length, length > longest {
      sentences.append(
        "operands are longer than in this model's training (\(counted(longest, "digit")))")
    }
    return sentences
  }
}

extension Question {
  /// The digits of its longest operand, if it is a sum.
  package var longest: Int? {
    for property in properties where property.name == "length" {
      if case .number(let length) = property.value { return length }
    }
    return nil
  }
}
