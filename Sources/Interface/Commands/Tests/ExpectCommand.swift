// expect: a script's assertion on the last result.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Language
internal import Presentation
internal import Workbench

/// `expect [FIELD] [OP] VALUE [tol X]`.
struct ExpectCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "expect", abstract: "Fail unless the last result is as expected.",
    usage: "expect [FIELD] [OP] VALUE [tol X]",
    discussion: """
      FIELD is 'answer' if left out, OP is '=='. OP is one of == != < <= > >= for numbers or \
      text, ~= for numbers within 'tol X' (default 1e-6; == and != take it too), =~ and !~ for \
      regular expressions, and contains. VALUE may be @FILE or the lines of <<END. 'output' is \
      the result's text; 'n' is short for 'count'.
      """)
  static let style = ArgumentStyle.words
  static let examples = ["expect status == 0", "expect output contains 1"]
  static let fields: KeyValuePairs = ["field": "the field", "got": "its value"]
  static let operators = ["==", "!=", "<", "<=", ">", ">=", "~=", "=~", "!~", "contains"]

  static func completions(
    after given: [String], in context: CommandContext
  ) -> CompletionOffer? {
    switch given.count {
    case 0:
      let fields = context.script.lastResult?.fields.map(\.name) ?? []
      return CompletionOffer(words: fields + ["output", "status"])
    case 1: return CompletionOffer(words: operators)
    default: return nil
    }
  }

  @Argument(help: "The expectation.") var words: [String] = []

  mutating func run(in context: CommandContext) throws -> CommandResult {
    guard let result = context.script.lastResult else {
      throw Diagnostic(.usage, "there is no result yet", hint: "first ask a question")
    }
    let hasAnswer = result["answer"] != nil
    var assertion = try Assertion(
      words, field: hasAnswer ? "answer" : result.fields.first?.name ?? "status")
    if let path = fileArgument(assertion.value) {
      assertion.value = try context.workbench.readArgument(path)
    }
    let names = result.fields.map(\.name)
    let known = names + ["status", "output"].filter { !names.contains($0) }
    guard let got = Self.value(of: assertion.field, result, context.script) else {
      let guess = closest(to: assertion.field, among: known)
      throw Diagnostic(
        .usage, "the last result has no field '\(assertion.field)'",
        about: .argument("\(assertion.field)"),
        hint: (guess.map { "did you mean '\($0)'? " } ?? "") + "it has "
          + known.joined(separator: ", "))
    }
    guard try assertion.holds(for: got) else {
      var failure = Self.failure(assertion, got)
      if words.count == 1, names.contains(assertion.value) {
        failure.hint = "'\(assertion.value)' is a field: expect \(assertion.value) == VALUE"
      }
      throw failure
    }
    context.script.assertions += 1
    var held = CommandResult([Field("field", .string(assertion.field)), Field("got", got)])
    held.isAside = true
    return held
  }

  /// A field of the result, or one of those that every result has.
  private static func value(
    of field: String, _ result: CommandResult, _ script: ScriptState
  ) -> Value? {
    switch field {
    case "status": result[field] ?? .integer(Int(script.status))
    case "n": result[field] ?? result["count"]
    case "output":
      result[field] ?? .string(result.plainText(width: 100, atPrompt: script.policy.isInteractive))
    default: result[field]
    }
  }

  /// The error of a claim that doesn't hold; longer texts that should be the same are compared line
  /// by
  /// line.
  private static func failure(_ assertion: Assertion, _ got: Value) -> Diagnostic {
    guard assertion.value.contains("\n") || got.text.contains("\n") else {
      return Diagnostic(
        .expectation, "expected \(assertion.field) \(assertion.condition)",
        details: ["expected  \(assertion.condition)", "got       \(got.text)"])
    }
    var details = ["--- expected", "+++ got"]
    if assertion.operation == "==" {
      details += LineDiff(from: assertion.value, to: got.text).text.map(\.text)
    } else {
      func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
      }
      details =
        ["expected \(assertion.operation)"] + lines(assertion.value) + ["got"] + lines(got.text)
    }
    return Diagnostic(
      .expectation, "'\(assertion.field)' is not as expected (\(assertion.operation))",
      about: .argument("\(assertion.field)"), details: details)
  }
}
