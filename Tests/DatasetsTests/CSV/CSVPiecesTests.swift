import Basics
import DataFiles
import Datasets
import Testing

/// A text that comes in pieces reads as it does in one.
@Suite struct CSVPiecesTests {
  struct Outcome: Equatable {
    var rows: [[String]] = []
    var places: [String] = []
    var error: String?
  }

  /// Gives bytes so many at a time.
  func cut(_ bytes: Bytes, _ step: Int) -> () -> Bytes {
    var position = 0
    return {
      defer { position = min(position + step, bytes.count) }
      return Bytes(bytes[position..<min(position + step, bytes.count)])
    }
  }

  func read(_ bytes: Bytes, step: Int, names: [String] = []) -> Outcome {
    var outcome = Outcome()
    let pieces = CSVPieces(cut(bytes, step), name: "t.csv", headerNames: names)
    do {
      while let table = try pieces.next() { add(table, to: &outcome) }
    } catch {
      outcome.error = "\(error)"
    }
    return outcome
  }

  func whole(_ bytes: Bytes) -> Outcome {
    var outcome = Outcome()
    do {
      add(try CSVTable(bytes, name: "t.csv"), to: &outcome)
    } catch {
      outcome.error = "\(error)"
    }
    return outcome
  }

  func add(_ table: CSVTable, to outcome: inout Outcome) {
    for row in 0..<table.rows {
      outcome.rows.append((0..<table.columns).map { table.text(row: row, column: $0) })
      outcome.places.append(table.position(row: row, column: table.columns - 1).description)
    }
  }

  static let good = [
    "a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n5,6", "a,b\r1,2\r3,4\r", "\u{FEFF}a,b\n1,2\n",
    "\n\na,b\n1,2\n\n  \n", "name,\"two\nlines\"\n\"a,\"\"b\"\"\",1\n \"c\" , 2 \n\"\",3\n",
    "x\ty\n1\t2\n\t\n3\t4\n", "1,5;2\n1,5;3\n", "a;b\n1,5;2\n", "größe,é\nå,1\n\u{FEFF}z,2\n",
    "name,size\n5'7\",x\"y\n\"q\"\"\nr\",3\"\n a\"b\" ,\"1,\n2\"\n",
    "\u{FEFF}\"a\n,\",b\n1,2\n", "a;b\n5,\"x;1\n6;\"c\nd\"\n",
    "a,b\n" + (0..<500).map { "\($0),\"x\n\($0)\"\n" }.joined(),
    "a,b\r\n" + (0..<300).map { "\($0),y\r\n" }.joined() + "\r\n\r\n",
  ]

  @Test(arguments: good, [1, 2, 3, 7, 64, 1000, 1 << 20])
  func readsWhatTheWholeSays(_ string: String, _ step: Int) {
    let expected = whole(text(string))
    #expect(expected.error == nil)
    #expect(read(text(string), step: step) == expected)
  }

  static let bad: [(text: String, rows: Int, error: String)] = [
    ("", 0, "t.csv: the file is empty"), ("\n \n", 0, "t.csv: the file is empty"),
    ("a,b\n", 0, "t.csv: there is a header, but no rows. Add rows below the names."),
    ("a,a\n1,2\n", 0, "t.csv:1:3: two columns are called \"a\": 1 and 2. Rename one of them."),
    ("a,b\n1,2\n3\n4,5\n", 1, "t.csv:3: 1 cell, but the first row has 2"),
    ("a,b\n1,2\n\n\n3,4\n", 1, "t.csv:3: a blank line. Delete it."),
    (
      "a,b\n1,2\n3,4\n5,\"6\n7,8\n", 2, "t.csv:4:3: the quote that opens here is never closed"
    ),
    (
      "a,b\n1,2\n3,\"4\"5\n\"6\",7\n", 1,
      "t.csv:3:6: text after the closing quote of a cell. Double the quotes within a cell in quotes."
    ),
    ("a,b\n1,2\n3,\u{0}\n", 1, "t.csv:3:3: a NUL byte; expected text. This is not a CSV file."),
  ]

  @Test(arguments: 0..<bad.count, [1, 3, 64, 1 << 20])
  func rowsBeforeAFaultCome(_ index: Int, _ step: Int) {
    let example = Self.bad[index]
    let outcome = read(text(example.text), step: step)
    #expect(outcome.error == example.error)
    #expect(outcome.rows.count == example.rows)
    #expect(whole(text(example.text)).error == example.error)
  }

  /// Whatever is in it, the cut changes nothing.
  @Test func damagedTextsReadAlikeInAllPieces() {
    let good = text("id,\"a\"\"b\",c\r\n1,\"x\ny\",3\n\n 4 ,5,\"6\"\n7,8,9\r10,11,12\n\n")
    var variants = (0..<good.count).map { Bytes(good[..<$0]) }
    for index in good.indices {
      for byte in [0x0A, 0x22, 0x2C, 0x20, 0xFF] as [UInt8] {
        var copy = good
        copy[index] = byte
        variants.append(copy)
      }
    }
    for variant in variants {
      let expected = read(variant, step: 1 << 20)
      for step in [1, 2, 5] {
        #expect(
          read(variant, step: step) == expected, "\(String(decoding: variant, as: UTF8.self))")
      }
      let whole = whole(variant)
      #expect((whole.error == nil) == (expected.error == nil))
      if whole.error == nil { #expect(whole == expected) }
    }
  }

  @Test func theFirstRowsAreThereBeforeTheLast() throws {
    // With the names that are looked for, one row is enough; without, 20 lines tell the delimiter.
    for (names, expected) in [(["a", "b"], 2), ([], 20)] {
      var lines = 0
      let pieces = CSVPieces(
        {
          lines += 1
          return text(lines == 1 ? "a,b\n" : "\(lines),2\n")
        }, name: "t.csv", headerNames: names)
      #expect(try pieces.next()?.rows == expected - 1)
      #expect(lines == expected)
      #expect(try pieces.next()?.rows == 1)
      #expect(lines == expected + 1)
    }
  }

  /// A row that comes in parts is there as soon as its last part has come.
  @Test func noMoreIsReadThanARowTakes() throws {
    let parts = ["a,b\n1,2\n12345678901234567890,", "3", "\n", "4,5\n"].map { text($0) }
    var read = 0
    let pieces = CSVPieces(
      {
        read += 1
        return read > parts.count ? [] : parts[read - 1]
      }, name: "t.csv", headerNames: ["a", "b"])
    for expected in [1, 3, 4] {
      #expect(try pieces.next()?.rows == 1)
      #expect(read == expected)
    }
    #expect(try pieces.next()?.rows == nil)
  }

  @Test(arguments: [0, 0x0A] as [UInt8]) func bytesWithoutRowsAreRefused(_ byte: UInt8) {
    let piece = Bytes(repeating: byte, count: 1 << 18)
    let pieces = CSVPieces({ piece }, name: "t.csv")
    expectError(
      .badData,
      byte == 0
        ? "t.csv:1:1: a NUL byte; expected text. This is not a CSV file."
        : "t.csv:1: a row of more than 32 MiB"
    ) { try pieces.next() }
  }

  @Test func aRowWithoutEndIsRefused() {
    let piece = Bytes(repeating: UInt8(ascii: "1"), count: 1 << 20) + text(",")
    var count = 0
    let pieces = CSVPieces(
      {
        count += 1
        return count == 1 ? text("a,b\n1,2\n") : piece
      }, name: "t.csv", headerNames: ["a", "b"])
    #expect(throws: Never.self) { try pieces.next() }
    expectError(.badData, "t.csv:3: a row of more than 32 MiB") { try pieces.next() }
    #expect(count < 40)
    // A quote that stays open is known after a mebibyte.
    count = 0
    let quoted = CSVPieces(
      {
        count += 1
        return count == 1 ? text("a,b\n1,2\n3,\"") : piece
      }, name: "t.csv", headerNames: ["a", "b"])
    #expect(throws: Never.self) { try quoted.next() }
    expectError(.badData, "t.csv:3:3: the quote that opens here is never closed") {
      try quoted.next()
    }
    #expect(count < 6)
  }
}
