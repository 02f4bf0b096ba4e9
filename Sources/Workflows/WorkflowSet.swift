import YAML

/// The workflow files of one repository, and the tokens of all their jobs.
public struct WorkflowSet: Hashable, Sendable {
  /// `octo-org/app`, as GitHub spells it.
  public let repository: String
  /// Nil while it is not known.
  public let defaultBranch: String?
  public let workflows: [Workflow]

  public init(repository: String, defaultBranch: String?, workflows: [Workflow]) {
    (self.repository, self.defaultBranch, self.workflows) = (repository, defaultBranch, workflows)
  }

  /// A token for each job, each event that starts it, and each ref that event's filters name. Two jobs that a matrix
  /// makes have one where they are for the same environment.
  public var tokens: [JobToken] {
    var walk = TokenWalk(set: self)
    for workflow in workflows {
      for trigger in workflow.triggers {
        for ref in trigger.refs(defaultBranch: defaultBranch) {
          walk.add(workflow, TokenWalk.Call(), TokenWalk.Run(workflow: workflow.path, trigger: trigger, ref: ref))
        }
      }
    }
    return walk.tokens
  }

  /// The files that others may call. Whoever calls one of another repository signs in with the caller's subject, and
  /// this file's `job_workflow_ref`.
  public var callable: [Workflow] { workflows.filter { $0.trigger("workflow_call") != nil } }
}
