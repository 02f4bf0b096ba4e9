import Checklist
import JSONDocument

/// What a secret or a variable of the repository holds, by the setup file's word for it.
enum SettingMeaning: Hashable, Sendable {
  case role
  case executionRole
  case region
  case projectName
  case literal(String)

  init(secret word: String) { self = word == "role" ? .role : .executionRole }

  init(variable word: String) {
    switch word {
    case "role": self = .role
    case "region": self = .region
    case "project-name": self = .projectName
    default: self = .literal(word)
    }
  }

  /// What each of those that the setup uses stands for.
  static func look(_ world: World, _ context: Context) async -> [SettingMeaning: Look<String>] {
    async let role = arn(of: context.setup.role, world, context)
    async let execution = executionRole(world, context)
    var found: [SettingMeaning: Look<String>] = [
      .region: Look(["the setup"], .seen(context.region)), .projectName: Look(["the setup"], .seen(context.setup.name)),
    ]
    (found[.role], found[.executionRole]) = await (role, execution)
    return found
  }

  /// The ARN of a role as it stands, or as onramp would make it.
  private static func arn(of name: String, _ world: World, _ context: Context) async -> Look<String> {
    await IAMRole.role(world, name).map(\.arn).absent(as: context.roleARN(name))
  }

  private static func executionRole(_ world: World, _ context: Context) async -> Look<String> {
    let (named, _) = await ExecutionRole.named(world, context)
    switch named.value {
    case .bySetup(let name): return await arn(of: name, world, context)
    case .byDomain(let arn): return Look(named.source, .seen(arn))
    case .notByDomain, .byNobody: return Look(named.source, .absent)
    case nil: return named.none()
    }
  }
}

/// A secret or a variable that the setup wants.
struct WantedSetting: Hashable, Sendable {
  enum Kind: String, Hashable, Sendable { case secret, variable }

  let kind: Kind
  /// As GitHub keeps it: in capitals.
  let name: String
  /// Absent where the setup names nothing that it could hold.
  let value: Look<String>

  /// In a sentence, and in the journal: `secret AWS_ROLE_ARN`.
  var title: String { "\(kind.rawValue) \(name)" }
  var key: ItemKey { ItemKey(rawValue: "github-settings/\(kind.rawValue)/\(name)") }
  func resource(_ context: Context) -> String { "\(context.setup.fullName) \(title)" }
}

extension GitHubSettingsStep.Observation {
  /// The secrets that the workflows can read though the repository has none of that name, and whose they are.
  var elsewhere: Look<[String: String]> {
    shared.and(narrow).map { both in
      let narrow = both.second.map { ($0, "the environment") }
      return Dictionary(both.first.map { ($0, "the organisation") } + narrow) { $1 }
    }
  }

  /// The secrets and variables that the setup wants, in the order of their names.
  func wanted(_ context: Context) -> [WantedSetting] {
    func meant(_ meaning: SettingMeaning) -> Look<String> {
      if case .literal(let text) = meaning { return Look(["the setup file"], .seen(text)) }
      return meanings[meaning] ?? Look([], .absent)
    }
    let secrets = context.setup.secrets.map {
      WantedSetting(kind: .secret, name: $0.key.uppercased(), value: meant(SettingMeaning(secret: $0.value)))
    }
    let variables = context.setup.variables.map {
      WantedSetting(kind: .variable, name: $0.key.uppercased(), value: meant(SettingMeaning(variable: $0.value)))
    }
    return secrets.sorted { $0.name < $1.name } + variables.sorted { $0.name < $1.name }
  }
}
