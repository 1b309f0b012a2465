// Whole data sets: replaced in one step where that can be done, never mixed where it can't.

import Checkpoints
import Foundation
import Platform
import Storage
import Support
import Testing

@Suite struct DatasetFolderTests {
  /// A part with one example of two tokens.
  private func part(_ name: String, _ label: Int32) -> (name: String, writer: DatasetWriter) {
    var writer = DatasetWriter(length: 2, vocabulary: 5)
    writer.add(tokens: [1, label], labels: [label, 1])
    return (name, writer)
  }

  private func write(_ label: Int32, to folder: String) throws {
    try DatasetFolder.write(
      [part("train", label), part("test", label)], puzzle: "{\"label\": \(label)}", to: folder)
  }

  /// The label in both parts, which must be the same; nil if there is no data set.
  private func label(_ folder: String) -> Int32? {
    let labels = ["train", "test"].map {
      try? PuzzleDataset(folder, part: $0).example(0).labels[0]
    }
    #expect(labels[0] == labels[1])
    return labels[0]
  }

  private func identity(_ path: String) -> ino_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_ino : 0
  }

  /// Everything in a folder and below, sorted.
  private func names(_ folder: String) -> [String] {
    (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []).sorted()
  }

  @Test("a data set is replaced in one step, with its mode, through a link, and nothing stays")
  func replacing() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/sums"
      try write(2, to: path + "/")
      #expect(label(path) == 2)
      #expect(chmod(path, 0o750) == 0)
      let (before, files) = (identity(path), names(folder))
      try write(3, to: path)
      #expect(label(path) == 3)
      #expect(identity(path) != before)
      #expect(names(folder) == files)
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o750)
      #expect(symlink("sums", folder + "/link") == 0)
      try write(4, to: folder + "/link")
      #expect(label(path) == 4)
      #expect(names(folder).filter { $0.hasPrefix("link") } == ["link"])
    }
  }

  @Test("an error while the new files are written leaves the old data set whole")
  func failing() throws {
    try withTemporaryFolder { outer in
      // Longer in bytes than in characters.
      let folder = outer + "/größe"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let path = folder + "/sums"
      try write(2, to: path)
      let files = names(folder)
      // A part whose folder can't be made ends the writing after the first part.
      let parts = [part("train", 3), part("no/folder", 3)]
      let error = fault { try DatasetFolder.write(parts, puzzle: "{}", to: path) }
      #expect(error?.path == path + "/no/folder")
      #expect(label(path) == 2)
      #expect(names(folder) == files)
    }
  }

  @Test("beside other files the parts are replaced in place, and the other files stay")
  func foreign() throws {
    try withTemporaryFolder { folder in
      try write(2, to: folder + "/sums")
      for file in ["notes.txt", "train/notes.txt", "test/.hidden"] {
        let path = folder + "/sums/" + file
        try put(Array("mine".utf8), at: path)
        let before = identity(folder + "/sums")
        try write(3, to: folder + "/sums")
        #expect(label(folder + "/sums") == 3)
        #expect(identity(folder + "/sums") == before)
        #expect(try contents(of: path) == Array("mine".utf8))
        try FileManager.default.removeItem(atPath: path)
      }
    }
  }

  @Test("in place, what interrupts the writing leaves no data set instead of a mixed one")
  func interrupted() throws {
    try withTemporaryFolder { folder in
      try write(2, to: folder)
      // A folder in place of a file ends the writing at it.
      let labels = folder + "/test/all__labels.npy"
      let whole = try contents(of: labels)
      try FileManager.default.removeItem(atPath: labels)
      try FileManager.default.createDirectory(atPath: labels, withIntermediateDirectories: true)
      try put([], at: labels + "/file")
      #expect(throws: FileError.self) { try write(3, to: folder) }
      try FileManager.default.removeItem(atPath: labels)
      try put(whole, at: labels)
      #expect(fault { try PuzzleDataset(folder, part: "test") }?.kind == .missing)
      try write(3, to: folder)
      #expect(label(folder) == 3)
    }
  }

  @Test("what ended processes left beside a data set is removed, but nobody's other files")
  func sweeping() throws {
    try withTemporaryFolder { folder in
      try write(2, to: folder + "/.trm-1a2b.tmp")
      try write(2, to: folder + "/.trm-3c4d.tmp")
      try put([1], at: folder + "/.trm-3c4d.tmp/mine.txt")
      try write(2, to: folder + "/.trm-5e6f.tmp")
      let locked = open(folder + "/.trm-5e6f.tmp", O_RDONLY | O_DIRECTORY)
      defer { close(locked) }
      #expect(flock(locked, LOCK_EX) == 0)
      try write(3, to: folder + "/sums")
      #expect(
        names(folder).filter { !$0.contains("/") } == [
          ".trm-3c4d.tmp", ".trm-5e6f.tmp", "sums",
        ])
      #expect(label(folder + "/.trm-3c4d.tmp") == 2)
    }
  }

  @Test("a file, or a folder in a folder that isn't there, is refused by name")
  func refusals() throws {
    try withTemporaryFolder { folder in
      try put([1], at: folder + "/file")
      let file = fault { try write(2, to: folder + "/file") }
      #expect(file?.reason == "is not a folder; choose another name")
      let missing = fault { try write(2, to: folder + "/none/sums") }
      #expect(missing?.path == folder + "/none/sums")
      #expect(missing?.reason.contains("doesn't exist") == true)
      #expect(names(folder) == ["file"])
    }
  }
}
