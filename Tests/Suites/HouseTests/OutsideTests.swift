import Foundation
import Testing

/// What comes from outside passes a door: the sources, read as text, for conversions and subscripts that could end the
/// program instead.
@Suite("What comes from outside")
struct OutsideTests {
  private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Paths and lines of all modules of the program; a line without its comment and without what stands in quotes.
  private func files() throws -> [(path: String, lines: [String])] {
    var files: [(String, [String])] = []
    let start = root.appending(path: "Sources")
    for case let file as URL in FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil) ?? .init() {
      guard file.pathExtension == "swift", !file.path.contains("/models/"), !file.path.contains("/Screen"),
        // What is written there is a text, in another language.
        !file.path.hasSuffix("+Text.swift")
      else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        // What is interpolated is code, too.
        let bare = line.replacing("\\(", with: "(").replacing(/"(\\.|[^"\\(])*"/, with: "\"\"")
        return String(bare.prefix(upTo: bare.firstRange(of: "//")?.lowerBound ?? bare.endIndex))
      }
      files.append((String(file.path.dropFirst(root.path.count + 1)), lines))
    }
    return files
  }

  /// The arguments of each conversion to a whole number in a line, such as `left / 60` of `Int(left / 60)`.
  static func conversions(_ line: String) -> [String] {
    line.matches(of: /\b(U?Int(8|16|32|64)?|off_t|pid_t)\(/).compactMap { match in
      var depth = 1
      let rest = line[match.range.upperBound...]
      let end = rest.firstIndex { letter in
        depth += letter == "(" ? 1 : letter == ")" ? -1 : 0
        return depth == 0
      }
      return String(rest[..<(end ?? rest.endIndex)])
    }
  }

  /// Whether an argument may be a number with a fraction: it is reckoned with, or has the name of one.
  static func isDoubtful(_ argument: String) -> Bool {
    let safe = ["bounding:", "clamping:", "truncatingIfNeeded:", "exactly:", "bitPattern:", "ascii:"]
    guard !safe.contains(where: { argument.hasPrefix($0) }) else { return false }
    let words = [".rounded", "seconds", "abs(", "days", "least", "most", ".double", "Double"]
    return argument.contains(/[\w\)] [*\/+-] [\w\(]/) || words.contains { argument.contains($0) }
  }

  @Test("a number with a fraction becomes a whole one in one place, which bounds it")
  func conversions() throws {
    // The door itself; and shifts, sums and bytes of whole numbers.
    let others: Set = ["Sources/Basics/Bounds.swift", "Sources/Basics/Moment.swift", "Sources/Basics/Base64.swift"]
    // A wild argument: a scalar, a count or a mask that was bounded before.
    let bounded = ["32 - length", "max(0, size - start)", "group[start + index]"]
    var seen = 0
    for file in try files() where !others.contains(file.path) {
      for (number, line) in file.lines.enumerated() {
        let found = Self.conversions(line)
        seen += found.count
        for argument in found where Self.isDoubtful(argument) && !bounded.contains(argument) {
          // Text that is read gives nil instead of a trap.
          Issue.record("\(file.path):\(number + 1): Int(\(argument)) may trap: Int(bounding:)")
        }
      }
    }
    #expect(seen > 40)
  }

  @Test("the rule sees what it is for")
  func theRule() {
    #expect(Self.conversions(#"a = Int(left / 60) + Int32(f(1) * 1000)"#) == ["left / 60", "f(1) * 1000"])
    for wild in ["left / 60", "(abs(x) / 60).rounded()", "moment.seconds", "value * 1000", "days.rounded(.down)"] {
      #expect(Self.isDoubtful(wild), "\(wild)")
    }
    for tame in ["text", "bounding: left / 60", "clamping: a * b", "parts[1]", "$0"] {
      #expect(!Self.isDoubtful(tame), "\(tame)")
    }
  }

  /// Arrays of our own making, of a length that is known, or counted further above.
  private static let ownArrays: [String: Set<String>] = [
    "Basics/SHA256.swift": ["state"], "Basics/Text+Distance.swift": ["row"], "GitHub/PreparedCall.swift": ["words"],
    "AWS/Configuration/SharedFile.swift": ["words"], "Policy/Documents/Wildcard.swift": ["below"],
    "Policy/Trust/TrustLint+Repository.swift": ["values"], "Prerequisites/GitHubRole/GitHubRoleStep.swift": ["all"],
    "Prerequisites/GitHubToken/StoredValue.swift": ["members"], "SetupFile/SetupSchema.swift": ["path"],
    "Shell/ReportFiles.swift": ["files"], "Transport/CommandRun.swift": ["$0", "ends"],
    "Transport/Surroundings.swift": ["bytes"], "Wizard/Dialogue/Dialogue+Changing.swift": ["group"],
    "GitHub/GitHubCommand.swift": ["ends"],
  ]

  @Test("what came apart is taken by number only where it was counted")
  func subscripts() throws {
    var seen = 0
    for file in try files() {
      let own = Self.ownArrays[String(file.path.dropFirst("Sources/".count))] ?? []
      for (number, line) in file.lines.enumerated() {
        for match in line.matches(of: /([A-Za-z_$]\w*)\[([0-9])\]/) where !own.contains(String(match.1)) {
          seen += 1
          let above = file.lines[max(0, number - 14)...number].joined(separator: "\n")
          let isCounted = above.contains("\(match.1).count") || above.contains("\(match.1).indices")
          // A split that keeps empty parts has a first one.
          let isFirst =
            match.2 == "0" && above.contains("\(match.1) =") && above.contains("omittingEmptySubsequences: false")
          if !isCounted, !isFirst { Issue.record("\(file.path):\(number + 1): \(match.0) may trap") }
        }
      }
    }
    #expect(seen > 10)
  }
}
