import JSONDocument

extension Service {
  public static let secretsManager: Service = "secretsmanager"
  public static let kms: Service = "kms"
  /// GitHub, asked with the token that stands in the secret. The operations are GitHub's; the answer holds
  /// facts (`TokenAnswer` reads them), never the token.
  public static let storedToken: Service = "stored-token"
  /// GitHub, asked with the token that would be stored; beside GitHub's operations it knows `Describe`, which
  /// says where that token comes from and what is wrong with it.
  public static let offeredToken: Service = "offered-token"
  /// GitHub, asked with the operator's own token about that token.
  public static let ownToken: Service = "own-token"

  /// Which token a call asks about, in words; nil for all other services.
  public var tokenInWords: String? {
    switch self {
    case .storedToken: "the stored token"
    case .offeredToken: "the new token"
    case .ownToken: "the token onramp uses"
    default: nil
    }
  }
}

extension Call {
  /// What stands in a call where the secret will stand: it is put in when the call is sent, and nowhere else.
  public static let secret: JSON = "<secret>"

  /// Whether the call cannot be sent without the secret.
  public var needsSecret: Bool { input.members.contains { $0.value == Call.secret } }

  /// The call as it is sent.
  public func with(secret: String) -> Call {
    var call = self
    for member in input.members where member.value == Call.secret { call.input[member.name] = .string(secret) }
    return call
  }
}

extension Change {
  /// Whether the change cannot be made without the secret.
  public var needsSecret: Bool { calls.contains(where: \.needsSecret) }
}

extension Plan {
  /// Whether a change of the plan cannot be made without the secret.
  public var needsSecret: Bool { changes.contains(where: \.needsSecret) }
}
