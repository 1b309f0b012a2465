// Reads pickles without running code: only the opcodes that state dicts use, only the globals on a
// list, and with a limit on everything that a file can ask for.

internal import Storage
internal import Wording

/// Why a pickle can't be read, without the file name.
struct PickleError: Error {
  let reason: String
  /// What to do about it.
  var advice = TorchArchive.advice
}

/// A virtual machine for pickles of protocols 0 to 5, as written by `torch.save`.
///
/// It builds plain data and tensors and refuses everything else by name.
struct PickleReader {
  /// The maximum size of a pickle; those of state dicts have a few thousand bytes.
  static let longest = 16 << 20
  /// The maximum number of values, so that a small file can't use much memory.
  static let mostValues = 1 << 18

  private let bytes: [UInt8]
  var place = 0
  var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var values = 0
  var contents = PickleContents()

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads the pickle in `bytes`.
  ///
  /// - Throws: `PickleError` naming what isn't allowed or where the pickle is damaged.
  static func read(_ bytes: Bytes) throws(PickleError) -> PickleContents {
    guard bytes.count <= longest else {
      throw PickleError(
        reason: "it has \(counted(bytes.count, "byte")), more than the maximum of \(longest)")
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

  /// Counts values against ``mostValues``.
  mutating func claim(_ count: Int) throws(PickleError) {
    values += count
    guard values <= Self.mostValues else {
      throw PickleError(reason: "it has more than \(Self.mostValues) values")
    }
  }

  /// The error for an opcode that is invalid at its place.
  func damaged() -> PickleError { PickleError(reason: "it is damaged at byte \(place)") }

  // MARK: Bytes

  mutating func byte() throws(PickleError) -> UInt8 {
    guard place < bytes.count else { throw PickleError(reason: "it is truncated") }
    defer { place += 1 }
    return bytes[place]
  }

  mutating func take(_ count: Int) throws(PickleError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - place else {
      throw PickleError(
        reason: "it is truncated: \(counted(count, "byte")) should follow byte \(place)")
    }
    defer { place += count }
    return bytes[place..<place + count]
  }

  /// An unsigned little-endian number of `count` bytes.
  mutating func number(_ count: Int) throws(PickleError) -> Int {
    var value: UInt64 = 0
    for (index, byte) in try take(count).enumerated() { value |= UInt64(byte) << (8 * index) }
    guard let number = Int(exactly: value) else {
      throw PickleError(reason: "it has a size of \(counted(value, "byte"))")
    }
    return number
  }

  /// The rest of the line.
  mutating func line() throws(PickleError) -> String {
    guard let end = bytes[place...].firstIndex(of: 0x0A) else {
      throw PickleError(reason: "it is truncated")
    }
    defer { place = end + 1 }
    return String(decoding: bytes[place..<end], as: UTF8.self)
  }

  // MARK: Stack

  mutating func push(_ value: PickleValue) {
    values += 1
    stack.append(value)
  }

  mutating func pop() throws(PickleError) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.popLast() else { throw damaged() }
    return value
  }

  mutating func mark() {
    values += 1
    marks.append(stack.count)
  }

  /// Pops the last mark and returns everything above it.
  mutating func popMarked() throws(PickleError) -> [PickleValue] {
    guard let start = marks.popLast(), start <= stack.count else { throw damaged() }
    let values = Array(stack[start...])
    stack.removeSubrange(start...)
    return values
  }

  func top() throws(PickleError) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else { throw damaged() }
    return value
  }

  mutating func remember(_ number: Int) throws(PickleError) {
    values += 1
    memo[number] = try top()
  }

  mutating func rememberNext() throws(PickleError) { try remember(memo.count) }

  mutating func recall(_ number: Int) throws(PickleError) {
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

  /// Appends elements to the list on top.
  mutating func append(_ elements: [PickleValue]) throws(PickleError) {
    switch try top() {
    case .list(let number): contents.sequences[number] += elements
    case .inert: break
    default: throw damaged()
    }
  }

  /// Adds alternating keys and values to the dictionary on top.
  mutating func set(_ pairs: [PickleValue]) throws(PickleError) {
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
