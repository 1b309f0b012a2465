// The safetensors format against bytes written by hand, and invalid headers.

import Checkpoints
import Kernels
import Storage
import Support
import Testing

@Suite struct SafetensorsTests {
  /// A file with `header` and `data`.
  private func file(_ header: String, _ data: [UInt8] = []) -> Bytes {
    Bytes(little(UInt64(header.utf8.count)) + Array(header.utf8) + data)
  }

  private func refusal(_ header: String, _ data: [UInt8] = []) -> String? {
    let error = fault { try Safetensors(file(header, data), path: "x.safetensors") }
    #expect(error?.kind == .badData)
    return error?.reason
  }

  @Test("a file written by hand is read: types, shapes, metadata, order of the data")
  func byHand() throws {
    let header =
      #"{"b":{"dtype":"F32","shape":[2,1],"data_offsets":[2,10]},"#
      + #""__metadata__":{"k":"v"},"a":{"dtype":"I16","shape":[],"data_offsets":[0,2]}}   "#
    // I16 258 = 0x0102; F32 1 = 3F800000, -2 = C0000000.
    let data: [UInt8] = [0x02, 0x01, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]
    let file = try Safetensors(file(header, data), path: "x")
    #expect(file.metadata == ["k": "v"])
    #expect(file.arrays.map(\.name) == ["a", "b"])
    #expect(file["a"]?.integers() == [258])
    #expect(file["b"]?.shape == [2, 1])
    #expect(file["b"]?.floats().array == [1, -2])
    #expect(file["c"] == nil)
  }

  @Test("written bytes equal those derived by hand")
  func bytesByHand() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x.safetensors"
      let arrays = [NamedArray("w", StoredArray([1, -2] as [Float], shape: [2]))]
      try Safetensors(arrays, metadata: ["b": "2", "a": "1"]).write(to: path)
      let header =
        #"{"__metadata__":{"a":"1","b":"2"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
      // Metadata takes 34 bytes and the tensor 53; with the length's 8 that is 95: 33 spaces.
      #expect(header.utf8.count == 87)
      let expected =
        little(UInt64(120)) + Array(header.utf8) + [UInt8](repeating: 0x20, count: 33)
        + [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]
      #expect(try contents(of: path) == expected)
    }
  }

  @Test("files round-trip, in order and with every type")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x.safetensors"
      let arrays = ElementType.allCases.reversed().enumerated().map { index, element in
        let bytes = (0..<element.size * 6).map { UInt8($0 + index) }
        return NamedArray(
          "n\(index)\n\"é", StoredArray(element, shape: [2, 3], bytes: Bytes(bytes)))
      }
      let empty = NamedArray("empty", StoredArray([Float](), shape: [0, 4]))
      try Safetensors(arrays + [empty], metadata: ["": "line\n", "é": "\u{1F}"]).write(to: path)
      let read = try Safetensors.read(path)
      #expect(read.metadata == ["": "line\n", "é": "\u{1F}"])
      #expect(read.arrays.map(\.name) == arrays.map(\.name) + ["empty"])
      for (one, other) in zip(read.arrays, arrays) {
        #expect(one.array.element == other.array.element)
        #expect(one.array.shape == [2, 3])
        #expect(one.array.bytes.array == other.array.bytes.array)
      }
      #expect(read["empty"]?.shape == [0, 4])
      let first = try contents(of: path)
      try read.write(to: path)
      #expect(try contents(of: path) == first)
    }
  }

  @Test("duplicate names and the name of the metadata can't be written")
  func duplicateNames() throws {
    try withTemporaryFolder { folder in
      let array = StoredArray([Float(1)], shape: [])
      for name in ["a", "__metadata__"] {
        let arrays = [NamedArray("a", array), NamedArray(name, array)]
        let error = fault { try Safetensors(arrays).write(to: folder + "/x") }
        #expect(error?.kind == .cannotWrite)
      }
      let left = try names(in: folder)
      #expect(left.isEmpty)
    }
  }

  @Test("a truncated, too long or invalid header is refused")
  func header() {
    for bytes: [UInt8] in [[1], [1, 2, 3, 4, 5, 6, 7], little(UInt64(3)) + [0x7B, 0x7D]] {
      #expect(fault { try Safetensors(Bytes(bytes), path: "x") }?.kind == .badData)
    }
    for length: UInt64 in [100_000_001, 1 << 63, .max] {
      let error = fault { try Safetensors(Bytes(little(length) + [0x7B]), path: "x") }
      #expect(error?.reason.contains("more than the maximum of 100000000") == true)
    }
    #expect(refusal("{} x")?.contains("is not JSON: unexpected text") == true)
    #expect(refusal("[]")?.contains("is not a JSON object") == true)
    #expect(refusal("")?.contains("is not JSON: unexpected end of text at byte 0") == true)
    #expect(refusal(#"{"__metadata__":{"a":1}}"#)?.contains("'a' is not a string") == true)
    #expect(refusal(#"{"__metadata__":[]}"#)?.contains("metadata is not a JSON object") == true)
  }

  @Test(
    "a tensor with a wrong description is refused by name",
    arguments: [
      (#""dtype":"F32","shape":[2],"data_offsets":[0,4]"#, "4 bytes of data"),
      (
        #""dtype":"F32","shape":[2],"data_offsets":[0,8]"#,
        "ends at byte 8 of the data, which has 4"
      ),
      (#""dtype":"F32","shape":[0],"data_offsets":[0,0]"#, "4 bytes unused after the last tensor"),
      (#""dtype":"U8","shape":[2],"data_offsets":[2,4]"#, "leaves 2 bytes before it unused"),
      (#""dtype":"F31","shape":[1],"data_offsets":[0,4]"#, "unknown dtype 'F31'"),
      (#""dtype":32,"shape":[1],"data_offsets":[0,4]"#, "has no dtype"),
      (#""dtype":"F32","shape":[-1],"data_offsets":[0,4]"#, "isn't a list of counts"),
      (#""dtype":"F32","shape":[1.5],"data_offsets":[0,4]"#, "isn't a list of counts"),
      (#""dtype":"F32","shape":1,"data_offsets":[0,4]"#, "has no shape"),
      (#""dtype":"F32","shape":[1],"data_offsets":[4,0]"#, "no data_offsets"),
      (#""dtype":"F32","shape":[1],"data_offsets":[0]"#, "no data_offsets"),
      (#""dtype":"F32","shape":[1],"data_offsets":[-4,0]"#, "no data_offsets"),
      (#""dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775808]"#, "no data_offsets"),
      (#""dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]"#, "too large"),
      (#""dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1"#, "unknown field 'x'"),
      (#""dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]"#, "duplicate name 'dtype'"),
    ])
  func lies(fields: String, message: String) {
    let reason = refusal("{\"liar\":{\(fields)}}", [0, 0, 0, 0])
    #expect(reason?.contains(message) == true, "\(reason ?? "")")
  }

  @Test("overlapping tensors and duplicate names are refused")
  func overlap() {
    let whole = #"{"dtype":"U8","shape":[4],"data_offsets":[0,4]}"#
    let part = #"{"dtype":"U8","shape":[2],"data_offsets":[1,3]}"#
    let data: [UInt8] = [0, 0, 0, 0]
    #expect(refusal("{\"a\":\(whole),\"b\":\(part)}", data)?.contains("'b' overlaps") == true)
    #expect(refusal("{\"a\":\(whole),\"b\":\(whole)}", data)?.contains("overlaps") == true)
    #expect(refusal("{\"a\":\(whole),\"a\":\(whole)}", data)?.contains("duplicate name") == true)
    #expect(refusal("{\"a\":5}", data)?.contains("'a' is not described by a JSON object") == true)
  }

  @Test("escape codes in a tensor's name don't reach the message")
  func legibleNames() {
    let reason = refusal(#"{"\u001b[2J":5}"#)
    #expect(reason?.contains(#"'\u{1b}[2J'"#) == true)
  }
}
