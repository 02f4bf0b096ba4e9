import JSONDocument

/// One call to AWS or GitHub, as a value.
///
/// The same value is checked against the service's published model, sent, shown as an `aws` command,
/// written to the journal and compared in tests, so what is shown and what is done cannot drift apart.
public struct Call: Hashable, Sendable {
  public let service: Service
  /// The operation's name in the service's model (`GetRole`), or for GitHub the method and the path
  /// template (`GET /repos/{owner}/{repo}`).
  public let operation: String
  /// The input by member name as in the service's model. A blob member holds its text in UTF-8.
  public var input: JSONObject

  public init(_ service: Service, _ operation: String, _ input: JSONObject = [:]) {
    self.service = service
    self.operation = operation
    self.input = input
  }

  /// The call as a document: service, operation and input.
  public var json: JSON {
    ["service": .string(service.rawValue), "operation": .string(operation), "input": .object(input)]
  }
}

/// A service by the name the `aws` command gives it in botocore's data folder.
public struct Service: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { self.init(rawValue: value) }
  public var description: String { rawValue }

  public static let sts: Service = "sts"
  public static let iam: Service = "iam"
  public static let s3: Service = "s3"
  public static let sagemaker: Service = "sagemaker"
  public static let github: Service = "github"
}
