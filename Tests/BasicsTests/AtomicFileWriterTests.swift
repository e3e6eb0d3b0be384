import Basics
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct AtomicFileWriterTests {
  private let pieces: [ContiguousArray<UInt8>] = [[1, 2], [], [3, 4, 5]]

  @Test func appearsWholeAtTheEnd() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/a"
      try AtomicFile.write("old", to: path)
      chmod(path, 0o640)
      let writer = try AtomicFileWriter(path)
      for piece in pieces { try writer.write(piece) }
      #expect(try readText(path) == "old")
      try writer.finish()
      #expect(try readFile(path) == [1, 2, 3, 4, 5])
      #expect(namesInFolder(folder) == ["a"])
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
    }
  }

  @Test func withoutFinishNothingIsLeft() throws {
    try withTemporaryFolder { folder in
      do {
        let writer = try AtomicFileWriter(folder + "/a")
        try writer.write([1, 2, 3])
        #expect(namesInFolder(folder)?.count == 1)
      }
      #expect(namesInFolder(folder) == [])
    }
  }

  /// Whichever call meets a full disk: the old file stays, and nothing is left beside it.
  @Test(arguments: 0..<6) func aFaultLeavesTheOldFile(_ place: Int) throws {
    let fatal: [FileCalls.Call] = [.open, .write, .setPermissions, .sync, .rename]
    try withTemporaryFolder { folder in
      let path = folder + "/a"
      try AtomicFile.write("old", to: path)
      let calls = FileCalls { place < fatal.count && $0 == fatal[place] ? .error(ENOSPC) : nil }
      let failed = failure {
        let writer = try AtomicFileWriter(path, calls: calls)
        for piece in pieces { try writer.write(piece) }
        try writer.finish()
      }
      guard place < fatal.count else {
        #expect(failed == nil)
        return
      }
      #expect(
        failed ?? (.bug, "")
          == (
            .inputOutput,
            "\(path): can't be written: the disk is full. Free some space, or choose another place."
          ))
      #expect(try readText(path) == "old")
      #expect(namesInFolder(folder) == ["a"])
    }
  }

  @Test func refusesWhatCantBeWritten() throws {
    try withTemporaryFolder { folder in
      #expect(
        failure { _ = try AtomicFileWriter(folder + "/no/a") } ?? (.bug, "")
          == (
            .cannotWrite,
            "\(folder)/no/a: can't be written: the folder \"\(folder)/no\" does not exist. Create it "
              + "with mkdir -p, or choose another place."
          ))
      #expect(
        failure { _ = try AtomicFileWriter(folder) } ?? (.bug, "")
          == (
            .cannotWrite,
            "\(folder): can't be written: it is a folder. Give the name of a file."
          ))
      #expect(
        failure { _ = try AtomicFileWriter("") }?.1
          == "expected the name of a file to write, found \"\"")
      // A device is written to as it is.
      let device = try AtomicFileWriter("/dev/null")
      try device.write([1])
      try device.finish()
      #expect(try readFile("/dev/null") == [], "no file may take its place")
    }
  }

  @Test func filesAreReadInPieces() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write("abcdefg", to: folder + "/a")
      let file = try FilePieces(folder + "/a")
      var sizes: [Int] = []
      while case let piece = try file.next(3), !piece.isEmpty { sizes.append(piece.count) }
      #expect(sizes == [3, 3, 1])
      #expect(
        failure { _ = try FilePieces(folder + "/b") } ?? (.bug, "")
          == (.noInput, "\(folder)/b: no such file"))
    }
  }
}
