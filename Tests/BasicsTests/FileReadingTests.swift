import Basics
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that is there while the body runs.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
  var template = Array("/tmp/descent-test-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else {
    throw DescentError(.inputOutput, "no temporary folder")
  }
  let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  defer { remove(recursively: folder) }
  try body(folder)
}

private func remove(recursively path: String) {
  chmod(path, 0o700)
  for name in namesInFolder(path) ?? [] { remove(recursively: path + "/" + name) }
  if rmdir(path) != 0 { unlink(path) }
}

/// What an error says, and its kind.
func failure(_ body: () throws -> Void) -> (DescentError.Kind, String)? {
  do {
    try body()
    return nil
  } catch let error as DescentError {
    return (error.kind, error.description)
  } catch { return (.bug, "not a DescentError") }
}

@Suite struct FileReadingTests {
  @Test func readsFilesOfAnySize() throws {
    try withTemporaryFolder { folder in
      var random = RandomSource(seed: 1, .other)
      for size in [0, 1, 65_535, 65_536, 65_537, 3_000_000] {
        let bytes = ContiguousArray(
          (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        try AtomicFile.write(bytes, to: folder + "/a")
        #expect(try readFile(folder + "/a") == bytes)
        #expect(try readFile(folder + "/a", limit: size) == bytes)
        if size > 0 {
          #expect(throws: DescentError.self) { try readFile(folder + "/a", limit: size - 1) }
        }
      }
    }
  }

  @Test func missingFilesNameTheNearest() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write("x", to: folder + "/iris.csv")
      let missing = failure { _ = try readFile(folder + "/irsi.csv") }
      #expect(missing?.0 == .noInput)
      #expect(
        missing?.1
          == "\(folder)/irsi.csv: no such file. Did you mean \"\(folder)/iris.csv\"?")
      #expect(
        failure { _ = try readFile(folder + "/zzzzzz") }?.1 == "\(folder)/zzzzzz: no such file")
      mkdir(folder + "/data", 0o700)
      #expect(
        failure { _ = try readFile(folder + "/dta/iris.csv") }?.1
          == "\(folder)/dta/iris.csv: no such file: the folder \"\(folder)/dta\" does not exist. "
          + "Did you mean \"\(folder)/data\"?")
    }
  }

  @Test func thingsThatAreNotFiles() throws {
    try withTemporaryFolder { folder in
      #expect(
        failure { _ = try readFile(folder) } ?? (.bug, "")
          == (.noInput, "\(folder): expected a file, found a folder"))
      try AtomicFile.write("x", to: folder + "/a")
      #expect(
        failure { _ = try readFile(folder + "/a/b") } ?? (.bug, "")
          == (
            .noInput,
            "\(folder)/a/b: can't be opened: a part of the path is a file, not a folder"
          ))
    }
    #expect(
      failure { _ = try readFile("") } ?? (.bug, "")
        == (.noInput, "expected the name of a file, found an empty text"))
    #expect(
      failure { _ = try readFile("a\0b") } ?? (.bug, "")
        == (.noInput, "a file name can't contain the character NUL"))
  }

  @Test func endlessFilesAreBounded() {
    #expect(
      failure { _ = try readFile("/dev/zero", limit: 1_000_000) } ?? (.bug, "")
        == (
          .badData,
          "/dev/zero: the device is larger than the 1,000,000 bytes that are read at most"
        ))
    #expect(
      failure { _ = try readFile("/dev/zero") } ?? (.bug, "")
        == (
          .badData,
          "/dev/zero: the device is larger than the 1,048,576 bytes that are read at most. "
            + "Give it as a file."
        ))
    #expect(failure { _ = try readFile("/dev/null") } == nil)
    // Whoever looks at the first bytes may refuse the rest.
    #expect(
      failure {
        _ = try readFile("/dev/zero") { start in
          throw DescentError(.badData, "\(start.count) bytes")
        }
      } ?? (.bug, "") == (.badData, "65536 bytes"))
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func unreadableFiles() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write("x", to: folder + "/a")
      chmod(folder + "/a", 0)
      #expect(
        failure { _ = try readFile(folder + "/a") } ?? (.bug, "")
          == (.noInput, "\(folder)/a: can't be opened: permission denied"))
    }
  }

  @Test func textsMustBeUTF8() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write("é\n", to: folder + "/a")
      #expect(try readText(folder + "/a") == "é\n")
      try AtomicFile.write([0x61, 0xFF], to: folder + "/b")
      #expect(
        failure { _ = try readText(folder + "/b") } ?? (.bug, "")
          == (
            .badData,
            "\(folder)/b: expected a text, found bytes that are not UTF-8. Save the file as UTF-8."
          ))
    }
  }

  @Test func foldersAreListedInByteOrder() throws {
    try withTemporaryFolder { folder in
      for name in ["b", "a", "Z", ".c", "é", "10", "9"] {
        try AtomicFile.write("", to: folder + "/" + name)
      }
      #expect(namesInFolder(folder) == [".c", "10", "9", "Z", "a", "b", "é"])
      #expect(namesInFolder(folder + "/absent") == nil)
    }
  }
}
