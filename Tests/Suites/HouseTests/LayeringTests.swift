import Foundation
import Testing

/// The sources, read as text: who imports whom, and what must not stand in them.
private struct Sources {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The Swift files of all modules, with the module each belongs to.
  var files: [(module: String, path: String, text: String)] {
    get throws {
      var files: [(String, String, String)] = []
      for folder in ["Sources", "screens"] {
        let start = root.appending(path: folder)
        let paths = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil)
        for case let file as URL in paths ?? .init() where file.pathExtension == "swift" {
          let rest = file.path.dropFirst(root.path.count + 1)
          let parts = rest.split(separator: "/")
          let module = folder == "screens" ? "Screens" : String(parts[1])
          files.append((module, String(rest), try String(contentsOf: file, encoding: .utf8)))
        }
      }
      return files
    }
  }

  /// The table of `Sources/README.md`: module to the modules it may import.
  var table: [String: Set<String>] {
    get throws {
      let text = try String(contentsOf: root.appending(path: "Sources/README.md"), encoding: .utf8)
      var table: [String: Set<String>] = [:]
      for line in text.split(separator: "\n") where line.hasPrefix("| `") {
        let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
          $0.trimmingCharacters(in: .whitespaces)
        }
        let imports = cells[3].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        table[cells[1].trimmingCharacters(in: ["`"])] = Set(imports)
      }
      return table
    }
  }
}

@Suite("The house")
struct LayeringTests {
  private let sources = Sources()
  /// What belongs to the platform, not to the house.
  private static let platform: Set<String> = [
    "Glibc", "Foundation", "FoundationEssentials", "Synchronization", "PackagePlugin", "Dispatch",
  ]

  @Test("every module imports what the table says, and nothing else")
  func layering() throws {
    var found: [String: Set<String>] = [:]
    for file in try sources.files {
      // An import that is indented is text in a generator.
      for line in file.text.split(separator: "\n") where line.first != " " {
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place <= 1, words.count > place + 1 else { continue }
        let name = String(words[place + 1])
        if !Self.platform.contains(name) { found[file.module, default: []].insert(name) }
      }
    }
    let table = try sources.table
    #expect(Set(found.keys).isSubset(of: Set(table.keys)))
    for (module, allowed) in table { #expect(found[module, default: []] == allowed, "\(module)") }
  }

  @Test("only the output gate prints, and only build tools besides")
  func printing() throws {
    let printing = try sources.files.filter { file in
      // What a file of another language prints that the program carries, it prints elsewhere.
      file.module != "ScreenCompiler" && !file.path.hasSuffix("+Text.swift")
        && file.text.split(separator: "\n").contains { line in
          line.contains(/(^|[^.\w])(print|debugPrint|dump)\(/) && !line.contains("//")
        }
    }
    #expect(printing.map(\.path) == [])
  }

  @Test("nothing traps on purpose, and nothing is left open")
  func leftovers() throws {
    let words = ["try!", "as!", "fatalError(", "TODO", "FIXME", "XXX"]
    for file in try sources.files {
      for word in words { #expect(!file.text.contains(word), "\(file.path) holds \(word)") }
    }
  }

  @Test("unchecked sendability is proved in a comment above it")
  func sendability() throws {
    for file in try sources.files {
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (number, line) in lines.enumerated() where line.contains("@unchecked Sendable") {
        let above = number > 0 ? lines[number - 1].trimmingCharacters(in: .whitespaces) : ""
        #expect(above.hasPrefix("//"), "\(file.path):\(number + 1)")
      }
    }
  }

  @Test("a policy is read where it is looked at, or taken from the journal, and nowhere else")
  func policies() throws {
    let files = try sources.files.filter { $0.module != "Policy" }
    #expect(files.filter { $0.text.contains("PolicyDocument(parsing:") }.map(\.path) == [])
    #expect(
      Set(files.filter { $0.text.contains("StoredPolicy(") }.map(\.path)) == [
        "Sources/Prerequisites/Looking/Reading.swift", "Sources/Prerequisites/Looking/World.swift",
      ])
  }

  @Test("the program knows nothing of the sandbox")
  func sandbox() throws {
    let words = ["sandbox", "moto", "127.0.0.1", "ONRAMP_SANDBOX"]
    for file in try sources.files {
      for word in words { #expect(!file.text.lowercased().contains(word.lowercased()), "\(file.path) holds \(word)") }
    }
  }

  @Test("a file is read in one go: at most 250 lines, generated tables excepted")
  func size() throws {
    let large = try sources.files.filter { file in
      !file.path.contains("/models/") && !file.path.hasSuffix("+Text.swift")
        && file.text.count(where: { $0 == "\n" }) > 250
    }
    #expect(large.map(\.path) == [])
  }
}
