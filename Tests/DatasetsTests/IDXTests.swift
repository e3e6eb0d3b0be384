import Basics
import DataFiles
import Datasets
import Testing

@Suite struct IDXTests {
  func scalars(_ idx: IDX) -> [Scalar] {
    switch idx.values {
    case .bytes(let bytes): bytes.map { Scalar($0) }
    case .scalars(let values): Array(values)
    }
  }

  @Test func readsAllSixTypes() throws {
    let cases: [(UInt8, Bytes, [Scalar])] = [
      (0x08, [0, 255], [0, 255]),
      (0x09, [0x80, 0x7F], [-128, 127]),
      (0x0B, [0x80, 0, 0x01, 0x02], [-32768, 258]),
      (0x0C, [0xFF, 0xFF, 0xFF, 0xFE, 0, 1, 0, 0], [-2, 65536]),
      (0x0D, bigEndian(Float(-1.5).bitPattern) + bigEndian(Float(0.25).bitPattern), [-1.5, 0.25]),
      (0x0E, bigEndian(Double(-1e10).bitPattern) + bigEndian(0.5.bitPattern), [-1e10, 0.5]),
    ]
    for (type, payload, expected) in cases {
      for bytes in [idx(type: type, [2], payload), gzipped(idx(type: type, [2], payload))] {
        let read = try IDX(bytes, name: "x")
        #expect(read.element.rawValue == type)
        #expect(scalars(read) == expected)
      }
    }
  }

  @Test func keepsBytesAsBytes() throws {
    guard case .bytes(let bytes) = try IDX(idx([3], [1, 2, 3]), name: "x").values else {
      Issue.record("not bytes")
      return
    }
    #expect(bytes.array == [1, 2, 3])
  }

  @Test(arguments: 1...8) func readsDimensions(_ count: Int) throws {
    let dimensions = [3] + Array(repeating: 1, count: count - 1)
    #expect(try IDX(idx(dimensions, [1, 2, 3]), name: "x").dimensions == dimensions)
  }

  @Test func readsNoItems() throws {
    #expect(try IDX(idx([0, 28, 28], []), name: "x").values.count == 0)
  }

  @Test func refusesWhatIsNotIDX() {
    expectError(.badData, "x: the file is empty") { try IDX([], name: "x") }
    expectError(
      .badData, "x: not an IDX file: it begins with 89 50 4e 47, not with 00 00"
    ) { try IDX([0x89, 0x50, 0x4E, 0x47, 0x0D], name: "x") }
    expectError(.badData, "x: the file ends within the IDX header") {
      try IDX([0, 0, 8], name: "x")
    }
    expectError(
      .badData, "x: unknown IDX type 0a; expected 08, 09, 0b, 0c, 0d or 0e"
    ) { try IDX(idx(type: 0x0A, [1], [0]), name: "x") }
    expectError(.badData, "x: the IDX header says 0 dimensions; expected 1 to 8") {
      try IDX(idx([], []), name: "x")
    }
    expectError(.badData, "x: the IDX header says 9 dimensions; expected 1 to 8") {
      try IDX(idx(Array(repeating: 1, count: 9), [0]), name: "x")
    }
    expectError(.badData, "x: the file ends within the IDX header") {
      try IDX([0, 0, 8, 2, 0, 0, 0, 1, 0], name: "x")
    }
  }

  @Test func refusesWrongSizes() {
    expectError(
      .badData,
      "x: the IDX header announces 12 bytes (3x2x2), but only 11 follow. "
        + "The file is cut off: get it again."
    ) { try IDX(idx([3, 2, 2], Bytes(repeating: 0, count: 11)), name: "x") }
    expectError(
      .badData, "x: 2 bytes too many: the IDX header announces 12 (3x2x2)"
    ) { try IDX(idx([3, 2, 2], Bytes(repeating: 0, count: 14)), name: "x") }
    expectError(
      .badData, "x: the IDX header says 4294967295x4294967295x4294967295, more than can exist"
    ) { try IDX(idx([0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [0]), name: "x") }
  }

  @Test func hintsAtSwappedDimensions() {
    // 3 and 2, written little-endian.
    let small: Bytes = [0, 0, 8, 2, 3, 0, 0, 0, 2, 0, 0, 0] + Bytes(repeating: 1, count: 6)
    expectError(
      .badData,
      "x: the IDX header announces 1,688,849,860,263,936 bytes (50331648x33554432), but "
        + "only 6 follow. The dimensions fit if read little-endian: write the file in big-endian "
        + "order."
    ) { try IDX(small, name: "x") }
  }

  @Test func aHeaderThatPromisesTooMuchCostsNothing() {
    let bytes = gzipped(idx([4_000_000_000, 1000], [1, 2, 3]))
    expectError(
      .badData,
      "x: the IDX header announces 4,000,000,000,000 bytes (4000000000x1000), but only 3 "
        + "follow. The file is cut off: get it again."
    ) { try IDX(bytes, name: "x") }
  }

  @Test func aBombBehindTheDataIsRefused() {
    let member = gzipped(Bytes(repeating: 0, count: 1 << 20))
    var bomb = gzipped(idx([2], [1, 2]))
    for _ in 0..<200 { bomb += member }
    expectError(
      .badData, "x: more than 67,108,865 bytes too many: the IDX header announces 2 (2)"
    ) { try IDX(bomb, name: "x") }
  }

  @Test func refusesNumbersOutOfRange() throws {
    let bytes = idx(type: 0x0E, [2], bigEndian(1.0.bitPattern) + bigEndian(1e300.bitPattern))
    if Scalar.self == Float.self {
      expectError(.badData, "x: value 2 is 1e+300, out of the range of Float") {
        try IDX(bytes, name: "x")
      }
    } else {
      #expect(scalars(try IDX(bytes, name: "x")) == [1, Scalar(1e300)])
    }
  }

  @Test func survivesDamage() {
    let plain = idx([3, 2, 2], Bytes(1...12))
    let counts = readDamaged(plain) { try IDX($0, name: "x") }
    // Every cut is seen, and every change of the header but that of the type to signed byte.
    #expect(counts.accepted == 12 * 3 + 1)
    #expect(counts.refused == plain.count * 4 - counts.accepted)
    let packed = readDamaged(gzipped(plain)) { try IDX($0, name: "x") }
    #expect(packed.refused > packed.accepted)
  }
}
