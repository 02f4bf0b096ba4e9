import JSONDocument
import Policy

/// The repository and account all tests speak about.
enum Example {
  static let issuer = "token.actions.githubusercontent.com"
  static let provider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
  static let classic = "repo:octo-org/sagemaker-churn"
  static let immutable = "repo:octo-org@583231/sagemaker-churn@1296269"

  static func format(immutable: Bool) -> SubjectFormat {
    SubjectFormat(
      useImmutableSubject: immutable, subClaimPrefix: immutable ? Example.immutable : nil, owner: "octo-org",
      ownerID: 583231, repository: "sagemaker-churn", repositoryID: 1_296_269)
  }

  /// Wants the branch `main` and the environment `production`.
  static func intent(immutable: Bool = true, _ subjects: [String]? = nil) -> TrustIntent {
    let prefix = immutable ? Example.immutable : classic
    return TrustIntent(
      provider: provider, format: format(immutable: immutable),
      subjects: subjects ?? ["\(prefix):ref:refs/heads/main", "\(prefix):environment:production"])
  }

  static func statement(
    sub operation: String? = "StringEquals", _ subjects: [String] = [], aud: String? = "sts.amazonaws.com",
    issuer: String = Example.issuer, _ change: (inout JSON) -> Void = { _ in }
  ) -> JSON {
    var statement: JSON = [
      "Effect": "Allow", "Principal": ["Federated": .string(provider)], "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": [:],
    ]
    if let aud { statement["Condition"]?["StringEquals"] = [issuer + ":aud": .string(aud)] }
    if let operation {
      var tests = statement["Condition"]?[operation] ?? [:]
      tests[issuer + ":sub"] = subjects.count == 1 ? .string(subjects[0]) : JSON(subjects)
      statement["Condition"]?[operation] = tests
    }
    change(&statement)
    return statement
  }

  static func document(_ statements: JSON...) throws -> PolicyDocument {
    try PolicyDocument(["Version": "2012-10-17", "Statement": .array(statements)])
  }

  static func token(_ subject: String, aud: String = "sts.amazonaws.com", _ claims: [String: String] = [:]) -> Token {
    Token(subject: subject, audience: aud, claims: claims)
  }
}

extension PolicyDocument {
  func accepts(_ subject: String, _ claims: [String: String] = [:]) -> Bool {
    TrustPolicy.evaluate(self, token: Example.token(subject, claims), provider: Example.provider).isAllowed
  }
}
