// Arithmetic's options as text, for checkpoints and command lines.

extension Arithmetic {
  /// The distribution of generated questions.
  ///
  /// Fractions of all questions, each in 0...1; the rest has operands of random digits. The lengths
  /// of the operands are random in every kind.
  package struct Mix: Sendable, Equatable {
    /// Pairs with a run of carries or borrows somewhere: 4995 + 5, 7203 - 208.
    package var chains: Double
    /// Pairs that carry in every column or borrow in all but the first: 9999 + 1, 1000 - 1.
    package var fullChains: Double
    /// Pairs with equal leading digits, so that a lower digit decides which is larger.
    package var near: Double
    /// Pairs with a run of columns that propagate a carry or borrow; a fifth of the runs get one.
    package var passing: Double
    /// Pairs with one or two negative operands.
    package var negatives: Double
    /// Pairs whose operands are both multiplied by a power of ten.
    ///
    /// High columns then learn what low columns learn. May be longer than ``Arithmetic/lengths``.
    package var shifted: Double

    /// Creates a mix; ``chains`` and ``fullChains`` must add up to at most 1.
    ///
    /// ``near`` and then ``passing`` get at most what is left.
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
        throw PuzzleError(
          "invalid value '\(share)' for '\(name)'", hint: "give a fraction from 0 to 1")
      }
      guard chains + fullChains <= 1 + 1e-9 else {
        throw PuzzleError(
          "chains \(chains) and full-chains \(fullChains) add up to more than 1",
          hint: "give fractions that add up to at most 1")
      }
    }
  }

  /// Arithmetic's entry in the list of puzzles.
  package static let kind = PuzzleKind(
    name: "arithmetic", summary: "sums and differences of two whole numbers",
    writing: """
      Two whole numbers with + or - between them; spaces, parentheses around a number and a ? or = \
      at the end don't matter. A number may have a sign. Longer ones are asked in parts.

        3 + 7        -3 + 7        5 - (-2)        12 - (5 + 30)
      """,
    undrawn: """
      Training never draws operands longer than 'longest' ('shifted' ones reach 'digits'), longer \
      operands shorter than 'shortest', or, with negatives=0, negative operands. Pairs of a special \
      form are possible but rare where numbers are long: powers of ten and numbers of nines with a \
      small number, complements, equal operands, results of 0.
      """,
    options: [
      .init(
        "digits", defaultValue: "4", summary: "the maximum number of digits of an operand (1 to 12)"
      ),
      .init(
        "shortest", defaultValue: "1",
        summary: "the minimum number of digits of the longer generated operand"),
      .init(
        "longest", defaultValue: "4",
        summary: "the maximum number of digits of a generated operand (default: digits)"),
      .init("operators", defaultValue: "+-", summary: "+, - or both"),
      .init(
        "chains", defaultValue: "0.3", summary: "the fraction of questions with a run of carries"),
      .init(
        "full-chains", defaultValue: "0.05", summary: "the fraction that carries in every column"),
      .init(
        "near", defaultValue: "0.1",
        summary: "the fraction whose operands have equal leading digits"),
      .init(
        "passing", defaultValue: "0.0",
        summary: "the fraction with columns that propagate a carry; a fifth of them get one"),
      .init("negatives", defaultValue: "0.15", summary: "the fraction with negative operands"),
      .init(
        "shifted", defaultValue: "0.0",
        summary: "the fraction multiplied by a power of ten, within digits"),
      .init(
        "layout", defaultValue: "fields",
        summary: "fields (a token a character), columns (a token a column) or signed-columns"),
    ],
    make: { (options) throws(PuzzleError) -> any Puzzle in try Arithmetic(options: options) })

  /// All options, as accepted by ``init(options:)``.
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

  /// Arithmetic with options as text; missing ones have defaults, unknown ones are ignored.
  ///
  /// - Throws: ``PuzzleError`` naming the invalid option.
  package init(options: [String: String]) throws(PuzzleError) {
    func number(_ name: String, _ defaultValue: Int) throws(PuzzleError) -> Int {
      guard let text = options[name] else { return defaultValue }
      guard let number = Int(text) else {
        throw PuzzleError(
          "invalid value '\(text)' for '\(name)'",
          hint: "give a number from 1 to \(Self.digitsRange.upperBound)")
      }
      return number
    }
    let digits = try number("digits", 4)
    let longest = try number("longest", digits)
    let shortest = try number("shortest", 1)
    guard shortest <= longest || longest < 1 else {
      throw PuzzleError(
        "shortest \(shortest) is greater than longest \(longest)", hint: "change one of them")
    }
    var operators = Operator.allCases
    if let text = options["operators"] {
      operators = []
      for character in text {
        guard let known = Operator(rawValue: character) else {
          throw PuzzleError("invalid operator '\(character)'", hint: "give +, - or +-")
        }
        operators.append(known)
      }
    }
    func share(_ name: String, _ defaultValue: Double) throws(PuzzleError) -> Double {
      guard let text = options[name] else { return defaultValue }
      guard let share = Double(text) else {
        throw PuzzleError(
          "invalid value '\(text)' for '\(name)'", hint: "give a fraction from 0 to 1")
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
          "invalid value '\(text)' for 'layout'", hint: "give fields, columns or signed-columns")
      }
      layout = known
    }
    try self.init(
      digits: digits, operators: operators, lengths: min(shortest, longest)...longest, mix: mix,
      layout: layout)
  }
}
