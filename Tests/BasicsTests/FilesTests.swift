import Basics
import Testing

@Suite struct FilesTests {
  @Test func readsWholeFiles() throws {
    try withTemporaryFolder { folder in
      for size in [0, 1, 4095, 3_000_000] {
        let bytes = ContiguousArray((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try AtomicFile.write(bytes, to: "\(folder)/data")
        #expect(try readFile("\(folder)/data") == bytes)
      }
    }
  }

  @Test func readsPastAnExpectationThatIsTooLow() throws {
    // What /proc holds says of itself that it has no bytes.
    guard fileKind("/proc/self/status") == .file else { return }
    #expect(try readFile("/proc/self/status").count > 100)
  }

  @Test func failsWhereReadingFails() {
    // Reading from a descriptor that isn't open.
    let failed = failure { _ = try readAll(999_999, name: "input") }
    #expect(failed?.0 == .inputOutput)
    #expect(failed?.1 == "input: can't be read: Bad file descriptor")
  }

  @Test func listsFolders() throws {
    try withTemporaryFolder { folder in
      for name in ["b", "a", ".hidden", "Z"] { try AtomicFile.write("", to: "\(folder)/\(name)") }
      #expect(fileNames(in: folder) == ["Z", "a", "b"])
      #expect(fileNames(in: "\(folder)/none") == [])
      #expect(fileKind(folder) == .folder)
      #expect(fileKind("\(folder)/a") == .file)
      #expect(fileKind("\(folder)/x") == .missing)
    }
  }

  @Test func takesPathsApart() {
    #expect(splitPath("a/b/c.csv") == ("a/b", "c.csv"))
    #expect(splitPath("c.csv") == ("", "c.csv"))
    #expect(splitPath("/c.csv") == ("/", "c.csv"))
    #expect(joined("", "x") == "x")
    #expect(joined("a/", "x") == "a/x")
    #expect(joined("a", "x") == "a/x")
  }
}
