import Basics
import Checklist
import JSONDocument
import Yams

/// Walks the YAML of a setup file against the table of keys.
struct SetupReader {
  let path: String
  var answers: [String: JSON] = [:]
  var problems: [SetupFile.Problem] = []

  init(path: String) { self.path = path }

  /// The blocks of the file: `github`, `images.github` …
  private static let blocks = Set(
    SetupKey.all.flatMap { key -> [String] in
      let parts = key.path.split(separator: ".").map(String.init)
      return (1..<max(parts.count, 1)).map { parts[..<$0].joined(separator: ".") }
    })

  mutating func read(_ root: Node) {
    guard let mapping = root.mapping else {
      if root.null != nil { return }
      complain(root, "a setup file is a block of keys, such as github: and project:")
      return
    }
    for (name, value) in mapping { readEntry(name, value, in: "") }
  }

  private mutating func readEntry(_ name: Node, _ value: Node, in block: String) {
    let path = (block.isEmpty ? "" : block + ".") + (name.string ?? "?")
    if SetupReader.blocks.contains(path) {
      guard let mapping = value.mapping else {
        if value.null == nil { complain(value, "\(path) is a block of keys") }
        return
      }
      for (name, value) in mapping { readEntry(name, value, in: path) }
    } else if let key = SetupKey.at(path) {
      // A key with nothing behind it is a question not answered yet.
      guard value.null == nil else { return }
      let mistakes = problems.count
      answers[path] = self.value(of: key, value)
      if problems.count == mistakes, let answer = answers[path], let words = key.refusal(of: answer) {
        complain(place(of: key, name, value), "\(path) \(words)")
      }
    } else {
      complain(name, "unknown key \(path)" + suggestion(for: path))
    }
  }

  /// Where it stands what the build does not act on: the key as a whole, its value, or the first such item.
  private func place(of key: SetupKey, _ name: Node, _ value: Node) -> Node {
    guard case .only = key.reach else { return name }
    return value.sequence?.first { key.refusal(of: .string($0.string ?? "")) != nil } ?? value
  }

  private func suggestion(for path: String) -> String {
    let known = SetupKey.all.map(\.path) + SetupReader.blocks.sorted()
    guard let nearest = known.nearest(to: path), nearest.distance(to: path) <= max(3, path.count / 3) else { return "" }
    return "; the nearest known key is \(nearest)"
  }

  private mutating func value(of key: SetupKey, _ node: Node) -> JSON? {
    switch key.kind {
    case .text, .choice: return text(key, node)
    case .flag:
      guard let flag = node.bool else { return complain(node, "\(key.path) is true or false") }
      return .bool(flag)
    case .integer(let range):
      guard let number = node.int, range.contains(number) else {
        return complain(node, "\(key.path) is a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return .number(String(number))
    case .list: return list(key, node)
    case .map(let rule):
      guard let mapping = node.mapping else { return complain(node, "\(key.path) is a block of names and values") }
      var object = JSONObject()
      for (name, value) in mapping {
        guard let text = value.scalar?.string, let name = name.string else {
          complain(value, "\(key.path).\(name.string ?? "?") is a text")
          continue
        }
        if let problem = rule.problem(with: name, text) { complain(value, "\(key.path).\(name) \(problem)") }
        object[name] = .string(text)
      }
      if object.count > rule.most { complain(node, "\(key.path) holds \(object.count); it is \(rule.words)") }
      return .object(object)
    case .blocks(let keys): return blocks(key, keys, node)
    }
  }

  private mutating func text(_ key: SetupKey, _ node: Node) -> JSON? {
    guard let scalar = node.scalar else { return complain(node, "\(key.path) is a text, not a list or a block") }
    let text = scalar.string
    // An empty answer is none, in the form and in the file.
    if text.isEmpty { return nil }
    // A number without quotes loses its leading zeros in many tools; an account id must not.
    if key.path == "account", scalar.style == .plain, text.first == "0" {
      return complain(node, "account is an account id: put its 12 digits in quotes")
    }
    if let problem = key.problem(with: text) { return complain(node, "\(key.path) is \"\(text)\"; it is \(problem)") }
    return .string(text)
  }

  private mutating func list(_ key: SetupKey, _ node: Node) -> JSON? {
    guard let items = node.sequence else { return complain(node, "\(key.path) is a list, such as [a, b]") }
    var texts: [String] = []
    for item in items {
      guard let text = item.scalar?.string else {
        complain(item, "an item of \(key.path) is a text")
        continue
      }
      if let problem = key.problem(with: text) { complain(item, "\(key.path) holds \"\(text)\"; it is \(problem)") }
      texts.append(text)
    }
    return JSON(texts)
  }

  private mutating func blocks(_ key: SetupKey, _ keys: [SetupKey], _ node: Node) -> JSON? {
    guard let items = node.sequence else { return complain(node, "\(key.path) is a list of blocks") }
    var blocks: [JSON] = []
    for item in items {
      guard let mapping = item.mapping else {
        complain(item, "an item of \(key.path) is a block")
        continue
      }
      var block = JSONObject()
      for (name, value) in mapping {
        guard let known = keys.first(where: { $0.path == name.string }) else {
          let names = keys.map(\.path).joined(separator: ", ")
          complain(name, "unknown key \(key.path).\(name.string ?? "?"); known: \(names)")
          continue
        }
        block[known.path] = text(known, value)
      }
      for missing in keys where block[missing.path] == nil && missing.path != "until" {
        complain(item, "an item of \(key.path) needs \(missing.path)")
      }
      blocks.append(.object(block))
    }
    return .array(blocks)
  }

  @discardableResult
  private mutating func complain(_ node: Node, _ message: String) -> JSON? {
    problems.append(
      SetupFile.Problem(path: path, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, message: message))
    return nil
  }
}
