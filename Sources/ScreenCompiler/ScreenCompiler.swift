import Foundation
import ScreenForm

/// Turns the screens folder into Swift at build time.
///
/// `screen-compiler screens OUTPUT KEYS FILE…` writes the texts; `screen-compiler steps OUTPUT KEYS FILE…` writes the
/// list of step types, so that a new prerequisite is entered in no list by hand. KEYS is the source of the table of
/// setup keys: the tool reads their names there and rests on none of the program's modules. What it finds wrong is
/// printed as `path:line:column: error: …`, which shows as a compile error at the screen's own line.
@main
enum ScreenCompiler {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count >= 3, let mode = arguments.first else {
      fail(["usage: screen-compiler screens|steps OUTPUT KEYS FILE…"])
    }
    let output = arguments[arguments.startIndex + 1]
    let table = arguments[arguments.startIndex + 2]
    guard let keys = SetupKeyNames(inSourceAt: table) else {
      fail(["\(table):1:1: error: no keys of the setup file are here"])
    }
    var problems: [String] = []
    var read: [(screen: Screen, step: Place)] = []
    for path in arguments.dropFirst(3).sorted() {
      do {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        read.append(try ScreenReader(path: path, text: text, keys: keys).screen())
      } catch let problem as ScreenProblem {
        problems.append(problem.description)
      } catch {
        problems.append("\(path):1:1: error: \(error)")
      }
    }
    read.sort { ($0.screen.order, $0.screen.id) < ($1.screen.order, $1.screen.id) }
    if problems.isEmpty { problems = ScreenSet(read.map(\.screen)).problems }
    guard problems.isEmpty else { fail(problems) }
    let source = mode == "steps" ? SwiftSource.steps(read) : SwiftSource.screens(read.map(\.screen))
    let bytes = Data(source.utf8)
    // The build asks anew when any variable of the environment differs. A file that stays as it is keeps all that
    // stands on it from being compiled again.
    if FileManager.default.contents(atPath: output) == bytes { return }
    do {
      try bytes.write(to: URL(filePath: output), options: .atomic)
    } catch {
      fail(["cannot write \(output): \(error)"])
    }
  }

  private static func fail(_ lines: [String]) -> Never {
    FileHandle.standardError.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    exit(1)
  }
}

/// Where something stands in a file; lines count from 1.
struct Place {
  let path: String
  let line: Int
}

/// Something wrong in a screen, with its place.
struct ScreenProblem: Error, CustomStringConvertible {
  let path: String
  let line: Int
  let column: Int
  let message: String

  var description: String { "\(path):\(line):\(column): error: \(message)" }
}

/// The rules that hold between screens.
struct ScreenSet {
  let screens: [Screen]
  init(_ screens: [Screen]) { self.screens = screens }

  var problems: [String] {
    var problems: [String] = []
    let ids = Set(screens.map(\.id))
    for screen in screens {
      for need in screen.needs where !ids.contains(need) {
        problems.append("screens/\(screen.id).yaml:1:1: error: needs \(need), which has no screen")
      }
    }
    var owners: [String: String] = [:]
    for screen in screens {
      for check in screen.checks {
        if let owner = owners.updateValue(screen.id, forKey: check.id) {
          problems.append("screens/\(screen.id).yaml:1:1: error: \(check.id) belongs to \(owner) already")
        }
      }
    }
    if let cycle { problems.append("screens/\(cycle).yaml:1:1: error: needs itself in a circle") }
    return problems
  }

  private var cycle: String? {
    var open = Dictionary(uniqueKeysWithValues: screens.map { ($0.id, Set($0.needs)) })
    while let free = open.first(where: { $0.value.allSatisfy { open[$0] == nil } }) { open[free.key] = nil }
    return open.keys.sorted().first
  }
}
