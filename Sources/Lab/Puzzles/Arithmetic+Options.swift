// Arithmetic's options as text, to and from checkpoints and command lines.

extension Arithmetic {
  /// How generated questions are distributed.
  ///
  /// Shares of all questions, each in 0...1. What ``fullChains`` and ``chains`` leave has operands
  /// of random digits. In every kind the operands' lengths differ from question to question.
  package struct Mix: Sendable, Equatable {
    /// Pairs with a run of carries or borrows somewhere: 4995 + 5, 7203 - 208.
    package var chains: Double
    /// Pairs that carry in each column or borrow in each but the first: 9999 + 1, 1000 - 1.
    package var fullChains: Double
    /// Pairs that begin with the same digits: which one is larger shows further down.
    package var near: Double
    /// Pairs with a run of columns that pass on a carry or borrow, which a fifth of them get.
    package var passing: Double
    /// Pairs with one or two negative operands.
    package var negatives: Double
    /// Pairs both multiplied by a power of ten, up to the whole field.
    ///
    /// What is learned of the low columns is then learned of the high ones. These may be longer than
    /// ``Arithmetic/lengths``.
    package var shifted: Double

    /// The shares; ``chains`` and ``fullChains`` together are at most 1; ``near``, then ``passing``
    /// take at most what is left.
    package init(
      chains: Double = 0.3, fullChains: Double = 0.05, near: Double = 0.1, passing: Double = 0,
      negatives: Double = 0.15, shifted: Double = 0
    ) {
      self.chains = chains
      self.fullChains = fullChains
      self.near = near
      self.passing = passing
      self.negatives = negatives
      self.shifted = shifted
    }

    func validate() throws(PuzzleError) {
      let shares = [
        ("chains", chains), ("full-chains", fullChains), ("near", near), ("passing", passing),
        ("negatives", negatives), ("shifted", shifted),
      ]
      for (name, share) in shares where !(0...1).contains(share) {
        throw PuzzleError("\(name) can't be \(share)", hint: "give a share from 0 to 1")
      }
      guard chains + fullChains <= 1 + 1e-9 else {
        throw PuzzleError(
          "chains \(chains) and full-chains \(fullChains) are more than all questions",
          hint: "give shares that add up to at most 1")
      }
    }
  }

  /// Arithmetic's line in the list of puzzles.
  package static let kind = PuzzleKind(
    name: "arithmetic", summary: "sums and differences of two whole numbers",
    options: [
      .init(
        "digits", standard: "4", summary: "the largest number of digits of an operand, 1 to 12"),
      .init("shortest", standard: "1", summary: "the fewest digits of a generated longer operand"),
      .init(
        "longest", standard: "4",
        summary: "the most digits of a generated operand; digits if left out"),
      .init("operators", standard: "+-", summary: "+, - or both"),
      .init("chains", standard: "0.3", summary: "the share of questions with a run of carries"),
      .init("full-chains", standard: "0.05", summary: "the share that carries in every column"),
      .init("near", standard: "0.1", summary: "the share whose operands begin alike"),
      .init(
        "passing", standard: "0.0",
        summary: "the share with columns that pass a carry on, which a fifth of them get"),
      .init("negatives", standard: "0.15", summary: "the share with negative operands"),
      .init(
        "shifted", standard: "0.0", summary: "the share multiplied by a power of ten, up to digits"),
      .init(
        "layout", standard: "fields",
        summary: "fields, a token a character, columns, a token a column, or signed-columns"),
    ],
    make: { (options) throws(PuzzleError) -> any Puzzle in try Arithmetic(options: options) })

  /// All options, as ``init(options:)`` takes them.
  package var options: [String: String] {
    [
      "digits": String(digits),
      "shortest": String(lengths.lowerBound),
      "longest": String(lengths.upperBound),
      "operators": String(operators.map(\.rawValue)),
      "chains": "\(mix.chains)",
      "full-chains": "\(mix.fullChains)",
      "near": "\(mix.near)",
      "passing": "\(mix.passing)",
      "negatives": "\(mix.negatives)",
      "shifted": "\(mix.shifted)",
      "layout": layout.rawValue,
    ]
  }

  /// Arithmetic with options as text; those left out are as usual, unknown ones are not looked at.
  ///
  /// - Throws: ``PuzzleError`` that names the option that can't be so.
  package init(options: [String: String]) throws(PuzzleError) {
    func number(_ name: String, _ standard: Int) throws(PuzzleError) -> Int {
      guard let text = options[name] else { return standard }
      guard let number = Int(text) else {
        throw PuzzleError(
          "\(name) can't be '\(text)'",
          hint: "give a number from 1 to \(Self.digitsRange.upperBound)")
      }
      return number
    }
    let digits = try number("digits", 4)
    let longest = try number("longest", digits)
    let shortest = try number("shortest", 1)
    guard shortest <= longest || longest < 1 else {
      throw PuzzleError(
        "shortest \(shortest) is more than longest \(longest)", hint: "set both, or the other one")
    }
    var operators = Operator.allCases
    if let text = options["operators"] {
      operators = []
      for character in text {
        guard let known = Operator(rawValue: character) else {
          throw PuzzleError("operators can't have '\(character)'", hint: "give +, - or +-")
        }
        operators.append(known)
      }
    }
    func share(_ name: String, _ standard: Double) throws(PuzzleError) -> Double {
      guard let text = options[name] else { return standard }
      guard let share = Double(text) else {
        throw PuzzleError("\(name) can't be '\(text)'", hint: "give a share from 0 to 1")
      }
      return share
    }
    let usual = Mix()
    let mix = Mix(
      chains: try share("chains", usual.chains),
      fullChains: try share("full-chains", usual.fullChains),
      near: try share("near", usual.near),
      passing: try share("passing", usual.passing),
      negatives: try share("negatives", usual.negatives),
      shifted: try share("shifted", usual.shifted))
    var layout = Layout.fields
    if let text = options["layout"] {
      guard let known = Layout(rawValue: text) else {
        throw PuzzleError(
          "layout can't be '\(text)'", hint: "give fields, columns or signed-columns")
      }
      layout = known
    }
    try self.init(
      digits: digits, operators: operators, lengths: min(shortest, longest)...longest, mix: mix,
      layout: layout)
  }
}
