import JSONDocument

/// One thing that kept several looks from being made: said once, with how many checks it hides.
public struct Cause: Hashable, Sendable {
  /// The first of the obstacles; the others differ only in what was asked.
  public let obstacle: Obstacle
  /// The checks it hides, in their order.
  public let hidden: [Finding]
  /// The IAM actions, or GitHub's permissions, that were missing.
  public let permissions: [String]

  /// The causes that hide more than one check, the widest first: what hides one is that check's to say.
  public static func wide(in reports: some Sequence<StepReport>) -> [Cause] {
    all(in: reports).filter { $0.hidden.count > 1 }
  }

  /// The causes of all that could not be looked at, the widest first.
  public static func all(in reports: some Sequence<StepReport>) -> [Cause] {
    var groups: [(key: Key, findings: [Finding])] = []
    for finding in reports.flatMap(\.findings) where finding.status == .unknown {
      guard let obstacle = finding.obstacle, let key = Key(obstacle) else { continue }
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].findings.append(finding)
      } else {
        groups.append((key, [finding]))
      }
    }
    return groups.enumerated().sorted { first, second in
      (second.element.findings.count, first.offset) < (first.element.findings.count, second.offset)
    }.compactMap { Cause($0.element.findings) }
  }

  private init?(_ hidden: [Finding]) {
    guard let first = hidden.lazy.compactMap(\.obstacle).first else { return nil }
    obstacle = first
    self.hidden = hidden
    permissions = Set(hidden.compactMap(\.obstacle?.permission)).sorted()
  }

  /// Whose answer it was, and of what kind: two obstacles that are alike in this have one cause.
  private struct Key: Hashable {
    let kind: Obstacle.Kind
    let place: String?

    /// Nil for what lies in one thing alone.
    init?(_ obstacle: Obstacle) {
      kind = obstacle.kind
      switch obstacle.kind {
      // A dead network says the same of every host.
      case .unreachable, .timedOut: place = obstacle.message
      case .notSignedIn: place = obstacle.door?.isGitHub == true ? "GitHub" : "AWS"
      case .denied, .throttled: place = obstacle.door.map { $0.isGitHub ? "GitHub" : $0.name }
      case .refused, .unreadable, .ambiguous, .cancelled, .unexpected: return nil
      }
    }
  }

  /// What happened, without what was asked: `denied: 3 permissions of s3 are missing`, `not reachable: no route to host`.
  public var inWords: String {
    let message = obstacle.message.isEmpty ? "" : ": \(obstacle.message)"
    let place = obstacle.door.map { $0.isGitHub ? "GitHub" : $0.name } ?? "the service"
    switch obstacle.kind {
    case .denied:
      guard !permissions.isEmpty else { return "\(place) denies it\(message)" }
      return "\(place) denies \(permissions.joined(separator: ", "))"
    case .notSignedIn:
      return "\(obstacle.door?.isGitHub == true ? "GitHub" : "AWS") does not accept the credentials\(message)"
    case .throttled: return "\(place) asked to slow down and kept asking\(message)"
    case .timedOut: return "no answer in time from \(hosts)\(message)"
    case .unreachable: return "\(hosts) cannot be reached\(message)"
    default: return obstacle.inWords
    }
  }

  private var hosts: String {
    let names = Set(hidden.compactMap(\.obstacle?.host)).sorted()
    let shown = names.prefix(3).joined(separator: ", ")
    return names.isEmpty ? "the service" : shown + (names.count > 3 ? " and \(names.count - 3) more hosts" : "")
  }

  /// What makes it possible to look.
  public var remedy: String {
    switch obstacle.kind {
    case .denied where permissions.isEmpty: "ask for what the answer names, then look again"
    case .denied:
      obstacle.door?.isGitHub == true
        ? "give the token \(permissions.joined(separator: ", ")), then look again"
        : "ask an administrator for these permissions, then look again"
    case .notSignedIn:
      obstacle.door?.isGitHub == true
        ? "sign in with gh auth login, or set GH_TOKEN, then look again"
        : "sign in to AWS again (aws sso login, or new keys), then look again"
    case .throttled, .timedOut: "look again a little later"
    case .unreachable: "mend the way to it (network, proxy, endpoint), then look again"
    default: "look again"
    }
  }

  /// The missing permissions as an IAM policy to copy; nil where IAM has no say.
  public var policy: String? {
    guard obstacle.kind == .denied, obstacle.door?.isGitHub == false, !permissions.isEmpty else { return nil }
    // The names may come from a service's sentence: they are values here, and no part of the document's text.
    let policy: JSON = [
      "Version": "2012-10-17", "Statement": [["Effect": "Allow", "Action": JSON(permissions), "Resource": "*"]],
    ]
    return policy.compact
  }
}
