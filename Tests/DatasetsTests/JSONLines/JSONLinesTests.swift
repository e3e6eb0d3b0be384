import Basics
import DataFiles
import Datasets
import Testing

@Suite struct JSONLinesTests {
  func table(_ json: String) throws -> CSVTable { try CSVTable(text(json), name: "a.jsonl") }

  func data(_ json: String, _ change: (inout CSVOptions) -> Void = { _ in }) throws -> CSVData {
    var options = CSVOptions()
    change(&options)
    return try CSVData(text(json), name: "a", file: "a.jsonl", options: options)
  }

  @Test func becomesTheTableThatCSVIs() throws {
    let csv = "age,city,y\n31,Ulm,1.5\n,Rom,2\n45,Ulm,-300\n28,Rom,0.5\n"
    let lines = [
      #"{"age": 31, "city": "Ulm", "y": 1.5}"#, #"{"age": null, "city": "Rom", "y": 2}"#,
      #"{"y": -3e2, "age": 45, "city": "Ulm"}"#, #"{"city": "Rom", "y": 0.5, "age": "28"}"#,
    ]
    var options = CSVOptions(task: .regression)
    options.missing = .mean
    let wanted = try CSVData(text(csv), name: "a", file: "a.csv", options: options)
    for json in [
      lines.joined(separator: "\n"), lines.joined(separator: "\r\n") + "\r\n\n",
      "[" + lines.joined(separator: ",\n ") + "]\n",
    ] {
      for bytes in [text(json), gzipped(text(json))] {
        let read = try CSVData(bytes, name: "a", file: "a.jsonl", options: options)
        #expect(read.dataset.fingerprint == wanted.dataset.fingerprint)
        #expect(read.dataset.columns == wanted.dataset.columns)
        #expect(read.dataset.featureNames == ["age", "city"])
        #expect(read.targetNames == ["y"])
        // The names of the columns are not a guess.
        #expect(read.notes == ["Columns: age (number), city (category of 2)."])
      }
    }
  }

  @Test func namesMayBeMissingOrCome() throws {
    let read = try table(
      #"{"a": 1}"# + "\n{}\n" + #"{"b": "x, \"y\"\nz", "a": true}"# + "\n" + #"{"c": -0.0}"#)
    #expect(read.isJSON)
    #expect(read.header == ["a", "b", "c"])
    #expect(read.rows == 4)
    let cells = (0..<4).map { row in (0..<3).map { read.text(row: row, column: $0) } }
    #expect(
      cells == [["1", "", ""], ["", "", ""], ["true", "x, \"y\"\nz", ""], ["", "", "-0.0"]])
    #expect(try table("[{\"a b\": \"\\u00e9\"}]").text(row: 0, column: 0) == "é")
    #expect(try !CSVTable(text("a,b\n1,2"), name: "a").isJSON)
  }

  @Test func cellsAreFoundInTheJSON() throws {
    let json = "{\"a\": 1, \"y\": 2}\n{\"y\": 3,\n  \"a\": \"x\"}\n{\"a\": 4}\n"
    let read = try table(json)
    #expect(read.position(row: 0, column: 0).description == "a.jsonl:1:7")
    #expect(read.position(row: 1, column: 0).description == "a.jsonl:3:8")
    // Where the name is lacking, the row.
    #expect(read.position(row: 2, column: 1).description == "a.jsonl:4:1")
    expectError(
      .badData,
      "a.jsonl:3:8: column \"a\": \"x\" is not a number. Features must be numbers; if the column is "
        + "the target, name it."
    ) { try data("{\"a\": 1, \"y\": 2}\n{\"y\": 3,\n  \"a\": \"x\"}\n") }
    expectError(
      .badData,
      "a.jsonl:2:1: 1 missing value in 1 column: a (1). Say what stands for them: --missing mean, "
        + "median, constant=X, or drop to leave out their rows."
    ) { try data("{\"a\": 1, \"y\": 2}\n{\"y\": 3}\n") }
    expectError(
      .badData, "a.jsonl:2:8: column 2 has no name. Name it, or remove the column."
    ) { try data("{\"a\": 1}\n{\"a\":1,\"\": 2}\n") }
    expectError(
      .usage, "a.jsonl: no target column \"z\". Known: a, y."
    ) { try data("{\"a\": 1, \"y\": 2}\n") { $0.targets = ["z"] } }
  }

  @Test func refusesWhatIsNoTable() {
    let cases: [(String, String)] = [
      (
        "{\"a\": 1}\n{\"a\": [1, 2]}",
        "a.jsonl:2:7: column \"a\": a list in a cell; expected a number, a text, true, false or null. "
          + "Give each of its parts a column of its own."
      ),
      (
        "{\"a\": {\"b\": 1}}",
        "a.jsonl:1:7: column \"a\": a table in a cell; expected a number, a text, true, false or null. "
          + "Give each of its parts a column of its own."
      ),
      (
        "{\"a\": 1}\n[1]",
        "a.jsonl:2:1: expected a row, as {\"column\": value, ...}, found a list"
      ),
      ("[{\"a\": 1}, 5]", "a.jsonl:1:12: expected a row, as {\"column\": value, ...}, found 5"),
      (
        "{\"a\": 1, \"a\": 2}",
        "a.jsonl:1:10: the name \"a\" comes twice in one table. Remove one of the two."
      ),
      ("{\"a\": 1} {\"a\": 2}", "a.jsonl:1:10: expected the end of the line, found \"{\""),
      ("{\"a\": 1}, \n{\"a\": 2}", "a.jsonl:1:9: expected the end of the line, found \",\""),
      (
        "{\"a\": 1,}",
        "a.jsonl:1:9: expected another element after the comma, found \"}\". Remove the comma."
      ),
      (
        "{\"a\": NaN}",
        "a.jsonl:1:7: expected a value, found \"NaN\". JSON has finite numbers only."
      ),
      (
        "{\"a\": 1e999}",
        "a.jsonl:1:7: the number 1e999 is out of range: the largest is 1.7976931348623157e308"
      ),
      ("{\"a\": \"\\u0000\"}", "a.jsonl:1:7: column \"a\": a text with the character NUL"),
      ("[]", "a.jsonl: there are no rows"),
      ("{}\n{}\n", "a.jsonl: the rows have no columns"),
      ("[{\"a\": 1}", "a.jsonl:1:10: expected \",\" or \"]\", found the end of the file"),
      ("[{\"a\": 1}] x", "a.jsonl:1:12: expected the end of the file, found \"x\""),
      (
        "\u{FEFF}{\"a\": 1}",
        "a.jsonl:1:1: expected UTF-8, found a byte order mark. Save the file as UTF-8 without byte "
          + "order mark."
      ),
    ]
    for (json, message) in cases { expectError(.badData, message) { try table(json) } }
    let long = String(repeating: "x", count: 1 << 20 + 1)
    expectError(.badData, "a.jsonl:1:7: column \"a\": a text of more than 1 MiB") {
      try table("{\"a\": \"\(long)\"}")
    }
  }

  @Test func refusesTablesOfEmptyCells() {
    // 12,000 rows with a name of its own in each would be 144,000,000 cells.
    let json = (0..<12_000).map { "{\"n\($0)\":1}" }.joined(separator: "\n")
    expectError(
      .badData,
      "a.jsonl: 4,281 different names in 4,281 rows, which would leave nearly all cells empty. Each row "
        + "should have the same names."
    ) { try table(json) }
    let names = (0...200_000).map { "\"\($0)\":1" }.joined(separator: ",")
    expectError(
      .badData,
      "a.jsonl: more than 200,000 columns. Each row is an example, each column a feature of it."
    ) { try table("{\(names)}") }
  }

  @Test func damageIsReadOrRefused() {
    let json = "{\"a\": 1.5, \"b\": \"x\\n\", \"y\": 0}\n{\"b\": null, \"a\": -2e3, \"y\": 1}\n"
    let counts = readDamaged(text(json)) { bytes in
      try CSVData(
        bytes, name: "a", file: "a.jsonl",
        options: {
          var options = CSVOptions()
          options.missing = .median
          return options
        }())
    }
    #expect(counts.refused > json.utf8.count * 2)
  }

  /// Lines are read piece by piece; where they are cut shows nowhere.
  @Test func piecesOfEverySize() {
    let texts = [
      "{\"a\": 1, \"y\": 2}\n{\"a\": 3, \"y\": 5}\n",
      "\n {\"y\": 1.5,\r\n\"a\": \"x\"}\r\n{}\n\n{\"y\": 3}",
      "{\"a\": null}\n{\"a\": null, \"b\": \"\"}\n{\"y\": \"p\\n\\\"q\"}\n", "{}\n{\"a\": 1}\n{}\n",
      "{\"a\": 1,\n\n\n \"y\": 2\n}\n{\"a\": 3,\n\"y\": [1]}\n{\"a\": 1}\n",
      "{\"a\": 1}\n{\"a\": 2",
      "{\"a\": 1}\n{\"a\": \"x\ny\"}\n{\"a\": 2}\n", "{\"a\": 1} {\"a\": 2}\n{\"a\": 3}\n",
      "{\"a\": 1}\r{\"a\": 2, \"y\": tru}\r", "[{\"a\": 1},\n {\"y\": 2}]\n", "{\"a\": 1}\n,\n",
      "{\"a\": 1, \"y\": 2}\n{\"y\": 3,\n  \"a\": \"x\"}\n{\"a\": \"z\"}\n",
      "{\"a\": 1}\n{\"\": 1}\n{\"a\": 2}\n",
    ]
    for string in texts {
      func outcome(_ size: Int) -> String {
        do {
          var options = CSVOptions()
          options.layout.pieceSize = size
          options.missing = .mean
          let table = try CSVTable(text(string), name: "a.jsonl", layout: options.layout)
          let cells = (0..<table.rows).map { row in
            (0..<table.columns).map {
              table.text(row: row, column: $0) + " \(table.position(row: row, column: $0))"
            }
          }
          let data = try CSVData(text(string), name: "a", file: "a.jsonl", options: options)
          return "\(table.header ?? []) \(cells) \(data.dataset.features) \(data.notes)"
        } catch {
          return "\(error)"
        }
      }
      let whole = outcome(1 << 20)
      for size in 1...40 { #expect(outcome(size) == whole, "\(size) \(string)") }
    }
  }
}
