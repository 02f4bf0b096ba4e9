/// The difference of two texts by lines.
public struct Difference: Equatable, Sendable {
  public enum Sign: Equatable, Sendable { case same, removed, added }

  public struct Row: Equatable, Sendable {
    public let sign: Sign
    public let text: String
    /// The part, in characters, that differs from the line this one replaces or is replaced by.
    public var differing: Range<Int>?
  }

  public let rows: [Row]

  public init(from old: [String], to new: [String]) {
    rows = Self.marked(Self.aligned(old, new))
  }

  /// The rows with long equal stretches left out; nil stands for what was left out.
  public func folded(context: Int = 3) -> [Row?] {
    var keep = Set<Int>()
    for (index, row) in rows.enumerated() where row.sign != .same {
      keep.formUnion(max(0, index - context)...min(rows.count - 1, index + context))
    }
    guard !keep.isEmpty else { return rows.map { $0 } }
    var out: [Row?] = []
    for (index, row) in rows.enumerated() {
      if keep.contains(index) {
        out.append(row)
      } else if let last = out.last, last == nil {
        continue
      } else {
        out.append(nil)
      }
    }
    return out
  }

  /// The longest common subsequence; documents here have at most some hundred lines.
  private static func aligned(_ old: [String], _ new: [String]) -> [Row] {
    guard old.count * new.count <= 4_000_000 else {
      return old.map { Row(sign: .removed, text: $0) } + new.map { Row(sign: .added, text: $0) }
    }
    var lengths = Array(repeating: Array(repeating: 0, count: new.count + 1), count: old.count + 1)
    for i in old.indices.reversed() {
      for j in new.indices.reversed() {
        lengths[i][j] = old[i] == new[j] ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
      }
    }
    var out: [Row] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if i < old.count, j < new.count, old[i] == new[j] {
        out.append(Row(sign: .same, text: old[i]))
        (i, j) = (i + 1, j + 1)
      } else if i < old.count, j == new.count || lengths[i + 1][j] >= lengths[i][j + 1] {
        out.append(Row(sign: .removed, text: old[i]))
        i += 1
      } else {
        out.append(Row(sign: .added, text: new[j]))
        j += 1
      }
    }
    return out
  }

  /// Pairs each run of removed lines with the added lines after it and notes where they differ.
  private static func marked(_ rows: [Row]) -> [Row] {
    var out = rows
    var index = 0
    while index < out.count {
      let removed = out[index...].prefix { $0.sign == .removed }.count
      let added = out[(index + removed)...].prefix { $0.sign == .added }.count
      for pair in 0..<min(removed, added) {
        let (left, right) = (index + pair, index + removed + pair)
        let (a, b) = (Array(out[left].text), Array(out[right].text))
        let prefix = zip(a, b).prefix { $0 == $1 }.count
        let suffix = zip(a.dropFirst(prefix).reversed(), b.dropFirst(prefix).reversed()).prefix { $0 == $1 }.count
        // Two lines that share nothing but their quotes are two lines, not one line that changed.
        guard (prefix + suffix) * 2 >= min(a.count, b.count) else { continue }
        out[left].differing = prefix..<(a.count - suffix)
        out[right].differing = prefix..<(b.count - suffix)
      }
      index += max(1, removed + added)
    }
    return out
  }
}

extension Difference.Row {
  /// The row with the part that differs underlined.
  public var spans: [Span] {
    guard let range = differing else { return [Span(text, sign.mark.style.role)] }
    let characters = Array(text)
    // A line under blanks in front of the text would read as text.
    let start = characters[range].firstIndex { $0 != " " } ?? range.upperBound
    return underlined(characters, start..<range.upperBound, sign.mark.style.role, around: sign.mark.style.role)
  }
}

extension Difference.Sign {
  public var mark: Span {
    switch self {
    case .same: Span(" ")
    case .added: Span("+", .added)
    case .removed: Span("-", .removed)
    }
  }
}

/// Two values beside each other, the part that differs underlined; as they are where they have little in common.
public func compared(_ old: String, _ new: String) -> (old: [Span], new: [Span]) {
  let (a, b) = (Array(old), Array(new))
  guard !a.isEmpty, !b.isEmpty, a != b else { return ([Span(old)], [Span(new)]) }
  let prefix = zip(a, b).prefix { $0 == $1 }.count
  let suffix = zip(a.dropFirst(prefix).reversed(), b.dropFirst(prefix).reversed()).prefix { $0 == $1 }.count
  guard prefix + suffix >= 4 else { return ([Span(old)], [Span(new)]) }
  return (
    underlined(a, prefix..<a.count - suffix, .removed, around: .plain),
    underlined(b, prefix..<b.count - suffix, .added, around: .plain)
  )
}

private func underlined(_ text: [Character], _ part: Range<Int>, _ role: Role, around: Role) -> [Span] {
  [
    Span(String(text[..<part.lowerBound]), around), Span(String(text[part]), style: Style(role, underlined: true)),
    Span(String(text[part.upperBound...]), around),
  ].filter { !$0.text.isEmpty }
}
