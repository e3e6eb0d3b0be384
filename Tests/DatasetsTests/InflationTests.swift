import Basics
import DataFiles
import Datasets
import Testing

/// What swells more than usual, honest or not.
@Suite struct InflationTests {
  /// A gzip member of this size that says the same thing over and over.
  static func swelling(_ size: Int) -> Bytes {
    let line = text("1,2\n")
    return gzipped(Bytes((0..<size / 4).flatMap { _ in line }))
  }

  @Test func honestContentLoads() throws {
    // 48 MiB out of 48 KiB: more than 16 times as much, and more than 32 MiB.
    let member = Self.swelling(12 << 20)
    let content = try inflated(member + member + member + member, name: "a.gz")
    #expect(content.count == 48 << 20)
    #expect(content.suffix(4).elementsEqual(text("1,2\n")))
    let reader = ByteReader(member + member + member + member, name: "a.gz")
    #expect(try reader.read(5) == text("1,2\n1"))
    #expect(try reader.remaining(upTo: .max) == 48 << 20 - 5)
    #expect(try reader.remaining(upTo: 7) == 7)
    #expect(try reader.read(.max).count == 48 << 20 - 5)
  }

  @Test func moreThanTheLimitIsRefused() throws {
    let member = Self.swelling(12 << 20)
    var bomb = Bytes()
    for _ in 0..<23 { bomb += member }
    expectError(
      .badData,
      "a.csv.gz: inflates to more than 268,435,456 bytes, the limit for gzip data. "
        + "Unpack it with gunzip first."
    ) { try CSVData(bomb, name: "a", file: "a.csv.gz") }
    // Wrong at its end: seen before any of it is kept.
    var damaged = member + member + member + member
    damaged[damaged.count - 5] ^= 1
    #expect(throws: DescentError.self) { try inflated(damaged, name: "a.gz") }
  }

  @Test func whatIsNoTextIsRefusedAtOnce() {
    expectError(.badData, "a.gz:1:1: a NUL byte; expected text. This is not a CSV file.") {
      try CSVData(gzipped(Bytes(repeating: 0, count: 1 << 20)), name: "a", file: "a.gz")
    }
  }

  @Test func arraysThatSwellAreCountedFirst() throws {
    let size = 36 << 20
    let content = idx([36, 1024, 1024], Bytes(repeating: 0, count: size))
    #expect(try IDX(gzipped(content), name: "a.idx").values.count == size)
    expectError(
      .badData,
      "a.idx: the IDX header announces 37,748,736 bytes (36x1024x1024), but only 37,748,735 follow. "
        + "The file is cut off: get it again."
    ) { try IDX(gzipped(Bytes(content.dropLast())), name: "a.idx") }
    expectError(
      .badData,
      "a.idx: 3 bytes too many: the IDX header announces 37,748,736 (36x1024x1024)"
    ) { try IDX(gzipped(content + [0, 0, 0]), name: "a.idx") }
    // Just plausible by the greatest ratio of deflate, and above 1 GiB.
    let long = idx([2048, 1024, 1024], Bytes(repeating: 0, count: 1 << 20))
    let filler = Bytes(repeating: 7, count: 100)
    let bytes = gzipped(long) + Bytes((0..<25_000).flatMap { _ in gzipped(filler) })
    expectError(
      .badData,
      "a.idx: the IDX header announces 2,147,483,648 bytes (2048x1024x1024), but only 3,548,576 follow. "
        + "The file is cut off: get it again."
    ) { try IDX(bytes, name: "a.idx") }
  }
}
