import Checklist

/// The steps on the way to the first deployment that this version does not look at: what a person does for each, with the
/// page and the values. A step that is built says so itself, and drops out of here.
public struct LaterSteps {
  private let context: Context
  /// What was found of the steps that are looked at.
  private let reports: [StepReport]

  public init(_ context: Context, _ reports: [StepReport]) {
    self.context = context
    self.reports = reports
  }

  private struct Step {
    let id: StepID
    let track: Track
    let todos: [Todo]
  }

  /// In the order in which an operator meets them.
  /// - Parameter known: the steps that this version has.
  public func todos(beside known: some Sequence<StepID>) -> [Todo] {
    let known = Set(known)
    let unseen = steps.filter { !known.contains($0.id) && context.setup.tracks.contains($0.track) }.flatMap(\.todos)
    return unseen.map { Todo($0.doer, "\($0.what) (not looked at)", link: $0.link, value: $0.value) }
      + [Todo(.person, "Push to the branch, or run the workflow by hand: the first deployment", link: page("actions"))]
  }

  private var steps: [Step] {
    let setup = context.setup
    return [
      Step(
        id: "project-roles", track: .project,
        todos: [
          Todo(
            .person, "Create the stack with the roles of SageMaker projects",
            link: console("cloudformation/home"), value: "sagemaker-projects-roles-policies")
        ]),
      Step(
        id: "project", track: .project,
        todos: [
          Todo(
            .person, "Create the project in Studio from the template",
            link: console("sagemaker/home"), value: setup.templateKey)
        ]),
      Step(
        id: "approval-trigger", track: .project,
        todos: [
          Todo(
            .person, "Approve a model version, and see that the rule starts the workflow", link: console("events/home"))
        ]),
      Step(
        id: "image-repository", track: .images,
        todos: [Todo(.person, "Create the repository for the images", link: console("ecr/repositories"))]),
      Step(
        id: "image-role", track: .images,
        todos: [Todo(.person, "Create the role that pushes images", link: console("iam/home"))]),
    ]
  }

  private func console(_ path: String) -> String {
    "https://\(context.consoleHost)/\(path)?region=\(context.region)"
  }

  /// A page of the repository, on the server that the setup file names.
  private func page(_ path: String) -> String {
    "https://\(context.setup.githubHost)/\(context.setup.fullName)/\(path)"
  }
}
