import ScreenForm
import YAML

/// Reads one screen from YAML, strictly: every key is known, every text that an operator needs is there.
struct ScreenReader {
  let path: String
  let text: String
  let keys: SetupKeyNames

  /// The screen, and where it names its step.
  func screen() throws -> (screen: Screen, step: Place) {
    let root: YAMLNode?
    do {
      root = try YAMLNode.read(text)
    } catch {
      throw problem(of: error)
    }
    guard let root, root.entries != nil else { throw problem(nil, "a screen is a block of keys") }
    let block = try Block(
      self, root,
      known: [
        "order", "step", "title", "track", "needs", "about", "fields", "shows", "checks", "permissions", "changes",
        "teardown", "cost", "sources",
      ])
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let order = Int(try block.text("order")) else { throw problem(block["order"], "order is a number") }
    let track = try block.text("track")
    guard ["all", "access", "project", "images"].contains(track) else {
      throw problem(block["track"], "track is all, access, project or images")
    }
    let screen = Screen(
      id: String(name.dropLast(".yaml".count)), order: order, step: try block.text("step"),
      title: try block.text("title", limit: 44), track: track, needs: try block.list("needs"),
      about: try block.text("about"), fields: try fields(block["fields"]), shows: try shows(block),
      checks: try checks(block["checks"]),
      permissions: try permissions(block["permissions"]), changes: try block.optionalText("changes"),
      teardown: try block.text("teardown"),
      cost: try block.text("cost"),
      sources: try block.list("sources"))
    return (screen, Place(path: path, line: block["step"]?.place.line ?? 1))
  }

  /// The checks whose values are shown are the step's own.
  private func shows(_ block: Block) throws -> [String] {
    let ids = try block.list("shows")
    let own = Set(block["checks"]?.entries?.map(\.name) ?? [])
    if let stranger = ids.first(where: { !own.contains($0) }) {
      throw problem(block["shows"], "\(stranger) is no check of this screen")
    }
    return ids
  }

  private func permissions(_ node: YAMLNode?) throws -> PermissionText {
    guard let node else { throw problem(nil, "permissions is missing") }
    let block = try Block(self, node, known: ["look", "change", "remove"])
    return PermissionText(
      look: try block.list("look"), change: try block.list("change"), remove: try block.list("remove"))
  }

  private func fields(_ node: YAMLNode?) throws -> [FieldText] {
    guard let node else { return [] }
    guard let items = node.items else { throw problem(node, "fields is a list") }
    return try items.map { item in
      let block = try Block(self, item, known: ["key", "label", "help"])
      let key = try block.text("key")
      guard keys.contains(key) else { throw problem(block["key"], "the setup file has no key \(key)") }
      return FieldText(
        key: key, label: try block.text("label", limit: 18), help: try block.text("help"))
    }
  }

  private func checks(_ node: YAMLNode?) throws -> [CheckText] {
    guard let node, let mapping = node.entries else { throw problem(node, "checks is a block of check ids") }
    return try mapping.map { entry in
      let (id, key, value) = (entry.name, entry.key, entry.value)
      guard id.wholeMatch(of: /[A-Z0-9]+-[0-9]{2}/) != nil else { throw problem(key, "\(id) is no check id") }
      let block = try Block(self, value, known: ["title", "severity", "uncertain", "why", "console", "terraform"])
      let severity = try block.text("severity")
      guard ["critical", "high", "medium", "low", "info"].contains(severity) else {
        throw problem(block["severity"], "severity is critical, high, medium, low or info")
      }
      return CheckText(
        id: id, title: try block.text("title", limit: 44), severity: severity,
        uncertain: try block.flag("uncertain"), why: try block.text("why"),
        console: try console(block["console"]), terraform: try block.optionalText("terraform"))
    }
  }

  private func console(_ node: YAMLNode?) throws -> ConsoleHint? {
    guard let node else { return nil }
    let block = try Block(self, node, known: ["url", "steps"])
    let url = try block.text("url")
    guard url.hasPrefix("https://") else { throw problem(block["url"], "a link starts with https://") }
    let steps = try block.list("steps")
    guard !steps.isEmpty else { throw problem(node, "a link needs the steps a person takes there") }
    return ConsoleHint(url: url, steps: steps)
  }

  private func problem(of error: YAMLError) -> ScreenProblem {
    ScreenProblem(
      path: path, line: error.line, column: error.column, message: "this is no YAML: \(error.words)")
  }

  func problem(_ node: YAMLNode?, _ message: String) -> ScreenProblem {
    ScreenProblem(path: path, line: node?.place.line ?? 1, column: node?.place.column ?? 1, message: message)
  }
}

/// A mapping whose keys are known.
private struct Block {
  let reader: ScreenReader
  let node: YAMLNode

  init(_ reader: ScreenReader, _ node: YAMLNode, known: Set<String>) throws {
    guard let mapping = node.entries else { throw reader.problem(node, "a block of keys belongs here") }
    for entry in mapping where !known.contains(entry.name) {
      throw reader.problem(entry.key, "unknown key \(entry.name); known: \(known.sorted().joined(separator: ", "))")
    }
    self.reader = reader
    self.node = node
  }

  subscript(key: String) -> YAMLNode? { node[key] }

  func text(_ key: String, limit: Int? = nil) throws -> String {
    guard let text = try optionalText(key), !text.isEmpty else { throw reader.problem(node, "\(key) is missing") }
    if let limit, text.count > limit {
      throw reader.problem(self[key], "\(key) has \(text.count) characters, \(limit) fit")
    }
    return text
  }

  func optionalText(_ key: String) throws -> String? {
    guard let node = self[key] else { return nil }
    guard let text = node.text else { throw reader.problem(node, "\(key) is a text") }
    try checkPlaceholders(text, node)
    return String(text.trimmingSuffix { $0.isNewline })
  }

  /// False where nothing is said.
  func flag(_ key: String) throws -> Bool {
    guard let node = self[key] else { return false }
    guard let flag = node.bool else { throw reader.problem(node, "\(key) is true or false") }
    return flag
  }

  func list(_ key: String) throws -> [String] {
    guard let node = self[key] else { return [] }
    guard let items = node.items else { throw reader.problem(node, "\(key) is a list") }
    return try items.map { item in
      guard let text = item.text else { throw reader.problem(item, "an item of \(key) is a text") }
      try checkPlaceholders(text, item)
      return text
    }
  }

  private func checkPlaceholders(_ text: String, _ node: YAMLNode) throws {
    if let name = reader.keys.unknownPlaceholder(in: text) {
      throw reader.problem(node, "{\(name)} is neither a key of the setup file nor a name of the context")
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
    var rest = Substring(self)
    while let last = rest.last, predicate(last) { rest.removeLast() }
    return rest
  }
}
