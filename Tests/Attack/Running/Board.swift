// Memory that the process that tries inputs shares with the one that watches it: what is tried now
// is there before it is tried, and stays there when the process ends in any way.

import Platform

/// A file in memory with numbers, a text and an input.
struct Board: @unchecked Sendable {
  /// The numbers, in the order of the file.
  enum Number: Int {
    /// The input that is tried; its number from 0.
    case current
    /// When it was begun, in milliseconds of the monotonic clock; 0 between inputs.
    case began
    case done, accepted, refused
    /// The most processor time of an input, in microseconds, and which it was.
    case slowest, slowestNumber
    /// The most memory in KiB: before the first input, and since then.
    case base, peak
    case inputCount, textCount
    /// Whether the target is ready.
    case ready
    /// Whether work that takes long is interrupted, as by Ctrl-C.
    case interruptible
  }

  /// The longest input.
  static let largestInput = 4 << 20
  private static let texts = 4096
  private static let inputs = 16384
  private let memory: UnsafeMutableRawPointer

  init(_ path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0, ftruncate(descriptor, off_t(Self.inputs + Self.largestInput)) == 0,
      let memory = mmap(
        nil, Self.inputs + Self.largestInput, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
      memory != MAP_FAILED
    else { throw Finding("can't map \(path)") }
    close(descriptor)
    chmod(path, 0o666)
    self.memory = memory
  }

  subscript(number: Number) -> Int {
    get { memory.load(fromByteOffset: 8 * number.rawValue, as: Int.self) }
    nonmutating set {
      memory.storeBytes(of: newValue, toByteOffset: 8 * number.rawValue, as: Int.self)
    }
  }

  /// What must not have happened.
  var text: String {
    get {
      let bytes = UnsafeRawBufferPointer(start: memory + Self.texts, count: self[.textCount])
      return String(decoding: bytes, as: UTF8.self)
    }
    nonmutating set {
      let bytes = Array(newValue.utf8.prefix(Self.inputs - Self.texts))
      bytes.withUnsafeBytes {
        (memory + Self.texts).copyMemory(
          from: $0.baseAddress ?? UnsafeRawPointer(memory), byteCount: $0.count)
      }
      self[.textCount] = bytes.count
    }
  }

  /// The input that is tried.
  var input: [UInt8] {
    get { Array(UnsafeRawBufferPointer(start: memory + Self.inputs, count: self[.inputCount])) }
    nonmutating set {
      newValue.withUnsafeBytes {
        if let base = $0.baseAddress {
          (memory + Self.inputs).copyMemory(from: base, byteCount: $0.count)
        }
      }
      self[.inputCount] = newValue.count
    }
  }
}

/// Milliseconds of the monotonic clock.
var milliseconds: Int { Int(Clock.now * 1000) }

/// Microseconds of processor time of this process, and its most memory in KiB.
var usage: (microseconds: Int, peak: Int) {
  var usage = rusage()
  #if canImport(Glibc)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  #else
    getrusage(RUSAGE_SELF, &usage)
  #endif
  func microseconds(_ time: timeval) -> Int { Int(time.tv_sec) * 1_000_000 + Int(time.tv_usec) }
  return (microseconds(usage.ru_utime) + microseconds(usage.ru_stime), Int(usage.ru_maxrss))
}
