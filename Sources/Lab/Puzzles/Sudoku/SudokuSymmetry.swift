// Which Sudokus are the same puzzle in other clothes. A Sudoku stays one when its digits are renamed,
// its bands, its stacks, the rows of a band or the columns of a stack change places, or it is
// transposed; data sets multiply their puzzles so. What is held out must not come back that way.

extension SudokuBoard {
  /// A number that all disguises of a full grid share.
  ///
  /// Two rows are a permutation of the digits: what stands in one over what stands in the other. Its
  /// cycle lengths don't change when digits are renamed or columns change places. Those of all pairs
  /// of rows are added up, apart for pairs within a band and between two bands, so that the order of
  /// rows and of bands doesn't matter; then the same for the columns, and the sum of both is that of
  /// the transposed grid too. Different grids may share a number: they then fall on the same side of
  /// the split, which harms nothing.
  var disguiseless: UInt64 {
    Draws.mixed(linesCode(isRows: true)) &+ Draws.mixed(linesCode(isRows: false))
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
        if band == other { within[band] = Draws.mixed(sum) } else { code &+= Draws.mixed(~sum) }
      }
    }
    for band in 0..<root { code &+= Draws.mixed(within[band]) }
    return code
  }

  /// The cycle lengths of the permutation from one line's digits to another's, in any order.
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
      // Of a permutation and its inverse the cycles are equally long: the lines' order is free.
      code &+= Draws.mixed(length)
    }
    return code
  }

  /// A number that all disguises of a 4 x 4 puzzle share, and no other puzzle by more than chance.
  ///
  /// There are but two 4 x 4 grids apart from disguises, so the split must look at the blanks too:
  /// this is the least of the 128 ways to rearrange the grid, with its digits named in the order in
  /// which the solution shows them. `solution` is the puzzle's only one.
  func canonical4(solution: SudokuBoard) -> UInt64 {
    precondition(side == 4, "128 ways to rearrange are those of 4 x 4")
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
        // Three bits a cell: the digit's name, and whether it is given.
        code = code << 3 | (names[digit] - 1) << 1 | (cells[cell] != 0 ? 1 : 0)
      }
      least = min(least, code)
    }
    return Draws.mixed(least)
  }

  /// A row in one of the 8 orders of two bands of two rows: bit 2 swaps the bands, bits 0 and 1 the
  /// rows of each.
  private static func line(_ line: Int, _ way: Int) -> Int {
    let band = line / 2 ^ way >> 2
    return band * 2 + (line % 2 ^ way >> band & 1)
  }
}
