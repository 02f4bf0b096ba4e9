/// How S3 names a bucket: in the host where that is possible, else in the path (AWS's endpoint rules).
enum Addressing {
  /// Moves the bucket from the path into the host unless the host is an address, the name is no label or
  /// the profile asks for `path`; answers the endpoint to use.
  static func place(_ wire: inout WireRequest, _ endpoint: Endpoint, style: String?) -> Endpoint {
    let parts = wire.path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: true)
    guard let bucket = parts.first, style != "path", !endpoint.isAddress,
      fits(bucket, dots: endpoint.scheme == "http")
    else { return endpoint }
    wire.path = String(wire.path.dropFirst(bucket.count + 1))
    if wire.path.isEmpty { wire.path = "/" }
    return Endpoint(
      scheme: endpoint.scheme, host: "\(bucket).\(endpoint.host)", port: endpoint.port, path: endpoint.path)
  }

  /// A dot in the name would leave the certificate's wildcard behind.
  private static func fits(_ bucket: Substring, dots: Bool) -> Bool {
    (3...63).contains(bucket.utf8.count) && bucket == bucket.lowercased() && !bucket.contains("_")
      && (dots || !bucket.contains("."))
      && bucket.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(Endpoint.isLabel)
      && !bucket.split(separator: ".").allSatisfy { UInt8($0) != nil }
  }
}
