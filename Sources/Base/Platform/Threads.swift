// Detached threads.

/// Runs a closure on a new detached thread; false if the system can't create one.
package func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
  let box = Unmanaged.passRetained(ThreadBody(body)).toOpaque()
  #if canImport(Darwin)
    var thread: pthread_t?
    let code = pthread_create(&thread, nil, { runThreadBody($0) }, box)
  #else
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, { runThreadBody($0!) }, box)
  #endif
  guard code == 0 else {
    Unmanaged<ThreadBody>.fromOpaque(box).release()
    return false
  }
  pthread_detach(thread)
  return true
}

/// A closure boxed for passing through C.
private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func runThreadBody(_ body: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  Unmanaged<ThreadBody>.fromOpaque(body).takeRetainedValue().run()
  return nil
}
