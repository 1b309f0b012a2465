// Paths, folders and environment variables of this process.

/// The folder that relative paths start from.
package func currentFolder() -> String {
  guard let path = getcwd(nil, 0) else { return "." }
  defer { free(path) }
  return String(cString: path)
}

/// A path from the root, which stays right after a `cd`.
package func absolute(_ path: String) -> String {
  guard !path.hasPrefix("/") else { return path }
  var rest = path[...]
  while rest.hasPrefix("./") { rest = rest.dropFirst(2).drop { $0 == "/" } }
  let folder = currentFolder()
  return folder == "/" ? "/" + rest : folder + "/" + rest
}

/// A path as it is shown: from the current folder where it is inside that.
package func shownPath(_ path: String) -> String {
  let folder = currentFolder()
  guard folder != "/", path.hasPrefix(folder + "/") else { return path }
  return String(path.dropFirst(folder.count + 1))
}

/// The folder of a path, from the root.
package func folder(of path: String) -> String {
  let path = absolute(path)
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Whether there is a file at a path.
package func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// Whether there is something other than a folder at a path.
package func isFile(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
}

/// The names in a folder, sorted; nil if it can't be read, with the reason in `errno`.
package func namesInFolder(_ folder: String) -> [String]? {
  guard let stream = opendir(folder) else { return nil }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    withUnsafeBytes(of: entry.pointee.d_name) {
      names.append(String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self))
    }
  }
  return names.sorted()
}

/// An environment variable that is set and not empty, or nil.
package func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
}

/// A folder of the user's: that of an XDG variable, or `fallback` in the home folder; nil without one.
///
/// As the XDG specification says, a relative path in the variable is ignored.
package func userFolder(_ variable: String, else fallback: String) -> String? {
  let folder = environment(variable).flatMap { $0.hasPrefix("/") ? $0 : nil }
  return folder ?? environment("HOME").map { $0 + "/" + fallback }
}

/// Whether `path` is a regular file of this process's user, or a link to one.
package func isOwnFile(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    && status.st_uid == geteuid()
}

/// The path of the running program; nil where the system doesn't say.
package func executablePath() -> String? {
  #if canImport(Darwin)
    var size: UInt32 = 4096
    var buffer = [CChar](repeating: 0, count: Int(size))
    guard _NSGetExecutablePath(&buffer, &size) == 0 else { return nil }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  #else
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return nil }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  #endif
}

/// What the system says about an error code.
package func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }

/// Processors that are online.
package func onlineProcessors() -> Int { Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Whether `path` is a regular file, or a link to one.
package func isRegularFile(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

/// Whether two names are of one existing file.
package func isSameFile(_ one: String, _ other: String) -> Bool {
  var (first, second) = (stat(), stat())
  return stat(one, &first) == 0 && stat(other, &second) == 0
    && first.st_dev == second.st_dev && first.st_ino == second.st_ino
}
