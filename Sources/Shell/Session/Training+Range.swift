// What a model was trained for: noted once where a run goes beyond it.

internal import Checkpoints
internal import Network
internal import Puzzles

extension LoadedModel {
  /// Where a run goes beyond what the model was trained for, in words under a name for each.
  func beyond(_ effort: Effort, _ question: Question? = nil) -> [(kind: String, text: String)] {
    guard let training else { return [] }
    var found: [(String, String)] = []
    if let depth = training["depth"]?.integer, effort.depth > depth {
      found.append(("depth", "this model was trained to depth \(depth)"))
    }
    if let cycles = training["cycles"]?.integer, effort.cycles != cycles {
      found.append(("cycles", "this model was trained with \(cycles) cycles a step"))
    }
    if let inner = training["inner"]?.integer, effort.inner != inner {
      found.append(("inner", "this model was trained with \(inner) updates of z a cycle"))
    }
    if let longest = training["puzzle"]?["longest"]?.string.flatMap({ Int($0) }),
      case .number(let length)? = question?.properties.first(where: { $0.name == "length" })?.value,
      length > longest
    {
      found.append(("length", "this model was trained on numbers of up to \(longest) digits"))
    }
    return found
  }
}

extension Session {
  /// Notes on where a run goes beyond what the model was trained for, each once for a model.
  func notesBeyond(_ effort: Effort, _ question: Question? = nil) -> [String] {
    guard let model else { return [] }
    let name = ObjectIdentifier(model.weights)
    return model.beyond(effort, question).filter {
      notedRanges.insert("\(name) \($0.kind)").inserted
    }.map(\.text)
  }
}
