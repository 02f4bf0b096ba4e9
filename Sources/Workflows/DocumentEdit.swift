import JSONDocument
import YAML

/// Why a file is not edited, and where.
public struct WorkflowRefusal: Error, Hashable, Sendable {
  public let words: String
  public let place: YAMLPlace?

  init(_ words: String, _ place: YAMLPlace? = nil) { (self.words, self.place) = (words, place) }
}

/// What is written into a document.
indirect enum EditValue: Hashable {
  case text(String)
  case flag(Bool)
  case block([Entry])

  struct Entry: Hashable {
    let name: String
    let value: EditValue
  }

  var json: JSON {
    switch self {
    case .text(let text): .string(text)
    case .flag(let flag): .bool(flag)
    case .block(let entries): .object(JSONObject(entries.map { ($0.name, $0.value.json) }))
    }
  }
}

/// A step of the way from a document's root to a node.
enum PathPart: Hashable {
  case key(String)
  case item(Int)
}

/// One edit of a YAML text: as few bytes as it takes, and all others as they are.
///
/// The edited text is read again, and has to mean what was wanted and nothing else. What cannot be done so is refused.
struct DocumentEdit {
  let source: SourceText
  let root: YAMLNode

  init(_ text: String) throws(WorkflowRefusal) {
    source = SourceText(bytes: Array(text.utf8))
    let root: YAMLNode?
    do throws(YAMLError) { root = try YAMLNode.read(text) } catch {
      throw WorkflowRefusal("it is not read: \(error.words)")
    }
    guard let root else { throw WorkflowRefusal("the file is empty") }
    self.root = root
  }

  var text: String { String(decoding: source.bytes, as: UTF8.self) }

  /// The text with a value at a path whose last part is a key.
  /// - Parameters:
  ///   - after: the keys behind which a new one goes, the first that is there; the last one of all where none is.
  ///   - comment: what stands behind the value on its line, where there is room for one.
  func setting(
    _ path: [PathPart], to value: EditValue, after: [String] = [], comment: String? = nil
  ) throws(WorkflowRefusal) -> String {
    guard case .key(let name)? = path.last else { throw WorkflowRefusal("there is nothing to set") }
    let parent = try node(at: path.dropLast())
    let edited: [UInt8]
    if parent.isNull, path.count > 1, case .key? = path.dropLast().last {
      // A key with nothing behind it gets all of it.
      return try setting(path.dropLast(), to: .block([EditValue.Entry(name: name, value: value)]), after: after)
    }
    guard let entries = parent.entries else { throw WorkflowRefusal("\(name) needs a block to stand in", parent.place) }
    if let entry = parent.entry(name) {
      edited = try replacing(entry, value, inFlow: parent.isFlow, comment)
    } else if parent.isFlow {
      let at = entries.last?.end ?? parent.content.bytes.lowerBound + 1
      let lead = entries.last.map { source.parting(behind: $0.start..<$0.end) } ?? ""
      edited = source.inserting(lead + YAMLWriter.flow(name, value, like: parent.keyStyle), at: at)
    } else {
      let sibling = after.lazy.compactMap { parent.entry($0) }.first ?? entries.last
      guard let sibling else { throw WorkflowRefusal("\(name) has no place", parent.place) }
      edited = source.inserting(
        block(name, value, indent: parent.content.column - 1, behind: sibling, in: parent),
        at: source.lineEnd(sibling.end))
    }
    return try checked(edited, Self.setting(root.json, path[...], value.json))
  }

  /// The text without an entry; without the block, too, that would be empty then.
  func removing(_ path: [PathPart]) throws(WorkflowRefusal) -> String {
    guard case .key(let name)? = path.last else { throw WorkflowRefusal("there is nothing to remove") }
    let parent = try node(at: path.dropLast())
    guard let entries = parent.entries, let number = entries.firstIndex(where: { $0.name == name }) else {
      throw WorkflowRefusal("there is no \(name)", parent.place)
    }
    if entries.count == 1 { return try removing(path.dropLast()) }
    let entry = entries[number]
    let next = number + 1 < entries.count ? entries[number + 1] : nil
    var range = entry.start..<entry.end
    if parent.isFlow {
      range = next.map { entry.start..<$0.start } ?? entries[number - 1].end..<entry.end
    } else {
      let (start, end) = (source.lineStart(entry.start), source.nextLine(entry.end))
      if source.isBlank(start..<entry.start) {
        range = start..<end
      } else {
        // The first key behind a hyphen: the next one takes its place.
        guard let next, end <= next.start, source.isBlank(end..<next.start) else {
          throw WorkflowRefusal("a comment would be lost", entry.key.place)
        }
        range = entry.start..<next.start
      }
    }
    var edited = source.bytes
    edited.removeSubrange(range)
    return try checked(edited, Self.setting(root.json, path[...], nil))
  }

  private func removing(_ path: ArraySlice<PathPart>) throws(WorkflowRefusal) -> String { try removing(Array(path)) }

  private func setting(
    _ path: ArraySlice<PathPart>, to value: EditValue, after: [String]
  ) throws(WorkflowRefusal) -> String {
    try setting(Array(path), to: value, after: after)
  }

  // MARK: The tree

  /// What stands at a path. What is written elsewhere and only referred to is not edited.
  func node(at path: ArraySlice<PathPart>) throws(WorkflowRefusal) -> YAMLNode {
    var node = root
    for part in path {
      let next: YAMLNode?
      switch part {
      case .key(let name): next = node[name]
      case .item(let number): next = node.items.flatMap { $0.indices.contains(number) ? $0[number] : nil }
      }
      guard let next else { throw WorkflowRefusal("there is no \(Self.words(part))", node.place) }
      if let alias = next.alias {
        throw WorkflowRefusal(
          "\(Self.words(part)) is what stands at &\(alias), which other places use, too", next.place)
      }
      node = next
    }
    return node
  }

  private static func words(_ part: PathPart) -> String {
    switch part {
    case .key(let name): name
    case .item(let number): "item \(number + 1)"
    }
  }

  private static func setting(_ json: JSON, _ path: ArraySlice<PathPart>, _ value: JSON?) -> JSON {
    guard let part = path.first else { return value ?? .null }
    switch (part, json) {
    case (.item(let number), .array(var items)) where items.indices.contains(number):
      items[number] = setting(items[number], path.dropFirst(), value)
      return .array(items)
    case (.key(let name), .object(var members)):
      if path.count == 1 {
        members[name] = value
      } else {
        members[name] = setting(members[name] ?? [:], path.dropFirst(), value)
      }
      return .object(members)
    case (.key(let name), .null): return .object(JSONObject([(name, setting([:], path.dropFirst(), value))]))
    default: return json
    }
  }

  private func checked(_ edited: [UInt8], _ wanted: JSON) throws(WorkflowRefusal) -> String {
    let text = String(decoding: edited, as: UTF8.self)
    let result = (try? YAMLNode.read(text)) ?? nil
    guard result?.json == wanted else {
      throw WorkflowRefusal("it is written in a way that only its author can edit")
    }
    return text
  }

  // MARK: The text

  private func replacing(
    _ entry: YAMLEntry, _ value: EditValue, inFlow: Bool, _ comment: String?
  ) throws(WorkflowRefusal) -> [UInt8] {
    let old = entry.value
    if let alias = old.alias { throw WorkflowRefusal("\(entry.name) is what stands at &\(alias)", old.place) }
    guard let scalar = old.scalar else { throw WorkflowRefusal("\(entry.name) is no text", old.place) }
    let (range, style) = (old.content.bytes, entry.key.scalar?.style ?? .plain)
    if case .block(let entries) = value {
      guard old.isNull else { throw WorkflowRefusal("\(entry.name) has a value", old.place) }
      guard !inFlow, range.isEmpty else {
        let written = YAMLWriter.flow(value, like: inFlow ? style : .plain)
        return source.replaced(range, (range.isEmpty ? " " : "") + written)
      }
      let lines = YAMLWriter.lines(entries, indent: entry.key.place.column - 1 + step, step: step)
      return source.inserting(lines.map { source.newline + $0 }.joined(), at: source.lineEnd(entry.end))
    }
    let written = YAMLWriter.scalar(value, like: scalar.style, inFlow: inFlow)
    let (behind, isRoom) = source.behind(range.upperBound)
    guard let comment, !inFlow, isRoom else { return source.replaced(range, (range.isEmpty ? " " : "") + written) }
    return source.replaced(
      range.lowerBound..<behind.upperBound,
      written + " # " + comment + Self.kept(String(decoding: source.bytes[behind], as: UTF8.self)))
  }

  /// What is kept of a comment once a version stands before it: all but the version that stood there.
  private static func kept(_ old: String) -> String {
    let comment = old.drop { $0 == " " || $0 == "\t" }
    guard comment.hasPrefix("#") else { return "" }
    let words = comment.dropFirst().drop { $0 == " " }
    let rest = words.prefixMatch(of: /(?:tag=|ratchet:\S+@)?v?[0-9][0-9A-Za-z.\-]*(?=[\s,;:)]|$)/).map {
      words[$0.range.upperBound...]
    }
    guard let rest else { return " " + comment }
    return rest.allSatisfy(\.isWhitespace) ? "" : String(rest)
  }

  /// A new entry's lines, each with the line end before it. Where the keys of a file are parted by empty lines, so is a
  /// new one.
  private func block(
    _ name: String, _ value: EditValue, indent: Int, behind sibling: YAMLEntry, in parent: YAMLNode
  ) -> String {
    let lines = YAMLWriter.lines([EditValue.Entry(name: name, value: value)], indent: indent, step: step)
    let next = source.nextLine(sibling.end)
    let isParted =
      parent.place == root.place && next < source.bytes.count && source.isBlank(next..<source.lineEnd(next))
    return (isParted ? source.newline : "") + lines.map { source.newline + $0 }.joined()
  }

  /// How far a block stands within another in this file.
  private var step: Int {
    for entry in root.entries ?? [] where entry.value.entries != nil && !entry.value.isFlow && entry.value.alias == nil
    {
      let step = entry.value.content.column - entry.key.place.column
      if step > 0 { return step }
    }
    return 2
  }
}

extension YAMLEntry {
  var start: Int { key.place.bytes.lowerBound }
  var end: Int { max(key.place.bytes.upperBound, value.place.bytes.upperBound) }
}
