// Suggestions for mistyped words.

/// The one of `known` that was probably meant by `word`, or nil: about a third of it mistyped.
///
/// It is never the word itself.
package func closest(to word: String, among known: some Sequence<String>) -> String? {
  let scored = known.filter { $0 != word }.map {
    (name: $0, distance: editDistance(word.lowercased(), $0.lowercased()))
  }
  guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
  let length = min(word.count, best.name.count)
  return best.distance <= max(1, (length + 1) / 3) ? best.name : nil
}

/// Insertions, deletions, replacements and swaps of neighbors that turn one word into the other.
package func editDistance(_ first: String, _ second: String) -> Int {
  let (a, b) = (Array(first.prefix(64)), Array(second.prefix(64)))
  var rows = [Array(0...b.count)]
  for i in 1..<(a.count + 1) {
    var row = [i]
    for j in 1..<(b.count + 1) {
      let same = a[i - 1] == b[j - 1]
      var best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        best = min(best, rows[i - 2][j - 2] + 1)
      }
      row.append(best)
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
