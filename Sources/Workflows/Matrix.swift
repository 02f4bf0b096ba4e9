import YAML

/// `strategy.matrix`, and the jobs it makes (GitHub Docs, "Running variations of jobs in a workflow").
public struct Matrix: Hashable, Sendable {
  /// What each job has, by the names an expression uses in small letters: `matrix.environment`, `matrix.target.region`.
  /// Nil where an expression decides.
  public let jobs: [[String: String]]?
  public let place: YAMLPlace

  /// GitHub makes no more of one matrix.
  private static let most = 256

  init(_ node: YAMLNode) {
    place = node.place
    jobs = Self.jobs(node)
  }

  private static func jobs(_ node: YAMLNode) -> [[String: String]]? {
    guard let entries = node.entries else { return nil }
    var original: [Combination] = [[:]]
    for entry in entries where entry.name != "include" && entry.name != "exclude" {
      guard let values = entry.value.items, values.allSatisfy(isLiteral) else { return nil }
      original = original.flatMap { combination in
        values.prefix(most + 1).map { combination.merging([entry.name: $0]) { $1 } }
      }
      guard original.count <= most else { return nil }
    }
    let isOnlyIncluded = original == [[:]]
    guard let excluded = combinations(node["exclude"]), let included = combinations(node["include"]) else { return nil }
    original.removeAll { combination in excluded.contains { agrees($0, with: combination) } }
    var result = isOnlyIncluded ? [] : original
    var added: [Combination] = []
    for more in included {
      let names = Set(original.flatMap(\.keys))
      let fits = original.indices.filter { index in
        more.allSatisfy { !names.contains($0.key) || same(original[index][$0.key], $0.value) }
      }
      if isOnlyIncluded || fits.isEmpty { added.append(more) }
      if !isOnlyIncluded { for index in fits { result[index].merge(more) { $1 } } }
    }
    result += added
    return result.count <= most ? result.map(named) : nil
  }

  private typealias Combination = [String: YAMLNode]

  private static func combinations(_ node: YAMLNode?) -> [Combination]? {
    guard let node else { return [] }
    guard let items = node.items, items.count <= most else { return nil }
    var result: [Combination] = []
    for item in items {
      guard isLiteral(item), let entries = item.entries else { return nil }
      result.append(Dictionary(entries.map { ($0.name, $0.value) }) { $1 })
    }
    return result
  }

  private static func isLiteral(_ node: YAMLNode) -> Bool {
    switch node.value {
    case .scalar(let scalar): !scalar.text.contains("${{")
    case .sequence(let items): items.allSatisfy(isLiteral)
    case .mapping(let entries): entries.allSatisfy { isLiteral($0.value) }
    }
  }

  private static func agrees(_ part: Combination, with whole: Combination) -> Bool {
    part.allSatisfy { same(whole[$0.key], $0.value) }
  }

  private static func same(_ left: YAMLNode?, _ right: YAMLNode) -> Bool { left?.json == right.json }

  private static func named(_ combination: Combination) -> [String: String] {
    var names: [String: String] = [:]
    func add(_ node: YAMLNode, _ path: String) {
      switch node.value {
      case .scalar(let scalar): names[path] = scalar.text
      case .mapping(let entries): for entry in entries { add(entry.value, "\(path).\(entry.name.lowercased())") }
      case .sequence: break
      }
    }
    for (name, node) in combination { add(node, "matrix.\(name.lowercased())") }
    return names
  }
}
