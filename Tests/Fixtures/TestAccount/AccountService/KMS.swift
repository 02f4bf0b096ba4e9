import Checklist
import JSONDocument

/// Keys of the customer's; every key has the same policy.
public struct KMS: AccountService {
  public static let doors: Set<Door> = [.aws(.kms)]

  /// The states of the keys by id or ARN.
  public var keys: [String: String] = [:]
  /// The account's own policies decide, as KMS writes it.
  public var keyPolicy =
    #"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}]}"#

  public init() {}

  public mutating func answer(_ call: Call, in account: Account.State) -> Answer? {
    let id = call.text("KeyId")
    guard let state = keys[id] else { return .missing("NotFoundException") }
    return call.operation == "GetKeyPolicy"
      ? .success(["Policy": .string(keyPolicy)])
      : .success(["KeyMetadata": ["Arn": .string(id), "KeyState": .string(state), "KeyManager": "CUSTOMER"]])
  }
}

extension Account.State {
  public var keys: [String: String] {
    get { self[KMS.self].keys }
    set { self[KMS.self].keys = newValue }
  }
  public var keyPolicy: String {
    get { self[KMS.self].keyPolicy }
    set { self[KMS.self].keyPolicy = newValue }
  }
}
