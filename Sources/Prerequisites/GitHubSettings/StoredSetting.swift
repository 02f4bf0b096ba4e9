import Checklist
import JSONDocument

/// A secret or a variable as GitHub lists it.
struct StoredSetting: Hashable, Sendable {
  /// When it was made, in seconds since 1970; nil where GitHub does not say.
  let created: Double?
  /// When it was last written, in GitHub's letters: it tells one writing from another.
  let updated: String
  /// Whether it was written once and never again.
  let isAsMade: Bool
  /// What a variable holds; nil of a secret, whose value GitHub shows to nobody.
  let value: String?

  /// Those of one list, by name.
  /// - Parameters:
  ///   - member: the member of the answer that holds them: `secrets`, `variables`.
  ///   - owner: what holds them. It has such a list, be it an empty one, so that 404 says that there is none only where
  ///     the owner is not there either.
  static func look(
    _ member: String, _ call: Call, of owner: Look<some Hashable & Sendable>, _ world: World
  ) async -> Look<[String: StoredSetting]> {
    let permission = (member.prefix(1).uppercased() + member.dropFirst()) + ": read"
    return await world.look(call, absent: owner.isAbsent ? ["NotFound"] : []).explained(
      "the \(member)", permission
    ).reading { answer in
      answer[member]?.array?.reduce(into: [:]) { found, entry in
        if let name = entry["name"]?.string { found[name] = StoredSetting(entry) }
      }
    }
  }

  /// Reads the names of one list.
  static func names(_ member: String) -> @Sendable (JSON) -> [String]? {
    { answer in answer[member]?.array?.compactMap { $0["name"]?.string }.sorted() }
  }

  /// As a plan shows it: what a variable holds, when a secret was written.
  var shown: JSON { value.map { .string($0) } ?? ["updated_at": .string(updated)] }

  private init(_ entry: JSON) {
    created = entry["created_at"]?.seconds
    updated = entry["updated_at"]?.string ?? ""
    isAsMade = entry["created_at"] != nil && entry["created_at"] == entry["updated_at"]
    value = entry["value"]?.string
  }
}
