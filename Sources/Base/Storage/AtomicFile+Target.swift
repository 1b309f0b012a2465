// What lies at the place that is to be written, and the file beside it that will take its place.

internal import Platform

extension AtomicFile {
  /// The file to replace, symbolic links followed.
  struct Target {
    /// The path after all links.
    let path: String
    /// The existing file's mode and owner; nil if there is none.
    let status: stat?

    /// The folder that holds it.
    var folder: String { Self.folder(of: path) }
    /// Whether it is a device, a pipe or an open file such as /dev/stdout leads to, which is
    /// written to and not replaced.
    let isStream: Bool

    init(_ named: String) throws {
      var path = named
      var status = stat()
      var links = 0
      while true {
        guard lstat(path, &status) == 0 else {
          guard errno == ENOENT else { throw AtomicFile.refusal(named, code: errno) }
          self.path = path
          self.status = nil
          isStream = false
          return
        }
        guard status.st_mode & S_IFMT == S_IFLNK else { break }
        // What /proc/self/fd links to is open and may have no path: the system follows it.
        if path.hasPrefix("/proc/") {
          self.path = path
          self.status = nil
          isStream = true
          return
        }
        links += 1
        guard links <= 40 else { throw AtomicFile.refusal(named, code: ELOOP) }
        path = try Self.follow(path, named: named)
      }
      switch status.st_mode & S_IFMT {
      case S_IFREG:
        guard access(path, W_OK) == 0 else { throw AtomicFile.refusal(named, code: errno) }
      case S_IFCHR, S_IFIFO: break
      case S_IFDIR:
        throw FileError(named, .cannotWrite, "is a folder; name a file in it")
      default:
        throw FileError(named, .cannotWrite, "is not a plain file; choose another name")
      }
      self.path = path
      self.status = status
      isStream = status.st_mode & S_IFMT != S_IFREG
    }

    /// The path that the link at `path` holds, seen from the link's folder.
    private static func follow(_ path: String, named: String) throws -> String {
      var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let length = buffer.withUnsafeMutableBytes {
        readlink(path, $0.assumingMemoryBound(to: CChar.self).baseAddress!, $0.count)
      }
      guard length > 0, let link = String(validating: buffer[..<length], as: UTF8.self) else {
        throw AtomicFile.refusal(named, code: length < 0 ? errno : EILSEQ)
      }
      return link.hasPrefix("/") ? link : folder(of: path) + "/" + link
    }

    private static func folder(of path: String) -> String {
      guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
      return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
    }
  }

  /// The new file before it takes the target's place.
  struct Temporary {
    let descriptor: Int32
    private let path: String

    init(beside target: Target, path named: String) throws {
      var generator = SystemRandomNumberGenerator()
      for _ in 0..<100 {
        let name = ".trm-" + String(generator.next(), radix: 16) + ".tmp"
        let path = target.folder + "/" + name
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if descriptor >= 0 {
          self.descriptor = descriptor
          self.path = path
          return
        }
        guard errno == EEXIST || errno == EINTR else {
          throw AtomicFile.refusal(named, code: errno)
        }
      }
      throw AtomicFile.refusal(named, code: EEXIST)
    }

    /// Takes over the old file's owner, where that is allowed, and its mode.
    func adopt(_ status: stat) {
      _ = fchown(descriptor, status.st_uid, status.st_gid)
      _ = fchmod(descriptor, status.st_mode & 0o777)
    }

    /// Syncs the file and puts it in the target's place.
    func commit(to target: String, path named: String) throws {
      guard fsync(descriptor) == 0 else { throw FileWriter.failure(named, code: errno) }
      guard rename(path, target) == 0 else { throw AtomicFile.refusal(named, code: errno) }
      close(descriptor)
    }

    /// Removes the file.
    func discard() {
      close(descriptor)
      unlink(path)
    }
  }
}
