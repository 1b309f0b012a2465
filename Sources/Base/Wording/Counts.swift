// Numbers with the things they count, for messages: `1 step`, `2 steps`.

/// A number and what it counts, in the singular if the number is written `1`.
package func counted(_ number: some CustomStringConvertible, _ thing: String) -> String {
  "\(number) \(plural(thing, number))"
}

/// The name of a thing, in the singular if `number` is written `1`, for a number that stands
/// elsewhere.
package func plural(_ thing: String, _ number: some CustomStringConvertible) -> String {
  guard number.description != "1" else { return thing }
  let beforeLast = thing.dropLast().last ?? "a"
  if thing.hasSuffix("y"), !"aeiou".contains(beforeLast) { return thing.dropLast() + "ies" }
  if ["s", "x", "ch", "sh"].contains(where: thing.hasSuffix) { return thing + "es" }
  return thing + "s"
}
