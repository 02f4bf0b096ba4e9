/// One complete HTTP answer as a value. Redirects are answers like any other.
public struct HTTPResponse: Hashable, Sendable {
  public var status: Int
  /// In the order they came, values trimmed. Bytes that are no UTF-8 become U+FFFD.
  public var headers: [HTTPHeader]
  public var body: [UInt8]

  public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// Reads the header lines libcurl hands over; lines without a colon, such as the status line, are none.
  static func headers(in bytes: some Collection<UInt8>) -> [HTTPHeader] {
    bytes.split(separator: 0x0A).compactMap { line in
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon != line.startIndex else { return nil }
      let name = line[..<colon]
      let value = line[line.index(after: colon)...]
      return HTTPHeader(String(decoding: name, as: UTF8.self), String(decoding: trimmed(value), as: UTF8.self))
    }
  }

  private static func trimmed<Bytes: Collection<UInt8>>(_ bytes: Bytes) -> [UInt8] {
    var bytes = Array(bytes.drop { $0 <= 0x20 })
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    return bytes
  }
}
