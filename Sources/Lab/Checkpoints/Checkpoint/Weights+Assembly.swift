// Weights out of named arrays, whichever file they came from: each parameter is asked for by name and
// shape, and everything that doesn't fit is told at once.

internal import Kernels
package import Network
internal import Storage

extension Weights {
  /// Weights from `arrays`, whose names may carry wrappers' prefixes.
  ///
  /// Arrays that lie one after another in the table's order as float32 are borrowed, so that a
  /// mapped file is not copied; else they are converted into memory of their own.
  ///
  /// - Throws: `FileError`, `.badData`, naming the file at `path` and every parameter that is
  ///   missing, unexpected or of another shape, or saying what is wrong with `configuration`.
  package static func assembled(
    from arrays: [NamedArray], configuration: Configuration, path: String
  ) throws -> Weights {
    func refused(_ reason: String) -> FileError { FileError(path, .badData, reason) }
    do {
      try configuration.validate()
    } catch {
      throw refused("its network is impossible: \(error); save it again or correct the number")
    }
    // Before the table is made: no file makes it longer than itself.
    guard configuration.layers <= arrays.count else {
      throw refused(
        "has \(arrays.count) tensors, too few for \(configuration.layers) layers; "
          + "load it with its own configuration")
    }
    var byKey: [String: NamedArray] = [:]
    for named in arrays {
      if let other = byKey.updateValue(named, forKey: officialKey(named.name)) {
        throw refused(
          "holds '\(legible(other.name))' and '\(legible(named.name))', which are the same "
            + "parameter; remove one of them")
      }
    }
    let table = ParameterTable(configuration)
    var faults: [String] = []
    let found = table.parameters.compactMap { parameter -> StoredArray? in
      guard let array = byKey.removeValue(forKey: parameter.key)?.array else {
        faults.append("\(parameter.key) \(parameter.shape) is missing")
        return nil
      }
      if array.shape != parameter.shape {
        faults.append("\(parameter.key) has shape \(array.shape), not \(parameter.shape)")
      } else if !array.element.isFloat {
        faults.append("\(parameter.key) holds \(array.element.rawValue), not floats")
      }
      return array
    }
    let unexpected = byKey.values.sorted { $0.name < $1.name }
    faults += unexpected.map { "\(legible($0.name)) \($0.array.shape) is unexpected" }
    guard faults.isEmpty else {
      let listed = faults.prefix(100).joined(separator: ", ")
      let more = faults.count > 100 ? ", and \(faults.count - 100) more" : ""
      throw refused(
        "does not fit the network: \(listed)\(more); load it with its own configuration")
    }
    do {
      if let values = borrowed(found, count: table.count) {
        return try Weights(configuration, values: values)
      }
      return try Weights(configuration, values: gathered(found, table))
    } catch {
      throw refused("its network is impossible: \(error); load it with its own configuration")
    }
  }

  /// The arrays' own memory as one buffer, if they lie in it as the table wants them.
  private static func borrowed(_ arrays: [StoredArray], count: Int) -> FloatBuffer? {
    guard let first = arrays.first, first.isBorrowable else { return nil }
    var place = UnsafeRawPointer(first.bytes.base)
    for array in arrays {
      guard array.element == .float32, array.bytes.owner === first.bytes.owner,
        UnsafeRawPointer(array.bytes.base) == place
      else { return nil }
      place += array.bytes.count
    }
    let base = first.bytes.base.assumingMemoryBound(to: Float.self)
    return FloatBuffer(borrowing: base, count: count, owner: first.bytes.owner)
  }

  /// The arrays in memory of their own; only of one that is large its pages stay the file's.
  private static func gathered(_ arrays: [StoredArray], _ table: ParameterTable) -> FloatBuffer {
    let places = zip(table.parameters, arrays)
    let large = places.filter { $0.1.isBorrowable }.max { $0.0.count < $1.0.count }
    if let (parameter, array) = large, parameter.count >= PatchedMemory.leastCount,
      let memory = PatchedMemory(floats: table.count, array.bytes, at: parameter.offset)
    {
      for (other, array) in places where other != parameter {
        array.convert(to: memory.floats + other.offset)
      }
      return FloatBuffer(borrowing: memory.floats, count: table.count, owner: memory)
    }
    let buffer = FloatBuffer(count: table.count)
    for (parameter, array) in places { array.convert(to: buffer.base + parameter.offset) }
    return buffer
  }

  /// The keys of the parameters that hold NaN or an infinity.
  ///
  /// A run with them can be looked into, but its answers mean nothing. A large table of puzzles is
  /// not read.
  package var nonFinite: [String] {
    let all = UnsafeBufferPointer(start: values.base, count: values.count)
    return withExtendedLifetime(self) {
      table.parameters.filter { parameter in
        if parameter.count >= PatchedMemory.leastCount { return false }
        var found = false
        // Without an early exit the loop is vectorised; an exponent of ones is not finite.
        for value in all[parameter.range] {
          found = found || (value.bitPattern & 0x7F80_0000) == 0x7F80_0000
        }
        return found
      }.map(\.key)
    }
  }
}
