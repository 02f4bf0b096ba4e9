/// The code that the repository of a SageMaker project begins with: a pipeline that trains a model on a sample and
/// registers it, and a deployment that waits for what it started. What its workflows call is in `repository/README.md`.
public enum ProjectRepository {
  /// The paths, in order.
  public static var paths: [String] { files.keys.sorted() }
}
