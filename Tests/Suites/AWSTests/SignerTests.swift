import Basics
import JSONDocument
import Testing
import Transport

@testable import AWS

@Suite("Signature Version 4")
struct SignerTests {
  /// A request as the vectors write it: start line, headers (perhaps folded), blank line, body.
  private static func parse(_ text: String) -> Signer.Request {
    let whole = text.replacing("\r\n", with: "\n")
    let parts = whole.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
    var lines = parts[0].split(separator: "\n").map(String.init)
    let start = lines.removeFirst()
    let method = String(start.prefix { $0 != " " })
    var target = start.dropFirst(method.count + 1)
    if target.hasSuffix(" HTTP/1.1") { target = target.dropLast(" HTTP/1.1".count) }
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
    return Signer.Request(
      method: method, path: pieces[0], query: pieces.count > 1 ? pieces[1] : "", headers: headers,
      payloadHash: Hexadecimal.encode(Digest.sha256(body)))
  }

  @Test("every vector of the common runtime", .enabled(if: Conformance.isThere, Conformance.absence))
  func commonRuntime() async {
    let folders = Conformance.files(below: "sigv4-crt", ending: "request.txt").filter { $0.stem == "request" }.map(
      \.parent)
    let cases = folders.flatMap { folder in
      ["header", "query"].filter { Conformance.exists("\(folder)/\($0)-canonical-request.txt") }.map { (folder, $0) }
    }
    await Conformance.run(
      "sigv4-crt", cases, named: { "\($0.0) \($0.1)" },
      check: { folder, form in
        guard form == "header" else {
          throw Conformance.Skip(reason: "signatures in the query, which onramp never sends")
        }
        var request = Self.parse(try Conformance.text("\(folder)/request.txt"))
        let wanted = try Conformance.text("\(folder)/header-canonical-request.txt")
        guard Conformance.exists("\(folder)/context.json") else {
          // Two older vectors are about the path; what they say of the time contradicts itself.
          let signer = Signer(region: "us-east-1", service: "service", date: Moment(seconds: 0))
          #expect(
            signer.canonicalRequest(request).split(separator: "\n")[1] == wanted.split(separator: "\n")[1], "\(folder)")
          return
        }
        let context = try Conformance.json("\(folder)/context.json")
        let keys = try Conformance.need(context["credentials"], "no credentials")
        let date = try Conformance.need(Moment(context["timestamp"]?.string ?? ""), "no timestamp")
        let signer = Signer(
          region: context["region"]?.string ?? "", service: context["service"]?.string ?? "", date: date,
          normalisesPath: context["normalize"]?.bool ?? true)
        request.headers.append(HTTPHeader("X-Amz-Date", date.basic))
        if let token = keys["token"]?.string, context["omit_session_token"]?.bool != true {
          request.headers.append(HTTPHeader("X-Amz-Security-Token", token))
        }
        if context["sign_body"]?.bool == true {
          request.headers.append(HTTPHeader("x-amz-content-sha256", request.payloadHash))
        }
        let canonical = signer.canonicalRequest(request)
        #expect(canonical == wanted, "\(folder)")
        let string = signer.stringToSign(canonical)
        #expect(try string == Conformance.text("\(folder)/header-string-to-sign.txt"), "\(folder)")
        let signature = signer.signature(string, secret: keys["secret_access_key"]?.string ?? "")
        #expect(try signature == Conformance.text("\(folder)/header-signature.txt"), "\(folder)")
      })
  }

  /// The header that a session token becomes, where it is part of what is signed and not yet of the request.
  private static func token(in canonical: String, of request: Signer.Request) -> HTTPHeader? {
    let name = "x-amz-security-token"
    let line = canonical.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    guard let line, !request.headers.contains(where: { $0.name.lowercased() == name }) else { return nil }
    return HTTPHeader(name, String(line.dropFirst(name.count + 1)))
  }

  @Test("every classic vector", .enabled(if: Conformance.isThere, Conformance.absence))
  func classic() async throws {
    // Keys, moment and place are the same for the whole suite.
    let date = try #require(Moment("2015-08-30T12:36:00Z"))
    let signer = Signer(region: "us-east-1", service: "service", date: date)
    let requests = Conformance.files(below: "sigv4-classic", ending: ".req")
    await Conformance.run("sigv4-classic", requests, named: \.stem) { path in
      let base = String(path.dropLast(".req".count))
      func published(_ ending: String) throws -> String {
        try Conformance.text(base + ending).replacing("\r\n", with: "\n")
      }
      var request = Self.parse(try Conformance.text(path))
      if let token = Self.token(in: try published(".creq"), of: request) { request.headers.append(token) }
      let canonical = signer.canonicalRequest(request)
      #expect(try canonical == published(".creq"), "\(base)")
      #expect(try signer.stringToSign(canonical) == published(".sts"), "\(base)")
      let authorization = signer.authorization(
        request, accessKey: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
      #expect(try authorization == published(".authz"), "\(base)")
    }
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

  @Test("OpenSSL's digest and ours are the same", arguments: [0, 1, 55, 56, 63, 64, 65, 1000])
  func digests(_ length: Int) {
    let text = String((0..<length).map { Character(Unicode.Scalar(UInt8(32 + $0 * 7 % 95))) })
    #expect(Hexadecimal.encode(Digest.sha256(text.utf8)) == SHA256.hexadecimal(of: text))
  }
}
