// YAML settings files, read by libyaml into JSON values.

internal import CYAML
internal import Storage

/// A syntax error in YAML text.
struct YAMLError: Error {
  let line: Int
  let reason: String
}

/// Parses YAML 1.1: mappings become objects, lists arrays, scalars numbers, booleans, null or
/// strings.
///
/// Tags are ignored. Aliases are refused: with them a small file can be a huge value.
enum YAML {
  /// The maximum nesting.
  private static let deepest = 32

  /// Parses `text`, one document.
  static func parse(_ text: String) throws(YAMLError) -> JSON {
    var reader = Reader()
    let bytes = Array(text.utf8)
    let result: Result<JSON, YAMLError> = bytes.withUnsafeBufferPointer { bytes in
      guard yaml_parser_initialize(&reader.parser) == 1 else {
        return .failure(YAMLError(line: 1, reason: "there is no memory for it"))
      }
      defer { yaml_parser_delete(&reader.parser) }
      yaml_parser_set_input_string(&reader.parser, bytes.baseAddress, bytes.count)
      do throws(YAMLError) {
        return .success(try reader.document())
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// What the parser reports, without its memory.
  private enum Event {
    case start, end, sequenceEnd, mappingEnd, alias
    case sequence
    case mapping
    case scalar(String, isPlain: Bool)
  }

  private struct Reader {
    var parser = yaml_parser_t()
    private var line = 1

    /// The next event.
    private mutating func next() throws(YAMLError) -> Event {
      var event = yaml_event_t()
      guard yaml_parser_parse(&parser, &event) == 1 else {
        let reason = parser.problem.map { String(cString: $0) } ?? "it can't be read"
        throw YAMLError(line: Int(clamping: parser.problem_mark.line) + 1, reason: reason)
      }
      defer { yaml_event_delete(&event) }
      line = Int(clamping: event.start_mark.line) + 1
      switch event.type {
      case YAML_SCALAR_EVENT:
        let scalar = event.data.scalar
        let text = String(
          decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
        return .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
      case YAML_SEQUENCE_START_EVENT: return .sequence
      case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
      case YAML_MAPPING_START_EVENT: return .mapping
      case YAML_MAPPING_END_EVENT: return .mappingEnd
      case YAML_ALIAS_EVENT: return .alias
      case YAML_STREAM_END_EVENT: return .end
      default: return .start
      }
    }

    /// The value of the only document; null if there is none.
    mutating func document() throws(YAMLError) -> JSON {
      var value = JSON.null
      var isRead = false
      while true {
        let event = try next()
        switch event {
        case .end: return value
        case .start: continue
        default:
          guard !isRead else {
            throw YAMLError(line: line, reason: "it has more than one document")
          }
          value = try self.value(event, depth: 0)
          isRead = true
        }
      }
    }

    private mutating func value(_ event: Event, depth: Int) throws(YAMLError) -> JSON {
      guard depth < deepest else {
        throw YAMLError(line: line, reason: "it is nested too deeply")
      }
      switch event {
      case .scalar(let text, let isPlain): return isPlain ? YAML.scalar(text) : .string(text)
      case .sequence:
        var items: [JSON] = []
        while true {
          let item = try next()
          if case .sequenceEnd = item { return .array(items) }
          items.append(try value(item, depth: depth + 1))
        }
      case .mapping: return try mapping(depth: depth)
      case .alias: throw YAMLError(line: line, reason: "aliases aren't supported")
      default: throw YAMLError(line: line, reason: "expected a value")
      }
    }

    private mutating func mapping(depth: Int) throws(YAMLError) -> JSON {
      var members: [JSON.Member] = []
      var names: Set<String> = []
      while true {
        let key = try next()
        if case .mappingEnd = key { return .object(members) }
        guard case .scalar(let name, _) = key else {
          throw YAMLError(line: line, reason: "a name must be a word")
        }
        guard names.insert(name).inserted else {
          throw YAMLError(line: line, reason: "duplicate name '\(legible(name))'")
        }
        members.append(JSON.Member(name, try value(try next(), depth: depth + 1)))
      }
    }
  }

  /// The value of a scalar without quotes.
  private static func scalar(_ text: String) -> JSON {
    switch text {
    case "", "null", "~", "Null", "NULL": return .null
    case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": return .bool(true)
    case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": return .bool(false)
    default: break
    }
    if let first = text.first, first.isNumber || "+-.".contains(first), Double(text) != nil {
      return .number(text)
    }
    return .string(text)
  }
}
