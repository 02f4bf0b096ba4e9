import Blueprints
import Checklist
import Policy

/// Who works with the template objects, and what their policies say: whom a bucket policy must let read, and
/// whom it must keep from writing.
struct TemplateReaders: Hashable, Sendable {
  /// The role Studio reads with, when there is a domain that names one.
  let executionRole: Look<Reader?>
  /// What the role of the workflows is allowed, with its ARN; absent when there is no such role.
  let workflows: Look<Both<IAMRole.Role, IdentityPolicy>>

  /// A role by its ARN, and as it stands where that could be seen.
  struct Reader: Hashable, Sendable {
    let arn: String
    let role: IAMRole.Role?
  }

  static func look(_ world: World, _ context: Context) async -> TemplateReaders {
    async let role = IAMRole.look(world, context.setup.role)
    let named = await DomainChoice.look(world, context).domain.map(\.executionRole).absent(as: nil)
    let reader = await reader(named, world)
    let found = await role
    return TemplateReaders(executionRole: reader, workflows: found.role.and(found.permissions))
  }

  /// A role that cannot be looked at keeps its ARN, by which most policies name it.
  private static func reader(_ named: Look<String?>, _ world: World) async -> Look<Reader?> {
    guard let arn = named.value.flatMap(\.self), let name = arn.split(separator: "/").last else {
      return named.map { _ in nil }
    }
    let role = await IAMRole.role(world, String(name))
    return Look(named.source + (role.value == nil ? [] : role.source), .seen(Reader(arn: arn, role: role.value)))
  }

  /// The keys of the trigger's package, which lies in the same bucket.
  private static func packages(_ context: Context) -> [String] {
    PackageObject.keys(context).map { context.bucketARN + "/" + $0 }
  }

  /// What must not be refused: Studio lists and reads, CloudFormation reads for the launch role, and whoever
  /// sets this up uploads.
  static func needed(_ reader: Reader?, _ context: Context) -> [Request] {
    let launchRole = "arn:\(context.partition):iam::\(context.account):role/AmazonSageMakerProjectsLaunchRole"
    var requests: [Request] = []
    if let reader {
      let known = context.bucketRequests(context.requests(of: reader.arn, reader.role))
      requests.append(
        Request(
          "s3:ListBucket", on: context.bucketARN, by: .role(reader.arn),
          context: known.adding(["s3:prefix": [context.setup.prefix]])))
      requests += ["s3:GetObject", "s3:GetObjectTagging"].map {
        Request($0, on: context.templateARN, by: .role(reader.arn), context: known)
      }
    }
    let launching = context.bucketRequests(context.requests(of: launchRole, nil))
    requests += ([context.templateARN] + packages(context)).map {
      Request("s3:GetObject", on: $0, by: .role(launchRole), context: launching)
    }
    return requests + [
      Request(
        "s3:PutObject", on: context.templateARN, by: .somebody(account: context.account),
        context: context.bucketRequests(context.requests))
    ]
  }

  /// What the workflows must not be able to do: the template runs with the launch role's rights, and the package
  /// reads the GitHub token.
  static func forbidden(_ role: IAMRole.Role, _ context: Context) -> [Request] {
    let objects = ([context.templateARN] + packages(context)).flatMap { object in
      ["s3:PutObject", "s3:DeleteObject", "s3:PutObjectTagging"].map { ($0, object) }
    }
    return (objects + [("s3:PutBucketPolicy", context.bucketARN)]).map { action, resource in
      Request(action, on: resource, by: .role(role.arn), context: context.requests(of: role.arn, role))
    }
  }

  /// Those of them that the role's policies and the bucket's allow, or of which that is not known.
  static func open(
    _ workflows: Both<IAMRole.Role, IdentityPolicy>, _ policy: PolicyDocument?, _ context: Context
  ) -> [(request: Request, isCertain: Bool)] {
    forbidden(workflows.first, context).compactMap { request in
      let bucket = policy.map { ResourcePolicy($0) }
      let denial = bucket?.denial(of: request)
      let own = workflows.second.decision(
        action: request.action, resource: request.resource ?? "", context: request.context)
      if case .denied = own { return nil }
      if denial?.isCertain == true { return nil }
      let grant = bucket?.grant(
        of: Permission(action: request.action, resource: request.resource ?? ""), to: workflows.first.arn,
        also: request.context)
      let isGranted = own.isAllowed || (own == .notAllowed && grant == .role)
      let mayBe = isGranted || own.outcome == .undecided || grant.map { $0 != .account } == true
      return mayBe ? (request, isGranted && denial == nil) : nil
    }
  }
}
