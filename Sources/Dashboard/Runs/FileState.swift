#if Dashboard
  import Descent

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #elseif canImport(Darwin)
    import Darwin
  #endif

  /// What a look at a file costs nothing to tell: whether it is another one than the last time.
  struct FileState: Sendable, Hashable {
    var size: Int
    /// Nanoseconds since 1970.
    var modified: Int
    var number: UInt64
    var isFile: Bool
    var isFolder: Bool

    /// Nil where nothing is there. Links are not followed.
    init?(_ path: String) {
      var raw = stat()
      guard !path.utf8.contains(0), lstat(path, &raw) == 0 else { return nil }
      self.init(raw)
    }

    fileprivate init(_ raw: stat) {
      size = Int(raw.st_size)
      #if canImport(Darwin)
        let time = raw.st_mtimespec
      #else
        let time = raw.st_mtim
      #endif
      modified = Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec)
      number = UInt64(raw.st_ino)
      isFile = raw.st_mode & S_IFMT == S_IFREG
      isFolder = raw.st_mode & S_IFMT == S_IFDIR
    }
  }

  /// Files below the folders of runs, opened without following a link, read no further than asked.
  enum RunFiles {
    /// Bytes from a place on; nil where there is no such file.
    static func bytes(_ path: String, from start: Int = 0, limit: Int) -> ContiguousArray<UInt8>? {
      guard let descriptor = opened(path) else { return nil }
      defer { close(descriptor) }
      var bytes = ContiguousArray<UInt8>()
      while bytes.count < limit {
        let room = min(limit - bytes.count, 1 << 18)
        var piece = ContiguousArray<UInt8>(repeating: 0, count: room)
        let count = piece.withUnsafeMutableBytes {
          pread(descriptor, $0.baseAddress, room, off_t(start + bytes.count))
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        bytes.append(contentsOf: piece[..<count])
      }
      return bytes
    }

    /// Whether another process holds the lock for writing: a training at work. One that dies holds none.
    static func isLocked(_ path: String) -> Bool {
      guard let descriptor = opened(path) else { return false }
      defer { close(descriptor) }
      var lock = flock()
      lock.l_type = Int16(F_WRLCK)
      lock.l_whence = Int16(SEEK_SET)
      return fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
    }

    /// Makes an empty file; one that is there is left.
    ///
    /// Throws `DescentError` (can't write).
    static func touch(_ path: String) throws {
      let descriptor = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else {
        throw DescentError(
          .cannotWrite, "can't be made: \(strerror(errno).map { String(cString: $0) } ?? "?")",
          at: Position(file: path))
      }
      close(descriptor)
    }

    /// Seconds since 1970.
    static var now: Int { time(nil) }

    private static func opened(_ path: String) -> Int32? {
      guard !path.utf8.contains(0) else { return nil }
      // A pipe would wait for somebody to write.
      let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      var raw = stat()
      guard fstat(descriptor, &raw) == 0, FileState(raw).isFile else {
        close(descriptor)
        return nil
      }
      return descriptor
    }
  }
#endif
