import Checklist
import JSONDocument
import TestAccount

/// Two services in one fixture: a stack that stands at the third look and is gone at the second after its deletion,
/// and a connection that a person confirms before the fifth look at it.
struct ProofService: AccountService {
  static let doors: Set<Door> = [.aws("cloudformation"), .aws("codeconnections")]
  static let arn = "arn:aws:codeconnections:us-east-1:111122223333:connection/c-1"

  /// The looks at what is being made, at what is being deleted, and at the connection; nil where there is none.
  var making: Int?
  var deleting: Int?
  var connection: Int?

  mutating func answer(_ call: Call, in account: Account.State) -> Answer? {
    switch call.operation {
    case "DescribeStacks":
      if let looks = deleting {
        deleting = looks < 1 ? looks + 1 : nil
        return deleting == nil ? .missing("NotFound") : .success(["Status": "DELETE_IN_PROGRESS"])
      }
      guard let looks = making else { return .missing("NotFound") }
      making = looks + 1
      return .success(["Status": looks + 1 < 3 ? "CREATE_IN_PROGRESS" : "CREATE_COMPLETE"])
    case "GetConnection":
      guard let looks = connection, call.text("ConnectionArn") == Self.arn else { return .missing("NotFound") }
      connection = looks + 1
      return .success(["Status": looks + 1 < 5 ? "PENDING" : "AVAILABLE"])
    default: return nil
    }
  }

  mutating func carryOut(_ call: Call, in account: Account.State) -> Answer? {
    switch call.operation {
    case "CreateStack": making = 0
    case "DeleteStack": (making, deleting) = (nil, 0)
    case "CreateConnection":
      connection = 0
      return .success(["ConnectionArn": .string(Self.arn)])
    case "DeleteConnection": connection = nil
    default: return nil
    }
    return .done
  }
}
