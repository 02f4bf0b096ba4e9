import Checklist
import JSONDocument

extension Account.State {
  func answer(to call: Call) -> Result<JSON, Obstacle>? {
    switch call.service {
    case .sts: call.operation == "GetCallerIdentity" ? .success(["Arn": .string(caller), "Account": .string(id)]) : nil
    case .iam: iam(call)
    case .s3: s3(call)
    case .sagemaker: sagemaker(call)
    case .secretsManager: secret(call)
    case .kms: key(call)
    case .storedToken, .offeredToken: token(call)
    case .ownToken: .success(ownToken)
    case .github: github(call)
    case "cloudformation": summary(call)
    default: nil
    }
  }

  private func key(_ call: Call) -> Result<JSON, Obstacle>? {
    let id = call.text("KeyId")
    guard let state = keys[id] else { return .missing("NotFoundException") }
    return call.operation == "GetKeyPolicy"
      ? .success(["Policy": .string(keyPolicy)])
      : .success(["KeyMetadata": ["Arn": .string(id), "KeyState": .string(state), "KeyManager": "CUSTOMER"]])
  }

  private func github(_ call: Call) -> Result<JSON, Obstacle>? {
    switch call.operation {
    case "GET /repos/{owner}/{repo}": repository.map { .success($0) } ?? .missing("NotFound")
    case "GET /repos/{owner}/{repo}/actions/oidc/customization/sub":
      subject.map { .success($0) } ?? .missing("NotFound")
    case "GET /orgs/{org}/actions/oidc/customization/sub":
      organisationTemplate.map { .success(["include_claim_keys": JSON($0)]) } ?? .missing("NotFound")
    case "GET /repos/{owner}/{repo}/actions/variables":
      repository == nil
        ? .missing("NotFound")
        : .success([
          "variables": .array(
            variables.sorted { $0.key < $1.key }.map { ["name": .string($0.key), "value": .string($0.value)] })
        ])
    case "GET /repos/{owner}/{repo}/environments":
      repository == nil
        ? .missing("NotFound")
        : .success([
          "environments": .array(
            environments.sorted { $0.key < $1.key }.map { name, isProtected in
              [
                "name": .string(name), "deployment_branch_policy": .null,
                "protection_rules": isProtected ? [["type": "required_reviewers"]] : [],
              ]
            })
        ])
    case "GET /repos/{owner}/{repo}/git/ref/{path}":
      branches.contains(String(call.text("path").dropFirst("heads/".count)))
        ? .success(["ref": .string("refs/" + call.text("path"))]) : .missing("NotFound")
    case "GET /users/{username}":
      users.contains(call.text("username")) ? .success(["login": .string(call.text("username"))]) : .missing("NotFound")
    case "GET /repos/{owner}/{repo}/actions/permissions":
      actions.map { .success($0) } ?? .missing("NotFound")
    case "GET /repos/{owner}/{repo}/actions/permissions/selected-actions":
      selectedActions.map { .success($0) } ?? .missing("NotFound")
    case "GET /orgs/{org}": .success(["login": .string(call.text("org")), "plan": ["name": .string(plan)]])
    case "GET /user": .success(["login": "ana", "plan": ["name": .string(plan)]])
    default: nil
    }
  }

  private func iam(_ call: Call) -> Result<JSON, Obstacle>? {
    let role = roles[call.text("RoleName")]
    switch call.operation {
    case "ListOpenIDConnectProviders":
      return .success(["OpenIDConnectProviderList": .array(providers.keys.sorted().map { ["Arn": .string($0)] })])
    case "GetOpenIDConnectProvider":
      return providers[call.text("OpenIDConnectProviderArn")].map {
        .success(["ClientIDList": JSON($0.audiences), "ThumbprintList": JSON($0.thumbprints), "Tags": $0.tags.tagList])
      } ?? .missing("NoSuchEntity")
    case "ListRoles":
      return .success([
        "Roles": .array(
          roles.sorted { $0.key < $1.key }.map { name, role in
            [
              "RoleName": .string(name), "Arn": .string("arn:aws:iam::\(id):role\(role.path)\(name)"),
              "AssumeRolePolicyDocument": .string(role.trust),
            ]
          })
      ])
    case "GetRole":
      return role.map { role in
        var answer: JSON = [
          "Arn": .string("arn:aws:iam::\(id):role\(role.path)\(call.text("RoleName"))"),
          "AssumeRolePolicyDocument": .string(role.trust), "MaxSessionDuration": .number(String(role.maxSession)),
          "Tags": role.tags.tagList,
        ]
        if let boundary = role.boundary {
          answer["PermissionsBoundary"] = ["PermissionsBoundaryArn": .string(boundary)]
        }
        if let description = role.description { answer["Description"] = .string(description) }
        return .success(["Role": answer])
      } ?? .missing("NoSuchEntity")
    case "SimulatePrincipalPolicy":
      let resources = call.input["ResourceArns"]?.strings ?? []
      return .success([
        "EvaluationResults": .array(
          (call.input["ActionNames"]?.strings ?? []).flatMap { action in
            resources.map { simulated(action, $0) }
          })
      ])
    case "ListRolePolicies":
      return role.map { .success(["PolicyNames": JSON($0.inline.keys.sorted())]) } ?? .missing("NoSuchEntity")
    case "GetRolePolicy":
      return role?.inline[call.text("PolicyName")].map { .success(["PolicyDocument": .string($0)]) }
        ?? .missing("NoSuchEntity")
    case "ListAttachedRolePolicies":
      return role.map { role in
        .success(["AttachedPolicies": .array(role.attached.map { ["PolicyArn": .string($0)] })])
      } ?? .missing("NoSuchEntity")
    case "GetPolicy":
      return policies[call.text("PolicyArn")].map { _ in .success(["Policy": ["DefaultVersionId": "v1"]]) }
        ?? .missing("NoSuchEntity")
    case "ListPolicyVersions":
      let count = versions[call.text("PolicyArn")] ?? 1
      return .success(["Versions": .array((1...count).map { ["VersionId": .string("v\($0)")] })])
    case "GetPolicyVersion":
      return policies[call.text("PolicyArn")].map { .success(["PolicyVersion": ["Document": .string($0)]]) }
        ?? .missing("NoSuchEntity")
    default: return nil
    }
  }

  private func summary(_ call: Call) -> Result<JSON, Obstacle>? {
    let url = call.text("TemplateURL").dropFirst("https://".count)
    let parts = url.split(separator: "/", maxSplits: 1).map(String.init)
    let name = parts[0].prefix { $0 != "." }
    guard call.operation == "GetTemplateSummary", let object = buckets[String(name)]?.objects[parts[1]] else {
      return .missing("ValidationError")
    }
    let summary = summaries[object.body] ?? Account.Summary()
    if let mistake = summary.mistake {
      return .failure(.refused(code: "ValidationError", message: mistake, status: 400))
    }
    var told: JSON = [
      "Parameters": .array(summary.parameters.map { ["ParameterKey": .string($0)] }),
      "Capabilities": JSON(summary.capabilities),
    ]
    if let description = summary.description { told["Description"] = .string(description) }
    return .success(told)
  }

  private func simulated(_ action: String, _ resource: String) -> JSON {
    let refusal = refusals[action]
    var result: JSON = [
      "EvalActionName": .string(action), "EvalResourceName": .string(resource),
      "EvalDecision": refusal == nil ? "allowed" : "implicitDeny",
    ]
    result["OrganizationsDecisionDetail"] = ["AllowedByOrganizations": .bool(refusal != "organization")]
    result["PermissionsBoundaryDecisionDetail"] = ["AllowedByPermissionsBoundary": .bool(refusal != "boundary")]
    return result
  }

  private func s3(_ call: Call) -> Result<JSON, Obstacle>? {
    let name = call.text("Bucket")
    if call.operation == "ListBuckets" {
      return .success(["Buckets": .array(buckets.keys.sorted().map { ["Name": .string($0)] })])
    }
    if strangersBuckets.contains(name) {
      return .failure(.denied(permission: "s3:\(call.operation)", message: "Access Denied"))
    }
    guard let bucket = buckets[name] else {
      return .missing(call.operation == "HeadBucket" ? "NotFound" : "NoSuchBucket")
    }
    let object = bucket.objects[call.text("Key")]
    switch call.operation {
    case "HeadBucket": return .success(["BucketRegion": .string(bucket.region ?? region)])
    case "GetBucketVersioning": return .success(bucket.versioning.map { ["Status": .string($0)] } ?? [:])
    case "GetBucketOwnershipControls":
      return bucket.objectOwnership.map {
        .success(["OwnershipControls": ["Rules": [["ObjectOwnership": .string($0)]]]])
      } ?? .missing("OwnershipControlsNotFoundError")
    case "GetBucketTagging":
      return bucket.tags.isEmpty ? .missing("NoSuchTagSet") : .success(["TagSet": bucket.tags.tagList])
    case "GetBucketCors":
      return bucket.cors.map { .success(["CORSRules": $0]) } ?? .missing("NoSuchCORSConfiguration")
    case "GetPublicAccessBlock":
      return bucket.publicAccess.map { .success(["PublicAccessBlockConfiguration": $0]) }
        ?? .missing("NoSuchPublicAccessBlockConfiguration")
    case "GetBucketEncryption":
      return bucket.encryption.map { .success(["ServerSideEncryptionConfiguration": $0]) }
        ?? .missing("ServerSideEncryptionConfigurationNotFoundError")
    case "GetBucketPolicy":
      return bucket.policy.map { .success(["Policy": .string($0)]) } ?? .missing("NoSuchBucketPolicy")
    case "ListObjectsV2":
      let keys = bucket.objects.filter { !$0.value.versions.isEmpty }.keys.sorted()
      return .success(["Contents": .array(keys.map { ["Key": .string($0)] })])
    case "ListObjectVersions":
      return .success([
        "Versions": .array(
          bucket.objects.sorted { $0.key < $1.key }.flatMap { key, object in
            object.versions.enumerated().map { place, id in
              ["Key": .string(key), "VersionId": .string(id), "IsLatest": .bool(place == 0)]
            }
          })
      ])
    case "GetObject":
      return object.map { .success(["Body": .string($0.body), "ContentType": "application/yaml"]) }
        ?? .missing("NoSuchKey")
    case "GetObjectTagging" where call.input["VersionId"] != nil:
      return .success(["TagSet": (object?.olderTags[call.text("VersionId")] ?? [:]).tagList])
    case "GetObjectTagging": return object.map { .success(["TagSet": $0.tags.tagList]) } ?? .missing("NoSuchKey")
    default: return nil
    }
  }

  private func sagemaker(_ call: Call) -> Result<JSON, Obstacle>? {
    switch call.operation {
    case "ListDomains":
      return .success(["Domains": .array(domains.keys.sorted().map { ["DomainId": .string($0)] })])
    case "DescribeDomain":
      let name = call.text("DomainId")
      guard let domain = domains[name] else { return .missing("ResourceNotFound") }
      var answer: JSON = ["DomainArn": .string(arn(ofDomain: name)), "Status": .string(domain.status)]
      var settings: JSON = ["StudioWebPortalSettings": ["HiddenMlTools": JSON(domain.hiddenTools)]]
      if let role = domain.executionRole { settings["ExecutionRole"] = .string(role) }
      if let portal = domain.studioPortal { settings["StudioWebPortal"] = .string(portal) }
      answer["DefaultUserSettings"] = settings
      return .success(answer)
    case "ListUserProfiles":
      let names = domains[call.text("DomainIdEquals")]?.profiles.keys.sorted() ?? []
      return .success(["UserProfiles": .array(names.map { ["UserProfileName": .string($0)] })])
    case "DescribeUserProfile":
      let hidden = domains[call.text("DomainId")]?.profiles[call.text("UserProfileName")]
      return hidden.map {
        .success(["UserSettings": ["StudioWebPortalSettings": ["HiddenMlTools": JSON($0)]]])
      } ?? .missing("ResourceNotFound")
    case "ListTags":
      return domains.first { arn(ofDomain: $0.key) == call.text("ResourceArn") }.map {
        .success(["Tags": $0.value.tags.tagList])
      } ?? .missing("ResourceNotFound")
    default: return nil
    }
  }

  func arn(ofDomain name: String) -> String { "arn:aws:sagemaker:\(region):\(id):domain/\(name)" }
}
