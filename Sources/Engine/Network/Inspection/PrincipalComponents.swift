// Principal component analysis of a few points in many dimensions; deterministic.

/// The principal components of points, by subspace iteration.
///
/// A few directions at once are multiplied by XᵀX and orthonormalized until they converge; the
/// small remaining eigenproblem is solved by Jacobi rotations. The largest element of each
/// direction is positive.
package struct PrincipalComponents: Sendable {
  /// The share of the variance along each direction, in descending order: (k).
  package let shares: [Double]
  /// The coordinate of each point along each direction: (n, k).
  package let scores: [[Double]]

  /// Extra directions that speed up convergence.
  private static let spare = 4
  private static let maxIterations = 1000

  /// The first `count` components, or fewer if the points span fewer, of n ≥ 1 points of d numbers.
  package init(_ points: [[Float]], count: Int) {
    precondition(!points.isEmpty && count >= 1, "principal components need a point and a component")
    let (n, d) = (points.count, points[0].count)
    var mean = [Double](repeating: 0, count: d)
    for point in points { for i in 0..<d { mean[i] += Double(point[i]) / Double(n) } }
    let rows = points.map { point in (0..<d).map { Double(point[$0]) - mean[$0] } }
    let total = rows.reduce(0) { $0 + dot($1, $1) }
    guard total > 0, total.isFinite else {
      shares = []
      scores = rows.map { _ in [] }
      return
    }
    var generator = SeededGenerator(seed: 1)
    var block = (0..<min(count + Self.spare, n, d)).map { _ in
      (0..<d).map { _ in generator.uniform() - 0.5 }
    }
    block = orthonormal(block)
    var variances: [Double] = []
    for _ in 0..<Self.maxIterations {
      let products = rows.map { row in block.map { dot(row, $0) } }
      let (values, rotated) = eigen(products, of: block)
      let kept = min(count, values.count)
      let hasConverged =
        variances.count == values.count
        && (0..<kept).allSatisfy { abs(values[$0] - variances[$0]) <= 1e-12 * total }
      (variances, block) = (values, rotated)
      if hasConverged { break }
      let along = rows.map { row in block.map { dot(row, $0) } }
      block = orthonormal(
        block.indices.map { column in
          var next = [Double](repeating: 0, count: d)
          for (row, products) in zip(rows, along) {
            let factor = products[column]
            for i in 0..<d { next[i] += factor * row[i] }
          }
          return next
        })
    }
    let kept = (0..<min(count, block.count)).filter { variances[$0] > 1e-14 * total }
    let axes = kept.map { index in
      let axis = block[index]
      let most = axis.max { abs($0) < abs($1) } ?? 1
      return most < 0 ? axis.map { -$0 } : axis
    }
    shares = kept.map { variances[$0] / total }
    scores = rows.map { row in axes.map { dot(row, $0) } }
  }
}

/// The directions orthonormalized by Gram-Schmidt, twice for accuracy; those that vanish are
/// dropped.
private func orthonormal(_ block: [[Double]]) -> [[Double]] {
  var done: [[Double]] = []
  for var vector in block {
    let before = dot(vector, vector).squareRoot()
    for _ in 0..<2 {
      for other in done {
        let part = dot(vector, other)
        for i in vector.indices { vector[i] -= part * other[i] }
      }
    }
    let norm = dot(vector, vector).squareRoot()
    if norm > 1e-12 * before, norm > 0 { done.append(vector.map { $0 / norm }) }
  }
  return done
}

/// The variances, in descending order, of points with the given products with an orthonormal block,
/// and the block rotated to their directions.
private func eigen(
  _ products: [[Double]], of block: [[Double]]
) -> (values: [Double], block: [[Double]]) {
  let b = block.count
  var matrix = (0..<b).map { i in
    (0..<b).map { j in products.reduce(0) { $0 + $1[i] * $1[j] } }
  }
  var rotations = (0..<b).map { i in (0..<b).map { $0 == i ? 1.0 : 0 } }
  for _ in 0..<60 {
    var outside = 0.0
    for i in 0..<b { for j in 0..<b where i != j { outside += matrix[i][j] * matrix[i][j] } }
    let inside = (0..<b).reduce(0) { $0 + matrix[$1][$1] * matrix[$1][$1] }
    if outside <= 1e-30 * max(inside, .leastNormalMagnitude) { break }
    for p in 0..<b {
      for q in p + 1..<max(b, p + 1) where matrix[p][q] != 0 { rotate(&matrix, &rotations, p, q) }
    }
  }
  let order = (0..<b).sorted { (matrix[$1][$1], $0) < (matrix[$0][$0], $1) }
  let rotatedBlock = order.map { column in
    var axis = [Double](repeating: 0, count: block.first?.count ?? 0)
    for i in 0..<b { for k in axis.indices { axis[k] += rotations[i][column] * block[i][k] } }
    return axis
  }
  return (order.map { max(matrix[$0][$0], 0) }, rotatedBlock)
}

/// A Jacobi rotation, which makes entry (p, q) of the symmetric matrix 0.
private func rotate(_ matrix: inout [[Double]], _ rotations: inout [[Double]], _ p: Int, _ q: Int) {
  let theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
  let t = (theta < 0 ? -1.0 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
  let c = 1 / (t * t + 1).squareRoot()
  let s = t * c
  for k in matrix.indices {
    let (a, b) = (matrix[k][p], matrix[k][q])
    (matrix[k][p], matrix[k][q]) = (c * a - s * b, s * a + c * b)
  }
  for k in matrix.indices {
    let (a, b) = (matrix[p][k], matrix[q][k])
    (matrix[p][k], matrix[q][k]) = (c * a - s * b, s * a + c * b)
    let (v, w) = (rotations[k][p], rotations[k][q])
    (rotations[k][p], rotations[k][q]) = (c * v - s * w, s * v + c * w)
  }
}
