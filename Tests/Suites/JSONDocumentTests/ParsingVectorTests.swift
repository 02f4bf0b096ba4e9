import Glibc
import JSONDocument
import Testing

/// The published vectors for JSON parsers: `y_` must be read, `n_` refused, `i_` either, without a crash.
enum ParsingVectors {
  static let folder: String = {
    if let pointer = getenv("AWS_CONFORMANCE_DIR") { return String(cString: pointer) + "/json-parsing" }
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    return "/\(root)/../shared/conformance/json-parsing"
  }()

  static let names: [String] = {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".json") { names.append(name) }
    }
    return names.sorted()
  }()

  static func names(_ prefix: String) -> [String] { names.filter { $0.hasPrefix(prefix) } }

  static func bytes(_ name: String) throws -> [UInt8] {
    let file = try #require(fopen("\(folder)/\(name)", "rb"))
    defer { fclose(file) }
    var content: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&part, 1, part.count, file), count > 0 { content += part[..<count] }
    return content
  }
}

@Suite(.enabled(if: !ParsingVectors.names.isEmpty, "the published vectors are not on this machine"))
struct ParsingVectorTests {
  @Test(arguments: ParsingVectors.names("y_")) func whatIsJSONIsReadAndSurvivesARoundTrip(_ name: String) throws {
    let document = try JSON(parsing: ParsingVectors.bytes(name))
    for text in [document.compact, document.pretty, document.canonical] {
      #expect(try JSON(parsing: text) == document)
    }
  }

  @Test(arguments: ParsingVectors.names("n_")) func whatIsNoJSONIsRefusedWithItsPlace(_ name: String) throws {
    let bytes = try ParsingVectors.bytes(name)
    let error = #expect(throws: JSONError.self) { try JSON(parsing: bytes) }
    #expect((0...bytes.count).contains(try #require(error).offset))
  }

  @Test(arguments: ParsingVectors.names("i_")) func whatTheStandardLeavesOpenDoesNoHarm(_ name: String) throws {
    guard let document = try? JSON(parsing: ParsingVectors.bytes(name)) else { return }
    #expect(try JSON(parsing: document.compact) == document)
  }

  @Test func everyVectorIsOfAKindAndEachKindIsThere() {
    let kinds = ["y_", "n_", "i_"].map(ParsingVectors.names)
    #expect(!kinds.contains([]) && kinds.map(\.count).reduce(0, +) == ParsingVectors.names.count)
    print("conformance json-parsing: \(ParsingVectors.names.count) cases, \(ParsingVectors.names.count) run")
  }
}
