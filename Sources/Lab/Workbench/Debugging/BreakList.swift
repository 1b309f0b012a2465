// Break conditions with numbers.

package import Language

/// Where runs stop: conditions with numbers.
package struct BreakList {
  /// A condition and how often it stopped a run.
  package struct Break {
    package let number: Int
    package let condition: BreakCondition
    package var hits = 0
  }

  /// All of them, in order.
  package private(set) var all: [Break] = []
  private var count = 0

  /// Adds a condition and returns its number.
  package mutating func add(_ condition: BreakCondition) -> Int {
    count += 1
    all.append(Break(number: count, condition: condition))
    return count
  }

  /// Removes the one of a number, or all; false if there is none of that number.
  package mutating func remove(_ number: Int?) -> Bool {
    let before = all.count
    all.removeAll { number == nil || $0.number == number }
    return number == nil || all.count < before
  }

  /// Counts a stop at the breaks of these numbers.
  package mutating func hit(_ numbers: [Int]) {
    for index in all.indices where numbers.contains(all[index].number) { all[index].hits += 1 }
  }
}
