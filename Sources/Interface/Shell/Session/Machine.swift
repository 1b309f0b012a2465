// What the process finds around it: environment variables and installed memory.

internal import Drawing
internal import Kernels
internal import Platform

/// An environment variable that is set and not empty, or nil.
func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
}

/// The processors that threads can run on.
let processorCount: Int = {
  let installed = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  // Those that this process may use can be fewer.
  return min(max(min(installed, Team.processors ?? installed), 1), 256)
}()

/// Refuses work that this machine has no memory for, before it is begun.
///
/// - Throws: `ShellError` that says how much it would take.
func requireMemory(floats: Double, hint: String) throws {
  let installed = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
  let needed = floats * 4
  guard needed < installed * 0.7 else {
    func gigabytes(_ bytes: Double) -> String { Numbers.digits(bytes / 0x1p30, significant: 3) }
    throw ShellError(
      .failure,
      "this takes \(gigabytes(needed)) GiB of memory; the machine has \(gigabytes(installed))",
      hint: hint)
  }
}
