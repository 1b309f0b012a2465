// Reads a pickle without running anything: just the instructions that state dictionaries use, a list
// of names that may be called, and a limit for everything that a file could ask for.

internal import Storage

/// What is wrong with a pickle: a sentence without the file's name.
struct PickleFault: Error {
  let reason: String
}

/// A machine for pickles (protocols 0 to 5 as `torch.save` writes them) that builds plain data and
/// tensors and refuses every other thing by its name.
struct PickleReader {
  /// A longer pickle is refused; those of state dictionaries have a few thousand bytes.
  static let longest = 16 << 20
  /// More values are refused, so that a small file can't take much memory.
  static let mostValues = 1 << 18

  private let bytes: [UInt8]
  var place = 0
  var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var values = 0
  var contents = PickleContents()

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The contents of the pickle in `bytes`.
  ///
  /// - Throws: `PickleFault` that names what was asked for, or where the pickle is damaged.
  static func read(_ bytes: Bytes) throws(PickleFault) -> PickleContents {
    guard bytes.count <= longest else {
      throw PickleFault(reason: "it has \(bytes.count) bytes, above the limit of \(longest)")
    }
    var reader = PickleReader(bytes.array)
    while true {
      let code = try reader.byte()
      if code == UInt8(ascii: ".") { break }
      try reader.perform(code)
      try reader.claim(0)
    }
    reader.contents.root = try reader.pop()
    return reader.contents
  }

  /// Counts values, of which there may be only so many.
  mutating func claim(_ count: Int) throws(PickleFault) {
    values += count
    guard values <= Self.mostValues else {
      throw PickleFault(reason: "it holds more than \(Self.mostValues) values")
    }
  }

  /// The error for an instruction that makes no sense where it stands.
  func damaged() -> PickleFault { PickleFault(reason: "it is damaged at byte \(place)") }

  // MARK: Bytes

  mutating func byte() throws(PickleFault) -> UInt8 {
    guard place < bytes.count else { throw PickleFault(reason: "it is cut short") }
    defer { place += 1 }
    return bytes[place]
  }

  mutating func take(_ count: Int) throws(PickleFault) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - place else {
      throw PickleFault(reason: "it is cut short: \(count) bytes should follow byte \(place)")
    }
    defer { place += count }
    return bytes[place..<place + count]
  }

  /// A little-endian number of so many bytes without a sign.
  mutating func number(_ count: Int) throws(PickleFault) -> Int {
    var value: UInt64 = 0
    for (index, byte) in try take(count).enumerated() { value |= UInt64(byte) << (8 * index) }
    guard let number = Int(exactly: value) else {
      throw PickleFault(reason: "it claims \(value) bytes")
    }
    return number
  }

  /// The text up to the end of the line.
  mutating func line() throws(PickleFault) -> String {
    guard let end = bytes[place...].firstIndex(of: 0x0A) else {
      throw PickleFault(reason: "it is cut short")
    }
    defer { place = end + 1 }
    return String(decoding: bytes[place..<end], as: UTF8.self)
  }

  // MARK: Stack

  mutating func push(_ value: PickleValue) {
    values += 1
    stack.append(value)
  }

  mutating func pop() throws(PickleFault) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.popLast() else { throw damaged() }
    return value
  }

  mutating func mark() {
    values += 1
    marks.append(stack.count)
  }

  /// Everything above the last mark, which goes.
  mutating func popMarked() throws(PickleFault) -> [PickleValue] {
    guard let start = marks.popLast(), start <= stack.count else { throw damaged() }
    let values = Array(stack[start...])
    stack.removeSubrange(start...)
    return values
  }

  func top() throws(PickleFault) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else { throw damaged() }
    return value
  }

  mutating func remember(_ number: Int) throws(PickleFault) {
    values += 1
    memo[number] = try top()
  }

  mutating func rememberNext() throws(PickleFault) { try remember(memo.count) }

  mutating func recall(_ number: Int) throws(PickleFault) {
    guard let value = memo[number] else { throw damaged() }
    push(value)
  }

  // MARK: Containers

  mutating func pushTuple(_ elements: [PickleValue]) {
    contents.sequences.append(elements)
    push(.tuple(contents.sequences.count - 1))
  }

  mutating func pushList() {
    contents.sequences.append([])
    push(.list(contents.sequences.count - 1))
  }

  mutating func pushDictionary(
    _ entries: [(key: PickleValue, value: PickleValue)] = []
  ) {
    contents.dictionaries.append(entries)
    push(.dictionary(contents.dictionaries.count - 1))
  }

  /// Adds elements to the list on top.
  mutating func append(_ elements: [PickleValue]) throws(PickleFault) {
    switch try top() {
    case .list(let number): contents.sequences[number] += elements
    case .inert: break
    default: throw damaged()
    }
  }

  /// Adds keys and values, one after the other, to the dictionary on top.
  mutating func set(_ pairs: [PickleValue]) throws(PickleFault) {
    guard pairs.count.isMultiple(of: 2) else { throw damaged() }
    switch try top() {
    case .dictionary(let number):
      for index in stride(from: 0, to: pairs.count, by: 2) {
        contents.dictionaries[number].append((pairs[index], pairs[index + 1]))
      }
    case .inert: break
    default: throw damaged()
    }
  }
}
