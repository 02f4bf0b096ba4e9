/// The stack of the roles that SageMaker projects need, once in an account: the launch role and six service roles.
///
/// Logical ids, names and outputs are those of AWS's sample, so that a stack of the sample can be updated to this
/// one. What the roles may do is not the sample's: each statement is one that the project template, the trigger,
/// the pipeline or the endpoints need.
public enum ProjectRoles {
  /// The name of the file that holds it, where it is shown or saved.
  public static let fileName = "projects-roles.yaml"
}
