/// Why a text is no XML we read, and at which byte.
struct XMLError: Error, Hashable {
  let reason: String
  let offset: Int
}

/// A small XML reader for answers of AWS, bounded in depth and number of elements and attributes.
///
/// Document types are refused, so nothing can be declared, expanded or fetched; the five named entities
/// and character references are all it knows. It keeps a stack of its own instead of recursing.
struct XMLReader {
  private let bytes: ArraySlice<UInt8>
  private var at: Int
  private var open: [XMLNode] = []
  private var elements = 0
  private let depthLimit: Int
  private let elementLimit: Int

  static func read(
    _ bytes: some Collection<UInt8>, depth: Int = 64, elements: Int = 200_000
  ) throws(XMLError) -> XMLNode {
    var reader = XMLReader(Array(bytes)[...], depth, elements)
    return try reader.document()
  }

  private init(_ bytes: ArraySlice<UInt8>, _ depth: Int, _ elements: Int) {
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
    at = self.bytes.startIndex
    depthLimit = depth
    elementLimit = elements
  }

  private func failure(_ reason: String) -> XMLError { XMLError(reason: reason, offset: at) }

  private mutating func document() throws(XMLError) -> XMLNode {
    var root: XMLNode?
    if let zero = bytes.firstIndex(of: 0) {
      at = zero
      throw failure("a NUL byte")
    }
    while at < bytes.endIndex {
      if bytes[at] != UInt8(ascii: "<") {
        let text = try text(until: bytes[at...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.endIndex)
        if open.isEmpty {
          guard text.allSatisfy(\.isWhitespace) else { throw failure("text outside the document") }
        } else {
          open[open.count - 1].text += text
        }
      } else if skip("<!--") {
        try pass("-->")
      } else if skip("<![CDATA[") {
        let start = at
        try pass("]]>")
        guard !open.isEmpty else { throw failure("text outside the document") }
        open[open.count - 1].text += String(decoding: bytes[start..<at - 3], as: UTF8.self)
      } else if skip("<?") {
        try pass("?>")
      } else if skip("<!") {
        throw failure("a document type")
      } else if skip("</") {
        let name = try name()
        skipBlanks()
        guard take(UInt8(ascii: ">")), let node = open.popLast(), node.name == name else {
          throw failure("an end tag that closes nothing")
        }
        try close(node, &root)
      } else {
        at += 1
        try element(&root)
      }
    }
    guard open.isEmpty, let root else { throw failure("the text ends within the document") }
    return root
  }

  private mutating func close(_ node: XMLNode, _ root: inout XMLNode?) throws(XMLError) {
    if open.isEmpty {
      guard root == nil else { throw failure("a second document") }
      root = node
    } else {
      open[open.count - 1].children.append(node)
    }
  }

  private mutating func element(_ root: inout XMLNode?) throws(XMLError) {
    try count()
    guard open.count < depthLimit else { throw failure("nested deeper than \(depthLimit)") }
    var node = XMLNode(name: try name())
    while true {
      skipBlanks()
      if take(UInt8(ascii: ">")) {
        open.append(node)
        return
      }
      if skip("/>") {
        try close(node, &root)
        return
      }
      try count()
      let name = try name(keepingPrefix: true)
      skipBlanks()
      guard take(UInt8(ascii: "=")) else { throw failure("an attribute without a value") }
      skipBlanks()
      guard at < bytes.endIndex, bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") else {
        throw failure("an attribute without quotes")
      }
      let quote = bytes[at]
      at += 1
      guard let end = bytes[at...].firstIndex(of: quote) else { throw failure("an attribute that never ends") }
      node.attributes[name] = try text(until: end)
      at += 1
    }
  }

  private mutating func count() throws(XMLError) {
    elements += 1
    guard elements <= elementLimit else { throw failure("more than \(elementLimit) elements and attributes") }
  }

  private mutating func name(keepingPrefix: Bool = false) throws(XMLError) -> String {
    let start = at
    while at < bytes.endIndex, isNameByte(bytes[at]) { at += 1 }
    guard at > start else { throw failure("a name is missing") }
    let whole = bytes[start..<at]
    let local = keepingPrefix ? whole : whole.split(separator: UInt8(ascii: ":")).last ?? whole
    return String(decoding: local, as: UTF8.self)
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    byte > 0x20 && !"<>/=\"'&".utf8.contains(byte)
  }

  /// Text up to a byte, its references replaced.
  private mutating func text(until end: Int) throws(XMLError) -> String {
    var result: [UInt8] = []
    while at < end {
      let byte = bytes[at]
      at += 1
      guard byte == UInt8(ascii: "&") else {
        result.append(byte)
        continue
      }
      guard let stop = bytes[at..<min(end, at + 12)].firstIndex(of: UInt8(ascii: ";")) else {
        throw failure("a reference that never ends")
      }
      let name = String(decoding: bytes[at..<stop], as: UTF8.self)
      guard let scalar = Self.scalar(name) else { throw failure("an unknown reference") }
      result += Array(String(Character(scalar)).utf8)
      at = stop + 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func scalar(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let code = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return code.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
    }
  }

  private mutating func skipBlanks() {
    while at < bytes.endIndex, bytes[at] == 0x20 || (0x09...0x0D).contains(bytes[at]) { at += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard at < bytes.endIndex, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  private mutating func skip(_ text: StaticString) -> Bool {
    let wanted = "\(text)".utf8
    guard bytes[at...].starts(with: wanted) else { return false }
    at += wanted.count
    return true
  }

  private mutating func pass(_ end: StaticString) throws(XMLError) {
    while at < bytes.endIndex {
      if skip(end) { return }
      at += 1
    }
    throw failure("something opened is never closed")
  }
}
