// A text as one word of the language: the way back from the lexer.

/// A text as a word that the lexer reads back as this text, between double quotes where it needs
/// them.
package func quoted(_ text: String) -> String {
  let isPlain = text.allSatisfy { !$0.isWhitespace && !"'\"$#\\~".contains($0) }
  guard !isPlain || text.isEmpty else { return text }
  var word = ""
  for character in text {
    switch character {
    case "\\", "\"", "$": word += "\\" + String(character)
    case "\n": word += "\\n"
    case "\t": word += "\\t"
    default: word.append(character)
    }
  }
  return "\"" + word + "\""
}
