// Models whose puzzle gets other options: other sizes, where no weight belongs to a position.

import Kernels
import Language
import Network
import Puzzles
import Settings
import Support
import Testing
import Workbench

@Suite struct OtherSizesTests {
  /// An untrained model for mazes.
  private func maze(
    size: Int, prefix: Int = 1, positions: Configuration.Positions = .none
  ) throws -> LoadedModel {
    let puzzle = try PuzzleList.make(name: "maze", options: ["size": "\(size)"])
    let network = Configuration(
      vocabulary: puzzle.vocabulary.count, length: puzzle.length, width: 16, layers: 1,
      innerWidth: 16, heads: 4, gridWidth: size, gridReach: 1, positions: positions,
      prefix: prefix, inner: 1, cycles: 1, depth: 3)
    return try LoadedModel(
      weights: Weights.initial(network, seed: 5), puzzle: puzzle, name: "maze", path: "/x/maze")
  }

  @Test("a model of a grid has the same weights at another size, and no file of its own")
  func resized() throws {
    let (seven, nine) = (try maze(size: 7), try maze(size: 9))
    let grown = try seven.changing(["size": "9"])
    #expect(grown.weights.configuration == nine.weights.configuration)
    #expect(grown.weights.values.array == nine.weights.values.array)
    #expect(grown.puzzle.options == nine.puzzle.options)
    #expect(grown.path == nil && grown.isUnsaved)
    #expect(
      grown.notes == [
        "made for 49 positions, not 81: answers can take more steps, and p isn't calibrated for them"
      ])
    let back = try grown.changing(["size": "7"])
    #expect(back.weights.checksum == seven.weights.checksum)
  }

  // Two updates see two cells far; only position 0 sees more.
  @Test("a cell that sees the same in both sizes has the same state in both")
  func sameCells() throws {
    let seven = try maze(size: 7, prefix: 0)
    let grown = try seven.changing(["size": "9"])
    func states(_ model: LoadedModel) throws -> [[Float]] {
      let c = model.weights.configuration
      let engine = FastEngine(model.weights, capacity: 1)
      // The same cells around the middle.
      let middle = c.gridWidth / 2
      let tokens = (0..<c.length).map { cell in
        let (down, right) = (cell / c.gridWidth - middle, cell % c.gridWidth - middle)
        return Int32((down * 3 + right * 5 + 100) % 4 + 1)
      }
      engine.begin(try TokenBatch(tokens: tokens, for: c))
      #expect(engine.step(1, cycles: 1, inner: 1, observer: nil))
      return (0..<c.sequence).map { Array(engine.state(.y)[$0 * c.width..<($0 + 1) * c.width]) }
    }
    let (small, large) = (try states(seven), try states(grown))
    #expect(distance(small[3 * 7 + 3], large[4 * 9 + 4]) < 1e-5)
    #expect(distance(small[3 * 7 + 3], small[3 * 7 + 4]) > 1e-4)
  }

  @Test("options that keep the length change the puzzle alone")
  func sameLength() throws {
    let model = try maze(size: 7)
    let other = try model.changing(["loops": "0.5"])
    #expect(other.puzzle.options["loops"] == "0.5" && other.path == model.path)
    #expect(!other.isUnsaved && other.notes.isEmpty)
  }

  @Test("networks with weights for positions, and options that make no puzzle, are refused")
  func refused() throws {
    func error(_ body: () throws -> LoadedModel) -> String? {
      do {
        _ = try body()
        return nil
      } catch {
        return (error as? Diagnostic)?.message ?? "\(error)"
      }
    }
    let learned = try maze(size: 7, positions: .learned)
    #expect(
      error { try learned.changing(["size": "9"]) }?
        .contains("takes only the 49 positions that it was made for, not 81") == true)
    let model = try maze(size: 7)
    #expect(error { try model.changing(["size": "99"]) }?.contains("'size'") == true)
    let raw = try LoadedModel(weights: model.weights, puzzle: nil, name: "x", path: nil)
    #expect(
      error { try raw.changing(["size": "9"]) }?.contains("doesn't say which puzzle") == true)
  }
}
