// Data sets of augmented tasks in the official form.

package import Checkpoints
package import Puzzles
package import Storage

/// Builds the train and test parts of tasks with augmentations.
///
/// An augmentation is one of the eight symmetries with a permutation of the colors 1 to 9; of those that
/// give the same grids only one is kept. In training, all examples of a puzzle but one lie at random
/// places. Source: the official builder (`build_arc_dataset.py`), whose random choices are others.
package struct ARCDatasetBuilder: Sendable {
  /// The training part: the examples of all tasks.
  package private(set) var train = DatasetWriter(length: 900, vocabulary: 12)
  /// The test part: the tests of all tasks, each in the corner.
  package private(set) var test = DatasetWriter(length: 900, vocabulary: 12)
  /// The names of the puzzles by number; the first is the blank one.
  package private(set) var names = ["<blank>"]
  /// The tasks with fewer augmentations than asked for, since they have no more.
  package private(set) var incomplete: [String] = []
  private var generator: SplitMix64
  private let count: Int

  /// How many draws are made for each augmentation that is asked for.
  private static let tries = 5

  /// A builder that makes `count` augmentations of each task.
  package init(augmentations count: Int, seed: UInt64) {
    self.count = count
    generator = SplitMix64(seed: seed)
  }

  /// Adds a task with the augmentations that `given` names, or with new ones.
  package mutating func add(_ task: ARCTask, given: [ARCTransform]? = nil) {
    let transforms = [.identity] + (given ?? augmentations(of: task))
    if given == nil, transforms.count < count + 1 { incomplete.append(task.name) }
    var isFirst = (train: true, test: true)
    for transform in transforms {
      let puzzle = Int32(names.count)
      names.append(transform.name(of: task.name))
      let plain = generator.below(max(task.examples.count, 1))
      for (index, pair) in task.examples.enumerated() {
        append(
          pair, transform, puzzle, to: \.train, isMoved: index != plain,
          as: index > 0 ? .samePuzzle : isFirst.train ? .newGroup : .newPuzzle)
        isFirst.train = false
      }
      for (index, pair) in task.tests.enumerated() {
        append(
          pair, transform, puzzle, to: \.test, isMoved: false,
          as: index > 0 ? .samePuzzle : isFirst.test ? .newGroup : .newPuzzle)
        isFirst.test = false
      }
    }
  }

  /// Different augmentations of a task.
  private mutating func augmentations(of task: ARCTask) -> [ARCTransform] {
    func grids(_ transform: ARCTransform) -> Set<[ARCGrid?]> {
      Set(
        (task.examples + task.tests).map { [transform($0.input), $0.output.map { transform($0) }] })
    }
    var seen: Set<Set<[ARCGrid?]>> = [grids(.identity)]
    var found: [ARCTransform] = []
    for _ in 0..<Self.tries * count where found.count < count {
      var colors = Array(UInt8(1)...9)
      for index in (1..<colors.count).reversed() {
        colors.swapAt(index, generator.below(index + 1))
      }
      let transform = ARCTransform(symmetry: generator.below(8), colors: [0] + colors)
      if seen.insert(grids(transform)).inserted { found.append(transform) }
    }
    return found
  }

  private mutating func append(
    _ pair: ARCTask.Pair, _ transform: ARCTransform, _ puzzle: Int32,
    to part: WritableKeyPath<ARCDatasetBuilder, DatasetWriter>, isMoved: Bool,
    as place: DatasetWriter.Place
  ) {
    // An unknown output is a single cell, as in the official data.
    let (input, output) = (
      transform(pair.input),
      transform(pair.output ?? ARCGrid(rows: 1, columns: 1, cells: [0]))
    )
    let side = ARCGrid.largest
    let row = isMoved ? generator.below(side - max(input.rows, output.rows) + 1) : 0
    let column = isMoved ? generator.below(side - max(input.columns, output.columns) + 1) : 0
    self[keyPath: part].add(
      tokens: input.tokens(row: row, column: column),
      labels: output.tokens(row: row, column: column).map {
        $0 == ARCGrid.Token.padding ? Question.ignored : $0
      }, puzzle: puzzle, as: place)
  }
}

extension ARCTask {
  /// The task as `test_puzzles.json` has it.
  package var json: JSON {
    func list(_ pairs: [Pair]) -> JSON {
      .array(
        pairs.map { pair in
          .object(
            [JSON.Member("input", ARCScore.json(pair.input))]
              + (pair.output.map { [JSON.Member("output", ARCScore.json($0))] } ?? []))
        })
    }
    return .object([.init("train", list(examples)), .init("test", list(tests))])
  }
}
