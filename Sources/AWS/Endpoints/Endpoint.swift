/// Where requests of a service go.
public struct Endpoint: Hashable, Sendable {
  public let scheme: String
  /// A name or an IP literal; IPv6 in brackets.
  public let host: String
  /// `nil` is the scheme's own.
  public let port: Int?
  /// Before every request's path, without a final slash.
  public let path: String

  public init(scheme: String = "https", host: String, port: Int? = nil, path: String = "") {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
  }

  /// Reads `http(s)://host[:port][/path]`; user names, queries and anything odd in the host are refused.
  public init?(url: String) {
    guard let separator = url.firstIndex(of: ":"), url[separator...].hasPrefix("://") else { return nil }
    scheme = url[..<separator].lowercased()
    guard scheme == "https" || scheme == "http" else { return nil }
    let rest = url[url.index(separator, offsetBy: 3)...]
    let end = rest.firstIndex(of: "/") ?? rest.endIndex
    var authority = rest[..<end]
    var path = rest[end...]
    while path.hasSuffix("/") { path.removeLast() }
    guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }) else {
      return nil
    }
    self.path = String(path)
    if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
      guard let port = Int(authority[authority.index(after: colon)...]), (1...65535).contains(port) else { return nil }
      self.port = port
      authority = authority[..<colon]
    } else {
      port = nil
    }
    host = String(authority)
    guard Self.isHost(host) else { return nil }
  }

  private static func isHost(_ host: String) -> Bool {
    if host.hasPrefix("["), host.hasSuffix("]") {
      return host.count > 4 && host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
    return (1...253).contains(host.count)
      && host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isLabel)
  }

  /// A label of a host name; a region has to be one before it gets into a host.
  static func isLabel(_ text: some StringProtocol) -> Bool {
    (1...63).contains(text.utf8.count) && !text.hasPrefix("-") && !text.hasSuffix("-")
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == UInt8(ascii: "-")
          || $0 == UInt8(ascii: "_")
      }
  }

  /// Whether the host is an address rather than a name, which no bucket can stand before.
  var isAddress: Bool { host.hasPrefix("[") || host.split(separator: ".").allSatisfy { UInt8($0) != nil } }

  /// Whether the host is this machine by its very name: `localhost`, `127.…`, `::1`.
  public var isLoopback: Bool {
    let octets = host.split(separator: ".").map { UInt8($0) }
    return host.lowercased() == "localhost" || host == "[::1]" || octets.count == 4 && octets.first == 127
  }

  /// As the `Host` header says it: without the scheme's own port.
  var authority: String {
    let usual = scheme == "https" ? 443 : 80
    return port.flatMap { $0 == usual ? nil : "\(host):\($0)" } ?? host
  }

  public var url: String { "\(scheme)://\(authority)\(path)" }
}
