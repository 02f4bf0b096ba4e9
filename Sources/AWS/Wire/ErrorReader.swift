import JSONDocument
import Transport

/// Finds code and message in every form an AWS error takes.
enum ErrorReader {
  static func read(_ response: HTTPResponse, _ model: ServiceModel) -> ServiceError {
    let json = json(response.body)
    let xml = json.isNull ? xml(response.body) : nil
    let node = xml.flatMap(errorNode)
    // Only a whole form of AWS counts: a page in HTML may be well-formed XML too.
    let code =
      response.headers["x-amzn-ErrorType"] ?? json["__type"]?.string ?? json["code"]?.string
      ?? json["Code"]?.string ?? node?.child("Code")?.text
    let message =
      json["message"]?.string ?? json["Message"]?.string ?? json["errorMessage"]?.string
      ?? node?.child("Message")?.text ?? node?.child("message")?.text
    var error = ServiceError(
      code: code.map(bare) ?? codeOfStatus(response.status), message: message ?? "", status: response.status)
    error.isSpoken =
      code?.isEmpty == false
      || (response.body.isEmpty && response.status < 500)
    error.requestID =
      response.headers["x-amzn-RequestId"] ?? response.headers["x-amz-request-id"] ?? xml?.first("RequestId")?.text
      ?? xml?.first("RequestID")?.text
    error.bucketRegion = response.headers["x-amz-bucket-region"] ?? node?.child("Region")?.text
    return error
  }

  // Whoever answered an error may have written anything. What is neither JSON nor XML is told by its status, and why
  // it is neither helps nobody.
  private static func json(_ body: [UInt8]) -> JSON {
    do throws(JSONError) { return try JSON(parsing: body) } catch { return .null }
  }

  private static func xml(_ body: [UInt8]) -> XMLNode? {
    do throws(XMLError) { return try XMLReader.read(body) } catch { return nil }
  }

  /// `<ErrorResponse><Error>`, `<Error>` itself, `<Response><Errors><Error>`.
  private static func errorNode(_ root: XMLNode) -> XMLNode? {
    if root.name == "Error" { return root }
    guard ["ErrorResponse", "Response", "Errors"].contains(root.name) else { return nil }
    return root.first("Error")
  }

  /// `namespace#Code:http://…` without both ends.
  static func bare(_ code: String) -> String {
    let start = code.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
    return String(start.split(separator: "#").last ?? "")
  }

  /// A HEAD request, for one, has no body to say more.
  private static func codeOfStatus(_ status: Int) -> String {
    switch status {
    case 301: "PermanentRedirect"
    case 307: "TemporaryRedirect"
    case 400: "BadRequest"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "NotFound"
    case 409: "Conflict"
    case 412: "PreconditionFailed"
    case 413: "RequestEntityTooLarge"
    case 429: "TooManyRequests"
    case 503: "ServiceUnavailable"
    default: "Status\(status)"
    }
  }
}
