// expect: a script's assertion on the last result.

internal import ArgumentParser
internal import Drawing
internal import Platform

/// `expect [FIELD] [OP] VALUE [tol X]`.
struct ExpectCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "expect", abstract: "Fail unless the last result is as given.",
    usage: "expect [FIELD] [OP] VALUE [tol X]",
    discussion: """
      FIELD is 'answer' where it is left out, OP is '=='. OP is one of == != < <= > >= for \
      numbers or text, ~= for numbers within 'tol X' (1e-6 without; == and != take it too), =~ and \
      !~ for regular expressions, and contains. VALUE may be @FILE or the lines of <<END. \
      'output' is what the result shows as text; 'n' is short for 'count'.
      """)
  static let style = ArgumentStyle.words
  static let examples = ["expect status == 0", "expect output contains 1"]
  static let fields: KeyValuePairs = ["field": "what was compared", "got": "its value"]
  static let operators = ["==", "!=", "<", "<=", ">", ">=", "~=", "=~", "!~", "contains"]

  @Argument(help: "What to expect.") var words: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    guard let result = session.lastResult else {
      throw ShellError(.usage, "there is no result yet to expect anything of", hint: "ask first")
    }
    let hasAnswer = result["answer"] != nil
    var claim = try Claim(
      words, field: hasAnswer ? "answer" : result.fields.first?.name ?? "status")
    if let path = fileArgument(claim.value) { claim.value = try readArgument(path) }
    let names = result.fields.map(\.name)
    let known = names + ["status", "output"].filter { !names.contains($0) }
    guard let got = Self.value(of: claim.field, result, session) else {
      let guess = closest(to: claim.field, among: known)
      throw ShellError(
        .usage, "the last result has no field '\(claim.field)'",
        hint: (guess.map { "did you mean '\($0)'? " } ?? "") + "it has "
          + known.joined(separator: ", "))
    }
    guard try claim.holds(for: got) else {
      var failure = Self.failure(claim, got)
      if words.count == 1, names.contains(claim.value) {
        failure.hint = "'\(claim.value)' is a field: expect \(claim.value) == VALUE"
      }
      throw failure
    }
    session.claims += 1
    var held = CommandResult([Field("field", .string(claim.field)), Field("got", got)])
    held.isAside = true
    return held
  }

  /// A field of the result, or one of those that every result has.
  private static func value(
    of field: String, _ result: CommandResult, _ session: Session
  ) -> Value? {
    switch field {
    case "status": result[field] ?? .integer(Int(session.status))
    case "n": result[field] ?? result["count"]
    case "output": result[field] ?? .string(result.plainText(width: 100))
    default: result[field]
    }
  }

  /// The error of a claim that doesn't hold; longer texts that should be the same are compared line by
  /// line.
  private static func failure(_ claim: Claim, _ got: Value) -> ShellError {
    guard claim.value.contains("\n") || got.text.contains("\n") else {
      return ShellError(
        .expectation, "expected \(claim.field) \(claim.condition)",
        details: ["expected  \(claim.condition)", "got       \(got.text)"])
    }
    var details = ["--- expected", "+++ got"]
    if claim.operation == "==" {
      details += Difference(from: claim.value, to: got.text).text.map(\.text)
    } else {
      func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
      }
      details = ["expected \(claim.operation)"] + lines(claim.value) + ["got"] + lines(got.text)
    }
    return ShellError(
      .expectation, "'\(claim.field)' is not as expected (\(claim.operation))", details: details)
  }
}

/// What an `expect` says.
private struct Claim {
  var field: String
  var operation = "=="
  var value: String
  /// How far apart numbers may be, where that was said.
  private var tolerance: Double?

  /// Reads a claim; `field` is what it is about where it names none.
  init(_ words: [String], field standard: String) throws {
    var words = words
    field = standard
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
    guard tolerance == nil || ["==", "!=", "~="].contains(operation) else {
      throw ShellError(
        .usage, "'\(operation)' takes no tolerance", hint: "'tol' goes with ==, != and ~=")
    }
    value = words.joined(separator: " ")
  }

  /// The claim without its field, as it would be typed.
  var condition: String {
    "\(operation) \(value)" + (tolerance.map { " tol \(plain($0))" } ?? "")
  }

  func holds(for got: Value) throws -> Bool {
    let numbers = got.double.flatMap { left in Double(value).map { (left, $0) } }
    switch operation {
    case "==" where tolerance == nil: return numbers.map { $0 == $1 } ?? (got.text == value)
    case "!=" where tolerance == nil: return numbers.map { $0 != $1 } ?? (got.text != value)
    case "contains": return got.text.contains(value)
    case "=~": return try matches(got.text)
    case "!~": return try !matches(got.text)
    case "~=", "==", "!=":
      guard let numbers else { throw noNumbers(got) }
      let isNear = abs(numbers.0 - numbers.1) <= tolerance ?? 1e-6
      return isNear == (operation != "!=")
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

  /// Whether an extended regular expression of POSIX is found in a text: the system's own, since it
  /// takes no exponential time on any.
  private func matches(_ text: String) throws -> Bool {
    var pattern = regex_t()
    let code = regcomp(&pattern, value, REG_EXTENDED | REG_NOSUB)
    guard code == 0 else {
      var reason = [CChar](repeating: 0, count: 128)
      regerror(code, &pattern, &reason, reason.count)
      throw ShellError(
        .usage, "'\(value)' is no regular expression",
        hint: String(
          decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    defer { regfree(&pattern) }
    return regexec(&pattern, text, 0, nil, 0) == 0
  }

  private func noNumbers(_ got: Value) -> ShellError {
    ShellError(
      .expectation, "expected \(field) \(condition)",
      details: ["expected  a number \(condition)", "got       \(got.text)"])
  }
}
