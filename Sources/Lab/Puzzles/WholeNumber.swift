// Whole numbers as people write them.

/// The number that a text is, with any sign and leading zeros; nil if it isn't one.
///
/// Spaces are left out, and the typographic minus counts as one.
package func wholeNumber(_ typed: String) -> Int? {
  Int(typed.filter { !$0.isWhitespace }.replacing("\u{2212}", with: "-"))
}
