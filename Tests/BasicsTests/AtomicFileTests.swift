import Basics
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct AtomicFileTests {
  @Test func replacesWholeFiles() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/a.txt"
      try AtomicFile.write("a long first text", to: path)
      try AtomicFile.write("second", to: path)
      #expect(try readText(path) == "second")
      try AtomicFile.write(ContiguousArray(), to: path)
      #expect(try readFile(path).isEmpty)
      #expect(namesInFolder(folder) == ["a.txt"])
    }
  }

  @Test func missingFolder() throws {
    try withTemporaryFolder { folder in
      #expect(
        failure { try AtomicFile.write("x", to: folder + "/runs/a") } ?? (.bug, "")
          == (
            .cannotWrite,
            "\(folder)/runs/a: can't be written: the folder \"\(folder)/runs\" does not exist. "
              + "Create it with mkdir -p, or choose another place."
          ))
      #expect(namesInFolder(folder) == [])
    }
  }

  @Test func aFolderOfThatName() throws {
    try withTemporaryFolder { folder in
      #expect(
        failure { try AtomicFile.write("x", to: folder) } ?? (.bug, "")
          == (
            .cannotWrite,
            "\(folder): can't be written: it is a folder. Give the name of a file."
          ))
      try AtomicFile.write("x", to: folder + "/a")
      #expect(failure { try AtomicFile.write("x", to: folder + "/a/b") }?.0 == .cannotWrite)
      #expect(namesInFolder(folder) == ["a"])
    }
  }

  @Test func impossibleNames() throws {
    #expect(failure { try AtomicFile.write("x", to: "") }?.0 == .cannotWrite)
    #expect(failure { try AtomicFile.write("x", to: "/tmp/a\0b") }?.0 == .cannotWrite)
    try withTemporaryFolder { folder in
      let long = folder + "/" + String(repeating: "n", count: 300)
      #expect(
        failure { try AtomicFile.write("x", to: long) }?.1.contains("the name is too long") == true)
      #expect(namesInFolder(folder) == [])
    }
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func protectedPlacesAreLeftAlone() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write("old", to: folder + "/a")
      chmod(folder + "/a", 0o400)
      #expect(failure { try AtomicFile.write("x", to: folder + "/a") }?.0 == .cannotWrite)
      chmod(folder + "/a", 0o600)
      chmod(folder, 0o500)
      #expect(
        failure { try AtomicFile.write("x", to: folder + "/a") } ?? (.bug, "")
          == (
            .cannotWrite,
            "\(folder)/a: can't be written: permission denied. Choose a place where you may write."
          ))
      chmod(folder, 0o700)
      #expect(try readText(folder + "/a") == "old")
      #expect(namesInFolder(folder) == ["a"])
    }
  }

  /// A file system that takes no new files, whoever asks.
  @Test(.enabled(if: access("/proc/self/status", F_OK) == 0, "needs /proc"))
  func foldersThatTakeNoFiles() {
    #expect(failure { try AtomicFile.write("x", to: "/proc/descent.txt") }?.0 == .cannotWrite)
  }

  @Test(.enabled(if: access("/dev/full", W_OK) == 0, "needs /dev/full"))
  func fullDisk() {
    #expect(
      failure { try AtomicFile.write("x", to: "/dev/full") } ?? (.bug, "")
        == (
          .inputOutput,
          "/dev/full: can't be written: the disk is full. Free some space, or choose another place."
        ))
    // The device is still one, not a file that took its place.
    #expect(failure { try AtomicFile.write("x", to: "/dev/full") }?.0 == .inputOutput)
    #expect(failure { try AtomicFile.write("x", to: "/dev/null") } == nil)
  }

  /// A limit on file sizes stops the writing half-way, as a full disk does.
  @Test func failuresHalfWayLeaveNothingBehind() throws {
    #if canImport(Glibc)
      let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
    #else
      let resource = RLIMIT_FSIZE
    #endif
    try withTemporaryFolder { folder in
      try AtomicFile.write("old", to: folder + "/a")
      signal(SIGXFSZ, SIG_IGN)
      var old = rlimit()
      #expect(getrlimit(resource, &old) == 0)
      // Far above what any other test writes at the same time.
      var tight = old
      tight.rlim_cur = 64 << 20
      #expect(setrlimit(resource, &tight) == 0)
      defer { setrlimit(resource, &old) }
      #expect(
        failure { try AtomicFile.write(.init(repeating: 1, count: 65 << 20), to: folder + "/a") }
          ?? (.bug, "")
          == (
            .inputOutput,
            "\(folder)/a: can't be written: the file would be larger than allowed. Raise the limit "
              + "on file sizes, or choose another place."
          ))
      #expect(try readText(folder + "/a") == "old")
      #expect(namesInFolder(folder) == ["a"])
    }
  }

  @Test func linksAreFollowed() throws {
    try withTemporaryFolder { folder in
      mkdir(folder + "/real", 0o700)
      try AtomicFile.write("old", to: folder + "/real/a")
      symlink("real/a", folder + "/link")
      symlink("link", folder + "/second")
      try AtomicFile.write("new", to: folder + "/second")
      #expect(try readText(folder + "/real/a") == "new")
      #expect(namesInFolder(folder) == ["link", "real", "second"])
      #expect(namesInFolder(folder + "/real") == ["a"])
      // A link to a file that is not there yet makes that file.
      symlink("real/b", folder + "/third")
      try AtomicFile.write("b", to: folder + "/third")
      #expect(try readText(folder + "/real/b") == "b")
      // A circle has no end.
      symlink("circle", folder + "/circle")
      #expect(failure { try AtomicFile.write("x", to: folder + "/circle") }?.0 == .cannotWrite)
    }
  }

  @Test func permissionsAreKept() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/a"
      try AtomicFile.write("a", to: path)
      for mode: mode_t in [0o600, 0o644, 0o755] {
        chmod(path, mode)
        try AtomicFile.write("b", to: path)
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == mode)
      }
    }
  }

  @Test func whoHasTheOldFileOpenKeepsIt() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/a"
      try AtomicFile.write("old", to: path)
      let descriptor = open(path, O_RDONLY)
      defer { close(descriptor) }
      try AtomicFile.write("new", to: path)
      var buffer = [UInt8](repeating: 0, count: 8)
      let count = read(descriptor, &buffer, 8)
      #expect(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self) == "old")
    }
  }

  @Test func manyAtOnce() async throws {
    let folder = "/tmp/descent-test-many-\(getpid())"
    #expect(mkdir(folder, 0o700) == 0)
    defer {
      for name in namesInFolder(folder) ?? [] { unlink(folder + "/" + name) }
      rmdir(folder)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<50 {
        group.addTask {
          let text = String(repeating: String(index % 10), count: 10_000)
          try AtomicFile.write(text, to: folder + "/a")
        }
      }
      try await group.waitForAll()
    }
    let text = try readText(folder + "/a")
    #expect(text.count == 10_000 && Set(text).count == 1)
    #expect(namesInFolder(folder) == ["a"])
  }
}
