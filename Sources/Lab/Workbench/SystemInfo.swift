// The memory of the machine.

internal import Drawing
internal import Language
internal import Platform

/// Refuses work that this process can't get the memory for, before it is begun.
///
/// - Throws: `Diagnostic` that says how much it would take and what to change.
package func requireMemory(floats: Double, hint: String) throws {
  let needed = floats * 4
  // Small amounts aren't checked, which saves a system call.
  guard needed > 0x1p24 else { return }
  let available = availableMemory()
  guard needed < available * 0.9 else {
    func gigabytes(_ bytes: Double) -> String {
      NumberFormat.digits(bytes / 0x1p30, significant: 3)
    }
    throw Diagnostic(
      .failure,
      "this needs \(gigabytes(needed)) GiB of memory; \(gigabytes(available)) GiB are available",
      hint: hint)
  }
}
