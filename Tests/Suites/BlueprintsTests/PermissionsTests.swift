import Blueprints
import JSONDocument
import Policy
import Testing

@Suite struct PermissionsTests {
  let place = Place(account: "111122223333", region: "us-east-1")
  var blueprint: GitHubRolePermissions {
    GitHubRolePermissions(
      place: place, executionRole: "arn:aws:iam::111122223333:role/SageMakerExecutionRole",
      templateBucket: "sagemaker-projects-templates-111122223333-us-east-1",
      project: .init(name: "churn", id: "p-abcdefghijkl"))
  }
  var policy: IdentityPolicy { IdentityPolicy([blueprint.document]) }

  private func allows(_ action: String, _ resource: String, _ context: [String: [String]] = [:]) -> Bool {
    policy.allows(action: action, resource: resource, context: ConditionContext(context))
  }

  @Test func whatIsRequiredIsGranted() {
    #expect(blueprint.required.count > 20)
    for need in blueprint.required {
      #expect(allows(need.action, need.resource, need.context), "\(need.action) on \(need.resource)")
    }
  }

  @Test func theScopedPolicyGivesNothingToRemark() {
    #expect(policy.remarks(required: blueprint.required.map(\.permission)) == [])
    let withoutProject = GitHubRolePermissions(place: place)
    #expect(
      IdentityPolicy([withoutProject.document]).remarks(required: withoutProject.required.map(\.permission)) == [])
  }

  @Test func aPolicyScopedToOneProjectIsEnoughWhileNoneIsNamed() {
    let open = GitHubRolePermissions(place: place)
    let narrow = PolicyStatement([
      "Effect": "Allow", "Action": "sagemaker:*",
      "Resource": "arn:aws:sagemaker:us-east-1:111122223333:pipeline/churn-*",
    ])
    let missing = IdentityPolicy([PolicyDocument(statements: [narrow])]).missing(open.required.map(\.permission))
    #expect(!missing.contains { $0.action == "sagemaker:CreatePipeline" })
    #expect(missing.contains { $0.action == "sagemaker:DescribeProject" })
  }

  @Test func everyPartOfTheWorkRequiresSomething() {
    #expect(Set(blueprint.required.map(\.purpose)) == Set(RequiredPermission.Purpose.allCases))
  }

  @Test func whatIsForbiddenIsNotGranted() {
    #expect(blueprint.forbidden.count == 5)
    for need in blueprint.forbidden {
      #expect(!allows(need.action, need.resource, need.context), "\(need.action) on \(need.resource)")
    }
  }

  @Test func theTemplateCannotBeOverwrittenWhateverItsBucketIsCalled() {
    var careless = blueprint
    careless.templateBucket = "sagemaker-project-github-templates"
    let policy = IdentityPolicy([careless.document])
    let key = "arn:aws:s3:::sagemaker-project-github-templates/templates/mlops-github-actions.yaml"
    #expect(!policy.allows(action: "s3:PutObject", resource: key))
    #expect(policy.allows(action: "s3:GetObject", resource: key))
  }

  @Test func rolesArePassedToSageMakerOnly() {
    let role = "arn:aws:iam::111122223333:role/SageMakerExecutionRole"
    #expect(allows("iam:PassRole", role, ["iam:PassedToService": ["sagemaker.amazonaws.com"]]))
    #expect(!allows("iam:PassRole", role, ["iam:PassedToService": ["ec2.amazonaws.com"]]))
    #expect(!allows("iam:PassRole", role))
  }

  @Test(arguments: [
    ("sagemaker:DeleteEndpoint", "arn:aws:sagemaker:us-east-1:999900001111:endpoint/theirs"),
    ("sagemaker:CreatePipeline", "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/churn"),
    ("sagemaker:DeleteDomain", "arn:aws:sagemaker:us-east-1:111122223333:domain/d-1"),
    ("cloudformation:DeleteStack", "arn:aws:cloudformation:us-east-1:111122223333:stack/billing/1"),
    ("s3:PutObject", "arn:aws:s3:::payroll/2026.csv"), ("secretsmanager:GetSecretValue", "*"),
    ("iam:PassRole", "arn:aws:iam::111122223333:role/AmazonSageMakerProjectsLaunchRole"),
  ]) func otherPeoplesThingsAreOutOfReach(action: String, resource: String) {
    #expect(!allows(action, resource, ["iam:PassedToService": ["sagemaker.amazonaws.com"]]))
  }

  @Test func aPartitionReachesEveryArn() {
    let china = GitHubRolePermissions(
      place: Place(partition: "aws-cn", account: "111122223333", region: "cn-north-1"), templateBucket: "sagemaker-t")
    #expect(!china.document.text.contains("arn:aws:"))
    #expect(china.document.text.contains("arn:aws-cn:s3:::sagemaker-t"))
  }

  @Test func thePolicyFitsTheSmallestQuotaItMayMeet() {
    // A role's inline policies together may have 10,240 characters, a managed policy 6,144.
    #expect(blueprint.document.size < 6_144)
  }
}
