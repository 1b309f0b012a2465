// The network's configuration as JSON: every field by name, sorted; none has a default.

internal import Network
internal import Storage

/// Why JSON text isn't a configuration.
struct ConfigurationJSONError: Error {
  let reason: String
}

extension Configuration {
  /// The integer fields by name.
  private static var integers: [(String, WritableKeyPath<Configuration, Int>)] {
    [
      ("vocabulary", \.vocabulary), ("length", \.length), ("width", \.width),
      ("layers", \.layers), ("innerWidth", \.innerWidth), ("mixerWidth", \.mixerWidth),
      ("heads", \.heads), ("prefix", \.prefix), ("puzzleWidth", \.puzzleWidth),
      ("puzzles", \.puzzles), ("inner", \.inner), ("cycles", \.cycles), ("depth", \.depth),
    ]
  }

  /// The integer fields that are written only if they aren't 0.
  private static var optionalIntegers: [(String, WritableKeyPath<Configuration, Int>)] {
    [
      ("window", \.window), ("gridWidth", \.gridWidth), ("gridBlock", \.gridBlock),
      ("gridReach", \.gridReach), ("highLayers", \.highLayers),
    ]
  }

  /// The floating-point fields by name.
  private static var fractions: [(String, WritableKeyPath<Configuration, Float>)] {
    [("rotaryBase", \.rotaryBase), ("epsilon", \.epsilon)]
  }

  /// The configuration as one line of JSON, its fields sorted by name.
  var json: String {
    var members = Self.integers.map { JSON.Member($0.0, .integer(self[keyPath: $0.1])) }
    members += Self.fractions.map { JSON.Member($0.0, .float(self[keyPath: $0.1])) }
    for (name, path) in Self.optionalIntegers where self[keyPath: path] > 0 {
      members.append(JSON.Member(name, .integer(self[keyPath: path])))
    }
    // Written only where it isn't the usual kind, so that older versions read all others.
    if network != .trm { members.append(JSON.Member("network", .string(network.rawValue))) }
    if learnsContinue != network.architecture.learnsContinue {
      members.append(JSON.Member("learnsContinue", .bool(learnsContinue)))
    }
    members.append(JSON.Member("mixing", .string(mixing.rawValue)))
    members.append(JSON.Member("positions", .string(positions.rawValue)))
    return JSON.object(members).sorted.text
  }

  /// Parses a configuration; every field is required, and unknown fields are errors.
  init(json text: String) throws(ConfigurationJSONError) {
    let json: JSON
    do throws(JSONError) {
      json = try JSON(parsing: text)
    } catch {
      throw ConfigurationJSONError(reason: "it isn't JSON: \(error)")
    }
    guard let members = json.members else {
      throw ConfigurationJSONError(reason: "it isn't an object")
    }
    self.init(vocabulary: 1, length: 1, width: 1, innerWidth: 1)
    var unread = Set(members.map(\.key))
    func value<Value>(
      _ name: String, _ kind: String, _ read: (JSON) -> Value?
    ) throws(ConfigurationJSONError) -> Value {
      guard let member = json[name] else {
        throw ConfigurationJSONError(reason: "it has no '\(name)'")
      }
      guard let value = read(member) else {
        throw ConfigurationJSONError(reason: "its '\(name)' isn't \(kind)")
      }
      unread.remove(name)
      return value
    }
    for (name, path) in Self.integers {
      self[keyPath: path] = try value(name, "an integer") { $0.integer }
    }
    for (name, path) in Self.fractions {
      self[keyPath: path] = try value(name, "a number") { $0.double.map { Float($0) } }
    }
    for (name, path) in Self.optionalIntegers where json[name] != nil {
      self[keyPath: path] = try value(name, "an integer") { $0.integer }
    }
    if json["network"] != nil {
      network = try value("network", Self.list(NetworkKind.self)) {
        $0.string.flatMap { NetworkKind(rawValue: $0) }
      }
    }
    learnsContinue = network.architecture.learnsContinue
    if json["learnsContinue"] != nil {
      learnsContinue = try value("learnsContinue", "true or false") {
        $0 == .bool(true) ? true : $0 == .bool(false) ? false : nil
      }
    }
    mixing = try value("mixing", Self.list(Mixing.self)) { $0.string.flatMap(Mixing.init) }
    positions = try value("positions", Self.list(Positions.self)) {
      $0.string.flatMap(Positions.init)
    }
    if let name = unread.min() {
      throw ConfigurationJSONError(reason: "it has an unknown field '\(legible(name))'")
    }
  }

  /// The choices of an enumeration, for a message.
  private static func list<Choice: CaseIterable & RawRepresentable<String>>(
    _ type: Choice.Type
  ) -> String {
    "one of " + type.allCases.map(\.rawValue).joined(separator: ", ")
  }
}
