extension Obstacle {
  /// The obstacle in one sentence, the only one there is of it: findings, runs, reports, messages and the journal
  /// show this.
  ///
  /// `denied: iam:GetRole — User ana is not authorized (AccessDenied, request 1f…)`,
  /// `refused: iam CreateRole: EntityAlreadyExists (409): it is there (request 1f…)`,
  /// `not reachable: sts GetCallerIdentity: cannot connect (sts.amazonaws.com)`.
  public var inWords: String {
    var told: [String]
    switch kind {
    case .cancelled: return kind.inWords
    case .ambiguous where code == Self.undecided: return "cannot be told from here: \(message)"
    case .denied:
      let lacking = permission ?? place ?? ""
      return "\(kind.inWords): \(lacking)\(message.isEmpty ? "" : " — \(message)")\(notes([code]))"
    case .refused: told = [place ?? "", [code, status.map { "(\($0))" }].compactMap(\.self).joined(separator: " ")]
    case .notSignedIn, .throttled, .timedOut, .unreachable, .unreadable, .ambiguous, .unexpected:
      told = [place ?? "", code ?? ""]
    }
    told = ([kind.inWords] + told + [message]).filter { !$0.isEmpty }
    return told.joined(separator: ": ") + notes([isOfTheNetwork ? host : nil])
  }

  /// The obstacle in two or three words, for a column; its sentence stands elsewhere.
  public var inShort: String {
    switch kind {
    case .denied: permission.map { "needs \($0)" } ?? kind.inWords
    case .refused: code ?? kind.inWords
    case .ambiguous where code == Self.undecided: "cannot be told from here"
    default: kind.inWords
    }
  }

  /// What would make the look possible, for the line "needed".
  public var advice: String {
    switch kind {
    case .denied where permission == nil && door?.isGitHub == true && !message.isEmpty: "what GitHub's answer asks for"
    case .denied: permission.map { "the permission \($0)" } ?? "a permission for \(place ?? "it")"
    case .notSignedIn: "credentials that the service accepts"
    case .ambiguous where code == Self.undecided: "a person who knows that value"
    case .throttled, .timedOut, .ambiguous: "another look, a little later"
    case .unreachable: "a way to the service"
    case .refused, .unreadable: "an answer that can be read"
    case .cancelled: "another look"
    case .unexpected: ""
    }
  }

  /// `iam GetRole`, `GitHub GET /repos/{owner}/{repo}`.
  private var place: String? {
    guard let door, let operation else { return nil }
    return "\(door.isGitHub ? "GitHub" : door.name) \(operation)"
  }

  /// Whether it matters which host was asked.
  private var isOfTheNetwork: Bool { [.timedOut, .unreachable, .ambiguous].contains(kind) }

  private func notes(_ parts: [String?]) -> String {
    let notes = (parts + [requestID.map { "request \($0)" }]).compactMap(\.self)
    return notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))"
  }
}

extension Obstacle.Kind {
  fileprivate var inWords: String {
    switch self {
    case .denied: "denied"
    case .notSignedIn: "not signed in"
    case .throttled: "throttled"
    case .timedOut: "no answer in time"
    case .unreachable: "not reachable"
    case .refused: "refused"
    case .unreadable: "cannot be read"
    case .ambiguous: "may have happened"
    case .cancelled: "stopped before it was done"
    case .unexpected: "unexpected"
    }
  }
}
