import CYAML

extension YAMLNode {
  /// The one document of a text; nil for a text without any.
  public static func read(_ text: String, limits: YAMLLimits = YAMLLimits()) throws(YAMLError) -> YAMLNode? {
    guard text.utf8.count <= limits.bytes else {
      throw YAMLError(.limit, line: 1, column: 1, "it is larger than \(limits.bytes) bytes")
    }
    // libyaml keeps the address, so the bytes stay where they are until it is done.
    let bytes = Array(text.utf8)
    let result: Result<YAMLNode?, YAMLError> = bytes.withUnsafeBufferPointer { buffer in
      guard let stream = yaml_stream_open(buffer.baseAddress, buffer.count) else {
        return .failure(YAMLError(.limit, line: 1, column: 1, "there is no memory to read it"))
      }
      defer { yaml_stream_close(stream) }
      var composer = YAMLComposer(stream: stream, bytes: bytes, limits: limits)
      do throws(YAMLError) { return .success(try composer.document()) } catch { return .failure(error) }
    }
    return try result.get()
  }
}

/// Makes a tree of libyaml's events.
private struct YAMLComposer {
  let stream: OpaquePointer
  let bytes: [UInt8]
  let limits: YAMLLimits
  let offsets: YAMLOffsets
  var anchors: [String: Composed] = [:]
  var nodes = 0

  /// A node, with what it costs to walk through it.
  struct Composed {
    let node: YAMLNode
    /// Nodes in it, itself included, and how many of them lie within one another.
    let nodes: Int
    let depth: Int
  }

  init(stream: OpaquePointer, bytes: [UInt8], limits: YAMLLimits) {
    (self.stream, self.bytes, self.limits) = (stream, bytes, limits)
    offsets = YAMLOffsets(bytes)
  }

  mutating func document() throws(YAMLError) -> YAMLNode? {
    var root: YAMLNode?
    var documents = 0
    while true {
      let item = try next()
      switch item.kind {
      case yaml_item_end: return root
      case yaml_item_document:
        documents += 1
        guard documents == 1 else {
          throw YAMLError(.syntax, place(item), "a second document begins here, and there is room for one")
        }
        root = try node(try next(), depth: 0).node
      default: continue
      }
    }
  }

  private func next() throws(YAMLError) -> yaml_item {
    var item = yaml_item()
    guard yaml_stream_next(stream, &item) else { throw problem() }
    return item
  }

  private func problem() -> YAMLError {
    let problem = yaml_stream_problem(stream)
    let words = problem.words.map { String(cString: $0) } ?? "there is no memory to read it"
    guard problem.has_offset else {
      let place = problem.place
      return YAMLError(.syntax, line: Int(clamping: place.line) + 1, column: Int(clamping: place.column) + 1, words)
    }
    let position = YAMLOffsets.position(of: Int(clamping: problem.offset), in: bytes)
    return YAMLError(.syntax, line: position.line, column: position.column, words)
  }

  private mutating func node(_ item: yaml_item, depth: Int) throws(YAMLError) -> Composed {
    nodes += 1
    let place = place(item)
    guard nodes <= limits.nodes else { throw tooMany(place) }
    let composed: Composed
    switch item.kind {
    case yaml_item_alias: return try referred(item, place, depth)
    case yaml_item_sequence: composed = try sequence(item, place, depth)
    case yaml_item_mapping: composed = try mapping(item, place, depth)
    default: composed = scalar(item, place)
    }
    if let anchor = composed.node.anchor { anchors[anchor] = composed }
    return composed
  }

  private mutating func referred(_ item: yaml_item, _ place: YAMLPlace, _ depth: Int) throws(YAMLError) -> Composed {
    let name = text(item.anchor) ?? ""
    guard let target = anchors[name] else {
      throw YAMLError(.syntax, place, "nothing above it is anchored as &\(name)")
    }
    nodes += target.nodes - 1
    guard nodes <= limits.nodes else { throw tooMany(place) }
    guard depth + target.depth <= limits.depth else { throw tooDeep(place) }
    let node = YAMLNode(
      value: target.node.value, tag: target.node.tag, anchor: nil, alias: name, isFlow: target.node.isFlow,
      place: place, content: place)
    return Composed(node: node, nodes: target.nodes, depth: target.depth)
  }

  private func scalar(_ item: yaml_item, _ place: YAMLPlace) -> Composed {
    let style: YAMLScalar.Style =
      switch item.style {
      case yaml_style_single: .singleQuoted
      case yaml_style_double: .doubleQuoted
      case yaml_style_literal: .literal
      case yaml_style_folded: .folded
      default: .plain
      }
    let raw = UnsafeRawBufferPointer(start: item.text, count: item.size)
    let scalar = YAMLScalar(text: String(decoding: raw, as: UTF8.self), style: style)
    return Composed(node: made(.scalar(scalar), item, place), nodes: 1, depth: 0)
  }

  private mutating func sequence(
    _ start: yaml_item, _ place: YAMLPlace, _ depth: Int
  ) throws(YAMLError) -> Composed {
    guard depth < limits.depth else { throw tooDeep(place) }
    // The texts of an item are gone once the next is asked for.
    let (anchor, tag) = (text(start.anchor), text(start.tag))
    var items: [YAMLNode] = []
    var (nodes, deepest) = (1, 0)
    var end = place.bytes.upperBound
    while true {
      let item = try next()
      if item.kind == yaml_item_sequence_end {
        if start.is_flow { end = offsets.byte(item.end) }
        let node = made(.sequence(items), anchor, tag, start.is_flow, place, end)
        return Composed(node: node, nodes: nodes, depth: deepest + 1)
      }
      let inner = try self.node(item, depth: depth + 1)
      items.append(inner.node)
      nodes += inner.nodes
      deepest = max(deepest, inner.depth)
      end = max(end, inner.node.place.bytes.upperBound)
    }
  }

  private mutating func mapping(
    _ start: yaml_item, _ place: YAMLPlace, _ depth: Int
  ) throws(YAMLError) -> Composed {
    guard depth < limits.depth else { throw tooDeep(place) }
    let (anchor, tag) = (text(start.anchor), text(start.tag))
    var entries: [YAMLEntry] = []
    var names: [String: YAMLPlace] = [:]
    var (nodes, deepest) = (1, 0)
    var end = place.bytes.upperBound
    while true {
      let item = try next()
      if item.kind == yaml_item_mapping_end {
        if start.is_flow { end = offsets.byte(item.end) }
        let node = made(.mapping(entries), anchor, tag, start.is_flow, place, end)
        return Composed(node: node, nodes: nodes, depth: deepest + 1)
      }
      let key = try self.node(item, depth: depth + 1)
      guard let name = key.node.text else {
        throw YAMLError(.syntax, key.node.place, "a key is a text, not a list or a block")
      }
      if let earlier = names.updateValue(key.node.place, forKey: name) {
        let first = "the first is in line \(earlier.line), column \(earlier.column)"
        throw YAMLError(.duplicateKey, key.node.place, "written twice: \(name); \(first)", earlier: earlier)
      }
      let value = try self.node(try next(), depth: depth + 1)
      entries.append(YAMLEntry(key: key.node, value: value.node))
      nodes += key.nodes + value.nodes
      deepest = max(deepest, key.depth, value.depth)
      end = max(end, key.node.place.bytes.upperBound, value.node.place.bytes.upperBound)
    }
  }

  private func made(_ value: YAMLNode.Value, _ item: yaml_item, _ place: YAMLPlace) -> YAMLNode {
    made(value, text(item.anchor), text(item.tag), false, place, place.bytes.upperBound)
  }

  private func made(
    _ value: YAMLNode.Value, _ anchor: String?, _ tag: String?, _ isFlow: Bool, _ place: YAMLPlace, _ end: Int
  ) -> YAMLNode {
    let whole = YAMLPlace(line: place.line, column: place.column, bytes: place.bytes.lowerBound..<end)
    let hasProperties = anchor != nil || tag != nil
    return YAMLNode(
      value: value, tag: tag, anchor: anchor, alias: nil, isFlow: isFlow, place: whole,
      content: hasProperties ? YAMLOffsets.content(of: whole, in: bytes) : whole)
  }

  private func text(_ pointer: UnsafePointer<CChar>?) -> String? { pointer.map { String(cString: $0) } }

  /// Where an item stands. A block scalar's own end, for libyaml, is where the next thing begins.
  private func place(_ item: yaml_item) -> YAMLPlace {
    let start = offsets.byte(item.start)
    var end = max(start, offsets.byte(item.end))
    if item.kind == yaml_item_scalar, item.style == yaml_style_literal || item.style == yaml_style_folded {
      while end > start, [0x09, 0x0A, 0x0D, 0x20].contains(bytes[end - 1]) { end -= 1 }
    }
    return YAMLPlace(
      line: Int(clamping: item.start.line) + 1, column: Int(clamping: item.start.column) + 1, bytes: start..<end)
  }

  private func tooMany(_ place: YAMLPlace) -> YAMLError {
    YAMLError(.limit, place, "up to here it means more than \(limits.nodes) values")
  }

  private func tooDeep(_ place: YAMLPlace) -> YAMLError {
    YAMLError(.limit, place, "more than \(limits.depth) lists and blocks lie within one another")
  }
}
