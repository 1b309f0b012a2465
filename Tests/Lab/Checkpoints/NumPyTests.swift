// NumPy's formats against bytes that NumPy wrote, and invalid files.

import Checkpoints
import Kernels
import Storage
import Support
import Testing

@Suite struct NumPyArrayTests {
  /// A file of version 1.0 with `header` and `data`.
  private func file(_ header: String, _ data: [UInt8] = []) -> Bytes {
    let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
    return Bytes(
      magic + [1, 0] + little(UInt16(header.utf8.count)) + Array(header.utf8) + data)
  }

  private func refusal(_ header: String, _ data: [UInt8] = []) -> String? {
    let error = fault { try NumPyArray.parse(file(header, data), path: "x.npy") }
    #expect(error?.kind == .badData)
    return error?.reason
  }

  /// What `numpy.save` wrote of `array([[1, 2, 3], [4, 5, 6]], float32)`: 10 bytes, 118 of header.
  private var written: [UInt8] {
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
    let numbers: [Float] = [1, 2, 3, 4, 5, 6]
    return [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(header.utf8)
      + [UInt8](repeating: 0x20, count: 118 - header.utf8.count - 1) + [0x0A]
      + numbers.flatMap { little($0.bitPattern) }
  }

  @Test("files are read as NumPy wrote them, and written as NumPy writes them")
  func sameBytes() throws {
    let array = try NumPyArray.parse(Bytes(written), path: "x")
    #expect(array.shape == [2, 3])
    #expect(array.floats().array == [1, 2, 3, 4, 5, 6])
    try withTemporaryFolder { folder in
      try NumPyArray.write(array, to: folder + "/x.npy")
      #expect(try contents(of: folder + "/x.npy") == written)
    }
  }

  @Test("column-major arrays become row-major")
  func fortran() throws {
    // numpy.save(asfortranarray([[1, 2, 3], [4, 5, 6]])) stores 1 4 2 5 3 6.
    let header = "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }\n"
    let data: [UInt8] = [1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6, 0]
    let array = try NumPyArray.parse(file(header, data), path: "x")
    #expect(array.integers() == [1, 2, 3, 4, 5, 6])
    // Index (i, j, k) of shape (2, 2, 2) is stored at i + 2 j + 4 k.
    let cube = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 2, 2), }\n"
    let bytes = try NumPyArray.parse(file(cube, [0, 1, 2, 3, 4, 5, 6, 7]), path: "x")
    #expect(bytes.integers() == [0, 4, 2, 6, 1, 5, 3, 7])
    let none = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 0, 3), }\n"
    #expect(try NumPyArray.parse(file(none), path: "x").count == 0)
  }

  @Test("scalars, versions 2.0 and 3.0, Python 2's long integers, other spacing")
  func variants() throws {
    let scalar = "{'descr': '<i4', 'fortran_order': False, 'shape': (), }\n"
    #expect(try NumPyArray.parse(file(scalar, [5, 0, 0, 0]), path: "x").shape == [])
    let long = "{'shape':(2L,),\"fortran_order\":False,'descr':'|b1'}\n"
    #expect(try NumPyArray.parse(file(long, [0, 1]), path: "x").integers() == [0, 1])
    for major: UInt8 in [2, 3] {
      let bytes =
        [0x93] + Array("NUMPY".utf8) + [major, 0] + little(UInt32(scalar.utf8.count))
        + Array(scalar.utf8) + [7, 0, 0, 0]
      #expect(try NumPyArray.parse(Bytes(bytes), path: "x").integers() == [7])
    }
  }

  @Test("every element type round-trips")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      for element in ElementType.allCases where element != .bfloat16 {
        for shape in [[], [3], [2, 2], [1, 0, 2]] {
          let count = shape.reduce(element.size, *)
          let array = StoredArray(
            element, shape: shape, bytes: Bytes((0..<count).map { UInt8($0) }))
          try NumPyArray.write(array, to: folder + "/x.npy")
          let read = try NumPyArray.read(folder + "/x.npy")
          #expect(read.element == element)
          #expect(read.shape == shape)
          #expect(read.bytes.array == array.bytes.array)
        }
      }
    }
  }

  @Test("NumPy has no bfloat16")
  func brainFloat() throws {
    try withTemporaryFolder { folder in
      let array = StoredArray(.bfloat16, shape: [1], bytes: Bytes([0, 0]))
      #expect(fault { try NumPyArray.write(array, to: folder + "/x") }?.kind == .cannotWrite)
      let left = try names(in: folder)
      #expect(left.isEmpty)
    }
  }

  @Test(
    "an invalid header is refused with the reason",
    arguments: [
      ("{'descr': '>f4', 'fortran_order': False, 'shape': (1,)}", "save array.astype('<f4')"),
      ("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", "Python objects"),
      ("{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}", "'<c8'"),
      ("{'descr': '<U3', 'fortran_order': False, 'shape': (1,)}", "'<U3'"),
      ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", "records"),
      ("{'descr': '<f4', 'fortran_order': False}", "lacks"),
      ("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", "duplicate"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", "'x'"),
      ("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}", "damaged at byte 34"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "damaged"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)", "damaged"),
      ("{'descr': '<f4", "damaged"),
      ("", "damaged at byte 0"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} 1", "damaged"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", "damaged"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4)}", "too large"),
      (
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
        "needs 8 bytes, but the file has 4"
      ),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': ()} \u{1B}", "damaged"),
    ])
  func wrongHeaders(header: String, message: String) {
    let reason = refusal(header, [0, 0, 0, 0])
    #expect(reason?.contains(message) == true, "\(reason ?? "")")
  }

  @Test("more than 64 dimensions are refused")
  func rank() {
    let ones = String(repeating: "1, ", count: 65)
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(ones))}"
    #expect(refusal(header, [1])?.contains("65 dimensions") == true)
  }

  @Test("foreign and truncated files are refused")
  func foreign() {
    for count in 0..<written.count {
      let bytes = Bytes(Array(written.prefix(count)))
      #expect(fault { try NumPyArray.parse(bytes, path: "x") }?.kind == .badData)
    }
    var version = written
    version[6] = 4
    let error = fault { try NumPyArray.parse(Bytes(version), path: "x") }
    #expect(error?.reason.contains("version 4.0") == true)
    #expect(fault { try NumPyArray.parse(Bytes(written + [0]), path: "x") }?.kind == .badData)
  }
}

@Suite struct NumPyArchiveTests {
  private let arrays = [
    NamedArray("y", StoredArray([1, 2.5] as [Float], shape: [2])),
    NamedArray("ä/z", StoredArray([7] as [Int32], shape: [])),
    NamedArray("empty", StoredArray([Float](), shape: [0])),
  ]

  @Test("archives round-trip, and the same arrays give the same bytes")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      try NumPyArchive(arrays).write(to: folder + "/a.npz")
      let read = try NumPyArchive.read(folder + "/a.npz")
      #expect(read.arrays.map(\.name) == ["y", "ä/z", "empty"])
      #expect(read["y"]?.floats().array == [1, 2.5])
      #expect(read["ä/z"]?.integers() == [7])
      #expect(read["empty"]?.shape == [0])
      try read.write(to: folder + "/b.npz")
      #expect(try contents(of: folder + "/a.npz") == contents(of: folder + "/b.npz"))
    }
  }

  @Test("an entry has its offset, checksum and the format's first day as date")
  func bytesByHand() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/a.zip"
      try AtomicFile.write(to: path) { writer in
        var archive = ZipWriter(writer)
        try archive.add("n", [Bytes(Array("1234".utf8)), Bytes(Array("56789".utf8))])
        try archive.finish()
      }
      // CRC-32 of "123456789" is CBF43926, the check value of every catalogue. 2100 0000 is
      // 1 January 1980, midnight; the directory begins at 30 + 1 + 9 = 40 and has 46 + 1 bytes.
      let sizes = little(UInt32(0xCBF4_3926)) + little(UInt32(9)) + little(UInt32(9))
      let common = [20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0] + sizes + [1, 0, 0, 0]
      let local = Array("PK\u{3}\u{4}".utf8) + common + Array("n123456789".utf8)
      let directory =
        Array("PK\u{1}\u{2}".utf8) + [20, 3] + common + [0, 0, 0, 0, 0, 0]
        + [0, 0, 0xA4, 0x81] + little(UInt32(0)) + Array("n".utf8)
      let end =
        Array("PK\u{5}\u{6}".utf8) + [0, 0, 0, 0, 1, 0, 1, 0] + little(UInt32(47))
        + little(UInt32(40)) + [0, 0]
      #expect(try contents(of: path) == local + directory + end)
    }
  }

  @Test("zip64 fields round-trip")
  func wide() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/a.zip"
      try AtomicFile.write(to: path) { writer in
        var archive = ZipWriter(writer, largest: 4)
        try archive.add("small", [Bytes([1])])
        try archive.add("large", [Bytes([1, 2, 3, 4, 5])])
        try archive.finish()
      }
      let bytes = try MappedFile(path).bytes
      let archive = try ZipArchive(bytes, path: path, advice: "")
      #expect(archive.entries.map(\.name) == ["small", "large"])
      #expect(try archive.bytes(of: archive.entries[0]).array == [1])
      #expect(try archive.bytes(of: archive.entries[1]).array == [1, 2, 3, 4, 5])
    }
  }

  /// The reason for which an archive with one array is refused after `change`.
  private func refusal(_ change: (inout [UInt8]) -> Void) throws -> String? {
    try withTemporaryFolder { folder in
      try NumPyArchive([arrays[0]]).write(to: folder + "/a.npz")
      var bytes = try contents(of: folder + "/a.npz")
      change(&bytes)
      let error = fault { try NumPyArchive(Bytes(bytes), path: "a.npz") }
      #expect(error?.kind == .badData)
      return error?.reason
    }
  }

  @Test("compressed, encrypted and damaged archives are refused by name")
  func refused() throws {
    // The local entry has 30 + 5 + 128 + 8 = 171 bytes; the directory follows.
    #expect(try refusal { $0[171 + 10] = 8 }?.contains("it can't be decompressed") == true)
    #expect(try refusal { $0[171 + 10] = 9 }?.contains("by a method (9) that") == true)
    #expect(try refusal { $0[171 + 8] |= 1 }?.contains("encrypted") == true)
    #expect(try refusal { $0[170] ^= 1 }?.contains("'y.npy' is damaged") == true)
    #expect(try refusal { $0[0] = 0 }?.contains("isn't at the offset") == true)
    #expect(try refusal { $0[171] = 0 }?.contains("directory is damaged") == true)
    #expect(try refusal { $0[171 + 24] = 200 }?.contains("two different sizes") == true)
    #expect(try refusal { $0.removeLast() }?.contains("end record is missing") == true)
    #expect(try refusal { $0 = Array("PK".utf8) }?.contains("end record is missing") == true)
    #expect(try refusal { $0[171 + 46 + 4] = 0x78 }?.contains("isn't a .npy array") == true)
  }

  @Test("duplicate names, empty names and names with NUL can't be written")
  func refusedNames() throws {
    try withTemporaryFolder { folder in
      for name in ["y", "", "a\0b", String(repeating: "x", count: 70_000)] {
        let both = [arrays[0], NamedArray(name, arrays[1].array)]
        let error = fault { try NumPyArchive(both).write(to: folder + "/a.npz") }
        #expect(error?.kind == .cannotWrite)
      }
      let left = try names(in: folder)
      #expect(left.isEmpty)
    }
  }
}
