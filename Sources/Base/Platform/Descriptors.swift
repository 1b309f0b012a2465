// Writing to and reading from file descriptors.

/// Writes all of a text; the code of the error that stopped it, or nil.
package func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
  var text = text
  return text.withUTF8 { bytes in
    var rest = UnsafeRawBufferPointer(bytes)
    while !rest.isEmpty {
      let count = write(descriptor, rest.baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return nil
  }
}

/// Gives the lines of a file descriptor as they come, without their ends; nil at the end.
package func lineReader(of descriptor: Int32) -> () -> String? {
  var buffer: [UInt8] = []
  var start = 0
  var searched = 0
  var isAtEnd = false
  return {
    while true {
      if let end = buffer[searched...].firstIndex(of: 10) {
        let line = String(decoding: buffer[start..<end], as: UTF8.self)
        start = end + 1
        searched = start
        return line
      }
      searched = buffer.count
      if isAtEnd {
        guard start < buffer.count else { return nil }
        let line = String(decoding: buffer[start...], as: UTF8.self)
        start = buffer.count
        return line
      }
      buffer.removeFirst(start)
      searched -= start
      start = 0
      var block = [UInt8](repeating: 0, count: 65536)
      let count = read(descriptor, &block, block.count)
      if count < 0 && errno == EINTR && !Interrupt.isRequested { continue }
      if count > 0 {
        buffer += block[..<count]
        continue
      }
      isAtEnd = true
      // What a signal cut off is no line.
      if count < 0 { start = buffer.count }
    }
  }
}

/// An open file that is closed when nothing refers to it any more.
package final class FileDescriptor {
  /// The system's number.
  package let number: Int32
  /// The file as it was named.
  package let path: String

  /// Takes over an open descriptor.
  package init(_ number: Int32, path: String) {
    self.number = number
    self.path = path
  }

  deinit { close(number) }
}
