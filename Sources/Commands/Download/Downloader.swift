import Descent

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Brings the files of a data set into the cache folder: each is fetched beside its place, checked,
/// and only then put there.
public struct Downloader {
  private let download: Download
  private let folder: String
  private let mirrors: [String]
  private let progress: DownloadProgress

  /// A fetch that has not begun.
  ///
  /// - Parameters:
  ///   - folder: where the files go.
  ///   - mirror: the only place to fetch from; nil takes the data set's own mirrors.
  ///
  /// Throws `DescentError` (usage) for a mirror that is neither HTTPS nor this machine.
  public init(
    _ download: Download, into folder: String, mirror: String? = nil, _ surroundings: Surroundings
  ) throws {
    self.download = download
    self.folder = folder
    progress = DownloadProgress(surroundings)
    mirrors = try mirror.map { [try Self.checked($0)] } ?? download.mirrors
  }

  private static func checked(_ mirror: String) throws -> String {
    let local = [
      "http://127.0.0.1:", "http://127.0.0.1/", "http://localhost:", "http://localhost/",
    ]
    guard mirror.hasPrefix("https://") || local.contains(where: { mirror.hasPrefix($0) }) else {
      throw DescentError(
        .usage, "DESCENT_MIRROR: expected an address that begins with https://, found \"\(mirror)\""
      )
    }
    return mirror.hasSuffix("/") ? mirror : mirror + "/"
  }

  /// Fetches what isn't there yet.
  ///
  /// Throws `DescentError` where a file can't be had from any mirror, with the reason of each.
  public func run() throws {
    defer { progress.clear() }
    try makeFolders(folder)
    let lock = open(joined(folder, ".lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard lock >= 0 else { throw cannotWrite(folder, errno) }
    defer { close(lock) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw DescentError(
        .cannotWrite, "another process is fetching the same data set",
        at: Position(file: folder), fix: "Wait until it is done.")
    }
    for file in download.files { try fetch(file) }
  }

  private func fetch(_ file: Download.File) throws {
    let path = joined(folder, file.name)
    if fileKind(path) == .file, (try? file.check(readFile(path), path: path)) != nil {
      progress.finished(file.name, "already there")
      return
    }
    var reasons: [String] = []
    for mirror in mirrors {
      let part = path + ".part"
      // What another mirror began may be compressed in another way.
      if !reasons.isEmpty { unlink(part) }
      do {
        try fetch(file, from: mirror, to: part)
        guard rename(part, path) == 0 else { throw cannotWrite(path, errno) }
        progress.finished(file.name, "fetched, \(megabytes(size(path)))")
        return
      } catch let refusal as Refusal {
        reasons.append("\(mirror): \(refusal.reason)")
      }
    }
    throw DescentError(
      .inputOutput, "\(file.name) can't be fetched: " + reasons.joined(separator: "; "),
      fix: "Try again later; what has arrived is kept.")
  }

  /// Why a mirror didn't serve; the next one is tried.
  private struct Refusal: Error { var reason: String }

  /// Fetches a file from one mirror, going on where the connection was cut.
  private func fetch(_ file: Download.File, from mirror: String, to part: String) throws {
    var attempts = 0
    var isFresh = size(part) == 0
    while true {
      attempts += 1
      let offset = size(part)
      let ending = try Curl.fetch(
        mirror + file.name, to: part, offset: offset, limit: 4 * file.compressedBytes + (1 << 20)
      ) {
        try Interrupt.check("stopped; what has arrived is kept")
        progress.show(file.name, size(part), of: file.compressedBytes)
      }
      switch ending.status {
      case 0:
        do {
          return try file.check(readFile(part), path: file.name)
        } catch let error as DescentError {
          unlink(part)
          // The beginning may have come from elsewhere: once more, all of it.
          if isFresh { throw Refusal(reason: error.message) }
          isFresh = true
        }
      case 22 where ending.httpStatus == 416, 33, 36:
        // There is nothing behind the offset, or the server sends files as a whole only.
        guard offset > 0 else { throw Refusal(reason: reason(ending)) }
        unlink(part)
        isFresh = true
      case 18, 28, 52, 55, 56, 92:
        guard attempts < 5, size(part) > offset || attempts < 2 else {
          throw Refusal(reason: reason(ending))
        }
      // Goes on behind what has come in this process: that is of the same mirror.
      case 23:
        throw DescentError(
          .inputOutput, "can't be written: \(ending.message)", at: Position(file: part),
          fix: "Free some space.")
      default:
        throw Refusal(reason: reason(ending))
      }
    }
  }

  private func reason(_ ending: Curl.Ending) -> String {
    switch ending.status {
    case 6: "the server's name is not known"
    case 7: "nobody answers there"
    case 22: "the server answers \(ending.httpStatus)"
    case 18, 52, 56: "the connection was cut"
    case 28: "it takes too long"
    case 60: "the server's certificate is not valid"
    case 63: "the file is larger than it should be"
    default: ending.message.isEmpty ? "curl ends with \(ending.status)" : ending.message
    }
  }

  private func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  private func makeFolders(_ path: String) throws {
    if path.isEmpty || fileKind(path) == .folder { return }
    try makeFolders(splitPath(path).folder)
    if mkdir(path, 0o777) != 0, errno != EEXIST { throw cannotWrite(path, errno) }
  }

  private func cannotWrite(_ path: String, _ code: Int32) -> DescentError {
    DescentError(
      .cannotWrite, "can't be written: \(systemReason(code))", at: Position(file: path),
      fix: "Set XDG_CACHE_HOME to a folder where you may write.")
  }
}

/// `9.9 MB`
func megabytes(_ bytes: Int) -> String {
  bytes < 100_000 ? "\(grouped(bytes)) bytes" : fixed(Double(bytes) / 1e6, 1) + " MB"
}
