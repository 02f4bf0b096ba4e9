import Blueprints
import Checklist
import Policy

/// Who works with the template objects, and what their policies say: whom a bucket policy must let read, and
/// whom it must keep from writing.
struct TemplateReaders: Hashable, Sendable {
  /// The role Studio reads with, when there is a domain that names one.
  let executionRole: Look<String?>
  /// What the role of the workflows is allowed, with its ARN; absent when there is no such role.
  let workflows: Look<Both<IAMRole.Role, IdentityPolicy>>

  static func look(_ world: World, _ context: Context) async -> TemplateReaders {
    async let role = IAMRole.look(world, context.setup.role)
    let domain = await DomainChoice.look(world, context).domain
    let found = await role
    return TemplateReaders(
      executionRole: domain.map(\.executionRole).absent(as: nil),
      workflows: found.role.and(found.permissions))
  }

  /// The key of the trigger's package, which lies in the same bucket.
  private static func package(_ context: Context) -> String {
    context.bucketARN + "/" + context.setup.lambdaKey
  }

  /// What must not be refused: Studio lists and reads, CloudFormation reads for the launch role, and whoever
  /// sets this up uploads.
  static func needed(_ executionRole: String?, _ context: Context) -> [BucketRequest] {
    let launchRole = "arn:\(context.partition):iam::\(context.account):role/AmazonSageMakerProjectsLaunchRole"
    var requests: [BucketRequest] = []
    if let executionRole {
      requests.append(BucketRequest(role: executionRole, action: "s3:ListBucket", resource: context.bucketARN))
      requests += ["s3:GetObject", "s3:GetObjectTagging"].map {
        BucketRequest(role: executionRole, action: $0, resource: context.templateARN)
      }
    }
    requests += [context.templateARN, package(context)].map {
      BucketRequest(role: launchRole, action: "s3:GetObject", resource: $0)
    }
    return requests + [BucketRequest(role: nil, action: "s3:PutObject", resource: context.templateARN)]
  }

  /// What the workflows must not be able to do: the template runs with the launch role's rights, and the package
  /// reads the GitHub token.
  static func forbidden(_ role: String, _ context: Context) -> [BucketRequest] {
    [context.templateARN, package(context)].flatMap { object in
      ["s3:PutObject", "s3:DeleteObject", "s3:PutObjectTagging"].map {
        BucketRequest(role: role, action: $0, resource: object)
      }
    } + [BucketRequest(role: role, action: "s3:PutBucketPolicy", resource: context.bucketARN)]
  }

  /// Those of them that the role's policies and the bucket's allow.
  static func open(
    _ workflows: Both<IAMRole.Role, IdentityPolicy>, _ policy: PolicyDocument?, _ context: Context
  ) -> [BucketRequest] {
    let account = context.account
    return forbidden(workflows.first.arn, context).filter { request in
      let own = workflows.second.decision(
        action: request.action, resource: request.resource, context: request.context(account: account))
      if case .denied = own { return false }
      guard policy?.refusal(of: request, account: account) == nil else { return false }
      return own.isAllowed || policy?.allows(request, account: account) == true
    }
  }
}
