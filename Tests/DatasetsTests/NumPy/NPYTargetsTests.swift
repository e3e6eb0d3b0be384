import Basics
import DataFiles
import Datasets
import Testing

/// An array of one number or text per row.
private func npy(_ type: String, _ rows: Int, _ payload: Bytes) -> Bytes {
  let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(rows),), }"
  return [0x93] + text("NUMPY") + [1, 0] + littleEndian(UInt16(header.utf8.count)) + text(header)
    + payload
}

private func read(
  _ type: String, _ rows: Int, _ payload: Bytes, task: TaskChoice = .automatic,
  classes: [String]? = nil
) throws -> Dataset {
  let x = npy("|u1", rows, Bytes((0..<rows).map { UInt8(truncatingIfNeeded: $0) }))
  return try LoadedData(
    features: NPY(x, name: "x.npy"), targets: NPYTargets(npy(type, rows, payload), name: "y.npy"),
    name: "a", task: task, classes: classes
  ).train
}

/// Texts as NumPy's `U` stores them.
private func wide(_ texts: String..., length: Int, isBigEndian: Bool = false) -> Bytes {
  Bytes(
    texts.flatMap { text in
      let codes = text.unicodeScalars.map(\.value)
      return (codes + Array(repeating: 0, count: length - codes.count)).flatMap {
        isBigEndian ? Bytes(littleEndian($0).reversed()) : Bytes(littleEndian($0))
      }
    })
}

@Suite struct NPYTargetsTests {
  @Test func largeWholeNumbersAreToldApart() throws {
    let first: Int64 = 16_777_216
    let signed = Bytes((0..<6).flatMap { littleEndian(UInt64(first + $0 % 3)) })
    let labels = try read("<i8", 6, signed)
    #expect(labels.task.classes == ["16777216", "16777217", "16777218"])
    #expect(labels.targets == [0, 1, 2, 0, 1, 2])
    let doubles = Bytes((0..<4).flatMap { littleEndian(Double(first + $0 % 2).bitPattern) })
    #expect(try read("<f8", 4, doubles).task.classes == ["16777216", "16777217"])
    let huge = littleEndian(UInt64.max) + littleEndian(UInt64.max - 1)
    #expect(
      try read("<u8", 2, Bytes(huge)).task.classes
        == ["18446744073709551614", "18446744073709551615"])
    let short = littleEndian(UInt32(bitPattern: -20_000_001)) + littleEndian(UInt32(5))
    #expect(try read("<i4", 2, Bytes(short)).task.classes == ["-20000001", "5"])
  }

  @Test func manyLargeNumbersAreNoClasses() throws {
    let times = Bytes((0..<60).flatMap { littleEndian(UInt64(1_700_000_000 + 7 * $0)) })
    let data = try read("<i8", 60, times)
    #expect(data.task == .regression(targets: ["y"]))
    expectError(.badData, "y.npy: classes must be whole numbers") {
      try read(
        "<f8", 2, Bytes(littleEndian(Double(3).bitPattern) + littleEndian(3.000_000_01.bitPattern)),
        task: .classification)
    }
  }

  @Test func textsAreClasses() throws {
    let data = try read("<U3", 3, wide("dog", "ant", "Ü", length: 3))
    #expect(data.task.classes == ["ant", "dog", "Ü"])
    #expect(data.targets == [1, 0, 2])
    let swapped = wide("10", "9", length: 2, isBigEndian: true)
    #expect(try read(">U2", 2, swapped).task.classes == ["9", "10"])
    let bytes = text("cat") + text("a") + [0, 0]
    #expect(try read("|S3", 2, bytes).task.classes == ["a", "cat"])
    let known = try read("|S3", 2, bytes, classes: ["zebra", "cat", "a"])
    #expect(known.targets == [1, 2])
    expectError(
      .badData, "y.npy: row 2: unknown class \"a\". Known: zebra, cat."
    ) { try read("|S3", 2, bytes, classes: ["zebra", "cat"]) }
  }

  @Test func refusesOtherTexts() {
    expectError(.badData, "y.npy: row 2: the character NUL within a text") {
      try read("<U3", 2, wide("dog", "a\0b", length: 3))
    }
    expectError(.badData, "y.npy: row 1: the character NUL within a text") {
      try read("|S3", 1, [97, 0, 98])
    }
    expectError(.badData, "y.npy: row 1: U+D800 is no character of Unicode") {
      try read("<U1", 1, Bytes(littleEndian(UInt32(0xD800))))
    }
    expectError(.badData, "y.npy: row 1: U+110000 is no character of Unicode") {
      try read("<U1", 1, Bytes(littleEndian(UInt32(0x110000))))
    }
    expectError(.badData, "y.npy: row 1: a text that isn't UTF-8") { try read("|S1", 1, [0xFF]) }
    expectError(.badData, "y.npy: row 2: an empty text; expected the name of a class") {
      try read("<U1", 2, wide("a", "", length: 1))
    }
    expectError(
      .badData,
      "y.npy: texts of the type \"<U1025\"; those of 1 to 1,024 characters are read as classes"
    ) { try read("<U1025", 1, Bytes(repeating: 0, count: 4100)) }
    expectError(
      .badData,
      "y.npy: the NPY header announces 16 bytes (1 of <U4), but only 8 follow. The file is cut off: "
        + "get it again."
    ) { try read("<U4", 1, Bytes(repeating: 0, count: 8)) }
    expectError(
      .badData,
      "y.npy: texts, of the type \"<U1\"; expected numbers to predict. Learn them as classes, or "
        + "convert them: y.astype(\"float32\")."
    ) { try read("<U1", 2, wide("1", "2", length: 1), task: .regression) }
    let many = Bytes((0..<1001).flatMap { littleEndian(UInt32(0x4E00 + $0)) })
    expectError(
      .badData, "y.npy: more than 1,000 different texts, too many for classes"
    ) { try read("<U1", 1001, many) }
  }

  @Test func damageIsRefused() {
    let counts = readDamaged(npy("<U2", 2, wide("no", "ya", length: 2))) {
      try NPYTargets($0, name: "y")
    }
    #expect(counts.accepted > 0)
    #expect(counts.refused > 100)
  }
}
