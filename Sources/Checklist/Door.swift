/// Where a call goes.
public enum Door: Hashable, Sendable {
  case aws(Service)
  /// GitHub's REST interface, with the operator's own token.
  case github
  /// GitHub's REST interface, asked with a token about that token: what comes back are facts, never the token.
  case token(Bearer)

  /// Whose token it is that is asked about.
  public enum Bearer: Hashable, Sendable {
    /// The operator's own.
    case caller
    /// The one that stands in the secret.
    case stored
    /// The one that would be stored.
    case offered

    public var inWords: String {
      switch self {
      case .caller: "the token onramp uses"
      case .stored: "the stored token"
      case .offered: "the new token"
      }
    }
  }

  /// The name that stands in documents and in the log: an AWS service by its name in the `aws` command, or `github`.
  public var name: String { if case .aws(let service) = self { service.rawValue } else { "github" } }

  /// Whether it is GitHub that answers.
  public var isGitHub: Bool { if case .aws = self { false } else { true } }
}

/// An AWS service by the name the `aws` command gives it in botocore's data folder.
public struct Service: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { self.init(rawValue: value) }
  public var description: String { rawValue }

  public static let sts: Service = "sts"
  public static let iam: Service = "iam"
  public static let s3: Service = "s3"
  public static let sagemaker: Service = "sagemaker"
  public static let secretsManager: Service = "secretsmanager"
  public static let kms: Service = "kms"
  public static let cloudTrail: Service = "cloudtrail"
}
