import Glibc

/// Writes a file only its owner may read, whole or not at all.
public enum PrivateFile {
  /// Writes beside the place, onto the disk, then into the place; folders on the way are made for the owner alone.
  /// The answer is the reason why not, or nil.
  public static func write(_ content: [UInt8], to path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    var folder = ""
    for part in parts.dropLast().dropFirst() {
      folder += "/" + part
      if mkdir(folder, 0o700) != 0, errno != EEXIST { return String(cString: strerror(errno)) }
    }
    var template = Array("\(path).\(String(repeating: "X", count: 6))".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return String(cString: strerror(errno)) }
    defer { close(descriptor) }
    let isWritten = content.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
      }
      return fsync(descriptor) == 0
    }
    guard isWritten, rename(template, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(template)
      return reason
    }
    return nil
  }
}
