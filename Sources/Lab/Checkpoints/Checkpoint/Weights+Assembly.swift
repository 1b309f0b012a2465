// Assembling weights from named arrays. Each parameter is looked up by name and checked for its
// shape; all mismatches are reported together.

internal import Kernels
package import Network
internal import Storage
internal import Wording

extension Weights {
  /// Assembles weights from `arrays`, whose names may have wrapper prefixes.
  ///
  /// Contiguous float32 arrays in the table's order are borrowed, so that a mapped file isn't
  /// copied; others are converted into new memory.
  ///
  /// - Throws: `FileError`, `.badData`, naming every parameter that is missing, unexpected or of
  ///   another shape, or what is invalid in `configuration`.
  package static func assembled(
    from arrays: [NamedArray], configuration: Configuration, path: String
  ) throws -> Weights {
    func refused(_ reason: String) -> FileError { FileError(path, .badData, reason) }
    do {
      try configuration.validate()
    } catch {
      throw refused("its network is invalid: \(error); save it again or correct the value")
    }
    // Checked first, so that a small file can't ask for a huge table.
    let layers = max(configuration.layers, configuration.highLayers)
    guard layers <= arrays.count else {
      throw refused(
        "has \(counted(arrays.count, "tensor")), too few for \(counted(layers, "layer")); "
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
        "doesn't fit the network: \(listed)\(more); load it with its own configuration")
    }
    do {
      if let values = borrowed(found, count: table.count) {
        return try Weights(configuration, values: values)
      }
      return try Weights(configuration, values: gathered(found, table))
    } catch {
      throw refused("its network is invalid: \(error); load it with its own configuration")
    }
  }

  /// The arrays' memory as one buffer, if they are contiguous float32 in the table's order.
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

  /// The arrays converted into new memory; the largest stays mapped if it is huge.
  private static func gathered(_ arrays: [StoredArray], _ table: ParameterTable) -> FloatBuffer {
    let places = zip(table.parameters, arrays)
    let large = places.filter { $0.1.isBorrowable }.max { $0.0.count < $1.0.count }
    if let (parameter, array) = large, parameter.count >= PartiallyMappedFloats.minCount,
      let memory = PartiallyMappedFloats(floats: table.count, array.bytes, at: parameter.offset)
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

  /// The keys of the parameters that hold NaN or infinity.
  ///
  /// Such a network can be inspected, but its answers are meaningless. A huge puzzle table is not
  /// read.
  package var nonFinite: [String] {
    let all = UnsafeBufferPointer(start: values.base, count: values.count)
    return withExtendedLifetime(self) {
      table.parameters.filter { parameter in
        if parameter.count >= PartiallyMappedFloats.minCount { return false }
        var found = false
        // Without an early exit the loop is vectorized; an exponent of all ones isn't finite.
        for value in all[parameter.range] {
          found = found || (value.bitPattern & 0x7F80_0000) == 0x7F80_0000
        }
        return found
      }.map(\.key)
    }
  }
}
