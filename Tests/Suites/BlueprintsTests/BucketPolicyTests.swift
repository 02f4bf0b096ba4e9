import Blueprints
import JSONDocument
import Policy
import Testing

@Suite struct BucketPolicyTests {
  let blueprint = BucketPolicy(bucket: "sagemaker-t", barred: ["arn:aws:iam::111122223333:role/GitHubActionsRole"])
  let foreign = PolicyStatement([
    "Sid": "Readers", "Effect": "Allow", "Principal": ["AWS": "444455556666"], "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::sagemaker-t/*",
  ])

  @Test func mergingKeepsForeignStatementsAndIsIdempotent() {
    let before = PolicyDocument(statements: [foreign])
    let merged = blueprint.merged(before)
    #expect(merged.statements == [foreign, blueprint.tlsStatement, blueprint.writersStatement])
    #expect(blueprint.satisfied(merged))
    #expect(blueprint.merged(merged) == merged)
    #expect(!blueprint.satisfied(before))
  }

  @Test func somebodyElsesTLSStatementIsEnough() {
    var theirs = blueprint.tlsStatement
    theirs.json["Sid"] = "SecureTransport"
    let document = PolicyDocument(statements: [theirs])
    #expect(BucketPolicy(bucket: "sagemaker-t").merged(document) == document)
  }

  @Test func aNewBarredRoleReplacesOurStatementInPlace() {
    let merged = blueprint.merged(PolicyDocument(statements: [foreign]))
    var wider = blueprint
    wider.barred.append("arn:aws:iam::111122223333:role/service-role/AmazonSageMakerProjectsUseRole")
    let again = wider.merged(merged)
    #expect(again.statements.count == 3)
    #expect(again.statements[2] == wider.writersStatement)
  }

  @Test func withdrawalTakesOutOnlyOurs() {
    let written = blueprint.merged(nil)
    #expect(BucketPolicy.withdrawn(written, written: written, previous: nil) == .previous(nil))
    var edited = written
    edited.statements.insert(foreign, at: 1)
    #expect(
      BucketPolicy.withdrawn(edited, written: written, previous: nil) == .edited(PolicyDocument(statements: [foreign])))
    let theirs = PolicyDocument(statements: [foreign])
    #expect(BucketPolicy.withdrawn(theirs, written: written, previous: nil) == .nothing)
  }
}
