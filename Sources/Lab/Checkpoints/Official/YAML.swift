// The subset of YAML in which training programs write settings: indented mappings and lists, and
// scalars. No anchors, tags or documents. A full YAML library would need Foundation, which more
// than doubles the program's start time.

internal import Storage

/// A syntax error in YAML text.
struct YAMLError: Error {
  let line: Int
  let reason: String
}

/// Parses YAML as written by `yaml.dump`.
enum YAML {
  /// The maximum nesting.
  private static let deepest = 32

  /// Parses `text`: mappings become objects, lists arrays.
  ///
  /// Scalars become numbers, booleans, null or strings.
  static func parse(_ text: String) throws(YAMLError) -> JSON {
    var lines: [Line] = []
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let content = withoutComment(raw)
      let indent = content.prefix { $0 == " " }.count
      let body = content.dropFirst(indent)
      if body.isEmpty || body == "---" || body == "..." { continue }
      if body.first == "\t" {
        throw YAMLError(line: index + 1, reason: "it is indented with a tab")
      }
      lines.append(Line(number: index + 1, indent: indent, text: String(body)))
    }
    var reader = Reader(lines: lines)
    let value = try reader.block(indent: lines.first?.indent ?? 0, depth: 0)
    if let line = reader.line {
      throw YAMLError(line: line.number, reason: "its indentation matches no line above")
    }
    return value
  }

  fileprivate struct Line {
    let number: Int
    var indent: Int
    var text: String
  }

  /// A line without a comment and trailing spaces.
  private static func withoutComment(_ line: Substring) -> Substring {
    var quote: Character?
    var before: Character = " "
    var end = line.endIndex
    for (index, character) in zip(line.indices, line) {
      if let open = quote {
        if character == open { quote = nil }
      } else if (character == "'" || character == "\"") && " :[{,-".contains(before) {
        quote = character
      } else if character == "#" && before == " " {
        end = index
        break
      }
      before = character
    }
    var content = line[..<end]
    while let last = content.last, last.isWhitespace { content.removeLast() }
    return content
  }

  /// Reads blocks from lines.
  fileprivate struct Reader {
    let lines: [Line]
    var next = 0
    /// The rest of a list item's line after its dash.
    var replaced: Line?

    init(lines: [Line]) { self.lines = lines }

    var line: Line? { replaced ?? (next < lines.count ? lines[next] : nil) }

    mutating func advance() {
      replaced = nil
      next += 1
    }

    /// Reads the mapping, list or scalar indented by `indent`.
    mutating func block(indent: Int, depth: Int) throws(YAMLError) -> JSON {
      guard let first = line else { return .null }
      guard depth < deepest else {
        throw YAMLError(line: first.number, reason: "it is nested too deeply")
      }
      if first.isItem { return try list(indent: indent, depth: depth) }
      if first.key != nil { return try mapping(indent: indent, depth: depth) }
      advance()
      return scalar(try continued(first.text, beyond: indent - 1))
    }

    private mutating func list(indent: Int, depth: Int) throws(YAMLError) -> JSON {
      var items: [JSON] = []
      while let item = line, item.indent == indent, item.isItem {
        let rest = item.text.dropFirst().drop { $0 == " " }
        if rest.isEmpty {
          advance()
          let isNested = line.map { $0.indent > indent } ?? false
          items.append(
            isNested ? try block(indent: line?.indent ?? 0, depth: depth + 1) : .null)
        } else {
          let shift = item.text.count - rest.count
          replaced = Line(number: item.number, indent: indent + shift, text: String(rest))
          items.append(try block(indent: indent + shift, depth: depth + 1))
        }
      }
      return .array(items)
    }

    private mutating func mapping(indent: Int, depth: Int) throws(YAMLError) -> JSON {
      var members: [JSON.Member] = []
      var names: Set<String> = []
      while let entry = line, entry.indent == indent, !entry.isItem {
        guard let (key, rest) = entry.key else {
          throw YAMLError(line: entry.number, reason: "expected 'name: value'")
        }
        guard names.insert(key).inserted else {
          throw YAMLError(line: entry.number, reason: "duplicate name '\(legible(key))'")
        }
        advance()
        let value: JSON
        if !rest.isEmpty {
          value = scalar(try continued(rest, beyond: indent))
        } else if let below = line, below.indent > indent || below.indent == indent && below.isItem
        {
          value = try block(indent: below.indent, depth: depth + 1)
        } else {
          value = .null
        }
        members.append(JSON.Member(key, value))
      }
      return .object(members)
    }

    /// A scalar joined with its continuation lines, which are indented more.
    private mutating func continued(_ text: String, beyond indent: Int) throws(YAMLError) -> String
    {
      var text = text
      while let more = line, more.indent > indent {
        text += " " + more.text
        advance()
      }
      return text
    }
  }

  /// The value of a scalar.
  private static func scalar(_ text: String) -> JSON {
    if let quote = text.first, quote == "'" || quote == "\"", text.count > 1, text.last == quote {
      let inner = String(text.dropFirst().dropLast())
      return .string(quote == "'" ? inner.split(separator: "''").joined(separator: "'") : inner)
    }
    switch text {
    case "null", "~", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    case "[]": return .array([])
    case "{}": return .object([])
    default: break
    }
    if text.hasPrefix("["), text.hasSuffix("]") {
      let items = text.dropFirst().dropLast().split(separator: ",")
      return .array(
        items.map { item in scalar(item.split(separator: " ").joined(separator: " ")) })
    }
    if let first = text.first, first.isNumber || "+-.".contains(first), Double(text) != nil {
      return .number(text)
    }
    return .string(text)
  }
}

extension YAML.Line {
  /// Whether the line begins a list item.
  var isItem: Bool { text == "-" || text.hasPrefix("- ") }

  /// The parts of `name: rest`.
  var key: (name: String, rest: String)? {
    guard let first = text.first, !"'\"[{|>&*!".contains(first) else { return nil }
    for (index, character) in zip(text.indices, text) where character == ":" {
      let rest = text[text.index(after: index)...]
      if rest.isEmpty || rest.first == " " {
        return (String(text[..<index]), String(rest.drop { $0 == " " }))
      }
    }
    return nil
  }
}
