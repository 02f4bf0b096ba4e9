import Files
import Glibc
import Testing

/// A new folder for one test.
private func newFolder() throws -> String {
  var template = Array("/tmp/onramp-files.XXXXXX".utf8CString)
  try #require(mkdtemp(&template) != nil)
  return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private func reason(_ body: () throws(FileProblem) -> Void) -> String? {
  do throws(FileProblem) {
    try body()
    return nil
  } catch { return error.reason }
}

@Suite("Files")
struct PlainFileTests {
  let folder: String
  init() throws { folder = try newFolder() }

  private func file(_ name: String, _ text: String = "text", mode: mode_t = 0o600) throws -> String {
    let path = "\(folder)/\(name)"
    try text.write(toFile: path, mode: mode)
    return path
  }

  @Test("what is written is read back, and nothing is left beside it")
  func wholeFiles() throws {
    let path = try file("a", "first")
    try "second, longer".write(toFile: path, mode: 0o640)
    #expect(try PlainFile.text(path) == "second, longer")
    var facts = stat()
    #expect(stat(path, &facts) == 0 && facts.st_mode & 0o7777 == 0o640)
    #expect(throws: FileProblem.self) { try "x".write(toFile: "\(folder)/no/a", mode: 0o600) }
    #expect(mkdir("\(folder)/taken", 0o700) == 0)
    #expect(throws: FileProblem.self) { try "x".write(toFile: "\(folder)/taken", mode: 0o600) }
    #expect(Folder.names(folder) == ["a", "taken"])
  }

  @Test("a pipe, a device, a socket and a folder are refused, and nobody waits for them")
  func oddThings() throws {
    let pipe = "\(folder)/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    let socket = try socketFile()
    let folder = folder
    let kinds = [
      (pipe, "pipe"), (socket, "socket"), ("/dev/zero", "device"), ("/dev/full", "device"), (folder, "folder"),
    ]
    for (path, kind) in kinds {
      #expect(reason { () throws(FileProblem) in _ = try PlainFile.bytes(path) }?.contains(kind) == true, "\(path)")
      #expect(reason { () throws(FileProblem) in _ = try PlainFile.end(path, limit: 9) }?.contains(kind) == true)
      let flags = O_WRONLY | O_APPEND | O_CREAT
      #expect(reason { () throws(FileProblem) in _ = try PlainFile.opened(path, flags) }?.contains(kind) == true)
    }
    // One that a link leads to is no better.
    try #require(symlink(pipe, "\(folder)/link") == 0)
    #expect(reason { () throws(FileProblem) in _ = try PlainFile.bytes("\(folder)/link") }?.contains("pipe") == true)
  }

  @Test("the null device is an empty file, for who wants none")
  func null() throws {
    #expect(try PlainFile.bytes("/dev/null", .ours) == [])
    let descriptor = try PlainFile.opened("/dev/null", O_WRONLY | O_APPEND | O_CREAT, .ours)
    try PlainFile.append("x".utf8, to: descriptor, "/dev/null")
    close(descriptor)
  }

  private func socketFile() throws -> String {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let path = "\(folder)/socket"
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
    }
    try #require(bound == 0)
    return path
  }

  @Test("a file that is longer than its reader can use is refused, one that is as long is read")
  func limits() throws {
    let path = try file("long", String(repeating: "x", count: 5000))
    #expect(try PlainFile.bytes(path, limit: 5000).count == 5000)
    #expect(reason { () throws(FileProblem) in _ = try PlainFile.bytes(path, limit: 4999) }?.contains("larger") == true)
    #expect(try PlainFile.bytes(file("none", "")) == [])
    // A file of the kernel says that it is empty, and is not.
    #expect(try !PlainFile.bytes("/proc/self/status").isEmpty)
    let (end, isCut) = try PlainFile.end(try file("log", "one\ntwo\n"), limit: 4)
    #expect(String(decoding: end, as: UTF8.self) == "two\n" && isCut)
  }

  @Test("what is no text is not read as one, and what is not there is absent")
  func otherReasons() throws {
    try PlainFile.write([0x66, 0xFF], to: "\(folder)/bytes")
    #expect(throws: FileProblem.self) { try PlainFile.text("\(folder)/bytes") }
    #expect(try PlainFile.bytes("\(folder)/bytes") == [0x66, 0xFF])
    let (absent, under) = ("\(folder)/absent", "\(folder)/bytes/under")
    for path in [absent, under] {
      do throws(FileProblem) {
        _ = try PlainFile.bytes(path)
        Issue.record("\(path) was read")
      } catch { #expect(error.isAbsent) }
    }
  }

  @Test("a file of ours is read and written by its own name only")
  func links() throws {
    let path = try file("own")
    #expect(try PlainFile.text(path, .ours) == "text")
    try #require(symlink(path, "\(folder)/link") == 0)
    #expect(try PlainFile.text("\(folder)/link") == "text")
    let link = "\(folder)/link"
    #expect(reason { () throws(FileProblem) in _ = try PlainFile.text(link, .ours) } == "it is a symbolic link")
    try #require(Glibc.link(path, "\(folder)/second") == 0)
    for name in ["own", "second"] {
      let path = "\(folder)/\(name)"
      #expect(try PlainFile.text(path) == "text")
      #expect(reason { () throws(FileProblem) in _ = try PlainFile.text(path, .ours) }?.contains("hard link") == true)
      let flags = O_WRONLY | O_APPEND
      #expect(
        reason { () throws(FileProblem) in _ = try PlainFile.opened(path, flags, .ours) }?.contains("hard link") == true
      )
    }
  }

  @Test("a file that others may open is no closed one")
  func modes() throws {
    for mode: mode_t in [0o640, 0o604, 0o610, 0o602] {
      let path = try file("open", mode: mode)
      chmod(path, mode)
      #expect(try PlainFile.text(path) == "text")
      #expect(reason { () throws(FileProblem) in _ = try PlainFile.text(path, .closed) }?.contains("chmod 600") == true)
    }
    #expect(try PlainFile.text(try file("closed"), .closed) == "text")
  }

  @Test("folders are made for their owner alone, as many as are missing")
  func folders() throws {
    try Folder.make("\(folder)/one/two")
    for name in ["one", "one/two"] {
      var facts = stat()
      #expect(stat("\(folder)/\(name)", &facts) == 0 && facts.st_mode & 0o7777 == 0o700)
    }
    try Folder.make("\(folder)/one/two")
    #expect(Folder.above("a/b/c") == "a/b" && Folder.above("c") == "" && Folder.above("/c") == "")
    #expect(throws: FileProblem.self) { try Folder.make("\(try file("plain"))/below") }
  }
}

@Suite("Folders")
struct FolderTests {
  @Test("a folder into which everybody may write is refused, one that is not there is well")
  func open() throws {
    let folder = try newFolder()
    #expect(throws: Never.self) { try Folder.check(folder) }
    #expect(throws: Never.self) { try Folder.check(folder + "/absent") }
    for mode: mode_t in [0o777, 0o1777, 0o702, 0o703] {
      chmod(folder, mode)
      #expect(reason { () throws(FileProblem) in try Folder.check(folder) }?.contains("chmod 700") == true)
    }
    chmod(folder, 0o770)
    #expect(throws: Never.self) { try Folder.check(folder) }
    try "x".write(toFile: folder + "/file", mode: 0o600)
    #expect(reason { () throws(FileProblem) in try Folder.check(folder + "/file") } == "it is no folder")
  }
}
