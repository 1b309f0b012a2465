// `NAME=VALUE` in its forms.

/// The two sides of `NAME=VALUE`.
///
/// - Throws: `Diagnostic` with a hint if the name or the `=` is missing.
package func pair(_ text: String, hint: String) throws -> (name: String, value: String) {
  guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
    throw Diagnostic(
      .usage, "expected NAME=VALUE, got '\(text)'", about: .argument(text), hint: hint)
  }
  return (String(text[..<equals]), String(text[text.index(after: equals)...]))
}

/// `NAME=VALUE` texts as a dictionary.
package func pairs(_ texts: [String]) throws -> [String: String] {
  var pairs: [String: String] = [:]
  for text in texts {
    let (name, value) = try pair(text, hint: "for example: digits=3")
    pairs[name] = value
  }
  return pairs
}

/// `NAME VALUE`, `NAME=VALUE` and `NAME = VALUE` as a pair.
///
/// - Throws: `Diagnostic` with an example.
package func assignment(
  _ words: [String], of example: String
) throws -> (name: String, value: String) {
  let usage = Diagnostic(.usage, "expected a name and a value", hint: "for example: \(example)")
  if words.count == 1, let equals = words[0].firstIndex(of: "=") {
    return (String(words[0][..<equals]), String(words[0][words[0].index(after: equals)...]))
  }
  var rest = words
  if rest.count >= 2, rest[0].hasSuffix("="), rest[0] != "=" { rest[0].removeLast() }
  if rest.count >= 3, rest[1] == "=" { rest.remove(at: 1) }
  guard rest.count == 2, !rest[0].isEmpty, rest[1] != "=" else { throw usage }
  return (rest[0], rest[1])
}
