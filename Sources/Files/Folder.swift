import Glibc

/// Folders: made for their owner alone, and looked at before what lies in them is believed.
public enum Folder {
  /// Makes a folder and those above it that are not there (0700), and has their names on the disk.
  public static func make(_ path: String) throws(FileProblem) {
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      made += (made.isEmpty && part.isEmpty ? "" : made.hasSuffix("/") || made.isEmpty ? "" : "/") + part
      if made.isEmpty { made = "/" }
      guard access(made, F_OK) != 0 else { continue }
      guard mkdir(made, 0o700) == 0 || errno == EEXIST else { throw FileProblem(path: made) }
      try synchronise(made + "/..")
    }
  }

  /// Refuses a folder that belongs to somebody else, or into which everybody may write; one that is not there is well.
  public static func check(_ path: String) throws(FileProblem) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return }
    guard facts.st_mode & S_IFMT == S_IFDIR else { throw FileProblem(path: path, reason: "it is no folder") }
    guard facts.st_uid == geteuid() || geteuid() == 0 else {
      throw FileProblem(path: path, reason: "it belongs to somebody else")
    }
    guard facts.st_mode & 0o002 == 0 else {
      throw FileProblem(
        path: path,
        reason:
          "everybody on this machine may write into it (mode \(String(facts.st_mode & 0o7777, radix: 8))): chmod 700")
    }
  }

  /// The names in a folder, sorted; none where it is not there or cannot be listed.
  public static func names(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The folder a file lies in: nothing for one without a slash.
  public static func above(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  }

  /// Waits until the names in a folder are on the disk.
  public static func synchronise(_ path: String) throws(FileProblem) {
    let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A folder above ours may let us through and not be read.
    guard descriptor >= 0 || errno != EACCES else { return }
    guard descriptor >= 0 else { throw FileProblem(path: path) }
    defer { close(descriptor) }
    // Some file systems know no such thing for folders, and say so with EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileProblem(path: path) }
  }
}
