import Basics
import Foundation
import Testing

@Suite struct AppendedFileTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/descent-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func bytes(_ text: String) -> ContiguousArray<UInt8> { ContiguousArray(text.utf8) }

  @Test func growsAndIsCutWhereItGoesOn() throws {
    try inFolder { folder in
      let path = folder + "/a"
      let file = try AppendedFile(path)
      try file.append(bytes("one\n"))
      #expect(try readFile(path) == bytes("one\n"))
      try file.append(bytes("two\n"))
      try file.finish()
      let again = try AppendedFile(path, keeping: 4)
      try again.append(bytes("three\n"))
      #expect(try readFile(path) == bytes("one\nthree\n"))
      // More than there is can't be kept.
      _ = try AppendedFile(path, keeping: 1000)
      #expect(try readFile(path) == bytes("one\nthree\n"))
      _ = try AppendedFile(path)
      #expect(try readFile(path).isEmpty)
    }
  }

  @Test func whatCannotBeWrittenIsNotThereAtAll() throws {
    try inFolder { folder in
      let count = Counter()
      let calls = FileCalls { call in
        guard call == .write else { return nil }
        // The third write takes half, and the next one meets a full disk.
        let number = count.next()
        return number < 3 ? nil : number == 3 ? .short(2) : .error(ENOSPC)
      }
      let path = folder + "/a"
      let file = try AppendedFile(path, calls: calls)
      try file.append(bytes("one\n"))
      try file.append(bytes("two\n"))
      let error = #expect(throws: DescentError.self) { try file.append(bytes("three\n")) }
      #expect(error?.kind == .inputOutput)
      #expect(error?.description.contains("the disk is full") == true)
      #expect(try readFile(path) == bytes("one\ntwo\n"))
    }
  }

  @Test func faultsAreNamed() throws {
    try inFolder { folder in
      let missing = #expect(throws: DescentError.self) { try AppendedFile(folder + "/no/a") }
      #expect(missing?.kind == .cannotWrite)
      #expect(throws: DescentError.self) { try AppendedFile("") }
      #expect(throws: DescentError.self) { try AppendedFile("a\0b") }
      let failing = FileCalls { $0 == .sync ? .error(EIO) : nil }
      let file = try AppendedFile(folder + "/a", calls: failing)
      let fault = #expect(throws: DescentError.self) { try file.finish() }
      #expect(fault?.kind == .inputOutput)
    }
  }
}

private final class Counter: @unchecked Sendable {
  private var count = 0
  func next() -> Int {
    count += 1
    return count
  }
}
