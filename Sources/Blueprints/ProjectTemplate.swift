/// The SageMaker project template that onramp uploads.
///
/// Written for this program after the facts of AWS's sample of the same name, with its known defects left
/// out: no ARN names the partition `aws`, the function is told owner and repository, the rule carries no tags
/// the launch role may not set, and names that would fail later are refused when the project is made.
public enum ProjectTemplate {
  /// The name of the template, and of its file in the bucket.
  public static let fileName = "mlops-github-actions.yaml"
}
