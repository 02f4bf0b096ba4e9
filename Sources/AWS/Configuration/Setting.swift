/// A value of the configuration and where it came from: `--region`, `AWS_REGION`, `profile dev in ~/.aws/config`.
public struct Setting<Value: Hashable & Sendable>: Hashable, Sendable {
  public let value: Value
  public let origin: String

  public init(_ value: Value, from origin: String) {
    self.value = value
    self.origin = origin
  }
}
