import Glibc
import Transport

/// The one road out of the program.
///
/// `exit` runs what the C library's users left to be run: OpenSSL frees its locks and tables there. Threads that still
/// sign or read an answer, Swift's and libcurl's, would use what is freed, and the program would die of a signal now and
/// then instead of ending with its code. So nothing is run there: the transports are stopped and their threads
/// joined, what standard I/O holds is written, and `_exit` ends all threads at once, with nothing freed under them.
/// The terminal was given back by whoever took it, files are whole after each `write`, and the kernel gives back the
/// lock of the journal.
public enum Exit {
  /// Milliseconds for which the network's threads are awaited. They end at once but where a name is being looked up.
  private static let patience = 1_000

  /// Ends the program with an exit code of the contract.
  public static func now(_ code: Int32) -> Never {
    HTTPTransport.stopAll(within: patience)
    fflush(nil)
    _exit(code)
  }
}
