/// The SageMaker project template that onramp uploads.
///
/// Written for this program after the facts of AWS's sample of the same name, with its known defects left
/// out: no ARN names the partition `aws`, the function is told owner and repository, an approval that starts no
/// deployment is kept in a queue, and names that would fail later are refused when the project is made. The launch
/// role of the sample may not make all of it; the one of `ProjectRoles` may.
public enum ProjectTemplate {
  /// The name of the template, and of its file in the bucket.
  public static let fileName = "mlops-github-actions.yaml"

  /// The SHA-256 of the text of each generation, in their order; the last is the one that is brought today. What has
  /// one of them is ours, though another build uploaded it. A text that was ever released stays in this list.
  public static let generations = [
    "dba7d5f273752598deda8a6ecbdf28f282b5c9a5d2d389bf9079c32eba0b5e52",
    "c866dc00b6376805f98fdf03a2e76051263808a60f2657177ee6ed751ff7fd9c",
  ]
}
