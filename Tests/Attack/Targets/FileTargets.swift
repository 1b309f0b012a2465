// Formats of files, each read alone.

import Checkpoints
import Kernels
import Network
import Storage

/// The words of JSON and of the files that are JSON.
private let jsonWords = [
  "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "\\udc00", "\\\"", "null",
  "true", "1e999", "-", "0.", "\u{FEFF}", "\u{0}", "\"seq_len\":", "\"sets\":", "\"a\":1,", " ",
]

let fileTargets = [
  Target(
    name: "json", summary: "JSON text: parsing, writing, the same value again",
    prepare: { _ in json() }, ending: "json"),
  Target(
    name: "safetensors", summary: "arrays of safetensors files, read to the last element",
    prepare: safetensors, ending: "safetensors"),
  Target(
    name: "npy", summary: "NumPy arrays, row-major and column-major", prepare: numPyArray,
    ending: "npy"),
  Target(
    name: "npz", summary: "NumPy archives, stored and deflated", prepare: numPyArchive,
    ending: "npz"),
  Target(
    name: "zip", summary: "ZIP archives, zip64 too", prepare: zip, ending: "zip"),
]

private func json() -> Attack {
  let seeds = [
    #"{"pad_id":0,"ignore_label_id":-100,"vocab_size":12,"seq_len":81,"sets":["all","b"]}"#,
    #"[1,-2.5e-3,true,false,null,"a\"\\\/\b\f\n\r\té\ud83d\ude00",{"a":{"b":[[],{}]}}]"#,
    #"  {"network":"{\"width\":16,\"epsilon\":1e-05}" , "x":[0.1,1E+5,123456789012345678]} "#,
  ]
  return Attack(
    seeds: seeds.map { Array($0.utf8) },
    damage: { input, chance in
      if chance.once(in: 3), let json = try? JSON(parsing: Bytes(input)) {
        return Array(changed(changed(json, &chance), &chance).text.utf8)
      }
      return damaged(input, &chance, words: jsonWords)
    },
    attempt: { input in
      let json = try JSON(parsing: Bytes(input))
      let again = try JSON(parsing: json.text)
      try require(again == json, "written JSON has another value")
      _ = json.sorted.text
      return true
    })
}

/// Reads every element, so that a wrong size is an access out of bounds.
private func touch(_ array: StoredArray) throws {
  let floats = array.floats()
  try require(floats.count == array.count, "\(floats.count) of \(array.count) elements")
  var sum: Float = 0
  for index in 0..<floats.count { sum += floats[index] }
  if let integers = array.integers() {
    try require(integers.count == array.count, "\(integers.count) of \(array.count) integers")
  }
}

private let arrays = [
  NamedArray("a", StoredArray([1, 2, 3, 4, 5, 6] as [Float], shape: [3, 2])),
  NamedArray("b/c", StoredArray([5] as [Int32], shape: [])),
  NamedArray("h", StoredArray(.float16, shape: [2], bytes: Bytes([0, 1, 2, 3]))),
  NamedArray("e", StoredArray([] as [Float], shape: [0, 4])),
]

/// The bytes of a file that is written in a folder.
private func written(_ folder: String, _ write: (String) throws -> Void) throws -> [UInt8] {
  let path = folder + "/seed"
  defer { _ = try? AtomicFile.write("", to: path) }
  try write(path)
  return try bytes(of: path)
}

private func safetensors(_ setup: Setup) throws -> Attack {
  let seed = try written(setup.folder) {
    try Safetensors(arrays, metadata: ["format": "pt", "k": "v"]).write(to: $0)
  }
  return Attack(
    seeds: [seed],
    damage: { chance0, chance in
      chance.once(in: 3) ? damaged(chance0, &chance) : damagedSafetensors(chance0, &chance)
    },
    attempt: { input in
      let file = try Safetensors(Bytes(input), path: "x")
      for named in file.arrays { try touch(named.array) }
      // What was read can be written, and is the same then.
      let path = setup.folder + "/x"
      try Safetensors(file.arrays, metadata: file.metadata).write(to: path)
      let again = try Safetensors.read(path)
      try require(again.metadata == file.metadata, "written metadata differs")
      try require(
        again.arrays.map(\.name).sorted() == file.arrays.map(\.name).sorted(),
        "written arrays differ")
      return true
    })
}

private func numPyArray(_ setup: Setup) throws -> Attack {
  var seeds: [[UInt8]] = []
  for named in arrays {
    seeds.append(try written(setup.folder) { try NumPyArray.write(named.array, to: $0) })
  }
  let header = "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3, 1), }"
  let start: [UInt8] = [0x93] + Array("NUMPY".utf8)
  seeds.append(
    start + [1, 0] + little(UInt16(header.utf8.count)) + Array(header.utf8) + [UInt8](0..<12))
  seeds.append(
    start + [2, 0] + little(UInt32(header.utf8.count)) + Array(header.utf8) + [UInt8](0..<12))
  return Attack(
    seeds: seeds,
    damage: { input, chance in
      damaged(
        input, &chance,
        words: ["(", ")", ",", "'", "True", "False", "'<f8'", "'|b1'", "'>i4'", "(2,)", "L", " "])
    },
    attempt: { input in
      try touch(NumPyArray.parse(Bytes(input), path: "x"))
      return true
    })
}

private func numPyArchive(_ setup: Setup) throws -> Attack {
  let seed = try written(setup.folder) { try NumPyArchive(Array(arrays.prefix(2))).write(to: $0) }
  return Attack(
    seeds: [seed],
    damage: { input, chance in
      guard !chance.once(in: 3), let parts = files(ofArchive: input) else {
        return damaged(input, &chance)
      }
      let new = changed(parts, &chance) { part, chance in
        damaged(part.bytes, &chance, words: ["(", ")", "'<f8'", "(2,)"])
      }
      return archive(new, &chance)
    },
    attempt: { input in
      for named in try NumPyArchive(Bytes(input), path: "x").arrays { try touch(named.array) }
      return true
    })
}

private func zip(_ setup: Setup) throws -> Attack {
  var seeds: [[UInt8]] = []
  for largest in [4, 1 << 20] {
    seeds.append(
      try written(setup.folder) { path in
        try AtomicFile.write(to: path) { writer in
          var archive = ZipWriter(writer, largest: largest)
          try archive.add("one", [Bytes([1, 2, 3, 4, 5])])
          try archive.add("folder/two", [Bytes([6])])
          try archive.finish()
        }
      })
  }
  return Attack(
    seeds: seeds,
    damage: { input, chance in
      guard chance.once(in: 2), let parts = files(ofArchive: input) else {
        return damaged(input, &chance, words: ["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}"])
      }
      return archive(changed(parts, &chance) { damaged($0.bytes, &$1) }, &chance)
    },
    attempt: { input in
      let archive = try ZipArchive(Bytes(input), path: "x", advice: "download it again")
      for entry in archive.entries { _ = try archive.bytes(of: entry).array }
      return true
    })
}
