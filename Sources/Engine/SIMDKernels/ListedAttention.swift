// Softmax attention of one head in one sequence whose queries see few of the keys.

internal import CKernelTable

/// out = softmax(scale · q kᵀ) v for some queries, each over the keys in its own list.
///
/// Shapes: q (m, h) and k, v (s, h) in rows `stride` apart; out (m, h) in rows `outStride` apart;
/// weights receives the softmax, a number for each key of each list, in order.
@inline(never)
func attendListed(
  _ out: UnsafeMutablePointer<Float>, _ weights: UnsafeMutablePointer<Float>,
  _ inputs: AttentionInputs, _ shape: AttentionShape, _ lists: KeyLists
) {
  let (h, stride) = (shape.headWidth, shape.stride)
  for row in 0..<lists.count {
    let (keys, count) = list(lists, row)
    let p = weights + Int(lists.starts[row] &- lists.starts[0])
    let q = inputs.q + row &* stride
    for at in 0..<count { p[at] = dot(q, inputs.k + Int(keys[at]) &* stride, h) }
    softmax(p, 0, 0, count, count, shape.scale)
    let to = out + row &* shape.outStride
    groups(of: h) { at, size in
      var sum = Vector.zero
      for key in 0..<count {
        let v = inputs.v + (Int(keys[key]) &* stride &+ at)
        sum = addProduct(sum, load(v, first: size), Vector(repeating: p[key]))
      }
      store(sum, to + at, first: size)
    }
  }
}

/// The gradients of q, k and v of one head from that of out; all three are overwritten.
///
/// With p the softmax and dp = dout · v: ds = scale · p (dp - Σ p dp), dq = Σ ds k, dk = Σ ds q,
/// dv = Σ p dout, over the keys of a query's list or the queries that list a key.
///
/// Shapes as in `attendListed`; dq, dk, dv have the stride of q, k, v; dscores takes as many
/// numbers as the longest list has keys.
@inline(never)
func attendListedBackward(
  _ gradients: AttentionGradients, _ dscores: UnsafeMutablePointer<Float>,
  _ dout: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ inputs: AttentionInputs,
  _ shape: AttentionShape, _ lists: KeyLists
) {
  let (h, stride) = (shape.headWidth, shape.stride)
  for row in 0..<shape.positions {
    for to in [gradients.dq, gradients.dk, gradients.dv] {
      groups(of: h) { at, size in store(Vector.zero, to + (row &* stride &+ at), first: size) }
    }
  }
  for row in 0..<lists.count {
    let (keys, count) = list(lists, row)
    let p = weights + Int(lists.starts[row] &- lists.starts[0])
    let (q, dq) = (inputs.q + row &* stride, gradients.dq + row &* stride)
    let d = dout + row &* shape.outStride
    var mean: Float = 0
    for at in 0..<count {
      dscores[at] = dot(d, inputs.v + Int(keys[at]) &* stride, h)
      mean += dscores[at] * p[at]
    }
    for at in 0..<count {
      let slope = Vector(repeating: shape.scale * p[at] * (dscores[at] - mean))
      let share = Vector(repeating: p[at])
      let key = Int(keys[at]) &* stride
      accumulate(dq, inputs.k + key, slope, h)
      accumulate(gradients.dk + key, q, slope, h)
      accumulate(gradients.dv + key, d, share, h)
    }
  }
}

/// The keys of a query.
@inline(__always)
private func list(_ lists: KeyLists, _ row: Int) -> (keys: UnsafePointer<Int32>, count: Int) {
  let start = Int(lists.starts[row])
  return (lists.keys + start, Int(lists.starts[row &+ 1]) &- start)
}
