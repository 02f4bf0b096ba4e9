/// The ARN of a connection to a code repository, in the old name of the service or the new one.
///
/// `arn:aws:codeconnections:us-east-1:111122223333:connection/ID`. What was made before July 2024, and some of what was
/// made since, says `codestar-connections`, and keeps saying so (Developer Tools console User Guide, "Connections rename").
public struct ConnectionARN: Hashable, Sendable {
  public let partition: String
  /// `codeconnections`, or `codestar-connections`.
  public let service: Service
  public let region: String
  public let account: String
  public let id: String

  public var text: String { "arn:\(partition):\(service):\(region):\(account):connection/\(id)" }

  /// Nil for what is none.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, parts[0] == "arn", parts[1].hasPrefix("aws"),
      let service = Self.services.first(where: { $0.rawValue == parts[2] }),
      Self.isMade(parts[1], of: "abcdefghijklmnopqrstuvwxyz-"),
      Self.isMade(parts[3], of: "abcdefghijklmnopqrstuvwxyz0123456789-"),
      parts[4].utf8.count == 12, Self.isMade(parts[4], of: "0123456789"), parts[5].hasPrefix("connection/")
    else { return nil }
    let id = String(parts[5].dropFirst("connection/".count))
    guard id.utf8.count <= 64, Self.isMade(id, of: Self.idLetters + "-") else { return nil }
    (partition, self.service, region, account, self.id) = (parts[1], service, parts[3], parts[4], id)
  }

  /// Both names of the service, the present one first.
  public static let services = [present, former]
  public static let present: Service = "codeconnections"
  public static let former: Service = "codestar-connections"

  /// Whether a text is the last part of such an ARN alone: 8-4-4-4-12 letters and digits.
  public static func isID(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { isMade(String($0), of: idLetters) }
  }

  private static let idLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

  private static func isMade(_ text: String, of alphabet: String) -> Bool {
    !text.isEmpty && text.unicodeScalars.allSatisfy(alphabet.unicodeScalars.contains)
  }
}
