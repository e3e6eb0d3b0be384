import Basics
import Datasets
import ModelFiles
import Networks
import Synchronization
import TestSupport
import Testing
import Training

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Two generations of checkpoints, one of which is always whole.
@Suite struct CheckpointFolderTests {
  private let training = TrainingCase("small") {
    $0.layers = [Dense(2)]
    $0.configuration.optimizer = Momentum()
  }

  /// A folder that goes away.
  private final class Folder {
    let path: String
    init() throws {
      var template = Array("/tmp/descent-test-XXXXXX".utf8CString)
      guard mkdtemp(&template) != nil else { throw DescentError(.inputOutput, "no folder") }
      path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    deinit {
      for name in names { unlink(path + "/" + name) }
      rmdir(path)
    }
    var names: [String] { namesInFolder(path) ?? [] }
    var newest: String { path + "/" + CheckpointFolder.name }
    var previous: String { path + "/" + CheckpointFolder.previousName }
  }

  /// The steps of the checkpoint that is found, and whether it is the newest.
  private func found(_ folder: Folder) throws -> (steps: Int, fault: String?)? {
    var files = CheckpointFolder(folder.path)
    return try files.load().map {
      ($0.checkpoint.training.trainer.stepCount, $0.fault?.description)
    }
  }

  @Test func theTwoNewestAreKept() throws {
    let folder = try Folder()
    #expect(try found(folder) == nil)
    var files = CheckpointFolder(folder.path)
    #expect(!files.hasFiles)
    let run = try training.run(after: 1)
    for steps in 1...3 {
      _ = try run.next()
      try files.save(try training.checkpoint(run))
      #expect(try #require(try found(folder)) == (steps, nil))
      let names = [CheckpointFolder.previousName, CheckpointFolder.name]
      #expect(folder.names == (steps == 1 ? [CheckpointFolder.name] : names))
    }
    let older = try Checkpoint(safetensors: try readFile(folder.previous))
    #expect(older.training.trainer.stepCount == 2)
    files.remove()
    #expect(folder.names == [])
  }

  /// Every byte changed in several ways, and every length: detected, and the one before it is used.
  @Test func everyChangedOrMissingByteIsFound() throws {
    let folder = try Folder()
    var files = CheckpointFolder(folder.path)
    let run = try training.run(after: 2)
    try files.save(try training.checkpoint(run))
    _ = try run.next()
    try files.save(try training.checkpoint(run))
    let good = try readFile(folder.newest)
    #expect(good.count < 12_000)
    #expect(throws: Never.self) { try Checkpoint(safetensors: good) }
    for index in good.indices {
      for change: UInt8 in [0x01, 0x80, 0x20, 0x29, 0xFF] {
        var bytes = good
        bytes[index] ^= change
        let fault = message { _ = try Checkpoint(safetensors: bytes, file: "c") }
        guard let fault, fault.hasPrefix("c: ") else {
          Issue.record("byte \(index) changed by \(change): \(fault ?? "no fault")")
          continue
        }
      }
      let cut = message {
        _ = try Checkpoint(safetensors: ContiguousArray(good[..<index]), file: "c")
      }
      #expect(cut?.hasPrefix("c: ") == true, "cut to \(index) bytes")
    }
    #expect(message { _ = try Checkpoint(safetensors: good + [0]) } != nil)
    // The same through the folder, at a sample of places.
    for index in stride(from: 0, to: good.count, by: 97) {
      var bytes = good
      bytes[index] ^= 0x10
      try AtomicFile.write(bytes, to: folder.newest)
      let answer = try #require(try found(folder))
      #expect(answer.steps == 1)
      #expect(answer.fault?.hasPrefix(folder.newest + ": ") == true)
      try AtomicFile.write(ContiguousArray(good[..<index]), to: folder.newest)
      #expect(try found(folder)?.steps == 1)
    }
  }

  @Test func bothDamaged() throws {
    let folder = try Folder()
    var files = CheckpointFolder(folder.path)
    let run = try training.run(after: 2)
    try files.save(try training.checkpoint(run))
    try files.save(try training.checkpoint(run))
    var bytes = try readFile(folder.newest)
    bytes[bytes.count - 5] ^= 1
    try AtomicFile.write(bytes, to: folder.newest)
    try AtomicFile.write(ContiguousArray(bytes.prefix(100)), to: folder.previous)
    let fault = message { _ = try found(folder) }
    #expect(
      fault == "no checkpoint is whole. \(folder.newest): the file is damaged or was changed: its "
        + "checksum doesn't match. \(folder.previous): the file is cut short: its header takes "
        + "\(headerLength(bytes)) bytes, 92 are there")
    unlink(folder.previous)
    #expect(message { _ = try found(folder) }?.contains("\(folder.previous): no such file") == true)
    unlink(folder.newest)
    #expect(try found(folder) == nil)
  }

  private func headerLength(_ bytes: ContiguousArray<UInt8>) -> String {
    grouped(bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) })
  }

  /// A damaged newest file must not take the place of the good one before it.
  @Test func aDamagedFileNeverReplacesAGoodOne() throws {
    let folder = try Folder()
    var files = CheckpointFolder(folder.path)
    let run = try training.run(after: 2)
    try files.save(try training.checkpoint(run))
    _ = try run.next()
    try files.save(try training.checkpoint(run))
    try AtomicFile.write("damaged", to: folder.newest)
    var later = CheckpointFolder(folder.path)
    #expect(try later.load()?.checkpoint.training.trainer.stepCount == 1)
    _ = try run.next()
    // Killed at the last moment before the new file has its name.
    var dying = CheckpointFolder(
      folder.path, calls: FileCalls { $0 == .rename || $0 == .remove ? .error(EIO) : nil })
    _ = try dying.load()
    #expect(message { try dying.save(try training.checkpoint(run)) } != nil)
    #expect(try found(folder)?.steps == 1)
    try later.save(try training.checkpoint(run))
    #expect(try #require(try found(folder)) == (3, nil))
    let older = try Checkpoint(safetensors: try readFile(folder.previous))
    #expect(older.training.trainer.stepCount == 1)
  }

  // MARK: Failing calls

  private final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).oldValue }
    var value: Int { count.load(ordering: .relaxed) }
  }

  /// Saves three checkpoints through calls of which one fails, or all from it on, and looks at what
  /// is there. Returns how many calls there were.
  private func save(
    failing: Int, _ fault: FileCalls.Fault, forEver: Bool
  ) throws -> Int {
    let folder = try Folder()
    let counter = Counter()
    var files = CheckpointFolder(
      folder.path,
      calls: FileCalls { _ in
        let index = counter.next()
        return index == failing || (forEver && index > failing) ? fault : nil
      })
    let run = try training.run(after: 1)
    var saved = 0
    var isFailed = false
    for steps in 1...3 {
      _ = try run.next()
      do {
        try files.save(try training.checkpoint(run))
        saved = steps
      } catch let error as DescentError {
        #expect(error.kind == .inputOutput)
        #expect(error.position?.file == folder.newest)
        isFailed = true
        break
      }
    }
    if failing < 1000 { #expect(isFailed, "call \(failing) failed without an error") }
    // Where the folder couldn't be forced to the disk, the new file is in place nevertheless.
    let steps = try found(folder)?.steps ?? 0
    #expect(steps == saved || steps == saved + 1, "call \(failing): \(saved) saved, \(steps) found")
    // The training goes on later, from what is there.
    var later = CheckpointFolder(folder.path)
    _ = try later.load()
    AtomicFile.removeLeftovers(in: folder.path)
    try later.save(try training.checkpoint(run))
    #expect(try found(folder)?.steps == run.trainer.stepCount)
    #expect(folder.names.allSatisfy { !$0.hasPrefix(".") })
    return counter.value
  }

  @Test func everyCallFails() throws {
    let calls = try save(failing: 1000, .error(EIO), forEver: false)
    // The first has no old file; each of the others gives it another name.
    #expect(calls == 6 + 8 + 8)
    for failing in 0..<calls {
      for code in [ENOSPC, EIO, EDQUOT] {
        for forEver in [false, true] {
          _ = try save(failing: failing, .error(code), forEver: forEver)
        }
      }
    }
  }
}
