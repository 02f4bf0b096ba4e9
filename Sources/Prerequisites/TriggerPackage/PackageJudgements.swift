import Blueprints
import Checklist
import JSONDocument

/// What is said of the package: whether it is there under both keys, and whether a function can be made of it.
struct PackageJudgements {
  let seen: TriggerPackageStep.Observation
  let context: Context

  static let checks: [CheckID] = ["LAM-01", "LAM-02", "LAM-03", "LAM-04", "LAM-19"]

  func all(on location: String) -> [Judgement] {
    guard let first = seen.objects.first else { return [] }
    /// What only reading the archive tells. An archive of others is theirs to build anew, so ours is only offered.
    func content(_ check: CheckID, _ verdict: (ArchiveListing) -> Verdict) -> Judgement {
      first.package.judge(check, on: location, absent: .blocked(by: "LAM-01")) { package in
        switch package.reading {
        case .listing(let listing): return verdict(listing)
        case .unread(let reason): return .hidden(.undecided("the directory of \(first.key) was not read: \(reason)"))
        case .noArchive(let reason):
          return check == "LAM-03"
            ? .broken(found: "\(first.key) is no zip archive: \(reason)", needed: Self.needed)
            : .blocked(by: "LAM-03")
        }
      }.mended(by: [PackageParts.upload(first.key, first.tags.value ?? [:], context)])
    }
    return [
      presence(on: location),
      first.package.optional.and(seen.elsewhere).judge("LAM-02", on: location, absent: .blocked(by: "LAM-01")) { both in
        guard both.first == nil, let other = both.second.first else {
          return .holds(found: both.first == nil ? "no package under another key" : first.key)
        }
        return .broken(found: "the package is at \(other)", needed: first.key)
      },
      content("LAM-03", Self.files), content("LAM-04", native), content("LAM-19", Self.release),
    ]
  }

  private static let needed = "a zip archive with \(TriggerPackage.entry) at its root"

  /// Both keys in one: they are the same package.
  private func presence(on location: String) -> Judgement {
    let packages = seen.objects.reduce(Look<[StoredPackage?]>([], .seen([]))) { all, object in
      all.and(object.package.optional).map { $0.first + [$0.second] }
    }
    return packages.judge("LAM-01", on: location, absent: .blocked(by: "S3-01")) { packages in
      if packages.first == .some(nil), seen.elsewhere.value?.isEmpty == false { return .blocked(by: "LAM-02") }
      let problems = zip(seen.objects, packages).compactMap { problem(of: $0.key, $1) }
      return problems.isEmpty
        ? .holds(found: seen.objects.map(\.key).listed())
        : .broken(found: problems.map(\.found).listed(), needed: problems.map(\.needed).listed())
    }
  }

  private func problem(of key: String, _ package: StoredPackage?) -> (found: String, needed: String)? {
    guard let package else { return ("no object \(key)", key) }
    guard PackageParts.isReplaced(package, at: key) else { return nil }
    let age = package.origin == .older ? ", of an older onramp" : ", not onramp's"
    return ("\(key) with \(package.inWords)\(age)", "SHA-256 \(TriggerPackage.sha256)")
  }

  /// The handler's file, and with PyGithub's own dependencies PyGithub.
  private static func files(_ listing: ArchiveListing) -> Verdict {
    let names = listing.names
    guard names.contains(TriggerPackage.entry) else {
      let found = names.isEmpty ? "no files" : names.prefix(3).listed() + (names.count > 3 ? ", …" : "")
      return .broken(found: found, needed: needed)
    }
    let isUpstreams = names.contains { name in ["jwt/", "nacl/"].contains(where: name.hasPrefix) }
    guard !isUpstreams || names.contains("github/__init__.py") else {
      return .broken(found: "the modules that PyGithub needs, without github/", needed: "github/__init__.py")
    }
    return .holds(
      found: names.count == 1 ? TriggerPackage.entry : "\(TriggerPackage.entry) and \(names.count - 1) more")
  }

  /// Modules in machine code name their Python and their processor: `_cffi_backend.cpython-312-aarch64-linux-gnu.so`.
  private func native(_ listing: ArchiveListing) -> Verdict {
    let modules = listing.names.filter { $0.hasSuffix(".so") }
    guard let first = modules.first else { return .holds(found: "no modules in machine code") }
    let needed = platform
    let tagged = modules.filter { $0.contains(".cpython-") }
    if let wrong = tagged.first(where: { !$0.contains(".cpython-\(needed.python)-\(needed.processor)-") }) {
      return .broken(found: wrong, needed: "modules for CPython \(needed.python) on \(needed.processor)")
    }
    guard !tagged.isEmpty else {
      return .hidden(.undecided("\(first) does not say for which Python and processor it is"))
    }
    return .holds(found: "\(modules.count) modules, for CPython \(needed.python) on \(needed.processor)")
  }

  /// What the template makes the function of: x86_64 is Lambda's own choice where it names none.
  private var platform: (python: String, processor: String) {
    let runtime = context.template.split(separator: "python3.").dropFirst().first?.prefix { $0.isNumber } ?? ""
    return ("3" + (runtime.isEmpty ? "12" : runtime), context.template.contains("arm64") ? "aarch64" : "x86_64")
  }

  /// The function of AWS's sample gives PyGithub the token by its place, which version 3 takes no longer.
  private static func release(_ listing: ArchiveListing) -> Verdict {
    let start = "pygithub-"
    let folders = listing.names.compactMap { $0.split(separator: "/").first?.lowercased() }
    guard let folder = folders.first(where: { $0.hasPrefix(start) && $0.hasSuffix(".dist-info") }) else {
      return listing.names.contains("github/__init__.py")
        ? .hidden(.undecided("the archive does not say which version of PyGithub is in it"))
        : .holds(found: "no PyGithub")
    }
    let version = folder.dropFirst(start.count).dropLast(".dist-info".count)
    let major = version.split(separator: ".").first.flatMap { Int($0) }
    guard let major else { return .hidden(.undecided("\(version) is no version of PyGithub")) }
    return .judged("PyGithub \(version)", isRight: major < 3, needed: "PyGithub before version 3")
  }
}
