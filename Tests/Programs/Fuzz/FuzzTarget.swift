/// A parser and what it must keep for every text whatsoever, not only that it does not crash.
///
/// The same functions run under libFuzzer (`Driver.swift`) and over the kept corpus in every test run
/// (`CorpusTests.swift`).
enum FuzzTarget: String, CaseIterable, Sendable {
  case ini, xml, json, moments, arns, policies, display, yaml

  /// What did not hold for these bytes, or nil.
  func broken(_ bytes: [UInt8]) -> String? {
    switch self {
    case .ini: INITarget.broken(bytes)
    case .xml: XMLTarget.broken(bytes)
    case .json: JSONTarget.broken(bytes)
    case .moments: MomentTarget.broken(bytes)
    case .arns: ARNTarget.broken(bytes)
    case .policies: PolicyTarget.broken(bytes)
    case .display: DisplayTarget.broken(bytes)
    case .yaml: YAMLTarget.broken(bytes)
    }
  }
}
