import Basics
import EventFiles
import Foundation
import Testing

/// The bytes of event files, taken apart again.
@Suite struct EventFileTests {
  /// The messages of a file; every length and checksum is checked.
  static func messages(_ path: String) throws -> [ContiguousArray<UInt8>] {
    let bytes = try readFile(path)
    var messages: [ContiguousArray<UInt8>] = []
    var at = 0
    func number(_ place: Int, _ count: Int) -> UInt64 {
      bytes[place..<(place + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    while at < bytes.count {
      let count = Int(number(at, 8))
      #expect(
        UInt32(number(at + 8, 4)) == CRC32C.masked(ContiguousArray(bytes[at..<(at + 8)])))
      let message = ContiguousArray(bytes[(at + 12)..<(at + 12 + count)])
      #expect(UInt32(number(at + 12 + count, 4)) == CRC32C.masked(message))
      messages.append(message)
      at += 16 + count
    }
    return messages
  }

  static func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/descent-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  /// Written down by hand from event.proto.
  @Test func bytesAreThoseOfTheFormat() throws {
    try Self.inFolder { folder in
      let file = try EventFile(in: folder, clock: { 2 })
      try file.write([.scalar("ab", 0.5)], step: 300)
      try file.finish()
      let found = try Self.messages(file.path)
      let time: ContiguousArray<UInt8> = [0x09, 0, 0, 0, 0, 0, 0, 0, 0x40]
      #expect(
        found[0] == time + [0x1A, 13] + ContiguousArray("brain.Event:2".utf8) + [0x52, 9, 0x0A, 7]
          + ContiguousArray("descent".utf8))
      // step 300, then a summary of 11 bytes with one value of 9: tag and number.
      #expect(
        found[1] == time + [0x10, 0xAC, 0x02, 0x2A, 11, 0x0A, 9, 0x0A, 2, 0x61, 0x62]
          + [0x15, 0, 0, 0, 0x3F])
      #expect(found.count == 2)
      let name = splitPath(file.path).name.split(separator: ".")
      #expect(name.prefix(4) == ["events", "out", "tfevents", "0000000002"] && name.count >= 7)
    }
  }

  @Test func whoGoesOnSaysFromWhere() throws {
    try Self.inFolder { folder in
      let first = try EventFile(in: folder, clock: { 1_700_000_000.5 })
      // In the same second, and with a clock that was turned back.
      let second = try EventFile(in: folder, from: 41, clock: { 1_700_000_000.9 })
      let third = try EventFile(in: folder, from: 0, clock: { 5 })
      #expect(first.path < second.path && second.path < third.path)
      let found = try Self.messages(second.path)
      // SessionLog START
      #expect(found.count == 2 && Array(found[1].suffix(6)) == [0x10, 41, 0x3A, 2, 0x08, 1])
      #expect(try Self.messages(third.path).count == 2)
    }
  }

  @Test func nothingIsWrittenOfNothing() throws {
    try Self.inFolder { folder in
      let file = try EventFile(in: folder)
      try file.write([], step: 1)
      #expect(try Self.messages(file.path).count == 1)
    }
  }

  @Test func aFullDiskLeavesWholeRecords() throws {
    try Self.inFolder { folder in
      let room = Room(200)
      let file = try EventFile(in: folder, calls: FileCalls { room.fault($0) })
      var written = 0
      let error = #expect(throws: DescentError.self) {
        for step in 1...100 {
          try file.write([.scalar("loss", 1)], step: step)
          written += 1
        }
      }
      #expect(error?.kind == .inputOutput && error?.position?.file == file.path)
      #expect(written > 0)
      #expect(try Self.messages(file.path).count == written + 1)
    }
  }

  @Test func aFolderThatIsNotThereIsNamed() throws {
    let error = #expect(throws: DescentError.self) { try EventFile(in: "/nowhere/at/all") }
    #expect(error?.kind == .cannotWrite)
    #expect(error?.description.contains("the folder \"/nowhere/at/all\" does not exist") == true)
  }
}

/// A disk with room for so many bytes: writes take a few at a time until it is full.
final class Room: @unchecked Sendable {
  private var left: Int
  init(_ bytes: Int) { left = bytes }

  func fault(_ call: FileCalls.Call) -> FileCalls.Fault? {
    guard call == .write else { return nil }
    guard left > 0 else { return .error(ENOSPC) }
    let part = min(left, 7)
    left -= part
    return .short(part)
  }
}
