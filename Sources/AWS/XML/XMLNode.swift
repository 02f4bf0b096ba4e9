/// One XML element. Namespace prefixes are dropped from element names: AWS never needs them.
struct XMLNode: Hashable, Sendable {
  var name: String
  var attributes: [String: String] = [:]
  var children: [XMLNode] = []
  var text = ""

  func child(_ name: String) -> XMLNode? { children.first { $0.name == name } }

  /// The first element of that name here or below, level by level.
  func first(_ name: String) -> XMLNode? {
    var level = [self]
    while !level.isEmpty {
      if let found = level.first(where: { $0.name == name }) { return found }
      level = level.flatMap(\.children)
    }
    return nil
  }
}
