import Descent
import Testing

/// `data describe`, word for word.
@Suite struct DescribeCommandTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func table() -> String {
    var text = "name,age,city,unit,price\n"
    for row in 0..<40 {
      let age = row == 7 ? "" : row == 9 ? "old" : "\(20 + row * 7 % 40).5"
      text += "n\(row),\(age),\(["Oslo", "Paris", "Rome"][row * 5 % 7 % 3]),1,\(row * 13 % 37).25\n"
    }
    return text
  }

  @Test func showsColumnsAndFindings() throws {
    try folder.write(table(), "people.csv")
    let answer = descent(
      "data", "describe", folder["people.csv"], environment: ["NO_COLOR": "1"], width: 80,
      in: folder)
    #expect(
      answer
        == Answer(
          code: 0,
          output: """
            people: 40 rows, 5 columns, target price
            The first row was taken for the names of the columns.

            name   texts, not used, 40 different
                   such as n0, n1, n10
            age    number, 39 different, 1 missing (2.5 %)
                   ▆▆▆▃▆▃▃▆▆▃▆▆▆ ▆▆▃▆▆▃▆▆▆  20.50 to 59.50, mean 40.18, deviation 11.70
            city   category of 3
                   Oslo 18, Paris 11, Rome 11
            unit   number, 1 different
                   1 everywhere
            price  target: number, 37 different
                   ▇▅▃▅▃▅▃▅▇▃▅▃▅▃▅▅▅▅▃▅▃▅▅  0.2500 to 36.25, mean 17.88, deviation 10.75

            4 findings
            - id-like: column "name" says something else in every row. It names the rows,
              and is not used.
            - not-a-number: column "age" holds numbers, but 1 cell doesn't: "old" in line
              11. Correct them, or empty the cells and say what stands for them (--missing).
            - constant: column "unit" says the same in every row: "1". It tells nothing;
              leave it out: --ignore unit.
            - missing: 1 cell in 1 column is empty: age (1). Say what stands for them:
              --missing mean, median or constant=X; drop leaves out their rows.

            """, notes: ""))
  }

  /// No line is wider than the terminal, and what isn't a terminal gets the same words.
  @Test(arguments: [60, 80, 200]) func fitsTheTerminal(_ width: Int) throws {
    try folder.write(table() + "x,1,\(String(repeating: "long ", count: 30)),1,2\n", "people.csv")
    let plain = descent("data", "describe", folder["people.csv"])
    #expect(!plain.output.contains("\u{1B}"))
    for arguments in [["data", "describe", folder["people.csv"]], ["data", "describe", "digits"]] {
      let answer = descent(arguments, environment: ["NO_COLOR": "1"], width: width)
      #expect(answer.code == 0)
      #expect(!answer.output.contains("\u{1B}"))
      for line in answer.output.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
    }
    let colored = descent("data", "describe", folder["people.csv"], width: width).output
    #expect(colored.contains("\u{1B}[1mpeople: 41 rows"))
  }

  @Test func typesThatAreSaid() throws {
    let rows = (0..<40).map { "0\($0 % 3),n\($0),\($0 * 7 % 11).5\n" }.joined()
    try folder.write("zip,id,y\n" + rows, "z.csv")
    let answer = descent(
      "data", "describe", folder["z.csv"], "--column-types", "zip=category,id=ignore",
      environment: ["NO_COLOR": "1"], width: 80, in: folder)
    #expect(answer.code == 0 && answer.notes == "")
    #expect(answer.output.contains("\nzip  category of 3\n"), "\(answer.output)")
    #expect(answer.output.contains("\nid   ignored"), "\(answer.output)")
    for (source, types, message) in [
      (
        folder["z.csv"], "zip=kategory",
        "--column-types: unknown type of column \"kategory\". Did you mean \"category\"? Known: number, "
          + "category, yes-no, date, day-first, month-first, ignore."
      ),
      (
        folder["z.csv"], "zip=date",
        "DIR/z.csv: column \"zip\" is said to be date, but none of its texts is a date"
      ),
      (
        "digits", "zip=date",
        "--column-types: digits has no columns to choose from. Leave --column-types out."
      ),
    ] {
      let refused = descent("data", "describe", source, "--column-types", types, in: folder)
      #expect(refused.notes == "error: \(message)\n")
      #expect(refused.code == 64 && refused.output == "")
    }
  }

  @Test func jsonSaysTheSame() throws {
    try folder.write(table(), "people.csv")
    let answer = descent("data", "describe", folder["people.csv"], "--json", in: folder)
    let document = try json(answer.output)
    #expect(
      document.entries.map(\.name) == [
        "name", "sources", "rows", "validation_rows", "test_rows", "shape", "targets", "classes",
        "columns", "findings", "notes",
      ])
    let columns = try #require(document["columns"]?.list).compactMap(\.table)
    #expect(columns.map { $0["kind"] } == ["texts", "number", "category", "number", "number"])
    #expect(columns[1]["least"] == 20.5)
    #expect(columns[1]["missing"] == 1)
    #expect(columns[1]["histogram"]?.list?.compactMap(\.integer).reduce(0, +) == 38)
    #expect(columns[2]["levels"]?.list?.first == .table(["text": "Oslo", "rows": 18]))
    #expect(columns[4]["is_target"] == true)
    let findings = try #require(document["findings"]?.list).compactMap(\.table)
    #expect(findings.map { $0["kind"] } == ["id-like", "not-a-number", "constant", "missing"])
    #expect(findings[2]["columns"] == ["unit"])
    #expect(findings[2]["fix"] == "It tells nothing; leave it out: --ignore unit.")
    let digits = try json(descent("data", "describe", "digits", "--json").output)
    #expect(digits["rows"] == 1797)
    #expect(digits["classes"]?.list?.count == 10)
  }

  /// What a training refuses to read is refused in the same words.
  @Test func wrongInputIsRefusedAsByTrain() throws {
    try folder.write("a,b\n1,2\n3\n", "short.csv")
    try folder.write("a\n1\n", "one.csv")
    try folder.write("", "empty.csv")
    try folder.write("a,price\n1,2\n", "t.csv")
    for arguments in [
      ["short.csv"], ["one.csv"], ["empty.csv"], ["tt.csv"], ["t.csv", "--target", "prise"],
      ["t.csv", "--target", "3"],
    ] {
      let rest = [folder[arguments[0]]] + arguments.dropFirst()
      let described = descent(["data", "describe"] + rest, in: folder)
      let trained = descent(["train"] + rest + ["--output", folder["run"]], in: folder)
      #expect(described.code != 0)
      #expect(described == trained, "\(arguments)")
    }
    #expect(
      descent("data", "describe", "digts")
        == descent("train", "digts"))
    #expect(
      descent("data", "describe", "digits", "--target", "x")
        == Answer(
          code: 64, output: "",
          notes: "error: --target: digits has no columns to choose from. Leave --target out.\n"))
  }
}
