/// What a zip archive says of its files: their names. Nothing is unpacked.
///
/// The central directory by PKWARE's APPNOTE 6.3.10, 4.3.12 and 4.3.16, found from the archive's end. Whoever wrote the
/// archive wrote these numbers too, so each is compared with what is there before it is used.
struct ArchiveListing: Hashable, Sendable {
  /// What the last bytes of an object are.
  enum Reading: Hashable, Sendable {
    case listing(ArchiveListing)
    /// No zip archive, and why.
    case noArchive(String)
    /// An archive whose directory was not read, and why.
    case unread(String)
  }

  let names: [String]

  /// - Parameters:
  ///   - tail: the last bytes of an object.
  ///   - total: how many bytes the whole of it has.
  static func read(_ tail: [UInt8], of total: Int) -> Reading {
    guard let end = end(in: tail) else {
      return .noArchive(total == 0 ? "it is empty" : "no end of a central directory")
    }
    let (count, size, offset) = (tail.number(end + 10, 2), tail.number(end + 12, 4), tail.number(end + 16, 4))
    guard count != 0xFFFF, size != 0xFFFF_FFFF, offset != 0xFFFF_FFFF else { return .unread("it is in ZIP64") }
    guard tail.number(end + 4, 2) == 0, tail.number(end + 6, 2) == 0, tail.number(end + 8, 2) == count else {
      return .noArchive("it is a part of several")
    }
    guard offset + size <= total - tail.count + end else { return .noArchive("its directory is outside of it") }
    guard size <= end else { return .unread("its directory of \(size) bytes is larger than what is read") }
    guard let names = names(tail[(end - size)..<end], count) else {
      return .noArchive("its directory cannot be read")
    }
    return .listing(ArchiveListing(names: names))
  }

  /// Where the record is that ends the archive: the last one whose comment ends with the bytes.
  private static func end(in tail: [UInt8]) -> Int? {
    guard tail.count >= 22 else { return nil }
    let last = tail.count - 22
    return stride(from: last, through: max(0, last - 0xFFFF), by: -1).first { place in
      tail.number(place, 4) == 0x0605_4b50 && tail.number(place + 20, 2) == last - place
    }
  }

  /// The files of a directory; nil where it does not hold exactly so many.
  private static func names(_ directory: ArraySlice<UInt8>, _ count: Int) -> [String]? {
    var (rest, names) = (directory, [String]())
    while names.count < count {
      let start = rest.startIndex
      guard rest.count >= 46, rest.number(start, 4) == 0x0201_4b50 else { return nil }
      let length = rest.number(start + 28, 2)
      let whole = 46 + length + rest.number(start + 30, 2) + rest.number(start + 32, 2)
      guard whole <= rest.count else { return nil }
      names.append(String(decoding: rest[(start + 46)..<(start + 46 + length)], as: UTF8.self))
      rest = rest.dropFirst(whole)
    }
    return rest.isEmpty ? names : nil
  }
}

extension RandomAccessCollection<UInt8> where Index == Int {
  /// A number of so many bytes, at most four, the lowest first.
  fileprivate func number(_ place: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(self[place + $1]) << (8 * $1) }
  }
}
