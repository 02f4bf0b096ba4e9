import AWS
import Basics
import Checklist
import JSONDocument
import TextUI
import Transport

/// `onramp aws-config`: what would be used to call AWS and where each part of it comes from. Never a secret.
///
/// Exit code 0 with credentials, 4 without, 2 for a configuration that cannot be used.
public enum AWSConfigCommand {
  public static func run(_ options: Options, json: Bool) async throws(Failure) -> Int32 {
    let door = try AWSDoor(options)
    var report = Report(configuration: door.configuration)
    do throws(CredentialChain.Nothing) {
      let found = try await door.client.search()
      report.credentials = found.credentials
      report.trail = found.trail
    } catch { report.trail = error.trail }
    if json { Output.result(report.json.pretty) } else { Output.lines(report.lines) }
    return report.credentials == nil ? 4 : 0
  }

  struct Report {
    let configuration: AWSConfiguration
    var credentials: Credentials?
    var trail: [CredentialChain.Entry] = []

    private typealias Place = Result<Destination, ConfigurationError>

    private var places: [(service: String, place: Place)] {
      OperationTable.services.map { service in
        do throws(ConfigurationError) { return (service, .success(try configuration.destination(of: service))) } catch {
          return (service, .failure(error))
        }
      }
    }

    /// What an operator should know before trusting it.
    private var remarks: [String] {
      var remarks: [String] = []
      if configuration.region == nil { remarks.append("\(ConfigurationError.noRegion)") }
      for case (let service, .success(let place)) in places where place.isInTheClear {
        remarks.append("\(service) is called by plain http at \(place.endpoint.host): all is readable on the way")
      }
      if let end = credentials?.expiration {
        let left = end.seconds - Surroundings.system.now().seconds
        if left < 0 { remarks.append("the credentials ended \(end.rfc3339)") }
      }
      return remarks
    }

    var json: JSON {
      [
        "schema": "onramp.aws-config/1", "onramp": .string(Version.current),
        "profile": shown(configuration.profile), "region": configuration.region.map(shown) ?? .null,
        "settings": .array(
          configuration.settings.map {
            ["name": .string($0.name), "value": .string($0.setting.value), "from": .string($0.setting.origin)]
          }),
        "endpoints": .array(
          places.map { service, place in
            switch place {
            case .success(let found):
              [
                "service": .string(service), "url": .string(found.endpoint.url), "from": .string(found.origin),
                "signing_name": .string(found.signingName), "signing_region": .string(found.signingRegion),
              ]
            case .failure(let error): ["service": .string(service), "error": .string("\(error)")]
            }
          }),
        "credentials": credentials.map { found in
          [
            "source": .string(found.origin), "access_key": .string(found.shownKeyID),
            "account": found.account.map { .string($0) } ?? .null,
            "expires": found.expiration.map { .string($0.rfc3339) } ?? .null,
          ]
        } ?? .null,
        "trail": .array(trail.map { ["source": .string($0.source), "said": .string($0.said)] }),
        "remarks": JSON(remarks),
      ]
    }

    private func shown(_ setting: Setting<String>) -> JSON {
      ["value": .string(setting.value), "from": .string(setting.origin)]
    }

    var lines: [String] {
      var rows: [(String, String, String)] = [("profile", configuration.profile.value, configuration.profile.origin)]
      rows.append(("region", configuration.region?.value ?? "none", configuration.region?.origin ?? ""))
      rows += configuration.settings.map { ($0.name, $0.setting.value, $0.setting.origin) }
      var lines = table(rows)
      lines += ["", "Endpoints"]
      lines += table(
        places.map { service, place in
          switch place {
          case .success(let found): ("  \(service)", found.endpoint.url, found.origin)
          case .failure(let error): ("  \(service)", "none", "\(error)")
          }
        })
      lines += ["", "Credentials"]
      if let credentials {
        lines += table([
          ("  from", credentials.origin, ""), ("  access key", credentials.shownKeyID, ""),
          ("  expire", credentials.expiration?.rfc3339 ?? "never, as far as the source says", ""),
        ])
      } else {
        lines.append("  none")
      }
      if !trail.isEmpty { lines += ["", "Asked in vain"] + table(trail.map { ("  \($0.source)", $0.said, "") }) }
      if !remarks.isEmpty { lines += ["", "Remarks"] + remarks.map { "  \($0)" } }
      return lines
    }

    private func table(_ rows: [(String, String, String)]) -> [String] {
      let first = rows.map(\.0.count).max() ?? 0
      let second = rows.filter { !$0.2.isEmpty }.map(\.1.count).max() ?? 0
      func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
      }
      return rows.map { name, value, origin in
        origin.isEmpty
          ? "\(padded(name, first))  \(value)" : "\(padded(name, first))  \(padded(value, second))  \(origin)"
      }
    }
  }
}
