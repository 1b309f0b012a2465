// Equivalence of Sudokus under symmetry: renaming digits, permuting bands, stacks, rows within a
// band and columns within a stack, and transposition. Equivalent puzzles must be in the same split.

extension SudokuBoard {
  /// A hash of a full grid that is the same for all equivalent grids.
  ///
  /// Two rows define a permutation of the digits, whose cycle lengths don't change when digits are
  /// renamed or columns permuted. The hashes of the cycle lengths of all pairs of rows are added,
  /// separately within bands and between bands, so that the order of rows and bands doesn't matter;
  /// the same for columns, and the sum of both is invariant under transposition. Inequivalent grids
  /// may share a hash and are then in the same split, which does no harm.
  var symmetryInvariantHash: UInt64 {
    SplitMix64.mixed(linesCode(isRows: true)) &+ SplitMix64.mixed(linesCode(isRows: false))
  }

  private func linesCode(isRows: Bool) -> UInt64 {
    var within = InlineArray<3, UInt64>(repeating: 0)
    var code: UInt64 = 0
    for band in 0..<root {
      for other in band..<root {
        var sum: UInt64 = 0
        for i in 0..<root {
          for j in (band == other ? i + 1 : 0)..<root {
            sum &+= cyclesCode(band * root + i, other * root + j, isRows: isRows)
          }
        }
        if band == other {
          within[band] = SplitMix64.mixed(sum)
        } else {
          code &+= SplitMix64.mixed(~sum)
        }
      }
    }
    for band in 0..<root { code &+= SplitMix64.mixed(within[band]) }
    return code
  }

  /// A hash of the cycle lengths of the permutation from one line's digits to another's.
  private func cyclesCode(_ first: Int, _ second: Int, isRows: Bool) -> UInt64 {
    let (line, step) = isRows ? (side, 1) : (1, side)
    var next = InlineArray<10, UInt8>(repeating: 0)
    for place in 0..<side {
      next[Int(cells[first * line + place * step])] = cells[second * line + place * step]
    }
    var code: UInt64 = 0
    var seen: UInt16 = 0
    for digit in 1...side where seen & 1 << UInt16(digit) == 0 {
      var length: UInt64 = 0
      var at = digit
      repeat {
        seen |= 1 << UInt16(at)
        at = Int(next[at])
        length += 1
      } while at != digit
      // A permutation and its inverse have the same cycle lengths, so the order of lines doesn't
      // matter.
      code &+= SplitMix64.mixed(length)
    }
    return code
  }

  /// A hash of a 4 x 4 puzzle that is the same for all equivalent puzzles.
  ///
  /// There are only two inequivalent 4 x 4 grids, so the split must depend on the blanks too: the
  /// hash is that of the smallest of the 128 rearrangements, with digits renamed in the order of
  /// their appearance in `solution`, the unique solution.
  func canonical4(solution: SudokuBoard) -> UInt64 {
    precondition(side == 4, "only 4 x 4 grids have 128 rearrangements")
    var least = UInt64.max
    for way in 0..<128 {
      var code: UInt64 = 0
      var names = InlineArray<5, UInt64>(repeating: 0)
      var named: UInt64 = 0
      for place in 0..<16 {
        let row = Self.line(place / 4, way & 7)
        let column = Self.line(place % 4, way >> 3 & 7)
        let cell = way & 64 == 0 ? row * 4 + column : column * 4 + row
        let digit = Int(solution.cells[cell])
        if names[digit] == 0 {
          named += 1
          names[digit] = named
        }
        // Three bits a cell: the renamed digit, and whether it is given.
        code = code << 3 | (names[digit] - 1) << 1 | (cells[cell] != 0 ? 1 : 0)
      }
      least = min(least, code)
    }
    return SplitMix64.mixed(least)
  }

  /// A row in one of the 8 orders of two bands of two rows.
  ///
  /// Bit 2 swaps the bands, bits 0 and 1 the rows within each.
  private static func line(_ line: Int, _ way: Int) -> Int {
    let band = line / 2 ^ way >> 2
    return band * 2 + (line % 2 ^ way >> band & 1)
  }
}
