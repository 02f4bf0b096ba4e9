/// Where a redirect leads, as long as it stays with the same server: the token goes nowhere else.
enum Location {
  /// The absolute URL, or nil when scheme, host or port are others than those of `base`.
  static func resolve(_ text: String, against base: String) -> String? {
    guard let home = origin(base), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    if text.hasPrefix("/"), !text.hasPrefix("//") { return home + text }
    return origin(text) == home ? text : nil
  }

  private static func origin(_ url: String) -> String? {
    guard let start = url.firstRange(of: "://") else { return nil }
    let scheme = url[..<start.lowerBound].lowercased()
    let host = url[start.upperBound...].prefix { !"/?#".contains($0) }
    guard scheme == "https" || scheme == "http", !host.isEmpty, !host.contains("@"), !host.contains("\\") else {
      return nil
    }
    let usual = scheme == "https" ? ":443" : ":80"
    return "\(scheme)://\(host.hasSuffix(usual) ? host.dropLast(usual.count) : host)".lowercased()
  }
}
