// Heredocs: the following lines as the last word of a line, `expect == <<END`.

/// The lines between a line that ends in `<<MARK` and a line that is `MARK`.
package struct Heredoc: Equatable {
  /// The word that ends it.
  package let mark: String
  /// The column of `<<` in the line that begins it, from 1.
  package private(set) var column: Int
  /// The column after the mark, from 0.
  package private(set) var end: Int
  /// Whether variables are expanded in it: not if the mark is quoted.
  package let fillsVariables: Bool
  /// Its lines, without the last one's end.
  package var text = ""

  /// The heredoc that a line begins, or nil: its last word is `<<MARK` or `<<'MARK'`.
  package init?(beginning line: String) {
    guard line.contains("<<") else { return nil }
    let characters = Array(line)
    // In raw text a quote is a character like any other, and need not be closed.
    guard
      let (start, word) = Self.lastWord(characters, honorsQuotes: true)
        ?? Self.lastWord(characters, honorsQuotes: false)
    else { return nil }
    let isQuoted =
      word.count > 2 && word.first == word.last && "'\"".contains(word[word.startIndex])
    let mark = isQuoted ? word.dropFirst().dropLast() : word
    guard let first = mark.first, !first.isNumber, mark.allSatisfy(Lexer.isNamePart) else {
      return nil
    }
    self.mark = String(mark)
    column = start + 1
    end = word.endIndex
    fillsVariables = !isQuoted
  }

  /// Where `<<` begins the last word of a line, and what follows it.
  private static func lastWord(
    _ characters: [Character], honorsQuotes: Bool
  ) -> (start: Int, word: ArraySlice<Character>)? {
    var position = 0
    var start: Int?
    while position < characters.count {
      let isBoundary = position == 0 || characters[position - 1].isWhitespace
      switch characters[position] {
      case "#" where isBoundary:
        // The last word may be followed by a comment.
        position = characters.count
        continue
      case "'", "\"":
        guard honorsQuotes else { break }
        let quote = characters[position]
        position += 1
        while position < characters.count, characters[position] != quote {
          position += characters[position] == "\\" && quote == "\"" ? 2 : 1
        }
        guard position < characters.count else { return nil }
      case "<" where isBoundary && start == nil && characters[position...].starts(with: "<<"):
        start = position
      case let character where start != nil && isBoundary && !character.isWhitespace:
        // A word after it: it was not the last one.
        return nil
      default: break
      }
      position += 1
    }
    guard let start else { return nil }
    return (start, characters[(start + 2)...].prefix { !$0.isWhitespace })
  }

  /// The same in a line that grew by `count` characters before it.
  package func moved(by count: Int) -> Heredoc {
    var moved = self
    moved.column += count
    moved.end += count
    return moved
  }
}
