import AWS
import Checklist
import GitHub
import JSONDocument
import Prerequisites
import ScreenForm
import Screens

/// What there is to know about a step or a check without looking at an account: the screen's words, and what
/// the step was found to send in a rehearsal.
struct Explanation {
  let screen: Screen
  /// The check that was asked for; nil for the whole step.
  let check: CheckText?
  let context: Context
  let rehearsal: Rehearsal

  static func of(_ screen: Screen, _ check: CheckText?, _ context: Context) async -> Explanation {
    let id = StepID(rawValue: screen.id)
    var rehearsal = await Prerequisites().rehearsal(of: id, in: context, answer: imagination(context))
    // A role that the setup names is made where there is none; the domain's own never is.
    if context.setup.executionRole == nil {
      var setup = context.setup
      setup["access.execution_role"] = "SageMakerExecutionRole"
      let named = Context(
        setup: setup, account: context.account, partition: context.partition, region: context.region,
        template: context.template)
      rehearsal.add(await Prerequisites().rehearsal(of: id, in: named, answer: imagination(named)))
    }
    return Explanation(screen: screen, check: check, context: context, rehearsal: rehearsal)
  }

  /// An account in which the names of this setup occur.
  static func imagination(_ context: Context) -> ImaginedAccount.Answer {
    let setup = context.setup
    let domain = setup.domain ?? "d-sample"
    let words = [
      context.providerARN, context.roleARN, context.domainARN(domain), context.bucket, setup.templateKey,
      setup.role, domain, setup.name, "sample", "SageMakerProjectsPassRolePolicy",
    ]
    let tags = [
      (key: context.ownership.key, value: context.ownership.value),
      (key: "sagemaker:projectS3TemplatesLocation", value: context.templatesLocation),
      (key: "sagemaker:projectS3TemplatesLocation", value: "sample"), (key: "sagemaker", value: "true"),
      (key: "sagemaker:studio-visibility", value: "true"), (key: "team", value: "sample"),
    ]
    return { call, variant in
      let seed = call.fingerprint(variant)
      return call.service == .github
        ? SampleRepository.answer(to: call) { $0.fingerprint(seed) }
        : SampleAnswer(call, words: words, tags: tags) { $0.fingerprint(seed) }.json
    }
  }

  /// The permissions that some calls need, each once, AWS's before GitHub's.
  static func permissions(_ calls: some Sequence<Call>) -> (aws: [String], github: [String]) {
    var aws: Set<String> = []
    var github: Set<String> = []
    for call in calls {
      if call.service == .github {
        github.insert(GitHubPermission.needed(for: call))
      } else {
        aws.formUnion(Permission.needed(for: call))
      }
    }
    return (aws.sorted(), github.sorted())
  }

  /// The changes that repair the check, or all of the step's.
  var changes: [Change] {
    guard let check else { return Array(rehearsal.changes) }
    return rehearsal.changes.filter { $0.repairs.contains(CheckID(rawValue: check.id)) }
  }

  /// The commands that make these changes, without their options.
  var commands: [String] {
    Set(
      changes.flatMap(\.calls).compactMap { call -> String? in
        guard let words = (try? AWSCommand.render([call], secretFile: "token.json"))?.commands.first else { return nil }
        return words.prefix(3).joined(separator: " ")
      }
    ).sorted()
  }
}
