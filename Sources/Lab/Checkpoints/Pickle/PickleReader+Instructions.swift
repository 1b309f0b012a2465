// The opcodes of pickles, under the names of Python's `pickletools`.

extension PickleReader {
  /// Executes one opcode.
  mutating func perform(_ code: UInt8) throws(PickleError) {
    switch code {
    case 0x80:  // PROTO
      let version = try byte()
      guard version <= 5 else {
        throw PickleError(reason: "unsupported protocol \(version) (newer than 5)")
      }
    case 0x95: _ = try take(8)  // FRAME: only a hint for streams
    case UInt8(ascii: "("): mark()
    case UInt8(ascii: "0"): _ = try pop()  // POP
    case UInt8(ascii: "1"): _ = try popMarked()  // POP_MARK
    case UInt8(ascii: "2"): push(try top())  // DUP
    case UInt8(ascii: "q"): try remember(Int(try byte()))  // BINPUT
    case UInt8(ascii: "r"): try remember(number(4))  // LONG_BINPUT
    case UInt8(ascii: "p"): try remember(decimal())  // PUT
    case 0x94: try rememberNext()  // MEMOIZE
    case UInt8(ascii: "h"): try recall(Int(try byte()))  // BINGET
    case UInt8(ascii: "j"): try recall(number(4))  // LONG_BINGET
    case UInt8(ascii: "g"): try recall(decimal())  // GET
    case UInt8(ascii: "c"): try pushGlobal(module: line(), name: line())  // GLOBAL
    case 0x93:  // STACK_GLOBAL
      guard let name = try pop().text, let module = try pop().text else { throw damaged() }
      try pushGlobal(module: module, name: name)
    case UInt8(ascii: "R"), 0x81: try call()  // REDUCE, NEWOBJ
    case UInt8(ascii: "b"): _ = try pop()  // BUILD: attributes, which plain data doesn't have
    case UInt8(ascii: "Q"): try pushStorage()  // BINPERSID
    default: try performData(code)
    }
  }

  /// Executes the opcodes that create plain data.
  private mutating func performData(_ code: UInt8) throws(PickleError) {
    switch code {
    case UInt8(ascii: "N"): push(.none)
    case 0x88: push(.bool(true))
    case 0x89: push(.bool(false))
    case UInt8(ascii: "K"): push(.integer(Int(try byte())))
    case UInt8(ascii: "M"): push(.integer(try number(2)))
    case UInt8(ascii: "J"): push(.integer(Int(Int32(truncatingIfNeeded: try number(4)))))
    case UInt8(ascii: "I"), UInt8(ascii: "L"): push(try writtenInteger())
    case 0x8A: try pushLong(Int(try byte()))
    case 0x8B: try pushLong(number(4))
    case UInt8(ascii: "G"): try pushFloat()
    case UInt8(ascii: "X"), UInt8(ascii: "T"): try pushText(number(4))
    case 0x8C, UInt8(ascii: "U"): try pushText(Int(try byte()))
    case 0x8D: try pushText(number(8))
    case UInt8(ascii: "B"): try pushBytes(number(4))
    case UInt8(ascii: "C"): try pushBytes(Int(try byte()))
    case 0x8E, 0x96: try pushBytes(number(8))
    case UInt8(ascii: ")"): pushTuple([])
    case 0x85: pushTuple([try pop()])
    case 0x86, 0x87:
      var elements = [try pop(), try pop()]
      if code == 0x87 { elements.append(try pop()) }
      pushTuple(elements.reversed())
    case UInt8(ascii: "t"): pushTuple(try popMarked())
    case UInt8(ascii: "]"): pushList()
    case UInt8(ascii: "l"):
      let elements = try popMarked()
      pushList()
      try append(elements)
    case UInt8(ascii: "a"): try append([try pop()])
    case UInt8(ascii: "e"): try append(popMarked())
    case UInt8(ascii: "}"): pushDictionary()
    case UInt8(ascii: "d"):
      let pairs = try popMarked()
      pushDictionary()
      try set(pairs)
    case UInt8(ascii: "s"):
      let value = try pop()
      let key = try pop()
      try set([key, value])
    case UInt8(ascii: "u"): try set(popMarked())
    case 0x8F: push(.inert)  // EMPTY_SET
    case 0x90: _ = try popMarked()  // ADDITEMS
    case 0x91:  // FROZENSET
      _ = try popMarked()
      push(.inert)
    default:
      let shown = String(code, radix: 16)
      throw PickleError(
        reason: "unsupported opcode 0x\(shown) at byte \(place - 1), which no state dict "
          + "needs")
    }
  }

  private mutating func decimal() throws(PickleError) -> Int {
    guard let number = Int(try line()) else { throw damaged() }
    return number
  }

  /// A number written in digits; `I01` is true.
  private mutating func writtenInteger() throws(PickleError) -> PickleValue {
    let text = try line()
    switch text {
    case "00": return .bool(false)
    case "01": return .bool(true)
    default:
      let digits = text.hasSuffix("L") ? String(text.dropLast()) : text
      guard !digits.isEmpty else { throw damaged() }
      return Int(digits).map { .integer($0) } ?? .inert
    }
  }

  private mutating func pushLong(_ count: Int) throws(PickleError) {
    let bytes = try take(count)
    guard count <= 8 else { return push(.inert) }  // a magic number or a seed
    var value: UInt64 = bytes.last.map { $0 & 0x80 == 0 } ?? true ? 0 : .max
    for byte in bytes.reversed() { value = value << 8 | UInt64(byte) }
    push(.integer(Int(Int64(bitPattern: value))))
  }

  private mutating func pushFloat() throws(PickleError) {
    var bits: UInt64 = 0
    for byte in try take(8) { bits = bits << 8 | UInt64(byte) }
    push(.float(Double(bitPattern: bits)))
  }

  private mutating func pushText(_ count: Int) throws(PickleError) {
    push(.text(String(decoding: try take(count), as: UTF8.self)))
  }

  private mutating func pushBytes(_ count: Int) throws(PickleError) {
    _ = try take(count)
    push(.inert)
  }
}
