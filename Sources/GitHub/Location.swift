/// Where a redirect leads. As long as it stays with the same server the token goes along, and nowhere else.
enum Location {
  /// The absolute URL, or nil when scheme, host or port are others than those of `base`.
  static func resolve(_ text: String, against base: String) -> String? {
    guard let home = origin(base), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    if text.hasPrefix("/"), !text.hasPrefix("//") { return home + text }
    return origin(text) == home ? text : nil
  }

  /// The absolute URL of another server, which is to be asked without the token; nil where it would be less private than
  /// the way to `base`, and where it is no URL.
  static func elsewhere(_ text: String, from base: String) -> String? {
    guard let home = origin(base), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let place = origin(text) else {
      return nil
    }
    return place.hasPrefix("https://") || home.hasPrefix("http://") ? text : nil
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
