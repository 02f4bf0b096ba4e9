import Basics
import Transport

/// What AWS knows a caller by.
public struct Credentials: Hashable, Sendable {
  public let accessKeyID: String
  public let secretAccessKey: Secret
  public let sessionToken: Secret?
  /// When they end, where the source says so.
  public let expiration: Moment?
  /// The account they belong to, where the source says so.
  public let account: String?
  /// Whether they are used beyond their end when nothing newer can be had: an instance's service may be late.
  var outlivesItsEnd = false
  /// The source in an operator's words: `environment`, `profile dev in ~/.aws/credentials`.
  public let origin: String

  public init(
    accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil, expiration: Moment? = nil,
    account: String? = nil, origin: String
  ) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expiration = expiration
    self.account = account
    self.origin = origin
  }

  /// Whether a service could read them: neither blank nor holding what no header may hold.
  var isWellFormed: Bool {
    [accessKeyID, secretAccessKey.exposed].allSatisfy { !$0.isEmpty }
      && [accessKeyID, secretAccessKey.exposed, sessionToken?.exposed ?? ""].allSatisfy { text in
        text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
      }
  }

  /// What is wrong with keys that a person wrote, nil where AWS may take them.
  /// - Parameter spelt: how a setting of the shared files is called where these stand.
  func mistake(_ spelt: (String) -> String) -> String? {
    let values = [
      ("aws_access_key_id", accessKeyID), ("aws_secret_access_key", secretAccessKey.exposed),
      ("aws_session_token", sessionToken?.exposed ?? ""),
    ]
    if let quoted = values.first(where: { Quotation.touches($0.1) }) {
      return "\(spelt(quoted.0)) \(Quotation.advice)"
    }
    guard isWellFormed else { return "a key or the session token holds blanks or line breaks" }
    // AWS's keys that begin so come from STS, and are refused without the token that came with them.
    if accessKeyID.hasPrefix("ASIA"), sessionToken == nil {
      return "\(spelt("aws_access_key_id")) is of a temporary key (ASIA…), and its "
        + "\(spelt("aws_session_token")) is missing"
    }
    return nil
  }

  /// The key id as far as it may be shown: `AKIA…WXYZ`.
  public var shownKeyID: String { accessKeyID.prefix(4) + "…" + accessKeyID.suffix(4) }
}
