// How far two lists of numbers are apart: the one measure of every comparison with a tolerance.

/// The largest |a - b| / (1 + |b|): absolute for small numbers, relative for large ones.
public func distance(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Float {
  guard a.count == b.count, !a.isEmpty else { return .infinity }
  return zip(a, b).map { abs($0 - $1) / (1 + abs($1)) }.reduce(0) { $1.isNaN ? .nan : max($0, $1) }
}
