import Basics
import Checklist

/// What stands behind a line that a workflow's log, a function's log or a stack's events show.
public struct KnownMessage: Hashable, Sendable {
  /// Who says it.
  public let speaker: String
  /// Why it is said, a sentence.
  public let cause: String
  /// The checks that can tell which of the causes it is, the likeliest first.
  public let checks: [CheckID]
  /// What is done about it, where no check knows better.
  public let fix: String
  /// The texts it is known by, in their order; their letters' case does not count.
  let parts: [String]

  init(_ speaker: String, _ parts: [String], cause: String, checks: [CheckID] = [], fix: String) {
    (self.speaker, self.parts, self.cause, self.checks, self.fix) = (speaker, parts, cause, checks, fix)
  }

  /// Whether a line shows it.
  func matches(_ lowercased: String) -> Bool {
    var rest = Substring(lowercased)
    for part in parts {
      guard let place = rest.firstRange(of: part.lowercased()) else { return false }
      rest = rest[place.upperBound...]
    }
    return !parts.isEmpty
  }

  /// How much of a line it explains: of two that match, the one that says more is meant.
  var weight: Int { parts.reduce(0) { $0 + $1.count } }
}

extension KnownMessage {
  /// A line that is known, with what stands behind it.
  public struct Sighting: Hashable, Sendable {
    public let line: String
    public let message: KnownMessage
  }

  /// What is known of a text, each thing once, in the order of its lines.
  /// - Parameter text: a line, or a whole log; of a longer one than a megabyte the end counts, where errors stand.
  public static func sightings(in text: String) -> [Sighting] {
    var found: [Sighting] = []
    for line in String(decoding: text.utf8.suffix(1_000_000), as: UTF8.self).split(whereSeparator: \.isNewline) {
      let line = String(line.prefix(4_000))
      guard let message = message(in: line), !found.contains(where: { $0.message == message }) else { continue }
      found.append(Sighting(line: line.trimmed, message: message))
    }
    return found
  }

  private static func message(in line: String) -> KnownMessage? {
    let lowercased = line.lowercased()
    let known = all.filter { $0.matches(lowercased) }.max { $0.weight < $1.weight }
    // Whoever is named in a denial is not the workflow's token: it says which action, and why.
    return DeniedCall(line).map(\.message) ?? known
  }
}
