// The part of YAML in which training programs write their settings: mappings and lists by
// indentation, scalars on a line. It knows no anchors, tags or documents: a whole YAML library would
// more than double the time to the prompt, because it brings all of Foundation.

internal import Storage

/// Why a text isn't such YAML.
struct YAMLFault: Error {
  let line: Int
  let reason: String
}

/// Reading YAML as `yaml.dump` writes it.
enum YAML {
  /// Deeper nesting is refused.
  private static let deepest = 32

  /// The value of `text`: mappings become objects, lists arrays, scalars what they look like.
  static func parse(_ text: String) throws(YAMLFault) -> JSON {
    var lines: [Line] = []
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let content = withoutComment(raw)
      let indent = content.prefix { $0 == " " }.count
      let body = content.dropFirst(indent)
      if body.isEmpty || body == "---" || body == "..." { continue }
      if body.first == "\t" { throw YAMLFault(line: index + 1, reason: "a tab indents it") }
      lines.append(Line(number: index + 1, indent: indent, text: String(body)))
    }
    var reader = Reader(lines: lines)
    let value = try reader.block(indent: lines.first?.indent ?? 0, depth: 0)
    if let line = reader.line {
      throw YAMLFault(line: line.number, reason: "its indentation fits nothing above it")
    }
    return value
  }

  fileprivate struct Line {
    let number: Int
    var indent: Int
    var text: String
  }

  /// A line without what follows a `#` outside of quotes, and without spaces at its end.
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

  /// Walks through the lines.
  fileprivate struct Reader {
    let lines: [Line]
    var next = 0
    /// A list's first item, once its dash is taken away.
    var replaced: Line?

    init(lines: [Line]) { self.lines = lines }

    var line: Line? { replaced ?? (next < lines.count ? lines[next] : nil) }

    mutating func advance() {
      replaced = nil
      next += 1
    }

    /// The mapping, list or scalar whose lines begin at `indent`.
    mutating func block(indent: Int, depth: Int) throws(YAMLFault) -> JSON {
      guard let first = line else { return .null }
      guard depth < deepest else {
        throw YAMLFault(line: first.number, reason: "it is nested too deeply")
      }
      if first.isItem { return try list(indent: indent, depth: depth) }
      if first.key != nil { return try mapping(indent: indent, depth: depth) }
      advance()
      return scalar(try continued(first.text, beyond: indent - 1))
    }

    private mutating func list(indent: Int, depth: Int) throws(YAMLFault) -> JSON {
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

    private mutating func mapping(indent: Int, depth: Int) throws(YAMLFault) -> JSON {
      var members: [JSON.Member] = []
      while let entry = line, entry.indent == indent, !entry.isItem {
        guard let (key, rest) = entry.key else {
          throw YAMLFault(line: entry.number, reason: "it is no 'name: value'")
        }
        if members.contains(where: { $0.key == key }) {
          throw YAMLFault(line: entry.number, reason: "'\(legible(key))' is there twice")
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

    /// A scalar with the lines that continue it, which are indented more.
    private mutating func continued(_ text: String, beyond indent: Int) throws(YAMLFault) -> String
    {
      var text = text
      while let more = line, more.indent > indent {
        text += " " + more.text
        advance()
      }
      return text
    }
  }

  /// What a scalar looks like.
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
  /// Whether it begins an item of a list.
  var isItem: Bool { text == "-" || text.hasPrefix("- ") }

  /// The name and the rest of `name: rest`.
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
