import Basics
import JSONDocument
import Transport

/// One of several things that a write was to do and that the service refused, in an answer that says success: of
/// `DeleteObjects` a key, of `PutTargets` a target. The other things are done.
struct PartialRefusal: Hashable {
  let code: String
  let message: String
  /// The thing, as the service names it.
  let thing: String

  /// The members in which AWS's models list what was refused: of S3, EventBridge, and ECR's batches.
  private static let lists = ["Errors", "FailedEntries", "failures"]

  /// The first refusal in the answer to a write. What a read could not find is its answer, and no refusal.
  static func first(in answer: JSONObject, of exchange: Exchange) -> PartialRefusal? {
    guard !exchange.operation.isRead else { return nil }
    let refused = lists.lazy.compactMap { answer[$0]?.array?.first }.first
    guard let refused else { return nil }
    func text(_ names: String...) -> String { names.lazy.compactMap { refused[$0]?.string }.first ?? "" }
    return PartialRefusal(
      code: text("Code", "ErrorCode", "failureCode"), message: text("Message", "ErrorMessage", "failureReason"),
      thing: text("Key", "TargetId", "ResourceId"))
  }

  /// The refusal as the error it would have been had the service been asked for this thing alone.
  func error(_ response: HTTPResponse) -> ServiceError {
    let status = ["InternalError": 500, "ServiceUnavailable": 503, "SlowDown": 503][code] ?? response.status
    var error = ServiceError(
      code: code.isEmpty ? "Refused" : code, message: thing.isEmpty ? message : "\(thing): \(message)", status: status)
    error.requestID = response.headers["x-amzn-RequestId"] ?? response.headers["x-amz-request-id"]
    return error
  }
}
