// Plain twins of the vector kernels, summed in float64, which the tests compare the fast ones with.

internal import Platform

extension KernelSet {
  /// Plain loops.
  package static let naive = KernelSet(
    kind: .naive, vectorWidth: naiveVectorWidth, product: naiveProduct,
    productPacked: naiveProductPacked,
    productGated: naiveProductGated, outerProduct: naiveOuterProduct, pack: naivePack,
    packGated: naivePackGated,
    normRows: naiveNormRows, normRowsBackward: naiveNormRowsBackward,
    normColumns: naiveNormColumns, normColumnsBackward: naiveNormColumnsBackward,
    gate: naiveGate, gateBackward: naiveGateBackward, attend: naiveAttend,
    attendBackward: naiveAttendBackward, attendListed: naiveAttendListed,
    attendListedBackward: naiveAttendListedBackward, rotate: naiveRotate, add: naiveAdd,
    addScaled: naiveAddScaled, average: naiveAverage, sumOfSquares: naiveSumOfSquares,
    adam: naiveAdam, adamATan2: naiveAdamATan2, peak: naivePeak)
}

/// A single number in place of a round's vectors.
private func naivePeak(rounds: Int) -> Float {
  var value = 1.0
  for _ in 0..<rounds { value = 1e-6 + value * 0.999_999 }
  return Float(value)
}

private func naiveNorm(
  _ out: Out, _ scale: Out, _ a: In, _ b: In, _ count: Int, _ stride: Int, _ epsilon: Float
) {
  var squares = 0.0
  for i in 0..<count {
    let v = a[i * stride] + b[i * stride]
    squares += Double(v) * Double(v)
  }
  let r = 1 / (squares / Double(count) + Double(epsilon)).squareRoot()
  scale.pointee = Float(r)
  for i in 0..<count { out[i * stride] = Float(Double(a[i * stride] + b[i * stride]) * r) }
}

private func naiveNormBackward(_ d: Out, _ out: In, _ scale: In, _ count: Int, _ stride: Int) {
  var mean = 0.0
  for i in 0..<count { mean += Double(d[i * stride]) * Double(out[i * stride]) / Double(count) }
  for i in 0..<count {
    let rest = Double(d[i * stride]) - Double(out[i * stride]) * mean
    d[i * stride] = Float(rest * Double(scale.pointee))
  }
}

private func naiveNormRows(
  out: Out, scale: Out, a: In, b: In, rows: Int, width: Int, epsilon: Float
) {
  for row in 0..<rows {
    let at = row * width
    naiveNorm(out + at, scale + row, a + at, b + at, width, 1, epsilon)
  }
}

private func naiveNormRowsBackward(gradient: Out, out: In, scale: In, rows: Int, width: Int) {
  for row in 0..<rows {
    naiveNormBackward(gradient + row * width, out + row * width, scale + row, width, 1)
  }
}

private func naiveNormColumns(
  out: Out, scale: Out, a: In, b: In, rows: Int, width: Int, stride: Int, epsilon: Float
) {
  for column in 0..<width {
    naiveNorm(out + column, scale + column, a + column, b + column, rows, stride, epsilon)
  }
}

private func naiveNormColumnsBackward(
  gradient: Out, out: In, scale: In, rows: Int, width: Int, stride: Int
) {
  for column in 0..<width {
    naiveNormBackward(gradient + column, out + column, scale + column, rows, stride)
  }
}

private func naiveGate(out: Out, gate: In, up: In, rows: Int, width: Int, stride: Int) {
  for row in 0..<rows {
    for i in 0..<width {
      let g = Double(gate[row * stride + i])
      out[row * width + i] = Float(g * sigmoid(g) * Double(up[row * stride + i]))
    }
  }
}

private func naiveGateBackward(
  dgate: Out, dup: Out, dout: In, gate: In, up: In, rows: Int, width: Int, stride: Int
) {
  for row in 0..<rows {
    for i in 0..<width {
      let (g, u) = (Double(gate[row * stride + i]), Double(up[row * stride + i]))
      let d = Double(dout[row * width + i])
      let s = sigmoid(g)
      dgate[row * stride + i] = Float(d * u * s * (1 + g * (1 - s)))
      dup[row * stride + i] = Float(d * g * s)
    }
  }
}

private func naiveRotate(rows: Out, cosine: In, sine: In, sign: Float, shape: RotaryShape) {
  let h = shape.headWidth
  for row in 0..<shape.count {
    for head in 0..<shape.heads {
      for i in 0..<h / 2 {
        let low = row * shape.stride + head * h + i
        let (x, y) = (rows[low], rows[low + h / 2])
        let angle = (shape.first + row) % shape.positions * (h / 2) + i
        let (c, n) = (cosine[angle], sine[angle] * sign)
        rows[low] = x * c - y * n
        rows[low + h / 2] = y * c + x * n
      }
    }
  }
}

private func naiveAdd(out: Out, a: In, b: In, c: In, count: Int) {
  for i in 0..<count { out[i] = a[i] + b[i] + c[i] }
}

private func naiveAddScaled(out: Out, a: In, factor: Float, count: Int) {
  for i in 0..<count { out[i] += factor * a[i] }
}

private func naiveAverage(out: Out, a: In, keep: Float, count: Int) {
  for i in 0..<count { out[i] = keep * out[i] + (1 - keep) * a[i] }
}

private func naiveAdam(
  w: Out, m: Out, v: Out, g: In, count: Int, step: AdamStep
) {
  let (beta1, beta2) = (step.beta1, step.beta2)
  for i in 0..<count {
    m[i] = beta1 * m[i] + (1 - beta1) * g[i]
    v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i]
    let change = m[i] / (v[i].squareRoot() * step.correction + step.epsilon)
    w[i] = w[i] * step.weightFactor - step.stepSize * change
  }
}

private func naiveSumOfSquares(a: In, count: Int) -> Float {
  Float((0..<count).reduce(0) { $0 + Double(a[$1]) * Double(a[$1]) })
}

private func naiveAdamATan2(
  w: Out, m: Out, v: Out, g: In, count: Int, step: AdamATan2Step
) {
  let (beta1, beta2) = (step.beta1, step.beta2)
  for i in 0..<count {
    m[i] = beta1 * m[i] + (1 - beta1) * g[i]
    v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i]
    let change = atan2(
      Double(m[i] * step.correction1), Double(v[i].squareRoot() * step.correction2))
    w[i] = w[i] * step.weightFactor - step.learningRate * Float(change)
  }
}
