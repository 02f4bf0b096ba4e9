import Foundation
import Testing

@Suite("The style")
struct StyleTests {
  private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func files(_ folder: String, _ endings: Set<String>) throws -> [(path: String, lines: [String])] {
    let start = root.appending(path: folder)
    var files: [(String, [String])] = []
    for case let file as URL in FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil) ?? .init() {
      guard endings.contains(file.pathExtension) else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      files.append(
        (
          String(file.path.dropFirst(root.path.count + 1)),
          text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        ))
    }
    return files.sorted { $0.0 < $1.0 }
  }

  /// A line without its comment and without what stands in quotes, as far as a line can be read alone.
  private func code(_ line: String) -> String {
    let bare = line.replacing(/"(\\.|[^"\\])*"/, with: "\"\"")
    return String(bare.prefix(upTo: bare.firstRange(of: "//")?.lowerBound ?? bare.endIndex))
  }

  @Test("nothing is unwrapped by force")
  func unwrapping() throws {
    for file in try files("Sources", ["swift"])
    where !file.path.contains("+Text.swift") && !file.path.contains("/models/") {
      for (number, line) in file.lines.enumerated() where line.contains("!") {
        let code = code(line)
        #expect(!code.contains(/[\w\)\]]!([^=\w]|$)/), "\(file.path):\(number + 1): \(line)")
        #expect(!code.contains(/: [A-Z]\w*!/), "\(file.path):\(number + 1): \(line)")
      }
    }
  }

  @Test("every folder of Sources is a module of the map, and of the package")
  func modules() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path)
      .filter { !$0.contains(".") }
    let map = try String(contentsOf: root.appending(path: "Sources/README.md"), encoding: .utf8)
    let package = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
    #expect(folders.count >= 18)
    for folder in folders {
      #expect(map.contains("| `\(folder)` |"), "\(folder) is not on the map")
      #expect(package.contains("\"\(folder)\""), "\(folder) is not in the package")
    }
  }

  @Test("every folder of Swift tests is a target that is run")
  func testTargets() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Tests/Suites").path)
      .filter { !$0.hasPrefix(".") }
    let package = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
    #expect(folders.count >= 14)
    for folder in folders {
      #expect(folder.hasSuffix("Tests"))
      #expect(package.contains(try Regex("tests\\(\\s*\"\(folder.dropLast(5))\"")), "\(folder)")
    }
  }

  @Test("Foundation is for build tools")
  func foundation() throws {
    let users = Set(
      try files("Sources", ["swift"]).filter { $0.lines.contains("import Foundation") }.map {
        String($0.path.split(separator: "/")[1])
      })
    #expect(users.isSubset(of: ["ScreenCompiler", "ScreenPlugin"]), "\(users)")
  }

  @Test("the program ends in one place, and elsewhere only by a signal")
  func ending() throws {
    let places = try files("Sources", ["swift", "c"]).filter { file in
      !file.path.hasSuffix("+Text.swift") && file.lines.contains { code($0).contains("exit(") }
    }.map(\.path)
    #expect(
      Set(places.map { String($0.split(separator: "/").suffix(2).joined(separator: "/")) }) == [
        "Shell/Exit.swift", "Shell/Interruption.swift", "CTerminal/start.c", "ScreenCompiler/ScreenCompiler.swift",
      ])
  }

  @Test("files are opened and folders listed in one module")
  func files() throws {
    // The terminal is no file.
    let others = ["Sources/Shell/CodePrompt.swift"]
    let places = try files("Sources", ["swift"]).filter { file in
      !file.path.hasPrefix("Sources/Files/")
        && file.lines.contains {
          let code = code($0)
          return code.contains(/\bopen\(.*O_[A-Z]+/) || code.contains(/\b(fopen|opendir|openat|mkstemp|readlink)\(/)
        }
    }.map(\.path)
    #expect(Set(places).isSubset(of: others), "\(places)")
  }

  @Test("C is as short as Swift")
  func sizeOfC() throws {
    for file in try files("Sources", ["c", "h"]) { #expect(file.lines.count <= 251, "\(file.path)") }
  }

  @Test("no line ends in blanks, and no file is without its last line feed")
  func blanks() throws {
    for file in try files("Sources", ["swift", "c", "h", "py", "md"]) + files("screens", ["yaml", "swift", "md"]) {
      #expect(file.lines.last == "", "\(file.path) has no line feed at its end")
      for (number, line) in file.lines.enumerated() {
        #expect(line.last != " " && line.last != "\t", "\(file.path):\(number + 1)")
      }
    }
  }

  @Test("the version stands in one place, and its release is the newest of the changelog")
  func version() throws {
    let sources = try files("Sources", ["swift"]).filter { !$0.path.contains("/models/") }
    let stated = sources.flatMap { file in
      file.lines.compactMap { $0.firstMatch(of: /static let current = "(\d+\.\d+\.\d+)"/).map { String($0.1) } }
    }
    let version = try #require(stated.first)
    #expect(stated.count == 1)
    let elsewhere = sources.filter { file in
      !file.path.hasSuffix("/Version.swift")
        && file.lines.contains { $0.contains("\"\(version)") || $0.contains("onramp/0") }
    }
    #expect(elsewhere.map(\.path) == [])
    let changes = try String(contentsOf: root.appending(path: "CHANGELOG.md"), encoding: .utf8)
    #expect(changes.firstMatch(of: /## \[(\d+\.\d+\.\d+)\]/).map { String($0.1) } == version)
  }

  @Test("every decision has its line in the list, and a page to itself")
  func decisions() throws {
    let list = try String(contentsOf: root.appending(path: "docs/decisions/README.md"), encoding: .utf8)
    let pages = try files("docs/decisions", ["md"]).filter { !$0.path.hasSuffix("README.md") }
    #expect(pages.count >= 10)
    for page in pages {
      let name = String(page.path.split(separator: "/").last ?? "")
      #expect(list.contains("](\(name))"), "\(name) is not in the list")
      #expect(page.lines.filter { $0.hasPrefix("## ") } == ["## Context", "## Decision", "## Consequences"], "\(name)")
      #expect(page.lines.count <= 60, "\(name)")
    }
  }
}
