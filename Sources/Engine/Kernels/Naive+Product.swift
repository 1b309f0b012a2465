// The matrix product and its packing in plain loops.

/// Half a panel's width.
let naiveVectorWidth = 8

func naiveProduct(c: Out, a: In, b: In, bRow: Int, shape: ProductShape) {
  for i in 0..<shape.m {
    for j in 0..<shape.n {
      var sum = 0.0
      for p in 0..<shape.k {
        sum += Double(a[i * shape.aRow + p * shape.aColumn]) * Double(b[p * bRow + j])
      }
      let old = shape.accumulates ? c[i * shape.cRow + j] : 0
      c[i * shape.cRow + j] = Float(sum) + old
    }
  }
}

func naiveProductPacked(c: Out, a: In, panels: In, shape: ProductShape) {
  let width = 2 * naiveVectorWidth
  for j in stride(from: 0, to: shape.n, by: width) {
    var panel = shape
    panel.n = min(width, shape.n - j)
    naiveProduct(c: c + j, a: a, b: panels + j * shape.k, bRow: width, shape: panel)
  }
}

func naiveProductGated(gated: Out, kept: Out?, a: In, panels: In, m: Int, n: Int, k: Int) {
  for i in 0..<m {
    for j in 0..<n {
      let column = panels + (j / naiveVectorWidth * 2 * naiveVectorWidth * k + j % naiveVectorWidth)
      var (gate, up) = (0.0, 0.0)
      for p in 0..<k {
        gate += Double(a[i * k + p]) * Double(column[p * 2 * naiveVectorWidth])
        up += Double(a[i * k + p]) * Double(column[p * 2 * naiveVectorWidth + naiveVectorWidth])
      }
      kept?[i * 2 * n + j] = Float(gate)
      kept?[i * 2 * n + n + j] = Float(up)
      gated[i * n + j] = Float(gate * sigmoid(gate) * up)
    }
  }
}

func naiveOuterProduct(dw: Out, a: In, b: In, scratch: Out, m: Int, n: Int, rows: Int) {
  naiveProduct(
    c: dw, a: a, b: b, bRow: n,
    shape: ProductShape(m: m, n: n, k: rows, cRow: n, aRow: 1, aColumn: m, accumulates: true))
}

func naivePack(panels: Out, depth: Int, w: In, row: Int, column: Int, n: Int, k: Int) {
  let width = 2 * naiveVectorWidth
  for j in 0..<(n + width - 1) / width * width {
    let to = panels + (j / width * width * depth + j % width)
    for p in 0..<k { to[p * width] = j < n ? w[j * row + p * column] : 0 }
  }
}

func naivePackGated(panels: Out, w: In, n: Int, k: Int) {
  let width = 2 * naiveVectorWidth
  for j in 0..<(n + naiveVectorWidth - 1) / naiveVectorWidth * naiveVectorWidth {
    let to = panels + (j / naiveVectorWidth * width * k + j % naiveVectorWidth)
    for p in 0..<k {
      to[p * width] = j < n ? w[j * k + p] : 0
      to[p * width + naiveVectorWidth] = j < n ? w[(n + j) * k + p] : 0
    }
  }
}
