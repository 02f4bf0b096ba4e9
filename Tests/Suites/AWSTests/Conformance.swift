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

  /// A case that onramp has no part in. What was compared before it was thrown counts none the less.
  struct Skip: Error { let reason: String }

  /// A case that is not of its suite's form.
  struct Unreadable: Error, CustomStringConvertible { let description: String }

  /// Runs every case of a suite and prints how many there were, ran and were skipped, and why.
  ///
  /// A case that cannot be read is one red line, and the others go on. A suite without a case is red.
  static func run<Case>(
    _ suite: String, _ cases: [Case], named name: (Case) -> String, check: (Case) async throws -> Void
  ) async {
    var skipped: [String: Int] = [:]
    for each in cases {
      do { try await check(each) } catch let skip as Skip { skipped[skip.reason, default: 0] += 1 } catch {
        Issue.record("\(suite), \(name(each)): \(error)")
      }
    }
    let reasons = skipped.sorted { $0.key < $1.key }.map { ", \($0.value) skipped (\($0.key))" }.joined()
    print("conformance \(suite): \(cases.count) cases, \(cases.count - skipped.values.reduce(0, +)) run\(reasons)")
    #expect(!cases.isEmpty, "\(suite) has no cases")
  }

  /// The same for cases of one document: a list, or a list below `tests` or `testCases`.
  static func run(_ suite: String, in path: String, check: (JSON) async throws -> Void) async throws {
    let document = try json(path)
    let cases = try need(
      document.array ?? document["tests"]?.array ?? document["testCases"]?.array, "\(path): no cases")
    await run(suite, cases, named: title, check: check)
  }

  /// What a case is called, by whichever name its suite gives.
  static func title(_ each: JSON) -> String {
    ["id", "name", "docs", "documentation"].lazy.compactMap { each[$0]?.string }.first ?? "a case without a name"
  }

  static func need<Value>(_ value: Value?, _ otherwise: String) throws -> Value {
    guard let value else { throw Unreadable(description: otherwise) }
    return value
  }

  static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

  static func json(_ path: String) throws -> JSON { try JSON(parsing: bytes(path), depth: 512) }

  static func exists(_ path: String) -> Bool { access("\(folder)/\(path)", R_OK) == 0 }

  static func bytes(_ path: String) throws -> [UInt8] {
    let whole = path.hasPrefix("/") ? path : "\(folder)/\(path)"
    guard let file = fopen(whole, "rb") else { throw Unreadable(description: "\(path) cannot be opened") }
    defer { fclose(file) }
    var content: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&part, 1, part.count, file), count > 0 { content += part[..<count] }
    return content
  }

  /// The paths below a folder of those files whose name ends so; the notice of a suite is none of its cases.
  static func files(below path: String, ending suffix: String) -> [String] {
    guard let directory = opendir("\(folder)/\(path)") else { return [] }
    defer { closedir(directory) }
    var found: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") || name == "NOTICE" { continue }
      if entry.pointee.d_type == UInt8(DT_DIR) {
        found += files(below: "\(path)/\(name)", ending: suffix)
      } else if name.hasSuffix(suffix) {
        found.append("\(path)/\(name)")
      }
    }
    return found.sorted()
  }
}

extension String {
  /// The last part of a path, without `.xml` and the like.
  var stem: String {
    let name = split(separator: "/").last ?? ""
    return String(name.lastIndex(of: ".").map { name[..<$0] } ?? name)
  }

  /// The path of the folder a file stands in.
  var parent: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "" }
}
