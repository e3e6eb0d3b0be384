import Basics
import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file is whole, whichever call fails.
@Suite struct FileCallsTests {
  /// Counts calls and lets some of them fail.
  private final class Script: Sendable {
    private let count = Atomic<Int>(0)
    private let seen = Mutex<[FileCalls.Call]>([])

    var calls: [FileCalls.Call] { seen.withLock { $0 } }

    func calls(_ fault: @escaping @Sendable (Int, FileCalls.Call) -> FileCalls.Fault?) -> FileCalls
    {
      FileCalls { call in
        self.seen.withLock { $0.append(call) }
        return fault(self.count.wrappingAdd(1, ordering: .relaxed).oldValue, call)
      }
    }
  }

  private let new = ContiguousArray((0..<5000).map { UInt8(truncatingIfNeeded: $0 * 7) })

  /// The calls of one write without a fault.
  private func plainCalls(keeping previous: String?) throws -> [FileCalls.Call] {
    let script = Script()
    try withTemporaryFolder { folder in
      try AtomicFile.write("old", to: folder + "/a")
      try AtomicFile.write(
        new, to: folder + "/a", keepingOldAs: previous, calls: script.calls { _, _ in nil })
      #expect(try readFile(folder + "/a") == new)
      if let previous { #expect(try readText(folder + "/" + previous) == "old") }
    }
    return script.calls
  }

  @Test func theCallsOfOneWrite() throws {
    #expect(
      try plainCalls(keeping: nil)
        == [.open, .write, .setPermissions, .sync, .rename, .openFolder, .syncFolder])
    #expect(
      try plainCalls(keeping: "b")
        == [.open, .write, .setPermissions, .sync, .rename, .rename, .openFolder, .syncFolder])
  }

  /// Each call fails once, with each error; then the old file is there, or the new one is whole.
  @Test(arguments: [nil, "b"])
  func everyCallFails(_ previous: String?) throws {
    let calls = try plainCalls(keeping: previous)
    for code in [EIO, ENOSPC, EDQUOT] {
      for failing in calls.indices {
        try withTemporaryFolder { folder in
          try AtomicFile.write("old", to: folder + "/a")
          let fault = failure {
            try AtomicFile.write(
              new, to: folder + "/a", keepingOldAs: previous,
              calls: Script().calls { index, _ in index == failing ? .error(code) : nil })
          }
          let detail = "\(calls[failing]) \(code)"
          #expect(fault?.0 == .inputOutput, "\(detail)")
          #expect(fault?.1.hasPrefix(folder + "/a: can't be written: ") == true, "\(detail)")
          let names = try #require(namesInFolder(folder))
          #expect(names.allSatisfy { $0 == "a" || $0 == "b" }, "nothing is left: \(names)")
          try expectWhole(folder, detail)
        }
      }
    }
  }

  /// From the n-th call on nothing works any more: what a killed process leaves.
  @Test(arguments: [nil, "b"])
  func killedAtEveryCall(_ previous: String?) throws {
    let calls = try plainCalls(keeping: previous)
    for last in calls.indices {
      try withTemporaryFolder { folder in
        try AtomicFile.write("old", to: folder + "/a")
        let fault = failure {
          try AtomicFile.write(
            new, to: folder + "/a", keepingOldAs: previous,
            calls: Script().calls { index, _ in
              if index == last, calls[index] == .write { return .short(1234) }
              return index >= last ? .error(EIO) : nil
            })
        }
        #expect(fault != nil)
        try expectWhole(folder, "killed at \(calls[last])")
        AtomicFile.removeLeftovers(in: folder)
        #expect((namesInFolder(folder) ?? []).allSatisfy { !$0.hasSuffix(".tmp") })
        try expectWhole(folder, "killed at \(calls[last]), tidied up")
      }
    }
  }

  /// What can be read is the old file or the new one, each whole; at least one is there.
  private func expectWhole(_ folder: String, _ detail: String) throws {
    var found = 0
    for name in ["a", "b"] where (namesInFolder(folder) ?? []).contains(name) {
      let bytes = try readFile(folder + "/" + name)
      #expect(bytes == new || bytes == ContiguousArray("old".utf8), "\(detail)")
      found += 1
    }
    #expect(found >= 1, "\(detail)")
  }

  @Test func shortWritesAndInterruptedCalls() throws {
    for most in [1, 3, 999, 4999, 5000, 6000] {
      try withTemporaryFolder { folder in
        let script = Script()
        try AtomicFile.write(
          new, to: folder + "/a",
          calls: script.calls { _, call in call == .write ? .short(most) : nil })
        #expect(try readFile(folder + "/a") == new)
        #expect(script.calls.count { $0 == .write } == (5000 + most - 1) / most)
      }
    }
    // Every second call is interrupted by a signal.
    try withTemporaryFolder { folder in
      let script = Script()
      try AtomicFile.write("old", to: folder + "/a")
      try AtomicFile.write(
        new, to: folder + "/a", keepingOldAs: "b",
        calls: script.calls { index, _ in index % 2 == 0 ? .error(EINTR) : nil })
      #expect(try readFile(folder + "/a") == new)
      #expect(script.calls.count == 16)
    }
  }

  /// Not every file system can force a folder to the disk; that is no fault.
  @Test func foldersThatCannotBeForced() throws {
    for code in [EINVAL, ENOTSUP, EACCES] {
      try withTemporaryFolder { folder in
        for kind in [FileCalls.Call.openFolder, .syncFolder] {
          try AtomicFile.write(
            new, to: folder + "/a", calls: FileCalls { $0 == kind ? .error(code) : nil })
        }
      }
    }
  }
}
