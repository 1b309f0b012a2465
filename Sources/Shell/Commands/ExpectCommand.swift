// expect: a script's assertion on the last result.

internal import ArgumentParser
internal import Drawing

/// `expect [FIELD] [OP] VALUE [tol X]`.
struct ExpectCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "expect", abstract: "Fail unless the last result is as given.",
    usage: "expect [FIELD] [OP] VALUE [tol X]",
    discussion: """
      FIELD is 'answer' where it is left out, OP is '=='. OP is one of == != < <= > >= for \
      numbers or text, ~= for numbers within 'tol X' (1e-6 without), =~ and !~ for regular \
      expressions, and contains.
      """)
  static let style = ArgumentStyle.words
  static let examples = ["expect status == 0"]
  static let operators = ["==", "!=", "<", "<=", ">", ">=", "~=", "=~", "!~", "contains"]

  @Argument(help: "What to expect.") var words: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    guard let result = session.lastResult else {
      throw ShellError(.usage, "there is no result yet to expect anything of", hint: "ask first")
    }
    let claim = try Claim(words)
    let known = result.fields.map(\.name) + ["status"]
    let status = Field("status", .integer(Int(session.status)))
    guard let got = (result.fields + [status]).first(where: { $0.name == claim.field })?.value
    else {
      let guess = closest(to: claim.field, among: known)
      throw ShellError(
        .usage, "the last result has no field '\(claim.field)'",
        hint: (guess.map { "did you mean '\($0)'? " } ?? "") + "it has "
          + known.joined(separator: ", "))
    }
    guard try claim.holds(for: got) else {
      throw ShellError(
        .expectation, "expected \(claim.field) \(claim.operation) \(claim.value)",
        details: ["expected  \(claim.operation) \(claim.value)", "got       \(got.text)"])
    }
    return CommandResult([Field("field", .string(claim.field)), Field("got", got)])
  }
}

/// What an `expect` says.
private struct Claim {
  var field = "answer"
  var operation = "=="
  var value: String
  var tolerance = 1e-6

  init(_ words: [String]) throws {
    var words = words
    let usage = ShellError(
      .usage, "'expect' needs a value", hint: "for example: expect answer == 10")
    if words.count >= 3, words[words.count - 2] == "tol" {
      guard let number = Double(words[words.count - 1]), number >= 0 else {
        throw ShellError(.usage, "'\(words[words.count - 1])' is no tolerance", hint: "tol 0.01")
      }
      tolerance = number
      words.removeLast(2)
    }
    if let at = words.firstIndex(where: { ExpectCommand.operators.contains($0) }), at <= 1 {
      if at == 1 { field = words[0] }
      operation = words[at]
      words.removeFirst(at + 1)
    } else if words.count > 1 {
      throw ShellError(
        .usage, "'\(words[1])' is no comparison",
        hint: "use one of " + ExpectCommand.operators.joined(separator: " "))
    }
    guard !words.isEmpty else { throw usage }
    value = words.joined(separator: " ")
  }

  func holds(for got: Value) throws -> Bool {
    let numbers = got.double.flatMap { left in Double(value).map { (left, $0) } }
    switch operation {
    case "==": return numbers.map { $0 == $1 } ?? (got.text == value)
    case "!=": return numbers.map { $0 != $1 } ?? (got.text != value)
    case "contains": return got.text.contains(value)
    case "=~": return try matches(got.text)
    case "!~": return try !matches(got.text)
    case "~=":
      guard let numbers else { throw noNumbers(got) }
      return abs(numbers.0 - numbers.1) <= tolerance
    default:
      guard let numbers else { throw noNumbers(got) }
      switch operation {
      case "<": return numbers.0 < numbers.1
      case "<=": return numbers.0 <= numbers.1
      case ">": return numbers.0 > numbers.1
      default: return numbers.0 >= numbers.1
      }
    }
  }

  private func matches(_ text: String) throws -> Bool {
    do {
      return try text.firstMatch(of: Regex(value)) != nil
    } catch {
      throw ShellError(.usage, "'\(value)' is no regular expression", hint: "\(error)")
    }
  }

  private func noNumbers(_ got: Value) -> ShellError {
    ShellError(
      .expectation, "expected \(field) \(operation) \(value)",
      details: ["expected  a number \(operation) \(value)", "got       \(got.text)"])
  }
}
