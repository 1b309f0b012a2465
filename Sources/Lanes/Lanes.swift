/// Probe.
public func addProduct(_ a: UnsafeMutablePointer<Float>, _ b: UnsafePointer<Float>, _ n: Int) {
  var i = 0
  while i + 8 <= n {
    let p = UnsafeMutableRawPointer(a + i)
    var s = p.loadUnaligned(as: SIMD8<Float>.self)
    let t = UnsafeRawPointer(b + i).loadUnaligned(as: SIMD8<Float>.self)
    #if FUSED
      s.addProduct(t, t)
    #else
      s += t * t
    #endif
    p.storeBytes(of: s, as: SIMD8<Float>.self)
    i += 8
  }
}
