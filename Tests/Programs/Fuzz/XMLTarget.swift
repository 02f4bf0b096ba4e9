import JSONDocument

@testable import AWS

/// Parse, print, parse: the same tree; and never more of it than there was text.
enum XMLTarget {
  static func broken(_ bytes: [UInt8]) -> String? {
    let root: XMLNode
    do throws(XMLError) { root = try XMLReader.read(bytes) } catch {
      return (0...bytes.count).contains(error.offset) ? nil : "an error stands outside the text"
    }
    var (elements, size) = (0, 0)
    var open = [root]
    while let node = open.popLast() {
      elements += 1
      size += node.name.utf8.count + node.text.utf8.count
      for (name, value) in node.attributes { size += name.utf8.count + value.utf8.count }
      open += node.children
    }
    // `<a/>` is the shortest element; a byte that is no UTF-8 becomes the three of U+FFFD.
    if elements > bytes.count / 3 { return "\(elements) elements in \(bytes.count) bytes" }
    if size > 3 * bytes.count { return "\(bytes.count) bytes grew to \(size)" }
    let text = printed(root)
    do throws(XMLError) {
      if try XMLReader.read(text.utf8) != root { return "the printed text is another tree" }
    } catch {
      return "the printed text is not read: \(error.reason)"
    }
    return AnswerTarget.broken(
      bytes, [("iam", "GetRole"), ("iam", "ListRoles"), ("s3", "ListObjectsV2"), ("s3", "GetBucketCors")])
  }

  private static func printed(_ node: XMLNode) -> String {
    var text = "<" + node.name
    for (name, value) in node.attributes { text += " \(name)=\"\(escaped(value))\"" }
    text += ">" + escaped(node.text)
    for child in node.children { text += printed(child) }
    return text + "</" + node.name + ">"
  }

  private static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;".unicodeScalars
      case "<": result += "&lt;".unicodeScalars
      case ">": result += "&#62;".unicodeScalars
      case "\"": result += "&quot;".unicodeScalars
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
