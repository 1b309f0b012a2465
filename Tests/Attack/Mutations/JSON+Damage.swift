// Changes to JSON that leave it JSON: other values, members and depths.

import Storage

/// `json` with one change, somewhere.
func changed(_ json: JSON, _ chance: inout Chance) -> JSON {
  switch json {
  case .array(var values) where !values.isEmpty && !chance.once(in: 4):
    let index = chance.below(values.count)
    switch chance.below(8) {
    case 0: values.remove(at: index)
    case 1: values.insert(values[index], at: index)
    case 2: values.swapAt(index, chance.below(values.count))
    default: values[index] = changed(values[index], &chance)
    }
    return .array(values)
  case .object(var members) where !members.isEmpty && !chance.once(in: 8):
    let index = chance.below(members.count)
    switch chance.below(12) {
    case 0: members.remove(at: index)
    case 1: members.append(members[index])
    case 2: members.append(.init("a\(chance.below(9))", members[index].value))
    case 3: members[index] = .init(chance.one(of: members).key, members[index].value)
    case 4: members[index] = .init(members[index].key, chance.one(of: members).value)
    default: members[index] = .init(members[index].key, changed(members[index].value, &chance))
    }
    return .object(members)
  case .string(let text): return changedText(text, &chance)
  case .number(let digits) where !chance.once(in: 4):
    guard let number = Int(digits), chance.once(in: 2) else {
      return .number(chance.one(of: extremeNumbers.filter { (try? JSON(parsing: $0)) != nil }))
    }
    let change = chance.one(of: [1, -1, number, 7])
    return .integer(number.addingReportingOverflow(change).partialValue)
  default: return another(json, &chance)
  }
}

/// A string that is often JSON itself, such as the metadata of a checkpoint.
private func changedText(_ text: String, _ chance: inout Chance) -> JSON {
  if let inner = try? JSON(parsing: text), inner.members != nil || inner.array != nil,
    !chance.once(in: 5)
  {
    return .string(changed(inner, &chance).text)
  }
  if chance.once(in: 6) { return another(.string(text), &chance) }
  let bytes = damaged(Array(text.utf8), &chance, words: ["\u{0}", "\u{1B}[31m", "é", "\u{85}"])
  return .string(String(decoding: bytes, as: UTF8.self))
}

/// A value of any kind.
private func another(_ json: JSON, _ chance: inout Chance) -> JSON {
  switch chance.below(10) {
  case 0: .null
  case 1: .bool(chance.once(in: 2))
  case 2: .array([json])
  case 3: .array(Array(repeating: json, count: chance.small(upTo: 70)))
  case 4: .object([.init("x", json)])
  case 5: .string("")
  case 6: .array([])
  case 7: .string(chance.one(of: extremeNumbers))
  case 8: (0..<chance.small(upTo: 600)).reduce(json) { nested, _ in .array([nested]) }
  default: .integer(chance.below(5))
  }
}
