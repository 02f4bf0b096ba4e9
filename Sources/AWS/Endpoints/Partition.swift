import JSONDocument

/// A part of AWS with accounts and host names of its own, by AWS's published table.
struct Partition: Sendable {
  let name: String
  /// `dnsSuffix`, `implicitGlobalRegion` and the like, as endpoint rules ask for them.
  let outputs: JSONObject
  private let heads: [String]
  private let regions: Set<String>

  private init(_ json: JSON) {
    name = json["name"]?.string ?? ""
    outputs = json["outputs"]?.object ?? [:]
    heads = json["heads"]?.strings ?? []
    regions = Set(json["regions"]?.object?.names ?? [])
  }

  /// Where the partition's global services sign.
  var globalRegion: String { outputs["implicitGlobalRegion"]?.string ?? "us-east-1" }

  /// The partition a Region belongs to; one that fits no pattern is taken for commercial, as AWS's rules do.
  static func of(_ region: String) -> Partition? {
    all.first { $0.regions.contains(region) } ?? all.first { $0.fits(region) } ?? all.first { $0.name == "aws" }
  }

  /// A Region made after the table: one of the heads, a word, a hyphen, a number.
  private func fits(_ region: String) -> Bool {
    guard let head = heads.first(where: { region.hasPrefix($0) }) else { return false }
    let parts = region.dropFirst(head.count).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return false }
    return parts[0].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } && parts[1].allSatisfy(\.isNumber)
  }

  private static let all: [Partition] = {
    do throws(JSONError) { return (try JSON(parsing: ModelText.partitions).array ?? []).map(Partition.init) } catch {
      // The text is part of the program and its reading tested; without it every endpoint says that no rule applies.
      return []
    }
  }()
}

extension AWSConfiguration {
  /// The partition that a Region's ARNs begin with, `aws-cn` of `arn:aws-cn:…`, by AWS's table.
  public static func partition(of region: String) -> String { Partition.of(region)?.name ?? "aws" }
}
