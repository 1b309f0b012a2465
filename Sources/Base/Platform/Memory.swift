// How much memory this process may take: the machine's, and the limits that were set for it.

/// Bytes of memory in this machine.
package func installedMemory() -> Double {
  Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
}

/// Bytes that this process can still allocate: the least of free memory, its address space limit
/// and
/// its cgroup's limit.
///
/// What can't be read is left out.
package func availableMemory() -> Double {
  [freeMemory(), addressSpace(), cgroupMemory()].compactMap(\.self).reduce(installedMemory(), min)
}

/// Memory that the system could give without swapping.
private func freeMemory() -> Double? {
  guard let text = systemText("/proc/meminfo"),
    let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
    let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
  else { return nil }
  return kilobytes * 1024
}

/// What the limit of the address space (`ulimit -v`) leaves.
private func addressSpace() -> Double? {
  var limit = rlimit()
  #if canImport(Glibc)
    let code = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
  #else
    let code = getrlimit(RLIMIT_AS, &limit)
  #endif
  // RLIM_INFINITY is the largest number.
  guard code == 0, limit.rlim_cur < rlim_t(Int64.max),
    let pages = systemText("/proc/self/statm")?.split(separator: " ").first.flatMap({ Double($0) })
  else { return nil }
  return max(0, Double(limit.rlim_cur) - pages * Double(sysconf(Int32(_SC_PAGESIZE))))
}

/// What the memory limit of the control group leaves, in version 2 or 1.
private func cgroupMemory() -> Double? {
  let own = systemText("/proc/self/cgroup") ?? ""
  func path(_ prefix: String) -> Substring? {
    own.split(separator: "\n").first { $0.hasPrefix(prefix) || $0.contains(prefix) }?
      .split(separator: ":", maxSplits: 2).last
  }
  let places = [
    (path("0::").map { "/sys/fs/cgroup\($0)" }, "memory.max", "memory.current"),
    ("/sys/fs/cgroup", "memory.max", "memory.current"),
    ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes"),
  ]
  let rests = places.compactMap { folder, limit, used -> Double? in
    guard let folder,
      let most = systemText("\(folder)/\(limit)").flatMap({ Double($0.dropLast()) }),
      let taken = systemText("\(folder)/\(used)").flatMap({ Double($0.dropLast()) })
    else { return nil }
    return max(0, most - taken)
  }
  return rests.min()
}

/// The first 4 KiB of a file of the system; nil if it can't be read.
private func systemText(_ path: String) -> String? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes = [UInt8](repeating: 0, count: 4096)
  let count = read(descriptor, &bytes, bytes.count)
  return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
}
