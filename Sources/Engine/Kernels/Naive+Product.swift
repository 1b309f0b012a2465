// The matrix product and its packing in plain loops.

/// Half a panel's width.
let naiveLanes = 8

func naiveProduct(
  c: Out, cRow: Int, a: In, aRow: Int, aColumn: Int, b: In, bRow: Int, m: Int, n: Int, k: Int,
  adding: Bool
) {
  for i in 0..<m {
    for j in 0..<n {
      var sum = 0.0
      for p in 0..<k { sum += Double(a[i * aRow + p * aColumn]) * Double(b[p * bRow + j]) }
      c[i * cRow + j] = Float(sum) + (adding ? c[i * cRow + j] : 0)
    }
  }
}

func naiveProductPacked(
  c: Out, cRow: Int, a: In, aRow: Int, aColumn: Int, panels: In, m: Int, n: Int, k: Int,
  adding: Bool
) {
  let width = 2 * naiveLanes
  for j in stride(from: 0, to: n, by: width) {
    naiveProduct(
      c: c + j, cRow: cRow, a: a, aRow: aRow, aColumn: aColumn, b: panels + j * k, bRow: width,
      m: m, n: min(width, n - j), k: k, adding: adding)
  }
}

func naiveProductGated(gated: Out, kept: Out?, a: In, panels: In, m: Int, n: Int, k: Int) {
  for i in 0..<m {
    for j in 0..<n {
      let column = panels + (j / naiveLanes * 2 * naiveLanes * k + j % naiveLanes)
      var (gate, up) = (0.0, 0.0)
      for p in 0..<k {
        gate += Double(a[i * k + p]) * Double(column[p * 2 * naiveLanes])
        up += Double(a[i * k + p]) * Double(column[p * 2 * naiveLanes + naiveLanes])
      }
      kept?[i * 2 * n + j] = Float(gate)
      kept?[i * 2 * n + n + j] = Float(up)
      gated[i * n + j] = Float(gate * sigmoid(gate) * up)
    }
  }
}

func naivePack(panels: Out, depth: Int, w: In, row: Int, column: Int, n: Int, k: Int) {
  let width = 2 * naiveLanes
  for j in 0..<(n + width - 1) / width * width {
    let to = panels + (j / width * width * depth + j % width)
    for p in 0..<k { to[p * width] = j < n ? w[j * row + p * column] : 0 }
  }
}

func naivePackGated(panels: Out, w: In, n: Int, k: Int) {
  let width = 2 * naiveLanes
  for j in 0..<(n + naiveLanes - 1) / naiveLanes * naiveLanes {
    let to = panels + (j / naiveLanes * width * k + j % naiveLanes)
    for p in 0..<k {
      to[p * width] = j < n ? w[j * k + p] : 0
      to[p * width + naiveLanes] = j < n ? w[(n + j) * k + p] : 0
    }
  }
}
