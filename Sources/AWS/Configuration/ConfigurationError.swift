import Basics

/// A configuration that cannot be used; found before any request is sent.
public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A shared file is malformed. Lines count from 1.
  case file(path: String, line: Int, reason: String)
  case unreadable(path: String, reason: String)
  /// With how its section has to be written, where one stands there that is not read.
  case noProfile(String, places: String, hint: String? = nil)
  /// A region that is no host label would become part of a host name.
  case badRegion(Setting<String>)
  case noRegion
  /// AWS's rules give no endpoint; the reason is in their words.
  case noEndpoint(service: String, region: String, reason: String)
  case badValue(name: String, setting: Setting<String>, reason: String)

  public var description: String {
    switch self {
    case .file(let path, let line, let reason): "\(path):\(line): \(reason)"
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
    case .noProfile(let name, let places, let hint):
      "no profile \(Display.clean(name)) in \(places)" + (hint.map { ": " + Display.clean($0) } ?? "")
    case .badRegion(let region):
      "\(Display.clean(region.value)) (\(region.origin)) is no region"
        + (Quotation.touches(region.value) ? ": it \(Quotation.advice)" : "")
    case .noRegion: "no region: give --region, set AWS_REGION or region in the profile"
    case .noEndpoint(let service, let region, let reason):
      "no endpoint of \(service)\(region.isEmpty ? "" : " in \(region)"): \(Display.clean(reason))"
    case .badValue(let name, let setting, let reason):
      "\(name) is \(Display.clean(setting.value)) (\(setting.origin)): "
        + (Quotation.touches(setting.value) ? "it \(Quotation.advice)" : reason)
    }
  }
}
