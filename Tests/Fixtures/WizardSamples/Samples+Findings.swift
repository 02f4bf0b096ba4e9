import Checklist
import JSONDocument

extension Samples {
  static let role = "arn:aws:iam::111122223333:role/GitHubActionsRole"
  static let subject = "repo:octo-org@583231/sagemaker-churn@1296269:environment:production"

  public static let findings: [Finding] = [
    Finding(
      check: "ENV-01", step: "identity", title: "AWS credentials resolve", status: .pass, severity: .critical,
      lookedAt: ["sts:GetCallerIdentity"], found: "assumed-role/MLOpsAdmin/ana"),
    Finding(
      check: "ENV-04", step: "identity", title: "Not the root user", status: .pass, severity: .high,
      lookedAt: ["sts:GetCallerIdentity"], found: "MLOpsAdmin"),
    Finding(
      check: "GH-01", step: "github-repository", title: "The repository exists", status: .pass, severity: .critical,
      lookedAt: ["GET /repos/octo-org/sagemaker-churn"], found: "private, admin"),
    Finding(
      check: "GH-04", step: "github-repository", title: "Actions are enabled", status: .unknown, severity: .high,
      lookedAt: ["GET /repos/octo-org/sagemaker-churn/actions/permissions"],
      found: "the token may not read Administration",
      why: "With Actions off no workflow runs, and nothing here can be tried."),
    Finding(
      check: "OIDC-01", step: "oidc-provider", title: "GitHub is an identity provider", status: .fail,
      severity: .critical, lookedAt: ["iam:ListOpenIDConnectProviders"], found: "no provider of this issuer",
      needed: "https://token.actions.githubusercontent.com",
      why: "AWS refuses every token of GitHub until its issuer is registered.",
      fixes: [
        .wizard(.safe, keys: ["oidc-provider/provider"], changes: ["iam:CreateOpenIDConnectProvider"]),
        .commands(
          .safe,
          commands: [
            [
              "aws", "iam", "create-open-id-connect-provider", "--url", "https://token.actions.githubusercontent.com",
              "--client-id-list", "sts.amazonaws.com",
            ]
          ], files: [:]),
        .console(
          url: "https://console.aws.amazon.com/iam/home#/identity_providers/create",
          steps: [
            "Choose OpenID Connect", "Provider URL https://token.actions.githubusercontent.com",
            "Audience sts.amazonaws.com",
          ]),
        .terraform(
          "resource \"aws_iam_openid_connect_provider\" \"github\" {\n  url = \"https://token.actions.githubusercontent.com\"\n}"
        ),
      ]),
    Finding(
      check: "TRUST-13", step: "github-role", title: "The role accepts this repository's subject", status: .fail,
      severity: .high, resource: role,
      lookedAt: [
        "iam:GetRole GitHubActionsRole", "GET /repos/octo-org/sagemaker-churn/actions/oidc/customization/sub",
      ],
      found: "repo:octo-org/sagemaker-churn:*", needed: subject,
      why: "Newer repositories put numeric ids into the subject, so AWS refuses every sign-in of this one.",
      fixes: [
        .wizard(.check, keys: ["github-role/trust"], changes: ["iam:UpdateAssumeRolePolicy GitHubActionsRole"]),
        .commands(
          .check,
          commands: [
            [
              "aws", "iam", "update-assume-role-policy", "--role-name", "GitHubActionsRole", "--policy-document",
              "file://trust-policy.json",
            ]
          ], files: ["trust-policy.json": trust(subject: subject, how: "StringEquals").pretty]),
        .console(
          url: "https://console.aws.amazon.com/iam/home#/roles/details/GitHubActionsRole?section=trust_relationships",
          steps: ["Edit trust policy"]),
      ]),
    Finding(
      check: "PERM-02", step: "github-role", title: "Permissions are narrow", status: .warn, severity: .medium,
      resource: role, lookedAt: ["iam:GetRolePolicy GitHubActionsRole"], found: "s3:* on *",
      needed: "the actions the workflows use",
      why: "A workflow of this repository could read and delete every bucket of the account."),
    Finding(
      check: "S3-01", step: "template-bucket", title: "The bucket exists", status: .fail, severity: .high,
      lookedAt: ["s3:HeadBucket"], found: "no such bucket",
      needed: "sagemaker-projects-templates-111122223333-us-east-1",
      why: "SageMaker Studio has no template to offer.",
      fixes: [.wizard(.safe, keys: ["template-bucket/bucket"], changes: ["s3:CreateBucket"])]),
    Finding(
      check: "S3-06", step: "template-bucket", title: "CORS lets Studio read the bucket", status: .blocked,
      severity: .high, why: "The template's form stays empty in Studio.", blockedBy: "S3-01"),
    Finding(
      check: "GH-08", step: "github-settings", title: "The environment asks a reviewer", status: .notYet,
      severity: .medium, lookedAt: ["GET /repos/octo-org/sagemaker-churn/environments/production"],
      found: "no reviewers",
      needed: "at least one", why: "Without one, every push to the branch deploys.",
      fixes: [
        .console(
          url: "https://github.com/octo-org/sagemaker-churn/settings/environments",
          steps: ["Open production", "Add a required reviewer"])
      ]),
    Finding(
      check: "KEY-03", step: "github-settings", title: "No access keys are stored", status: .accepted,
      severity: .medium,
      lookedAt: ["GET /repos/octo-org/sagemaker-churn/actions/secrets"], found: "AWS_ACCESS_KEY_ID",
      why: "Keys that leak work until somebody notices."),
  ]

  static func trust(subject: String, how: String) -> JSON {
    let issuer = "token.actions.githubusercontent.com"
    let condition = JSONObject([
      ("StringEquals", ["token.actions.githubusercontent.com:aud": "sts.amazonaws.com"]),
      (how + "", .object(JSONObject([("\(issuer):sub", .string(subject))]))),
    ])
    let statement: JSON = .object(
      JSONObject([
        ("Effect", "Allow"), ("Principal", ["Federated": "arn:aws:iam::111122223333:oidc-provider/\(issuer)"]),
        ("Action", "sts:AssumeRoleWithWebIdentity"), ("Condition", .object(condition)),
      ]))
    return ["Version": "2012-10-17", "Statement": .array([statement])]
  }

  public static let changes: [Change] = [
    Change(
      key: "oidc-provider/provider", step: "oidc-provider", kind: .create,
      resource: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
      title: "Identity provider token.actions.githubusercontent.com", summary: "IAM learns to check GitHub's tokens",
      calls: [Call("iam", "CreateOpenIDConnectProvider")],
      wanted: ["Url": "https://token.actions.githubusercontent.com", "ClientIDList": ["sts.amazonaws.com"]],
      undo: [Call("iam", "DeleteOpenIDConnectProvider")], repairs: ["OIDC-01"]),
    Change(
      key: "github-role/trust", step: "github-role", kind: .update, resource: role,
      title: "Role GitHubActionsRole, trust policy", summary: "only jobs that name environment production can sign in",
      madeByOnramp: false, calls: [Call("iam", "UpdateAssumeRolePolicy")],
      previous: trust(subject: "repo:octo-org/sagemaker-churn:*", how: "StringLike"),
      wanted: trust(subject: subject, how: "StringLike"), undo: [Call("iam", "UpdateAssumeRolePolicy")],
      repairs: ["TRUST-13"], after: ["oidc-provider/provider"], confidence: .check),
    Change(
      key: "template-bucket/bucket", step: "template-bucket", kind: .create,
      resource: "arn:aws:s3:::sagemaker-projects-templates-111122223333-us-east-1",
      title: "Bucket sagemaker-projects-templates-111122223333-us-east-1", summary: "holds the project template",
      calls: [Call("s3", "CreateBucket"), Call("s3", "PutPublicAccessBlock")],
      wanted: ["Bucket": "sagemaker-projects-templates-111122223333-us-east-1", "BlockPublicAcls": true],
      undo: [Call("s3", "DeleteBucket")], repairs: ["S3-01"], cost: "less than 0.01 USD a month"),
    Change(
      key: "template-bucket/cors", step: "template-bucket", kind: .update,
      resource: "arn:aws:s3:::sagemaker-projects-templates-111122223333-us-east-1",
      title: "CORS rules of the template bucket", summary: "Studio may read the template",
      calls: [Call("s3", "PutBucketCors")], wanted: ["CORSRules": [["AllowedMethods": ["GET"]]]], repairs: ["S3-06"],
      after: ["template-bucket/bucket"]),
  ]

  public static let inventory = Inventory([
    Holding(
      key: "template-bucket/bucket", step: "template-bucket",
      resource: "arn:aws:s3:::sagemaker-projects-templates-111122223333-us-east-1",
      title: "Bucket sagemaker-projects-templates-111122223333-us-east-1", ownership: .ours,
      reason: "tag onramp:setup=churn, 3 objects", action: .remove, calls: [Call("s3", "DeleteBucket")],
      after: ["project-template/object"]),
    Holding(
      key: "project-template/object", step: "template-bucket", resource: "templates/mlops-github-actions.yaml",
      title: "Object templates/mlops-github-actions.yaml", ownership: .ours, reason: "journal of 20 Nov",
      action: .remove, calls: [Call("s3", "DeleteObject")]),
    Holding(
      key: "github-role/trust", step: "github-role", resource: role, title: "Role GitHubActionsRole, trust policy",
      ownership: .adopted, reason: "changed by onramp on 20 Nov; the role is older", action: .restore,
      calls: [Call("iam", "UpdateAssumeRolePolicy")], present: trust(subject: subject, how: "StringLike"),
      afterwards: trust(subject: "repo:octo-org/sagemaker-churn:*", how: "StringLike"), unsafe: ["TRUST-13"]),
    Holding(
      key: "oidc-provider/provider", step: "oidc-provider",
      resource: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
      title: "Identity provider token.actions.githubusercontent.com", ownership: .shared,
      reason: "trusted by role deploy-web too", action: .keep),
    Holding(
      key: "domain/domain", step: "template-bucket", resource: "d-abc123def456",
      title: "SageMaker domain d-abc123def456",
      ownership: .foreign, reason: "no tag of ours, not in the journal", action: .keep),
  ])
}
