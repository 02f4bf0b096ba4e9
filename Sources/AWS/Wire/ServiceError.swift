import JSONDocument
import Transport

/// What a service said instead of an answer.
struct ServiceError: Error, Hashable, Sendable {
  /// Without namespace and without what follows a colon: `AccessDenied`, `NoSuchEntity`.
  var code: String
  var message: String
  var status: Int
  var requestID: String?
  /// Where S3 says a bucket is, when it is elsewhere.
  var bucketRegion: String?
  /// Whether the error stood in the body in a form of AWS; false when it was made from the status alone.
  var isSpoken = true
}
