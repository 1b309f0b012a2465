// The target of a write.

internal import Platform

extension AtomicFile {
  /// The file to replace, after following symbolic links.
  struct Target {
    /// The path after following all links.
    let path: String
    /// The status of the existing file; nil if there is none.
    let status: stat?

    /// The folder of the file.
    var folder: String { Self.folder(of: path) }
    /// Whether it is written to instead of replaced.
    ///
    /// True for devices, pipes and open files (through /dev/stdout).
    let isStream: Bool

    init(_ named: String) throws {
      var path = named
      var status = stat()
      var links = 0
      while true {
        guard lstat(path, &status) == 0 else {
          guard errno == ENOENT else { throw AtomicFile.createError(named, code: errno) }
          self.path = path
          self.status = nil
          isStream = false
          return
        }
        guard status.st_mode & S_IFMT == S_IFLNK else { break }
        // A link in /proc/self/fd leads to an open file that may have no path: the system follows
        // it.
        if path.hasPrefix("/proc/") {
          self.path = path
          self.status = nil
          isStream = true
          return
        }
        links += 1
        guard links <= 40 else { throw AtomicFile.createError(named, code: ELOOP) }
        path = try Self.follow(path, named: named)
      }
      switch status.st_mode & S_IFMT {
      case S_IFREG:
        guard access(path, W_OK) == 0 else { throw AtomicFile.createError(named, code: errno) }
      case S_IFCHR, S_IFIFO: break
      case S_IFDIR:
        throw FileError(named, .cannotWrite, "is a folder; give a file name in it")
      default:
        throw FileError(named, .cannotWrite, "is not a regular file; choose another name")
      }
      self.path = path
      self.status = status
      isStream = status.st_mode & S_IFMT != S_IFREG
    }

    /// The target of the link at `path`, relative to the link's folder.
    private static func follow(_ path: String, named: String) throws -> String {
      var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let length = buffer.withUnsafeMutableBytes {
        readlink(path, $0.assumingMemoryBound(to: CChar.self).baseAddress!, $0.count)
      }
      guard length > 0, let link = String(validating: buffer[..<length], as: UTF8.self) else {
        throw AtomicFile.createError(named, code: length < 0 ? errno : EILSEQ)
      }
      return link.hasPrefix("/") ? link : folder(of: path) + "/" + link
    }

    private static func folder(of path: String) -> String {
      guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
      return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
    }
  }
}
