import Checklist
import JSONDocument

extension GitHubTokenStep {
  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    // What is scheduled for deletion is on its way already.
    guard let secret = seen.secret.value, secret.deletion == nil else { return [] }
    let marked = Self.marked(secret, context)
    guard isMade(secret, context) else {
      let kept = holding(Self.secretKey, secret, "", .foreign, marked.whyForeign, context)
      return [kept]
        + [value(secret, context), deletion(secret, context)].compactMap { $0?.used(by: marked.others) }
        + [marked.unmarking].compactMap(\.self)
    }
    guard secret.replicas.isEmpty || marked.handover != nil else {
      let places = secret.replicas.sorted().joined(separator: ", ")
      return [holding(Self.secretKey, secret, "", .shared, "stays: it is replicated to \(places)", context)]
    }
    let days = Self.window.made
    return [
      holding(
        Self.secretKey, secret, "", .ours,
        "\(context.reason(tags: secret.tags)); it can be restored for \(days) days, and its name is taken as long",
        context, .remove, [Self.deleted(secret.name, days)],
        present: ["name": .string(secret.name), "version": secret.current.map { .string($0) } ?? .null]
      ).used(by: marked.others, handover: marked.handover)
    ]
  }

  /// In a secret that was there before, the previous value is put back, as long as nobody stored another.
  private func value(_ secret: TokenSecret, _ context: Context) -> Holding? {
    guard let item = context.ledger[Self.valueKey, context.tokenSecretARN], let written = item.wanted["version"]?.string
    else { return nil }
    func kept(_ reason: String) -> Holding {
      holding(Self.valueKey, secret, "Value", .adopted, "stays: \(reason)", context)
    }
    guard let previous = item.previous["version"]?.string else { return kept("there was no value before") }
    guard secret.current == written else {
      return secret.current == previous ? nil : kept("another value was stored since")
    }
    guard secret.stages[previous] != nil else { return kept("the previous value is gone") }
    return holding(
      Self.valueKey, secret, "Value", .adopted, "onramp stored it", context, .restore,
      [Self.moved(secret.name, from: written, to: previous)], present: ["version": .string(written)],
      afterwards: ["version": .string(previous)], uses: [Self.deletionKey],
      unsafe: (item.previous["fails"]?.strings ?? []).map { CheckID(rawValue: $0) })
  }

  private func deletion(_ secret: TokenSecret, _ context: Context) -> Holding? {
    guard let item = context.ledger[Self.deletionKey, context.tokenSecretARN] else { return nil }
    return holding(
      Self.deletionKey, secret, "Deletion", .adopted, "onramp called it off", context, .restore,
      [Self.deleted(secret.name, Self.window.adopted)], present: ["deletion": "none"], afterwards: item.previous,
      unsafe: ["SEC-02"])
  }

  private func holding(
    _ key: ItemKey, _ secret: TokenSecret, _ thing: String, _ ownership: Holding.Ownership, _ reason: String,
    _ context: Context, _ action: Holding.Action = .keep, _ calls: [Call] = [], present: JSON = .null,
    afterwards: JSON = .null, uses: [ItemKey] = [], unsafe: [CheckID] = []
  ) -> Holding {
    Holding(
      key: key, step: "github-token", resource: context.tokenSecretARN,
      title: Thing.title(thing, of: "secret \(secret.name)"), ownership: ownership, reason: reason, action: action,
      calls: calls, present: present, afterwards: afterwards, uses: uses, unsafe: unsafe)
  }
}
