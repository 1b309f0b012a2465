// Attention of one head in plain loops, forward and backward.

internal import Platform

/// 1 / (1 + e^-x).
func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

func naiveAttend(
  out: Out, weights: Out, transposed: Out, inputs: AttentionInputs, shape: AttentionShape,
  queries: AttentionQueries
) {
  let (q, k, v) = (inputs.q, inputs.k, inputs.v)
  let (s, h, stride) = (shape.positions, shape.headWidth, shape.stride)
  let w = (s + 15) / 16 * 16
  for i in 0..<queries.count {
    var scores = [Double](repeating: -.infinity, count: s)
    let position = queries.first + i
    for j in 0..<s
    where position == 0 || j < queries.prefix || abs(position - j) <= queries.window {
      scores[j] = 0
      for x in 0..<h { scores[j] += Double(q[i * stride + x]) * Double(k[j * stride + x]) }
      scores[j] *= Double(shape.scale)
    }
    let largest = scores.max() ?? 0
    let total = scores.reduce(0) { $0 + exp($1 - largest) }
    for j in 0..<s { weights[i * w + j] = Float(exp(scores[j] - largest) / total) }
    for j in s..<w { weights[i * w + j] = 0 }
    for x in 0..<h {
      var sum = 0.0
      for j in 0..<s { sum += Double(weights[i * w + j]) * Double(v[j * stride + x]) }
      out[i * shape.outStride + x] = Float(sum)
    }
  }
}

func naiveAttendBackward(
  gradients: AttentionGradients, dscores: Out, transposed: Out, dout: In, weights: In,
  inputs: AttentionInputs, shape: AttentionShape
) {
  let (q, k, v) = (inputs.q, inputs.k, inputs.v)
  let (dq, dk, dv) = (gradients.dq, gradients.dk, gradients.dv)
  let (s, h, stride) = (shape.positions, shape.headWidth, shape.stride)
  let (outStride, scale) = (shape.outStride, shape.scale)
  let w = (s + 15) / 16 * 16
  for i in 0..<s {
    for x in 0..<h { (dk[i * stride + x], dv[i * stride + x]) = (0, 0) }
  }
  for i in 0..<s {
    var dp = [Double](repeating: 0, count: s)
    var mean = 0.0
    for j in 0..<s {
      for x in 0..<h {
        dp[j] += Double(dout[i * outStride + x]) * Double(v[j * stride + x])
        dv[j * stride + x] += weights[i * w + j] * dout[i * outStride + x]
      }
      mean += dp[j] * Double(weights[i * w + j])
    }
    for x in 0..<h {
      var sum = 0.0
      for j in 0..<s {
        let ds = Double(scale) * Double(weights[i * w + j]) * (dp[j] - mean)
        sum += ds * Double(k[j * stride + x])
        dk[j * stride + x] += Float(ds * Double(q[i * stride + x]))
      }
      dq[i * stride + x] = Float(sum)
    }
  }
}
