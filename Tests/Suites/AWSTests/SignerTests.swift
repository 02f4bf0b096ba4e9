import JSONDocument
import Testing
import Transport

@testable import AWS

@Suite("Signature Version 4")
struct SignerTests {
  /// A request as the vectors write it: start line, headers (perhaps folded), blank line, body.
  private static func parse(_ text: String) -> (Signer.Request, [UInt8]) {
    let whole = text.replacing("\r\n", with: "\n")
    let parts = whole.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
    var lines = parts[0].split(separator: "\n").map(String.init)
    let start = lines.removeFirst()
    let method = String(start.prefix { $0 != " " })
    let target = start.dropFirst(method.count + 1).dropLast(" HTTP/1.1".count)
    var headers: [HTTPHeader] = []
    for line in lines {
      if line.hasPrefix(" "), let last = headers.popLast() {
        headers.append(HTTPHeader(last.name, last.value + "\n" + line))
      } else if let colon = line.firstIndex(of: ":") {
        headers.append(HTTPHeader(String(line[..<colon]), String(line[line.index(after: colon)...])))
      }
    }
    let pieces = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let body = parts.count > 1 ? Array(parts[1].utf8) : []
    let request = Signer.Request(
      method: method, path: pieces[0], query: pieces.count > 1 ? pieces[1] : "", headers: headers,
      payloadHash: Digest.hexadecimal(Digest.sha256(body)))
    return (request, body)
  }

  @Test("every header vector of the common runtime", .enabled(if: Conformance.isThere, Conformance.absence))
  func commonRuntime() throws {
    let contexts = Conformance.files(below: "sigv4-crt", ending: "context.json")
    for path in contexts {
      let folder = String(path.dropLast("/context.json".count))
      let context = try Conformance.json(path)
      let keys = try #require(context["credentials"])
      let date = try #require(Moment(context["timestamp"]?.string ?? ""))
      let signer = Signer(
        region: context["region"]?.string ?? "", service: context["service"]?.string ?? "", date: date,
        normalisesPath: context["normalize"]?.bool ?? true)
      var (request, _) = Self.parse(try Conformance.text("\(folder)/request.txt"))
      request.headers.append(HTTPHeader("X-Amz-Date", date.basic))
      if let token = keys["token"]?.string, context["omit_session_token"]?.bool != true {
        request.headers.append(HTTPHeader("X-Amz-Security-Token", token))
      }
      if context["sign_body"]?.bool == true {
        request.headers.append(HTTPHeader("x-amz-content-sha256", request.payloadHash))
      }
      let canonical = signer.canonicalRequest(request)
      #expect(try canonical == Conformance.text("\(folder)/header-canonical-request.txt"), "\(folder)")
      let string = signer.stringToSign(canonical)
      #expect(try string == Conformance.text("\(folder)/header-string-to-sign.txt"), "\(folder)")
      let signature = signer.signature(string, secret: keys["secret_access_key"]?.string ?? "")
      #expect(try signature == Conformance.text("\(folder)/header-signature.txt"), "\(folder)")
    }
    #expect(contexts.count > 10)
    Conformance.count("sigv4-crt", contexts.count)
  }

  @Test("every classic vector", .enabled(if: Conformance.isThere, Conformance.absence))
  func classic() throws {
    let requests = Conformance.files(below: "sigv4-classic", ending: ".req")
    let date = try #require(Moment("2015-08-30T12:36:00Z"))
    let signer = Signer(region: "us-east-1", service: "service", date: date)
    for path in requests {
      let base = String(path.dropLast(4))
      let (request, _) = Self.parse(try Conformance.text(path))
      let canonical = signer.canonicalRequest(request)
      #expect(try canonical == Conformance.text("\(base).creq").replacing("\r\n", with: "\n"), "\(base)")
      #expect(
        try signer.stringToSign(canonical) == Conformance.text("\(base).sts").replacing("\r\n", with: "\n"), "\(base)")
      let authorization = signer.authorization(
        request, accessKey: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
      #expect(try authorization == Conformance.text("\(base).authz"), "\(base)")
    }
    #expect(requests.count > 10)
    Conformance.count("sigv4-classic", requests.count)
  }

  @Test("S3 signs its path as it is sent: neither normalised nor encoded again")
  func pathOfS3() throws {
    let date = try #require(Moment("2026-01-01T00:00:00Z"))
    let request = Signer.Request(
      method: "GET", path: "/bucket/a%20b//../c", query: "", headers: [HTTPHeader("Host", "h")], payloadHash: "x")
    let plain = Signer(region: "us-east-1", service: "s3", date: date, signsPathAsSent: true)
    #expect(plain.canonicalRequest(request).split(separator: "\n")[1] == "/bucket/a%20b//../c")
    let other = Signer(region: "us-east-1", service: "iam", date: date)
    #expect(other.canonicalRequest(request).split(separator: "\n")[1] == "/bucket/c")
    let encoded = Signer.Request(method: "GET", path: "/a%20b", query: "", headers: [], payloadHash: "x")
    #expect(other.canonicalRequest(encoded).split(separator: "\n")[1] == "/a%2520b")
  }
}
