import Testing

@testable import Policy

/// Whom the policy of a key lets decrypt.
@Suite struct ResourceGrantTests {
  private static let role = "arn:aws:iam::111122223333:role/service-role/Studio"
  private static let key = "arn:aws:kms:us-east-1:111122223333:key/a"

  @Test(arguments: [
    (#"{"Effect":"Allow","Principal":{"AWS":"\#(role)"},"Action":"kms:*","Resource":"*"}"#, ResourcePolicy.Grant.role),
    (#"{"Effect":"Allow","Principal":"*","Action":"kms:Decrypt","Resource":"*"}"#, .role),
    (
      #"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}"#,
      .account
    ),
    (#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:*","Resource":"*"}"#, .account),
    (#"{"Effect":"Allow","Principal":{"AWS":"999999999999"},"Action":"kms:*","Resource":"*"}"#, nil),
    (#"{"Effect":"Allow","Principal":{"AWS":"\#(role)"},"Action":"kms:Encrypt","Resource":"*"}"#, nil),
    (#"{"Effect":"Deny","Principal":{"AWS":"\#(role)"},"Action":"kms:*","Resource":"*"}"#, nil),
    (
      #"{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}}"#,
      .role
    ),
    (
      #"{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"secretsmanager.us-east-1.amazonaws.com"}}}"#,
      nil
    ),
  ])
  func aGrantIsTheRolesTheAccountsOrNobodys(_ statement: String, _ wanted: ResourcePolicy.Grant?) throws {
    let document = try PolicyDocument(parsing: #"{"Version":"2012-10-17","Statement":[\#(statement)]}"#)
    let grant = ResourcePolicy(document).grant(
      of: Permission(action: "kms:Decrypt", resource: Self.key), to: Self.role,
      also: ConditionContext(["kms:ViaService": ["s3.us-east-1.amazonaws.com"]]))
    #expect(grant == wanted)
  }
}
