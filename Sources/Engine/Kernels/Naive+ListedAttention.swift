// Attention to listed keys in plain loops, forward and backward.

internal import Platform

func naiveAttendListed(
  out: Out, weights: Out, inputs: AttentionInputs, shape: AttentionShape, lists: KeyLists
) {
  let (h, stride) = (shape.headWidth, shape.stride)
  for i in 0..<lists.count {
    let range = Int(lists.starts[i])..<Int(lists.starts[i + 1])
    let scores = range.map { at in
      (0..<h).reduce(0.0) { sum, x in
        sum + Double(inputs.q[i * stride + x])
          * Double(inputs.k[Int(lists.keys[at]) * stride + x])
      } * Double(shape.scale)
    }
    let largest = scores.max() ?? 0
    let powers = scores.map { exp($0 - largest) }
    let total = powers.reduce(0, +)
    for x in 0..<h {
      var sum = 0.0
      for (at, power) in zip(range, powers) {
        sum += power / total * Double(inputs.v[Int(lists.keys[at]) * stride + x])
      }
      out[i * shape.outStride + x] = Float(sum)
    }
    for (at, power) in zip(range, powers) {
      weights[at - Int(lists.starts[0])] = Float(power / total)
    }
  }
}

func naiveAttendListedBackward(
  gradients: AttentionGradients, dscores: Out, dout: In, weights: In, inputs: AttentionInputs,
  shape: AttentionShape, lists: KeyLists
) {
  let (h, stride) = (shape.headWidth, shape.stride)
  let (q, k, v) = (inputs.q, inputs.k, inputs.v)
  for i in 0..<shape.positions {
    for to in [gradients.dq, gradients.dk, gradients.dv] {
      for x in 0..<h { to[i * stride + x] = 0 }
    }
  }
  for i in 0..<lists.count {
    let range = Int(lists.starts[i])..<Int(lists.starts[i + 1])
    let d = (0..<h).map { Double(dout[i * shape.outStride + $0]) }
    let p = range.map { Double(weights[$0 - Int(lists.starts[0])]) }
    let dp = range.map { at in
      (0..<h).reduce(0.0) { $0 + d[$1] * Double(v[Int(lists.keys[at]) * stride + $1]) }
    }
    let mean = zip(p, dp).reduce(0.0) { $0 + $1.0 * $1.1 }
    for (index, at) in range.enumerated() {
      let row = Int(lists.keys[at]) * stride
      let ds = Double(shape.scale) * p[index] * (dp[index] - mean)
      for x in 0..<h {
        gradients.dq[i * stride + x] += Float(ds * Double(k[row + x]))
        gradients.dk[row + x] += Float(ds * Double(q[i * stride + x]))
        gradients.dv[row + x] += Float(p[index] * d[x])
      }
    }
  }
}
