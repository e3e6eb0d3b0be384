import Basics
import DataFiles
import Datasets
import Testing

@Suite struct CSVTableTests {
  func table(
    _ string: String, delimiter: Character? = nil, header: Bool? = nil, labels: Set<Int> = []
  ) throws -> CSVTable {
    try CSVTable(
      text(string), name: "t.csv", layout: CSVLayout(delimiter: delimiter, hasHeader: header)
    ) { _ in labels }
  }

  func rows(_ table: CSVTable) -> [[String]] {
    (0..<table.rows).map { row in
      (0..<table.columns).map { table.text(row: row, column: $0) }
    }
  }

  @Test(arguments: ["a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4", "a,b\n1,2\r\n3,4"])
  func readsAllLineEnds(_ string: String) throws {
    let table = try table(string)
    #expect(table.header == ["a", "b"])
    #expect(rows(table) == [["1", "2"], ["3", "4"]])
    #expect(table.blankLines == 0)
  }

  @Test(arguments: [",", ";", "\t"] as [Character])
  func findsTheDelimiter(_ delimiter: Character) throws {
    let table = try table("x\(delimiter)y\n1\(delimiter)2\n")
    #expect(table.delimiter == delimiter)
    #expect(rows(table) == [["1", "2"]])
  }

  @Test func prefersTheDelimiterThatRowsAgreeOn() throws {
    // Decimal commas between semicolons, and a text with a semicolon between commas.
    #expect(try table("a;b\n1,5;2\n").delimiter == ";")
    #expect(try table("1,5;2,5\n1,5;3,5\n").delimiter == ";")
    #expect(try table("a,b\n1,x;y\n").delimiter == ",")
    #expect(try table("\"a;b\",c\n1,2\n").delimiter == ",")
    #expect(try table("a\n1\n").delimiter == ",")
    #expect(try table("a:b\n1:2\n", delimiter: ":").columns == 2)
  }

  @Test func readsQuotes() throws {
    let table = try table("name,\"two\nlines\"\n\"a,\"\"b\"\"\",1\n \"c\" , 2 \n\"\",3\n")
    #expect(table.header == ["name", "two\nlines"])
    #expect(rows(table) == [["a,\"b\"", "1"], ["c", "2"], ["", "3"]])
    #expect(table.position(row: 0, column: 1).description == "t.csv:3:11")
    #expect(table.position(row: 1, column: 0).description == "t.csv:4:2")
  }

  /// Only a quote at the beginning of a cell puts it in quotes.
  @Test func readsQuotesWithinTexts() throws {
    let read = try table("name,size\n5'7\",x\"y\" \n\"q\"\"r\",3\"\n")
    #expect(read.text(row: 0, column: 0) == "5'7\"" && read.text(row: 0, column: 1) == "x\"y\"")
    #expect(read.text(row: 1, column: 0) == "q\"r" && read.text(row: 1, column: 1) == "3\"")
  }

  @Test func skipsTheByteOrderMark() throws {
    let table = try table("\u{FEFF}a,b\n1,2\n")
    #expect(table.header == ["a", "b"])
    #expect(table.position(row: 0, column: 0).description == "t.csv:2:1")
  }

  @Test func countsColumnsInCharacters() throws {
    let table = try table("größe,é\nå,1\n", header: true)
    #expect(table.position(row: 0, column: 1).description == "t.csv:2:3")
    #expect(table.text(row: 0, column: 0) == "å")
  }

  @Test func readsGzip() throws {
    let table = try CSVTable(gzipped(text("a,b\n1,2\n")), name: "t.csv")
    #expect(rows(table) == [["1", "2"]])
  }

  @Test func leavesBlankLinesAtTheEndOut() throws {
    let table = try table("1,2\n3,4\n\n  \n")
    #expect(rows(table) == [["1", "2"], ["3", "4"]])
    #expect(table.blankLines == 2)
    let late = try self.table("\n\na,b\n1,2\n\n")
    #expect(late.header == ["a", "b"])
    #expect(late.blankLines == 3)
  }

  @Test(arguments: [
    ("a,b,c\n1,2,x\n", true), ("1,2,x\n3,4,y\n", false), ("1,2,3\n4,5,6\n", false),
    // A name above numbers in the label column, and years for names.
    ("1,2,label\n4,5,6\n", true), ("id,2019,2020,y\n1,2,3,x\n", true),
    // A slip in a row of values is not a name.
    ("5.1,12a,x\n1,2,y\n", false), ("-1,b,x\n1,2,y\n", false),
    ("5,,x\n1,2,y\n", false),
    // One row alone.
    ("1,2,x\n", false),
  ]) func tellsHeadersFromRows(_ string: String, _ hasHeader: Bool) throws {
    let columns = string.prefix { $0 != "\n" }.count { $0 == "," }
    #expect((try table(string, labels: [columns]).header != nil) == hasHeader)
  }

  @Test func obeysWhatIsSaidAboutTheHeader() throws {
    #expect(try table("1,2\n3,4\n", header: true).header == ["1", "2"])
    #expect(try table("a,b\n3,4\n", header: false).rows == 2)
  }

  @Test func refusesWhatIsNoTable() {
    let cases: [(String, String)] = [
      ("", "t.csv: the file is empty"),
      ("\n \n", "t.csv: the file is empty"),
      ("a,b\n", "t.csv: there is a header, but no rows. Add rows below the names."),
      ("a,b\n1,2,3\n", "t.csv:2: 3 cells, but the first row has 2"),
      ("a,b\n1,2\n1\n", "t.csv:3: 1 cell, but the first row has 2"),
      ("a,b\n1,2\n\n3,4\n", "t.csv:3: a blank line. Delete it."),
      ("a,b\n1,\"2\n3,4\n", "t.csv:2:3: the quote that opens here is never closed"),
      (
        "a,b\n\"1\"x,2\n",
        "t.csv:2:4: text after the closing quote of a cell. Double the quotes within a cell in "
          + "quotes."
      ),
      ("a,\0b\n1,2\n", "t.csv:1:3: a NUL byte; expected text. This is not a CSV file."),
      ("a,,c\n1,2,3\n", "t.csv:1:3: column 2 has no name. Name it, or remove the column."),
      (
        "a,b,a\n1,2,3\n",
        "t.csv:1:5: two columns are called \"a\": 1 and 3. Rename one of them."
      ),
    ]
    for (string, message) in cases {
      expectError(.badData, message) { try table(string) }
    }
    expectError(.usage, "the delimiter is \"é\"; expected one character") {
      try table("a", delimiter: "é")
    }
  }

  @Test func refusesWhatIsNotUTF8() {
    expectError(.badData, "t.csv:2:2: the byte ff is not UTF-8 text. Save it as UTF-8.") {
      try CSVTable(text("a,b\n1") + [0xFF] + text(",2\n"), name: "t.csv")
    }
    // An overlong slash, half a surrogate pair, a character cut short.
    for bytes: Bytes in [[0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82]] {
      #expect(throws: DescentError.self) { try CSVTable(text("a,b\n1,") + bytes, name: "t.csv") }
    }
    let utf16 = Bytes("a,b\n1,2\n".utf16.flatMap { littleEndian($0) })
    for bytes in [utf16, [0xFF, 0xFE] + utf16] {
      expectError(
        .badData, "t.csv: looks like UTF-16 text; expected UTF-8. Save it as UTF-8."
      ) { try CSVTable(bytes, name: "t.csv") }
    }
  }

  @Test func refusesEndlessCells() {
    let long = String(repeating: "1", count: (1 << 20) + 1)
    expectError(.badData, "t.csv:1:3: a cell of more than 1 MiB") { try table("1,\(long)\n") }
    expectError(.badData, "t.csv:1:3: the quote that opens here is never closed") {
      try table("1,\"\(long)\"\n")
    }
  }

  @Test func readsVeryManyColumns() throws {
    let line = Array(repeating: "1", count: 100_000).joined(separator: ",")
    #expect(try table(line + "\n").columns == 100_000)
  }

  @Test func survivesDamage() {
    let bytes = text("a,\"b\"\r\n1.5,\"x\"\"y\"\r\n-2e3,é\n")
    let counts = readDamaged(bytes) { damaged in
      let table = try CSVTable(damaged, name: "t.csv")
      #expect(rows(table).allSatisfy { $0.count == table.columns })
    }
    #expect(counts.accepted > 0 && counts.refused > 0)
  }

  @Test func columnsAreLimited() {
    for row in [
      String(repeating: "1,", count: 200_000), String(repeating: "\"\",", count: 200_000),
    ] {
      expectError(
        .badData,
        "a.csv: more than 200,000 columns. Each row is an example, each column a feature of it."
      ) { try CSVTable(text(row + "1\n"), name: "a.csv") }
    }
  }
}
