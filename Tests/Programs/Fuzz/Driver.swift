import Glibc

// What libFuzzer calls; compiled only for `make fuzz`. Which parser: ONRAMP_FUZZ, the same variable that puts this
// program into Package.swift.

private let target = getenv("ONRAMP_FUZZ").flatMap { FuzzTarget(rawValue: String(cString: $0)) }

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let target else { fatalError("ONRAMP_FUZZ names no parser") }
  if let reason = target.broken(Array(UnsafeBufferPointer(start: start, count: count))) {
    fatalError("\(target): \(reason)")
  }
  return 0
}
