import Glibc
import JSONDocument
import Testing

/// The published test vectors, in the folder named by `AWS_CONFORMANCE_DIR` or beside the project.
enum Conformance {
  static let folder: String = {
    if let pointer = getenv("AWS_CONFORMANCE_DIR") { return String(cString: pointer) }
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    return "/\(root)/../shared/conformance"
  }()

  /// Where the folder is absent the suites are skipped, which the test run reports.
  static let isThere: Bool = access(folder, R_OK) == 0

  static let absence: Comment = "the published vectors are neither beside the project nor in AWS_CONFORMANCE_DIR"

  static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

  static func json(_ path: String) throws -> JSON { try JSON(parsing: bytes(path), depth: 512) }

  static func bytes(_ path: String) throws -> [UInt8] {
    let whole = path.hasPrefix("/") ? path : "\(folder)/\(path)"
    guard let file = fopen(whole, "rb") else { throw Missing(path: whole) }
    defer { fclose(file) }
    var content: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&part, 1, part.count, file), count > 0 { content += part[..<count] }
    return content
  }

  /// The paths below a folder of those files whose name ends so.
  static func files(below path: String, ending suffix: String) -> [String] {
    guard let directory = opendir("\(folder)/\(path)") else { return [] }
    defer { closedir(directory) }
    var found: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      if entry.pointee.d_type == UInt8(DT_DIR) { found += files(below: "\(path)/\(name)", ending: suffix) }
      if name.hasSuffix(suffix) { found.append("\(path)/\(name)") }
    }
    return found.sorted()
  }

  /// Each suite says how many published cases it ran.
  static func count(_ suite: String, _ cases: Int, skipped: Int = 0, because reason: String = "") {
    let rest = skipped == 0 ? "" : ", \(skipped) skipped (\(reason))"
    print("conformance \(suite): \(cases + skipped) cases, \(cases) run\(rest)")
  }

  struct Missing: Error { let path: String }
}
