import Checklist
import JSONDocument

/// One call as the words of one `aws` command.
struct CommandWriter {
  let exchange: Exchange
  let region: String?
  let secretFile: String?

  func words(_ files: inout CommandFiles) throws(ModelError) -> [String] {
    let spelling = exchange.operation.spelling
    var words = ["aws", spelling.group, spelling.command]
    if let part = exchange.operation.input {
      let shape = try exchange.model.shape(part.shape)
      for member in shape.members {
        guard let value = exchange.call.input[member.name], !value.isNull else { continue }
        guard let option = spelling.options[member.name] else {
          throw ModelError(reason: "the aws command has no option for \(exchange.operation.name).\(member.name)")
        }
        words += try written(option, value, member, &files)
      }
    }
    if let region { words += ["--region", region] }
    if try streamsOut() {
      // The one positional word of the aws command: where the object goes.
      words.append(fileName(exchange.call.input["Key"]?.string ?? "object"))
    }
    return words
  }

  private func streamsOut() throws(ModelError) -> Bool {
    guard let part = exchange.operation.output, let payload = try exchange.model.shape(part.shape).payload,
      let member = try exchange.model.shape(part.shape).member(payload)
    else { return false }
    return try exchange.model.shape(member.shape).isStreaming || member.isStreaming
  }

  private func written(
    _ option: String, _ value: JSON, _ member: Member, _ files: inout CommandFiles
  ) throws(ModelError) -> [String] {
    let shape = try exchange.model.shape(member.shape)
    let name = "--\(option)"
    if value == Call.secret {
      guard let secretFile else { throw ModelError(reason: "no file is named that holds the secret") }
      return [name, "file://" + secretFile]
    }
    switch (shape.kind, value) {
    case (.boolean, .bool(let flag)): return [flag ? name : "--no-\(option)"]
    case (.blob, .string(let text)):
      if member.isStreaming || shape.isStreaming {
        return [name, files.add(fileName(exchange.call.input["Key"]?.string ?? option), "", text)]
      }
      return [name, "fileb://" + files.add(option, ".bin", text)]
    case (.list, .array(let items)):
      let texts = items.compactMap { $0.string ?? ($0.integer.map(String.init)) }
      if texts.count == items.count, !texts.isEmpty, texts.allSatisfy(isPlain) { return [name] + texts }
      return [name, "file://" + files.add(option, ".json", value.pretty)]
    case (.list, _), (.structure, _), (.map, _):
      return [name, "file://" + files.add(option, ".json", value.pretty)]
    case (_, .string(let text)):
      let isLiteral = exchange.operation.spelling.literals.contains(member.name)
      if !isLiteral, needsFile(text, shape) {
        let isDocument = text.hasPrefix("{") || text.hasPrefix("[")
        return [name, "file://" + files.add(stem(option, member), isDocument ? ".json" : ".txt", text)]
      }
      return text.hasPrefix("-") ? ["\(name)=\(text)"] : [name, text]
    case (_, .number(let digits)): return digits.hasPrefix("-") ? ["\(name)=\(digits)"] : [name, digits]
    default: return [name, value.compact]
    }
  }

  /// Whether the aws command takes the words of a list for what they are.
  private func isPlain(_ text: String) -> Bool {
    guard let first = text.first else { return false }
    return !"-[{".contains(first) && !isFetched(text) && text.allSatisfy { !$0.isNewline }
  }

  /// The command reads files and fetches URLs where a value begins so.
  private func isFetched(_ text: String) -> Bool {
    ["file://", "fileb://", "http://", "https://"].contains { text.hasPrefix($0) }
  }

  /// Documents for the reader's sake, secrets because any user of the machine can read a command line.
  private func needsFile(_ text: String, _ shape: Shape) -> Bool {
    isFetched(text) || shape.isSensitive || text.contains(where: \.isNewline) || text.hasPrefix("{")
      || text.hasPrefix("[") || text.utf8.count > 1000
  }

  private func stem(_ option: String, _ member: Member) -> String {
    let isTrust = member.name == "AssumeRolePolicyDocument" || exchange.operation.name == "UpdateAssumeRolePolicy"
    return isTrust ? "trust-policy" : option
  }

  /// The last part of an object's key, as far as it is fit to be a file's name.
  private func fileName(_ key: String) -> String {
    let last = key.split(separator: "/").last ?? "object"
    let kept = last.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    return kept.isEmpty || kept.hasPrefix(".") || kept.hasPrefix("-") ? "object" : String(kept.prefix(100))
  }
}
