import YAML

/// A text may be refused, at a place that it has; what is read stands where it says, and reads the same from there alone.
enum YAMLTarget {
  static func broken(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    let size = text.utf8.count
    let root: YAMLNode?
    do throws(YAMLError) { root = try YAMLNode.read(text) } catch {
      let isPlace = (1...size + 2).contains(error.line) && (1...size + 2).contains(error.column)
      return isPlace && !error.words.isEmpty ? nil : "an error has no place: \(error)"
    }
    guard let root else { return nil }
    var seen = 0
    return misplaced(root, within: 0..<size, Array(text.utf8), &seen)
  }

  private static func misplaced(
    _ node: YAMLNode, within outer: Range<Int>, _ bytes: [UInt8], _ seen: inout Int
  ) -> String? {
    seen += 1
    guard seen <= YAMLLimits().nodes else { return "more nodes than the limit" }
    let (whole, content) = (node.place.bytes, node.content.bytes)
    guard outer.lowerBound <= whole.lowerBound, whole.upperBound <= outer.upperBound else {
      return "\(whole) lies outside of \(outer)"
    }
    guard whole.lowerBound <= content.lowerBound, content.upperBound <= whole.upperBound else {
      return "the value at \(content) lies outside of \(whole)"
    }
    // What an alias means stands elsewhere.
    if node.alias != nil { return nil }
    if let reason = misread(node, bytes) { return reason }
    for item in node.items ?? [] {
      if let reason = misplaced(item, within: whole, bytes, &seen) { return reason }
    }
    var names: Set<String> = []
    for entry in node.entries ?? [] {
      guard names.insert(entry.name).inserted else { return "\(entry.name) stands twice" }
      guard entry.key.place.bytes.lowerBound <= entry.value.place.bytes.lowerBound else {
        return "the value at \(entry.value.place) stands before its key"
      }
      for part in [entry.key, entry.value] {
        if let reason = misplaced(part, within: whole, bytes, &seen) { return reason }
      }
    }
    return nil
  }

  /// The bytes of a scalar in quotes are that scalar, wherever they stand; a plain one is where it says if it is found
  /// there.
  private static func misread(_ node: YAMLNode, _ bytes: [UInt8]) -> String? {
    guard let scalar = node.scalar else { return nil }
    let slice = String(decoding: bytes[node.content.bytes], as: UTF8.self)
    switch scalar.style {
    case .plain:
      let isOneLine = !slice.unicodeScalars.contains { ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains($0) }
      return !isOneLine || slice.utf8.elementsEqual(scalar.text.utf8) ? nil : "\(scalar) is read, \(slice) stands there"
    case .singleQuoted, .doubleQuoted:
      let alone = try? YAMLNode.read(slice)
      return alone.map { $0.scalar == scalar } ?? false ? nil : "\(slice) alone is not \(scalar)"
    case .literal, .folded:
      return slice.first == "|" || slice.first == ">" ? nil : "a block begins with \(slice.prefix(3))"
    }
  }
}
