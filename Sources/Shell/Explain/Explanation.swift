import AWS
import Checklist
import GitHub
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
    let rehearsal = await Prerequisites().rehearsal(of: id, in: context, answer: imagination(context))
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
        guard let words = (try? AWSCommand.render([call]))?.commands.first else { return nil }
        return words.prefix(3).joined(separator: " ")
      }
    ).sorted()
  }
}
