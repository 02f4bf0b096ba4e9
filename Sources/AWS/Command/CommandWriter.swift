import Basics
import Checklist
import JSONDocument

/// One call as the words of one `aws` command, and of those that make the files of bytes it reads.
struct CommandWriter {
  private let call: Call
  private let model: ServiceModel
  private let operation: Operation
  private let region: String?
  private let secretFile: String?

  init(_ modelled: ModelledCall, region: String?, secretFile: String?) {
    (call, model, operation) = (modelled.call, modelled.model, modelled.operation)
    (self.region, self.secretFile) = (region, secretFile)
  }

  /// Adds the words of the command to `commands`, and its files to `files`.
  func write(_ commands: inout [[String]], _ files: inout CommandFiles) throws(ModelError) {
    let spelling = operation.spelling
    var words = ["aws", spelling.group, spelling.command]
    let members = try operation.input.map { part throws(ModelError) in try model.shape(part.shape).members } ?? []
    for path in call.blanks.keys where !members.contains(where: { $0.name == path }) {
      throw ModelError(reason: "the aws command has no option for \(operation.name).\(path)")
    }
    for member in members where call.blanks[member.name] != nil || call.input[member.name].map(\.isNull) == false {
      guard let option = spelling.options[member.name] else {
        throw ModelError(reason: "the aws command has no option for \(operation.name).\(member.name)")
      }
      switch call.blanks[member.name] {
      case .secret:
        guard let secretFile else { throw ModelError(reason: "no file is named that holds the secret") }
        words += ["--" + option, "file://" + secretFile]
      case .sealed, .sealedText: throw ModelError(reason: "the aws command seals nothing")
      case .artifact(let file) where file.texts.isEmpty:
        words += try bytes(option, file.content, member, file.name, &commands, &files)
      case .artifact(let file): words += try archive(option, file, member, &commands, &files)
      case nil: words += try written(option, call.input[member.name] ?? .null, member, &commands, &files)
      }
    }
    if let region { words += ["--region", region] }
    if try streamsOut() {
      // The one positional word of the aws command: where the object goes.
      words.append(fileName(call.input["Key"]?.string ?? "object"))
    }
    commands.append(words)
  }

  private func streamsOut() throws(ModelError) -> Bool {
    guard let part = operation.output, let payload = try model.shape(part.shape).payload,
      let member = try model.shape(part.shape).member(payload)
    else { return false }
    return try model.shape(member.shape).isStreaming || member.isStreaming
  }

  private func written(
    _ option: String, _ value: JSON, _ member: Member, _ commands: inout [[String]], _ files: inout CommandFiles
  ) throws(ModelError) -> [String] {
    let shape = try model.shape(member.shape)
    let name = "--\(option)"
    switch (shape.kind, value) {
    case (.boolean, .bool(let flag)): return [flag ? name : "--no-\(option)"]
    case (.blob, _):
      let isStreaming = member.isStreaming || shape.isStreaming
      let file = isStreaming ? fileName(call.input["Key"]?.string ?? option) : option + ".bin"
      return try bytes(option, value.blob ?? [], member, file, &commands, &files)
    case (.list, .array(let items)):
      let texts = items.compactMap { $0.string ?? ($0.integer.map(String.init)) }
      if texts.count == items.count, !texts.isEmpty, texts.allSatisfy(isPlain) { return [name] + texts }
      return [name, "file://" + files.add(option, ".json", value.pretty)]
    case (.list, _), (.structure, _), (.map, _):
      return [name, "file://" + files.add(option, ".json", value.pretty)]
    case (_, .string(let text)):
      let isLiteral = operation.spelling.literals.contains(member.name)
      if !isLiteral, needsFile(text, shape) {
        let isDocument = text.hasPrefix("{") || text.hasPrefix("[")
        return [name, "file://" + files.add(stem(option, member), isDocument ? ".json" : ".txt", text)]
      }
      return text.hasPrefix("-") ? ["\(name)=\(text)"] : [name, text]
    case (_, .number(let digits)): return digits.hasPrefix("-") ? ["\(name)=\(digits)"] : [name, digits]
    default: return [name, value.compact]
    }
  }

  /// The words for a file of bytes. One that is no text stands in Base64 beside the command, and is made of that before.
  private func bytes(
    _ option: String, _ content: [UInt8], _ member: Member, _ file: String, _ commands: inout [[String]],
    _ files: inout CommandFiles
  ) throws(ModelError) -> [String] {
    let shape = try model.shape(member.shape)
    let isStreaming = member.isStreaming || shape.isStreaming
    var name = file
    if let text = String(validating: content, as: UTF8.self) {
      name = files.add(file, "", text)
    } else {
      let encoded = files.add(file, ".base64", Base64.encode(content))
      name = String(encoded.dropLast(".base64".count))
      commands.append(["sh", "-c", "base64 -d \(encoded) > \(name)"])
    }
    return ["--" + option, isStreaming ? name : "fileb://" + name]
  }

  /// Python's own way to make an archive compresses, and writes down when each file was changed.
  private static let archiver = """
    import sys
    import zipfile

    _, made, *names = sys.argv
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            # Of 1 January 1980 and readable by all: the same texts give the same bytes everywhere.
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            with open(name, "rb") as text:
                archive.writestr(entry, text.read())

    """

  /// The words for an archive, which is made of its texts before, byte for byte.
  private func archive(
    _ option: String, _ file: Artifact, _ member: Member, _ commands: inout [[String]], _ files: inout CommandFiles
  ) throws(ModelError) -> [String] {
    let shape = try model.shape(member.shape)
    let names = file.texts.sorted { $0.key < $1.key }.map { files.add($0.key, "", $0.value) }
    let name = fileName(file.name)
    commands.append(["python3", files.add("archive", ".py", Self.archiver), name] + names)
    return ["--" + option, member.isStreaming || shape.isStreaming ? name : "fileb://" + name]
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
    let isTrust = member.name == "AssumeRolePolicyDocument" || operation.name == "UpdateAssumeRolePolicy"
    return isTrust ? "trust-policy" : option
  }

  /// The last part of an object's key, as far as it is fit to be a file's name.
  private func fileName(_ key: String) -> String {
    let last = key.split(separator: "/").last ?? "object"
    let kept = last.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    return kept.isEmpty || kept.hasPrefix(".") || kept.hasPrefix("-") ? "object" : String(kept.prefix(100))
  }
}
