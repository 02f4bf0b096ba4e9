import Basics
import Checklist

extension Obstacle {
  /// A fault of the network as an obstacle, for AWS and GitHub alike: the one place where the one becomes the other.
  /// - Parameters:
  ///   - call: what was asked for.
  ///   - request: how it was sent.
  ///   - isRepeatable: nothing bad comes of carrying it out twice, so whether it was does not matter.
  public init(_ fault: TransportError, _ call: Call, _ request: HTTPRequest, isRepeatable: Bool) {
    let kind: Kind
    switch fault {
    case .cancelled: kind = .cancelled
    case _ where !isRepeatable && fault.mayHaveHappened: kind = .ambiguous
    case .timedOut: kind = .timedOut
    case .unusable: kind = .unexpected
    default: kind = .unreachable
    }
    let says = kind == .timedOut || kind == .cancelled ? "" : fault.inWords
    self = Obstacle(kind, says, host: request.host).met(by: call)
  }
}

extension TransportError {
  /// Whether another try may not meet it.
  public var isTransient: Bool {
    switch self {
    case .refused, .timedOut, .interrupted, .unresolved: true
    case .proxy, .untrusted, .tls, .tooLarge, .malformed, .unusable, .cancelled: false
    }
  }

  /// Whether the request may have been carried out though no answer came.
  public var mayHaveHappened: Bool {
    switch self {
    case .timedOut(let afterSend), .interrupted(_, let afterSend): afterSend
    case .malformed, .tooLarge: true
    case .unresolved, .refused, .proxy, .untrusted, .tls, .unusable, .cancelled: false
    }
  }

  /// The fault in a few words for the operator.
  public var inWords: String {
    switch self {
    case .unresolved: "the host has no address; check how it is spelt"
    case .refused: "cannot connect"
    case .proxy(let words): "the proxy refused: \(Display.clean(words))"
    case .untrusted(let words):
      "the certificate is not trusted: \(Display.clean(words)); AWS_CA_BUNDLE names further authorities"
    case .tls(let words): "TLS failed: \(Display.clean(words))"
    case .timedOut: "no answer in time"
    case .interrupted(let words, _): "the connection broke: \(Display.clean(words))"
    case .tooLarge(let words): Display.clean(words)
    case .malformed: "what answered is no HTTP"
    case .unusable(let words): "the request cannot be sent: \(Display.clean(words))"
    case .cancelled: "cancelled"
    }
  }
}

extension HTTPRequest {
  /// The host that is asked, without user and port.
  public var host: String {
    let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
    let authority = url[start...].prefix { !"/?#".contains($0) }
    let place = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    if place.first == "[", let end = place.firstIndex(of: "]") { return String(place[...end]) }
    return String(place.prefix { $0 != ":" })
  }
}
