import Glibc
import JSONDocument
import Testing

/// Workflow files in a folder, and the judges in Python that are asked about what was made of them.
struct WorkflowFiles {
  let folder: String

  /// The folder of these tests.
  static let suite = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")
  /// The Python that has PyYAML, ruamel.yaml and the tools.
  static let python = getenv("ONRAMP_TEST_PYTHON").map { String(cString: $0) }

  static func text(_ path: String) throws -> String {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    return try #require(String(validating: bytes(file), as: UTF8.self))
  }

  private static func bytes(_ file: UnsafeMutablePointer<FILE>) -> [UInt8] {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let size = fread(&part, 1, part.count, file), size > 0 { bytes += part[..<size] }
    return bytes
  }

  /// Each file's name and text, in the order of names.
  func texts() throws -> [(name: String, text: String)] {
    let open = try #require(opendir(folder))
    defer { closedir(open) }
    var names: [String] = []
    while let entry = readdir(open) {
      names.append(withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return try names.filter { $0.hasSuffix(".yml") }.sorted().map { ($0, try Self.text(folder + "/" + $0)) }
  }

  /// Asks a script of this folder one question a line; an answer that is not empty is an issue.
  func hold(against script: String, _ questions: [JSON]) throws {
    let python = try #require(Self.python)
    var template = Array("/tmp/onramp-workflows-XXXXXX".utf8CString)
    let place = mkstemp(&template)
    try #require(place >= 0)
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { unlink(path) }
    let file = try #require(fdopen(place, "w"))
    fputs(questions.map(\.compact).joined(separator: "\n") + "\n", file)
    fclose(file)
    let pipe = try #require(popen("'\(python)' '\(Self.suite)/\(script)' < '\(path)'", "r"))
    let output = Self.bytes(pipe)
    #expect(pclose(pipe) == 0)
    let answers = try output.split(separator: 0x0A).map { try JSON(parsing: $0) }
    try #require(answers.count == questions.count && !questions.isEmpty)
    for (question, answer) in zip(questions, answers) where answer != "" {
      let (file, change) = (question["file"]?.string ?? "", question["change"]?.compact ?? "")
      Issue.record("\(file), \(change): \(answer.compact)\n\(question["after"]?.string ?? "")")
    }
  }
}
