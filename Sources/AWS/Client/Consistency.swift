import Checklist
import JSONDocument
import Transport

/// An error that passes by itself once a change just made has spread through AWS.
///
/// The rows are what the Terraform provider waits for (hashicorp/terraform-provider-aws
/// `internal/service`). Waiting belongs to the operation that needs the change, not to a sleep or a read of
/// something else, and only to one that follows a change of our own.
public struct Consistency: Hashable, Sendable {
  /// The error code to wait out.
  public let code: String
  /// What its message holds, where the code alone also means faults that stay.
  public let fragment: String?
  /// Seconds after which the error is taken as meant.
  public let window: Double

  public init(code: String, fragment: String? = nil, window: Double = 120) {
    self.code = code
    self.fragment = fragment
    self.window = window
  }

  /// The rows for an operation; none when nothing of it is known to pass by itself.
  public static func rows(for call: Call) -> [Consistency] {
    switch (call.door.name, call.operation) {
    case ("iam", "CreateRole"), ("iam", "UpdateAssumeRolePolicy"):
      [Consistency(code: "MalformedPolicyDocument", fragment: "Invalid principal in policy")]
    case ("iam", "DeleteRole"): [Consistency(code: "DeleteConflict")]
    case ("iam", _): [Consistency(code: "NoSuchEntity"), Consistency(code: "ConcurrentModification")]
    case ("s3", "CreateBucket"):
      [Consistency(code: "OperationAborted", window: 300)]
    case ("s3", "HeadBucket"): [Consistency(code: "NotFound"), Consistency(code: "NoSuchBucket")]
    case ("s3", _): [Consistency(code: "NoSuchBucket"), Consistency(code: "OperationAborted")]
    case ("secretsmanager", "CreateSecret"):
      [
        Consistency(code: "InvalidRequestException", fragment: "scheduled for deletion"),
        Consistency(code: "InvalidRequestException", fragment: "was deleted"),
      ]
    case ("sts", "AssumeRole"): [Consistency(code: "AccessDenied")]
    default: []
    }
  }

  func covers(_ code: String, _ message: String) -> Bool {
    code == self.code && (fragment.map { message.contains($0) } ?? true)
  }
}

extension AWSClient {
  /// Sends and, while one of `rows` is the answer, sends again after 0.5, 1, 2, 4, 8, 10, 10 … seconds until
  /// that row's window is over. Use it after a change of our own only.
  public func send(
    _ filled: consuming Filled, waitingOut rows: [Consistency]
  ) async throws(Obstacle) -> JSON {
    let call = filled.call
    do throws(Obstacle) {
      return .object(try await send(try Exchange(filled, uuid: surroundings.uuid), waitingOut: rows))
    } catch { throw error.met(by: call) }
  }

  private func send(_ exchange: Exchange, waitingOut rows: [Consistency]) async throws(Obstacle) -> JSONObject {
    let start = surroundings.monotonic()
    var pause = 0.5
    while true {
      do throws(Obstacle) {
        return try await perform(exchange)
      } catch {
        let row: Consistency?
        switch error.kind {
        case .refused: row = rows.first { $0.covers(error.code ?? "", error.message) }
        case .denied: row = rows.first { $0.code == "AccessDenied" }
        default: row = nil
        }
        guard let row, surroundings.monotonic() - start + pause <= row.window else { throw error }
        try await wait(pause)
        pause = min(pause * 2, 10)
      }
    }
  }
}
