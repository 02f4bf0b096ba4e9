import Basics
import Transport

/// AWS Signature Version 4 in the `Authorization` header, as a function of its inputs.
///
/// Each step is a text of its own, so that a disagreement can be laid beside AWS's published vectors.
struct Signer {
  let region: String
  let service: String
  let date: Moment
  /// S3 signs the path as it is sent; every other service normalises it and encodes it once more.
  var signsPathAsSent = false
  var normalisesPath = true

  struct Request {
    var method: String
    /// As sent, without the query.
    var path: String
    /// As sent, without the question mark.
    var query: String
    /// All of them are signed, so `Host` and `X-Amz-Date` must be among them.
    var headers: [HTTPHeader]
    /// SHA-256 of the body in hexadecimal, or `UNSIGNED-PAYLOAD`.
    var payloadHash: String
  }

  var scope: String { "\(date.basic.prefix(8))/\(region)/\(service)/aws4_request" }

  func canonicalRequest(_ request: Request) -> String {
    [
      request.method, canonicalPath(request.path), Self.canonicalQuery(request.query),
      Self.canonicalHeaders(request.headers).map { "\($0.name):\($0.value)\n" }.joined(),
      Self.signedHeaders(request.headers), request.payloadHash,
    ].joined(separator: "\n")
  }

  func stringToSign(_ canonicalRequest: String) -> String {
    let hash = Hexadecimal.encode(Digest.sha256(canonicalRequest.utf8))
    return ["AWS4-HMAC-SHA256", date.basic, scope, hash].joined(separator: "\n")
  }

  func signature(_ stringToSign: String, secret: String) -> String {
    var key = Array("AWS4\(secret)".utf8)
    for part in scope.split(separator: "/", omittingEmptySubsequences: false) {
      key = Digest.hmac(key: key, String(part))
    }
    return Hexadecimal.encode(Digest.hmac(key: key, stringToSign))
  }

  /// The value of the `Authorization` header.
  func authorization(_ request: Request, accessKey: String, secret: String) -> String {
    let signature = signature(stringToSign(canonicalRequest(request)), secret: secret)
    return "AWS4-HMAC-SHA256 Credential=\(accessKey)/\(scope), SignedHeaders=\(Self.signedHeaders(request.headers)), "
      + "Signature=\(signature)"
  }

  private func canonicalPath(_ path: String) -> String {
    let path = path.isEmpty ? "/" : path
    if signsPathAsSent { return path }
    guard normalisesPath else { return Percent.encode(path, keeping: "/") }
    var kept: [Substring] = []
    let parts = path.split(separator: "/")
    for part in parts where part != "." {
      if part == ".." { _ = kept.popLast() } else { kept.append(part) }
    }
    let endsOpen = path.hasSuffix("/") || parts.last == "." || parts.last == ".."
    let normal = "/" + kept.joined(separator: "/") + (endsOpen && !kept.isEmpty ? "/" : "")
    return Percent.encode(normal, keeping: "/")
  }

  private static func canonicalQuery(_ query: String) -> String {
    let pairs = query.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Percent.encode(Percent.decode(parts[0])), Percent.encode(Percent.decode(parts.count > 1 ? parts[1] : "")))
    }
    return pairs.sorted { $0 < $1 }.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
  }

  private static func canonicalHeaders(_ headers: [HTTPHeader]) -> [HTTPHeader] {
    var values: [String: [String]] = [:]
    for header in headers {
      let words = header.value.split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
      values[header.name.lowercased(), default: []].append(words.joined(separator: " "))
    }
    return values.sorted { $0.key < $1.key }.map { HTTPHeader($0.key, $0.value.joined(separator: ",")) }
  }

  private static func signedHeaders(_ headers: [HTTPHeader]) -> String {
    canonicalHeaders(headers).map(\.name).joined(separator: ";")
  }
}
