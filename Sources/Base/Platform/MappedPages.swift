// Pages of files in memory, which go when another program cuts the file short. Touching one raises
// SIGBUS; zeros then take its place, and the loss is remembered.

internal import Synchronization

/// The mapped parts of files, and whether any of their pages were lost.
package enum MappedPages {
  /// A mapped part of a file.
  private struct Slot: ~Copyable {
    let start = Atomic<UInt>(0)
    let end = Atomic<UInt>(0)
    let isLost = Atomic<Bool>(false)
  }

  /// How many parts are watched at most; further ones end the program when they are lost.
  private static let capacity = 1024
  /// Read by the signal handler, so it never moves.
  nonisolated(unsafe) private static let slots: UnsafeMutablePointer<Slot> = {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
    for index in 0..<capacity { (slots + index).initialize(to: Slot()) }
    return slots
  }()
  private static let names = Mutex<[Int: String]>([:])
  private static let lastLost = Atomic<Int>(-1)
  private static let lossCount = Atomic<Int>(0)
  private static let pageSize = UInt(sysconf(Int32(_SC_PAGESIZE)))

  /// How many times pages were lost so far.
  package static var losses: Int { lossCount.load(ordering: .relaxed) }

  /// The file that pages were lost of last.
  package static var lastLostFile: String? {
    names.withLock { $0[lastLost.load(ordering: .relaxed)] }
  }

  /// Watches a mapped part of the file at `path`; its number, or nil if there are too many.
  package static func watch(_ base: UnsafeRawPointer, count: Int, path: String) -> Int? {
    _ = isInstalled
    return names.withLock { names in
      for index in 0..<capacity where slots[index].start.load(ordering: .relaxed) == 0 {
        names[index] = path
        slots[index].isLost.store(false, ordering: .relaxed)
        slots[index].end.store(UInt(bitPattern: base) + UInt(count), ordering: .relaxed)
        slots[index].start.store(UInt(bitPattern: base), ordering: .releasing)
        return index
      }
      return nil
    }
  }

  /// Ends watching a part, before it is unmapped.
  package static func forget(_ number: Int?) {
    if let number { slots[number].start.store(0, ordering: .releasing) }
  }

  /// Whether pages of a part were lost.
  package static func isLost(_ number: Int?) -> Bool {
    number.map { slots[$0].isLost.load(ordering: .relaxed) } ?? false
  }

  /// Handles SIGBUS for the whole process.
  private static let isInstalled: Bool = {
    // What the handler uses is initialized before it can run.
    _ = (slots, pageSize, lossCount.load(ordering: .relaxed), lastLost.load(ordering: .relaxed))
    var action = sigaction()
    action.sa_flags = SA_SIGINFO
    action.__sigaction_handler.sa_sigaction = { _, info, _ in
      guard let info, MappedPages.replace(faultAddress(info)) else {
        // It wasn't a page of a file: the same instruction ends the program now.
        signal(SIGBUS, SIG_DFL)
        return
      }
    }
    return sigaction(SIGBUS, &action, nil) == 0
  }()

  /// Puts zeros in the place of a lost page and those after it; false if it isn't watched.
  private static func replace(_ address: UInt) -> Bool {
    for index in 0..<capacity {
      let start = slots[index].start.load(ordering: .acquiring)
      let end = slots[index].end.load(ordering: .relaxed)
      guard start != 0, start <= address, address < end else { continue }
      let first = address / pageSize * pageSize
      let memory = mmap(
        UnsafeMutableRawPointer(bitPattern: first), Int(end - first), PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0)
      guard memory != MAP_FAILED else { return false }
      slots[index].isLost.store(true, ordering: .relaxed)
      lastLost.store(index, ordering: .relaxed)
      lossCount.wrappingAdd(1, ordering: .relaxed)
      return true
    }
    return false
  }
}

/// The address whose access raised a signal.
private func faultAddress(_ info: UnsafeMutablePointer<siginfo_t>) -> UInt {
  #if canImport(Darwin)
    UInt(bitPattern: info.pointee.si_addr)
  #else
    UInt(bitPattern: info.pointee._sifields._sigfault.si_addr)
  #endif
}
