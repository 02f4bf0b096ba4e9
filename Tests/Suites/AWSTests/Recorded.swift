import Basics
import Checklist
import Foundation
import Glibc
import JSONDocument
import Synchronization
import Testing
import Transport

@testable import AWS

/// A recorded exchange: answers in the order of the recording to the requests that were recorded, by method and URL.
final class Recorded: HTTPSending {
  struct Exchange {
    let method: String
    let url: String
    let response: HTTPResponse
  }

  private let left: Mutex<[Exchange]>
  private let surprises = Mutex<[String]>([])

  init(_ json: JSON) {
    var exchanges: [Exchange] = []
    var open: [Int: (method: String, url: String, response: HTTPResponse?)] = [:]
    var order: [Int] = []
    for event in json["events"]?.array ?? [] {
      let id = event["connection_id"]?.integer ?? 0
      let action = event["action"]
      if let request = action?["Request"]?["request"] {
        order.append(id)
        open[id] = (request["method"]?.string ?? "", request["uri"]?.string ?? "", nil)
      } else if let answer = action?["Response"]?["response"]?["Ok"] {
        let headers = (answer["headers"]?.object?.members ?? []).flatMap { header in
          header.value.strings.map { HTTPHeader(header.name, $0) }
        }
        open[id]?.response = HTTPResponse(status: answer["status"]?.integer ?? 0, headers: headers)
      } else if let data = action?["Data"], data["direction"] == "Response" {
        open[id]?.response?.body += Array((data["data"]?["Utf8"]?.string ?? "").utf8)
      }
    }
    for id in order {
      if let found = open[id], let response = found.response {
        exchanges.append(Exchange(method: found.method, url: found.url, response: response))
      }
    }
    left = Mutex(exchanges)
  }

  /// What was recorded next, nil at the end.
  var next: Exchange? { left.withLock(\.first) }

  /// Requests nobody recorded, and recorded ones nobody sent.
  var differences: [String] { surprises.withLock { $0 } + left.withLock { $0.map { "not sent: \($0.url)" } } }

  /// Queries are compared as sets; no path is the path `/`; the name of the operation is an extra of some SDKs.
  private static func canonical(_ url: String) -> [String] {
    let parts = url.split(separator: "?", maxSplits: 1).map(String.init)
    let place = parts.first ?? ""
    let hasPath = place.split(separator: "/", omittingEmptySubsequences: false).count > 3
    let pairs = (parts.count > 1 ? parts[1] : "").split(separator: "&").map(String.init)
    return [hasPath ? place : place + "/"] + pairs.filter { !$0.hasPrefix("x-id=") }.sorted()
  }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let found = left.withLock { left -> HTTPResponse? in
      guard let first = left.first, first.method == request.method,
        Self.canonical(first.url) == Self.canonical(request.url)
      else { return nil }
      return left.removeFirst().response
    }
    if let found { return found }
    surprises.withLock { $0.append("sent: \(request.method) \(request.url)") }
    throw .refused("not recorded")
  }
}

extension Recorded.Exchange {
  /// The call of S3 that sends such a request.
  func call() throws -> Call {
    let parts = url.split(separator: "?", maxSplits: 1).map(String.init)
    let words = parts[0].split(separator: "/", maxSplits: 2).map(String.init)
    let host = try Conformance.need(words.count > 1 ? words[1] : nil, "no host in \(url)")
    let query = (parts.count > 1 ? parts[1] : "").split(separator: "&").reduce(into: [String: String]()) {
      let pair = $1.split(separator: "=", maxSplits: 1)
      $0[String(pair[0])] = pair.count > 1 ? String(decoding: Percent.decode(pair[1]), as: UTF8.self) : ""
    }
    var input: JSONObject = ["Bucket": .string(String(host.prefix { $0 != "." }))]
    if words.count > 2 { input["Key"] = .string(words[2]) }
    switch (method, words.count > 2, query["list-type"]) {
    case ("HEAD", true, nil): return Call(.s3, "HeadObject", input)
    case ("HEAD", false, nil): return Call(.s3, "HeadBucket", input)
    case ("GET", true, nil): return Call(.s3, "GetObject", input)
    case ("GET", false, "2"?):
      if let prefix = query["prefix"] { input["Prefix"] = .string(prefix) }
      return Call(.s3, "ListObjectsV2", input)
    default: throw Conformance.Unreadable(description: "no call is known that sends \(method) \(url)")
    }
  }

  /// What the answer says its length is, where its body is of another.
  var wrongLength: Int? {
    let declared = response.headers["Content-Length"].flatMap { Int($0) }
    return method == "HEAD" || declared == response.body.count ? nil : declared
  }

  /// Gives the answer, length and all, to whoever comes first to a port of loopback. Returns the port.
  func served() throws -> Int {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard isListening else { throw Conformance.Unreadable(description: "no port to listen at") }
    let head =
      "HTTP/1.1 \(response.status) Recorded\r\n"
      + response.headers.map { "\($0.name): \($0.value)\r\n" }.joined() + "\r\n"
    let answer = Array(head.utf8) + response.body
    Thread.detachNewThread {
      let connection = accept(listener, nil, nil)
      var (request, part) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
      while request.suffix(4) != [13, 10, 13, 10], case let count = read(connection, &part, part.count), count > 0 {
        request += part[..<count]
      }
      var sent = 0
      while sent < answer.count, case let count = write(connection, Array(answer[sent...]), answer.count - sent),
        count > 0
      {
        sent += count
      }
      // What is still on its way arrives before the end does.
      shutdown(connection, Int32(SHUT_WR))
      while read(connection, &part, part.count) > 0 {}
      close(connection)
      close(listener)
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
