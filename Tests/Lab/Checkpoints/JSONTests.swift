// Parsing and writing JSON: order and digits are kept, and invalid text is refused.

import Checkpoints
import Storage
import Testing

@Suite struct JSONTests {
  @Test("parsed text is written back byte for byte")
  func roundTrip() throws {
    let text = #"{"b":[1,-2.50,1e-05,true,false,null],"a":{"x":"q\"\\\n\t\u0001é😀"},"":[],"c":{}}"#
    #expect(try JSON(parsing: text).text == text)
  }

  @Test("escapes are decoded, and white space is allowed around every token")
  func escapes() throws {
    let json = try JSON(parsing: " { \"k\" : [ \"\\u0041\\/\\ud83d\\ude00\\b\" , 2 ] }\r\n\t ")
    #expect(json == .object([.init("k", .array([.string("A/😀\u{8}"), .number("2")]))]))
  }

  @Test("sorting applies to nested objects")
  func sorting() throws {
    let json = try JSON(parsing: #"{"b":[{"z":1,"y":2}],"a":0}"#)
    #expect(json.sorted.text == #"{"a":0,"b":[{"y":2,"z":1}]}"#)
  }

  @Test("accessors return values of their kind, else nil")
  func access() throws {
    let json = try JSON(parsing: #"{"n":7,"f":0.5,"s":"t","l":[1]}"#)
    #expect(json["n"]?.integer == 7)
    #expect(json["f"]?.integer == nil)
    #expect(json["f"]?.double == 0.5)
    #expect(json["s"]?.string == "t")
    #expect(json["l"]?.array?.count == 1)
    #expect(json["none"] == nil)
    #expect(JSON.float(Float(0.1)).text == "0.1")
    #expect(JSON.float(Double.nan) == .null)
  }

  @Test(
    "invalid JSON is refused with its position",
    arguments: [
      ("", 0), ("{", 1), ("[1,]", 3), ("[1 2]", 3), ("{\"a\" 1}", 5), ("{\"a\":1,}", 7), ("01", 1),
      ("1.", 2), ("-", 1), ("1e+", 3), ("tru", 0), ("\"abc", 4), ("\"a\nb\"", 2), ("\"\\x\"", 3),
      ("\"\\ud800\"", 7), ("\"\\udc00\"", 7), ("\"\\u12g4\"", 5), ("1 1", 2), ("NaN", 0),
      ("{\"a\":1,\"a\":2}", 7), ("{a:1}", 1), ("'a'", 0),
    ])
  func refused(text: String, offset: Int) {
    let error = #expect(throws: JSONError.self) { try JSON(parsing: text) }
    #expect(error?.offset == offset, "\(text): \(String(describing: error))")
  }

  @Test("a megabyte of escapes in one string is read in linear time", .timeLimit(.minutes(1)))
  func manyEscapes() throws {
    let text = "\"" + String(repeating: "\\\"", count: 1 << 20) + "\""
    let clock = ContinuousClock()
    let started = clock.now
    #expect(try JSON(parsing: text).string?.utf8.count == 1 << 20)
    #expect(clock.now - started < .seconds(2))
  }

  @Test("bytes that are not UTF-8 are refused")
  func notUnicode() {
    #expect(throws: JSONError.self) { try JSON(parsing: Bytes([0x22, 0xFF, 0x22])) }
  }

  @Test("64 levels of nesting are parsed; 100000 are refused without a stack overflow")
  func nesting() throws {
    func nest(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(try JSON(parsing: nest(64)).text == nest(64))
    #expect(throws: JSONError.self) { try JSON(parsing: nest(65)) }
    #expect(throws: JSONError.self) { try JSON(parsing: nest(100_000)) }
  }
}
