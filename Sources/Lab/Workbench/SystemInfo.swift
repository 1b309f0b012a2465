// What the process finds around it: processors and memory.

internal import Drawing
internal import Kernels
internal import Language
internal import Platform

/// The processors that threads can run on.
package let processorCount: Int = {
  let installed = onlineProcessors()
  // Those that this process may use can be fewer.
  return min(max(min(installed, ThreadPool.processors ?? installed), 1), 256)
}()

/// Refuses work that this machine has no memory for, before it is begun.
///
/// - Throws: `Diagnostic` that says how much it would take.
package func requireMemory(floats: Double, hint: String) throws {
  let installed = installedMemory()
  let needed = floats * 4
  guard needed < installed * 0.7 else {
    func gigabytes(_ bytes: Double) -> String {
      NumberFormat.digits(bytes / 0x1p30, significant: 3)
    }
    throw Diagnostic(
      .failure,
      "this needs \(gigabytes(needed)) GiB of memory; the machine has \(gigabytes(installed))",
      hint: hint)
  }
}
