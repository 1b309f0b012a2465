// The processors of the machine.

internal import Kernels
internal import Platform

/// The processors that threads can run on.
package let processorCount: Int = {
  let installed = onlineProcessors()
  // Those that this process may use can be fewer.
  return min(max(min(installed, ThreadPool.processors ?? installed), 1), 256)
}()
