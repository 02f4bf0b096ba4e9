@testable import AWS

/// A file may be refused, with a line that it has; what is read does not depend on line ends or on what follows.
enum INITarget {
  static func broken(_ bytes: [UInt8]) -> String? { broken(bytes, .config) ?? broken(bytes, .credentials) }

  private static func broken(_ bytes: [UInt8], _ kind: SharedFile.Kind) -> String? {
    let file: SharedFile
    do throws(ConfigurationError) { file = try SharedFile(bytes, kind: kind, path: "f") } catch {
      guard case .file(let path, let line, let reason) = error else { return "another error: \(error)" }
      // Every line end is one to three bytes.
      return path == "f" && (1...bytes.count + 1).contains(line) && !reason.isEmpty ? nil : "an error has no place"
    }
    let sections = [file.profiles, file.sessions, file.services]
    var size = 0
    for section in sections.flatMap(\.values) {
      for (name, value) in section {
        if name != name.lowercased() || name.isEmpty { return "a setting is named \(name)" }
        size += name.utf8.count + value.text.utf8.count
        for (name, value) in value.nested { size += name.utf8.count + value.utf8.count }
      }
    }
    if size > 3 * bytes.count { return "\(bytes.count) bytes grew to \(size)" }
    let returned = bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    guard let same = try? SharedFile(returned, kind: kind, path: "f"),
      sections == [same.profiles, same.sessions, same.services]
    else { return "line ends of Windows change what is read" }
    let probe = kind == .config ? "\n[profile probe-of-fuzzing]\nx = y\n" : "\n[probe-of-fuzzing]\nx = y\n"
    guard let longer = try? SharedFile(bytes + probe.utf8, kind: kind, path: "f"),
      longer.profiles["probe-of-fuzzing"]?["x"]?.text == "y"
    else { return "a section after it is not read" }
    var rest = longer.profiles
    rest["probe-of-fuzzing"] = nil
    var before = file.profiles
    before["probe-of-fuzzing"] = nil
    return rest == before ? nil : "a section after it changes what stands before"
  }
}
