import Checklist
import JSONDocument

/// What CloudFormation says of templates in the account's buckets.
public struct CloudFormation: AccountService {
  public static let doors: Set<Door> = [.aws("cloudformation")]

  /// What it says of texts that are not simply a template for SageMaker.
  public var summaries: [String: Account.Summary] = [:]

  public init() {}

  public mutating func answer(_ call: Call, in account: Account.State) -> Answer? {
    let url = call.text("TemplateURL").dropFirst("https://".count)
    let parts = url.split(separator: "/", maxSplits: 1).map(String.init)
    guard call.operation == "GetTemplateSummary", parts.count == 2,
      let object = account.buckets[String(parts[0].prefix { $0 != "." })]?.objects[parts[1]]
    else { return .missing("ValidationError") }
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
}

extension Account {
  /// What CloudFormation says of an object.
  public struct Summary: Hashable, Sendable {
    public var mistake: String?
    public var parameters = ["SageMakerProjectName", "SageMakerProjectId"]
    public var capabilities: [String] = []
    public var description: String?

    public init(_ change: (inout Summary) -> Void = { _ in }) { change(&self) }
  }
}

extension Account.State {
  public var summaries: [String: Account.Summary] {
    get { self[CloudFormation.self].summaries }
    set { self[CloudFormation.self].summaries = newValue }
  }
}
