import Basics
import JSONDocument

/// A place in a call that is filled in when the call is sent, and nowhere before.
public enum Blank: Hashable, Sendable {
  /// The text of a secret.
  case secret(SecretName)
  /// The text of a secret as GitHub takes it: sealed with the public key of the place where it is stored
  /// (a libsodium sealed box). The member `key_id` beside it is filled in too. The box is another one each time.
  case sealed(SecretName)
  /// A text that is no secret, sealed all the same: GitHub takes the value of a secret in no other form.
  case sealedText(String)
  /// A file of bytes.
  case artifact(Artifact)

  /// What stands in a plan in its place.
  public var json: JSON {
    switch self {
    case .secret: Self.secretInWords
    case .sealed: "<sealed secret>"
    case .sealedText(let text): .string("<sealed: \(text)>")
    case .artifact(let artifact): .string("<\(artifact.name), SHA-256 \(artifact.digest)>")
    }
  }

  /// What stands where the text of a secret is not shown.
  public static let secretInWords: JSON = "<secret>"

  /// Whether it is filled with what nobody may see.
  public var isSecret: Bool {
    switch self {
    case .secret, .sealed: true
    case .sealedText, .artifact: false
    }
  }
}

/// A secret by the key of the setup file that says where its text is read.
public struct SecretName: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { self.init(rawValue: value) }

  /// The GitHub token for the Lambda, as `{"token":"…"}`.
  public static let token: SecretName = "project.token_file"
}

/// A file that is sent whole, such as a Lambda's package; known by its name and its digest.
public struct Artifact: Hashable, Sendable {
  /// The file's name: `lambda.zip`.
  public let name: String
  public let content: [UInt8]
  /// SHA-256 in hexadecimal digits.
  public let digest: String
  /// Where it is a zip archive of texts, these by their names: of them a command makes an archive of the same content.
  public let texts: [String: String]

  public init(_ name: String, _ content: [UInt8], of texts: [String: String] = [:]) {
    self.name = name
    self.content = content
    self.texts = texts
    digest = SHA256.hexadecimal(of: content)
  }

  public static func == (one: Artifact, other: Artifact) -> Bool {
    one.name == other.name && one.digest == other.digest
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(digest)
  }
}

/// Bytes as they stand in the input and the answer of a call: text where they are UTF-8, else in Base64.
extension JSON {
  public init(blob bytes: some Collection<UInt8>) {
    self = String(validating: bytes, as: UTF8.self).map(JSON.string) ?? ["base64": .string(Base64.encode(bytes))]
  }

  /// The bytes of a blob; nil for a value that is none.
  public var blob: [UInt8]? {
    if let string { return Array(string.utf8) }
    guard let members = object, members.count == 1 else { return nil }
    return members["base64"]?.string.flatMap(Base64.decode)
  }
}
