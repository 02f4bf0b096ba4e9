import Checklist
import JSONDocument

/// Who is asking: what the account says of itself.
public struct STS: AccountService {
  public static let doors: Set<Door> = [.aws(.sts)]
  public init() {}

  public mutating func answer(_ call: Call, in account: Account.State) -> Answer? {
    guard call.operation == "GetCallerIdentity" else { return nil }
    return .success(["Arn": .string(account.caller), "Account": .string(account.id)])
  }
}
