// The names of a model's puzzle embeddings, from the list of the data set that it was trained on.

internal import Storage

/// The list of names of a model's puzzle embeddings.
package struct PuzzleNames {
  private let list: IdentifierList?

  /// The list in the first of some folders that has one; without one only numbers are known.
  ///
  /// - Throws: `FileError` if a list is there but can't be read.
  package init(in folders: [String]) throws {
    for folder in folders {
      do {
        list = try IdentifierList(folder + "/identifiers.json")
        return
      } catch let error as FileError where error.kind == .missing {
        continue
      }
    }
    list = nil
  }

  /// The number of a name; nil if it isn't listed.
  ///
  /// - Throws: `FileError` if the list can't be read.
  package func number(of name: String) throws -> Int32? {
    try list?.number(of: name).flatMap { Int32(exactly: $0) }
  }

  /// The name of a number, if it is listed.
  ///
  /// - Throws: `FileError` if the list can't be read.
  package func name(of number: Int32) throws -> String? {
    try list?.name(of: Int(number))
  }

  /// The file, if there is one.
  package var path: String? { list?.path }

  /// Up to `most` names that begin with a text.
  ///
  /// - Throws: `FileError` if the list can't be read.
  package func names(beginning text: String, most: Int) throws -> [String] {
    var found: [String] = []
    try list?.forEach { _, name in
      if name.hasPrefix(text) { found.append(name) }
      return found.count < most
    }
    return found
  }
}
