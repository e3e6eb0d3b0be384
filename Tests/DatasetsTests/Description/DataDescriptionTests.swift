import Basics
import DataFiles
import Datasets
import Testing

@Suite struct DataDescriptionTests {
  func describe(
    _ string: String, _ targets: [String] = [], step: Int = 1 << 18
  ) throws -> DataDescription {
    var rest = text(string)[...]
    return try DataDescription(
      csv: {
        defer { rest = rest.dropFirst(step) }
        return Bytes(rest.prefix(step))
      }, name: "t", file: "t.csv", targets: targets)
  }

  func findings(_ string: String, _ targets: [String] = []) throws -> [String] {
    try describe(string, targets).findings.map { "\($0.kind.rawValue): \($0.message). \($0.fix)" }
  }

  /// Rows of a table with a number `y` that no other column gives away.
  func table(_ header: String, rows: Int = 40, _ cells: (Int) -> String) -> String {
    var random = RandomSource(seed: 1, .other)
    return header + ",y\n"
      + (0..<rows).map { "\(cells($0)),\(fixed(random.uniform(0, 100), 3))\n" }.joined()
  }

  /// What columns are said to be goes before what is found out.
  @Test func typesThatAreSaid() throws {
    let string =
      "zip,d,id,flag,y\n"
      + (0..<30).map { "0\($0 % 3),\(1 + $0 % 9)/3/2024,n\($0),\($0 % 2),\($0).5\n" }
      .joined()
    func describe(_ types: [ColumnChoice]) throws -> DataDescription {
      var rest = text(string)
      return try DataDescription(
        csv: {
          defer { rest = [] }
          return rest
        }, name: "t", file: "t.csv", types: types)
    }
    let found = try describe([])
    #expect(
      found.columns.map(\.summary).prefix(4) == [
        "number", "dates, not used", "texts, not used", "number",
      ])
    let said = try describe([
      ColumnChoice("zip", .category), ColumnChoice("d", .dayFirst), ColumnChoice("id", .ignore),
      ColumnChoice("4", .yesNo),
    ])
    #expect(
      said.columns.map(\.summary).prefix(4) == [
        "category of 3", "date, day first", "ignored", "1/0",
      ])
    #expect(!said.findings.contains { $0.columns.contains("id") || $0.columns.contains("d") })
    let refused: [(ColumnChoice, String)] = [
      (
        ColumnChoice("zip", .yesNo),
        "column \"zip\" is said to be yes-no, but it has 3 different texts, not 2"
      ),
      (
        ColumnChoice("id", .date),
        "column \"id\" is said to be date, but none of its texts is a date"
      ),
      (
        ColumnChoice("y", .number),
        "column \"y\" is no feature; its type can't be chosen. Of a target, --task chooses the type."
      ),
      (
        ColumnChoice("idd", .number),
        "no typed column \"idd\". Did you mean \"id\"? Known: zip, d, id, flag, y."
      ),
    ]
    for (choice, message) in refused {
      expectError(.usage, "t.csv: \(message)") { try describe([choice]) }
    }
  }

  @Test func figuresAreThoseOfAllRows() throws {
    let data = try describe("a,b,y\n1,x,10\n2,y,20\n4,x,30\n,NA,40\n")
    #expect(data.rows == 4)
    #expect(data.targetNames == ["y"])
    #expect(data.notes == ["The first row was taken for the names of the columns."])
    let a = data.columns[0]
    #expect(a.kind == .used(.number))
    #expect((a.missing, a.unique, a.numbers, a.wholeNumbers) == (1, 3, 3, 3))
    #expect(abs(a.mean - 7.0 / 3) < 1e-12)
    #expect(abs(a.deviation - (14.0 / 9).squareRoot()) < 1e-12)
    #expect((a.least?.value, a.least?.line) == (1, 2))
    #expect((a.most?.value, a.most?.line) == (4, 4))
    #expect(a.sample == [1, 2, 4])
    #expect(a.quantile(0.5) == 2)
    #expect(a.quantile(0.25) == 1.5)
    #expect(a.histogram(bins: 3) == [1, 1, 1])
    let b = data.columns[1]
    #expect(b.kind == .used(.category(levels: ["x", "y"])))
    #expect(b.levels.map(\.text) == ["x", "y"])
    #expect(b.levels.map(\.rows) == [2, 1])
    #expect(b.summary == "category of 2")
  }

  /// However the bytes come, and with lines in cells.
  @Test(arguments: [1, 5, 100]) func theCutChangesNothing(_ step: Int) throws {
    let string = "a,b,y\n" + (0..<99).map { "\($0 % 7),\"x\n\($0 % 3)\",\($0)\n" }.joined()
    let (whole, cut) = (try describe(string), try describe(string, step: step))
    #expect(whole.findings == cut.findings)
    #expect(whole.columns.map(\.most) == cut.columns.map(\.most))
    #expect(whole.columns[2].most?.line == 198)
    #expect(whole.columns.map(\.levels) == cut.columns.map(\.levels))
  }

  /// What a training takes the columns for.
  @Test func kindsAreThoseOfTheTraining() throws {
    let string =
      "n,yes,cat,mixed,text,none,y\n"
      + (0..<50).map {
        "\($0 % 9).5,\($0 % 2 == 0 ? "Yes" : "No"),c\($0 % 4),\($0 % 3 == 0 ? "1" : "z"),t\($0),,\($0)\n"
      }.joined()
    var options = CSVOptions()
    options.missing = .mean
    let data = try CSVData(text(string), name: "t", file: "t.csv", options: options)
    let columns = try describe(string).columns
    let used: [TableColumn] = columns.dropLast().compactMap { column in
      guard case .used(let kind) = column.kind else { return nil }
      return TableColumn(column.name, kind)
    }
    #expect(used == data.dataset.columns)
    #expect(
      columns.map(\.kindName) == [
        "number", "yes-no", "category", "category", "texts", "empty", "number",
      ])
  }

  @Test func classesAreThoseOfTheTraining() throws {
    #expect(
      try describe("x,k\n1,2\n2,10\n3,2\n").classes.map(\.text) == ["2", "10"])
    #expect(try describe("x,k\n1,01\n2,1.0\n3,2\n").classes.map(\.rows) == [2, 1])
    #expect(try describe("k,x\nb,1\na,2\nb,3\n", ["k"]).classes.map(\.text) == ["a", "b"])
    #expect(try describe("x,k\n1,2.5\n2,10\n3,2\n").classes == [])
    #expect(try describe("x,k\n1,2.5\n2,10\n3,2\n", ["1", "2"]).targetNames == ["x", "k"])
  }

  @Test func columnsThatTellNothing() throws {
    #expect(
      try findings(table("a,b,c") { "\($0 % 7).5,1,m" }) == [
        "constant: column \"b\" says the same in every row: \"1\". It tells nothing; leave it out: "
          + "--ignore b.",
        "constant: column \"c\" says the same in every row: \"m\". It tells nothing; leave it out: "
          + "--ignore c.",
      ])
    #expect(
      try findings(table("a,it's,c,d") { "\($0 % 7).5,\(1000 - $0),,name \($0)" }) == [
        "id-like: column \"it's\" holds whole numbers, another one in every row. If they only name the "
          + "rows, leave it out: --ignore 'it'\\''s'.",
        "empty: column \"c\" is empty. It is not used.",
        "id-like: column \"d\" says something else in every row. It names the rows, and is not used.",
      ])
    #expect(
      try findings(table("a,b") { "\($0 % 7).5,name \($0 / 2 + $0 % 2)" }) == [
        "many-texts: column \"b\" has 21 different texts. That is too many for a category, and it is not "
          + "used; join the rare ones."
      ])
  }

  @Test func columnsThatGiveTheTargetAway() throws {
    let classes =
      "a,same,code,part,y\n"
      + (0..<60).map { row in
        let kind = ["x", "y", "z"][row * row % 7 % 3]
        return "\(row).5,\(kind),\(kind == "x" ? 5 : kind == "y" ? 7 : 9),"
          + "\(kind)\(row % 2),\(kind)\n"
      }.joined()
    #expect(
      try findings(classes) == [
        "leakage: column \"same\" says what the target \"y\" says. If it isn't known before the target "
          + "is, leave it out: --ignore same.",
        "leakage: each value of column \"code\" stands for one of the target \"y\". If it isn't known "
          + "before the target is, leave it out: --ignore code.",
        "leakage: whatever column \"part\" says, the target \"y\" is always the same then. If it isn't "
          + "known before the target is, leave it out: --ignore part.",
      ])
    var random = RandomSource(seed: 2, .other)
    let numbers =
      "cents,noise,euros\n"
      + (0..<40).map { _ in
        let price = random.uniform(1, 9)
        return "\(fixed(price * 100 + 5, 1)),\(fixed(random.uniform(0, 1), 3)),\(fixed(price, 3))\n"
      }.joined()
    #expect(
      try findings(numbers) == [
        "leakage: column \"cents\" and the target \"euros\" lie on a straight line. If it isn't known "
          + "before the target is, leave it out: --ignore cents."
      ])
  }

  @Test func cellsThatHoldNothing() throws {
    #expect(
      try findings(
        table("a,b,c") {
          "\($0 % 2 == 0 ? "" : "\($0 % 7).5"),\($0 == 3 ? "" : "2.\($0 % 9)"),"
            + "\($0 < 2 ? "?" : "m\($0 % 3)")"
        }) == [
          "missing: column \"a\" is empty in 20 of 40 rows (50.0 %). Fill it and say where it was empty: "
            + "--missing mean --missing-indicator; or leave it out: --ignore a.",
          "missing: 3 cells in 2 columns are empty: b (1), c (2). Say what stands for them: --missing "
            + "mean, median or constant=X; drop leaves out their rows.",
        ])
    #expect(
      try findings("a,y\n1.5,2.5\n2.5,\n1.5,NA\n") == [
        "target: column \"y\" is the target, and 2 cells of it are empty, the first in line 3. Fill them "
          + "in, or delete their rows; or choose another target: --target."
      ])
    #expect(
      try findings("a,y\n1.5,m\n2.5,m\n1.5,m\n") == [
        "target: column \"y\" is the target, and says the same in every row. There is nothing to learn; "
          + "choose another target: --target.",
        "duplicates: 1 row comes a second time, the first in line 4. The same row in training and in test "
          + "makes figures too good; delete them.",
      ])
  }

  /// New values that first come beside an empty target; it crashed.
  @Test func valuesBesideAnEmptyTarget() throws {
    let empty =
      "target: column \"y\" is the target, and 1 cell of it is empty, the first in line 2. Fill them in, or "
      + "delete their rows; or choose another target: --target."
    #expect(try findings("a,y\n1.5,\n2.5,u\n1.5,v\n3.5,v\n2.5,u\n").first == empty)
    // And what comes before the gaps and after them still tells the target.
    let rows = (0..<60).map { "\($0 % 3),k\($0 % 3),\($0 == 0 ? "" : "k\($0 % 3)")\n" }.joined()
    #expect(
      try findings("a,b,y\n" + rows).filter { $0.hasPrefix("leakage") } == [
        "leakage: each value of column \"a\" stands for one of the target \"y\". If it isn't known before "
          + "the target is, leave it out: --ignore a.",
        "leakage: each value of column \"b\" stands for one of the target \"y\". If it isn't known before "
          + "the target is, leave it out: --ignore b.",
      ])
  }

  @Test func targetsThatNameTheRows() throws {
    let rows = (0..<12).map { "\($0 * 7 % 5).5,\"$\($0 + 5),200\"\n" }.joined()
    #expect(
      try findings("a,price\n" + rows) == [
        "target: column \"price\" is the target, and each of its 12 classes has one row, such as "
          + "\"$10,200\". None can be both learned and tested. If it is a number, write it without units "
          + "and signs; or choose another target: --target."
      ])
    // Decimal commas are no classes.
    let commas = (0..<12).map { "\($0 * 7 % 5).5;\($0),25\n" }.joined()
    let data = try describe("a;price\n" + commas)
    #expect(data.classes.isEmpty)
    #expect(
      data.findings.map(\.fix) == [
        "Write a point for a decimal comma, and nothing between thousands."
      ])
  }

  @Test func numbersWithoutRoom() throws {
    #if !DoublePrecision
      #expect(
        try findings(table("a") { $0 == 4 ? "3.6e38" : $0 == 5 ? "1e999" : "\($0 % 7).5" }) == [
          "not-a-number: column \"a\" holds numbers, but 2 cells don't: \"3.6e38\" in line 6, \"1e999\" in "
            + "line 7. Scale the column, where numbers are out of the range of Float."
        ])
    #endif
    // Whole numbers of any size may name the rows.
    #expect(
      try findings(table("id") { "\(9_007_199_254_740_993 + 2 * $0)" }).contains(
        "id-like: column \"id\" holds whole numbers, another one in every row. If they only name the "
          + "rows, leave it out: --ignore id."))
  }

  @Test func datesThatAreNone() throws {
    let rows = [
      "2020-02-31", "2021-01-01", "2021-01-02", "2021-13-05", "31.12.2020", "2021-02-05", "soon",
      "2021-03-01", "2021-03-02", "2021-03-03",
    ]
    #expect(
      try findings(table("d", rows: 10) { rows[$0] }) == [
        "not-a-date: column \"d\" holds dates, but 4 cells don't: \"2020-02-31\" in line 2, \"2021-13-05\" "
          + "in line 5, \"31.12.2020\" in line 6, and 1 more. Correct them, or empty the cells and say "
          + "what stands for them (--missing)."
      ])
  }

  /// What can't be written in a list of names is left out by its number.
  @Test func namesThatAreLists() throws {
    #expect(
      try findings(table("b,\"i,j\"") { "\($0 % 7).5,1" }) == [
        "constant: column \"i,j\" says the same in every row: \"1\". It tells nothing; leave it out: "
          + "--ignore 2."
      ])
  }

  @Test func textsAmongNumbers() throws {
    #expect(
      try findings(table("a") { $0 == 4 ? "old" : $0 == 6 ? "\"1,5\"" : "\($0 % 7).5" }) == [
        "not-a-number: column \"a\" holds numbers, but 2 cells don't: \"old\" in line 6, \"1,5\" in line "
          + "8. Write a point for a decimal comma, and nothing between thousands. Correct them, or empty the "
          + "cells and say what stands for them (--missing)."
      ])
    #expect(
      try findings(table("a") { $0 % 5 == 4 ? "x\($0)" : "\($0 % 7).5" })[0].hasPrefix(
        "not-a-number: column \"a\" holds numbers, but 8 cells don't: \"x4\" in line 6, \"x9\" in line 11, "
          + "\"x14\" in line 16, and 5 more. "))
  }

  @Test func dates() throws {
    let data = try describe(
      table("when,open,other") {
        "2024-0\(1 + $0 % 9)-\(10 + $0 % 5),0\(1 + $0 % 9)/0\(1 + $0 % 7)/2024,"
          + "\($0 == 5 ? "soon" : "\(13 + $0 % 9).02.2023 10:00")"
      })
    #expect(data.columns.map(\.kindName) == ["date", "unclear-dates", "date", "number"])
    #expect(data.columns.map(\.summary)[2] == "date, day first")
    #expect(data.columns[0].firstDate?.description == "2024-01-10")
    #expect(data.columns[2].lastDate?.description == "2023-02-21")
    #expect(
      data.findings.map { "\($0.kind.rawValue): \($0.message). \($0.fix)" } == [
        "unclear-dates: column \"open\" holds dates that may have the day or the month first, and is not "
          + "used. Say which: --column-types open=day-first, or month-first.",
        "not-a-date: column \"other\" holds dates, but 1 cell doesn't: \"soon\" in line 7. Correct them, "
          + "or empty the cells and say what stands for them (--missing).",
      ])
  }

  @Test func numbersFarAway() throws {
    #expect(
      try findings(table("a") { $0 == 4 ? "9e9" : "\($0 % 7).5" }) == [
        "outlier: column \"a\" has 9e+09 in line 6; half of its numbers lie between 1.5 and 5.5. Look "
          + "whether that is a slip of the pen; if not, scale so that it doesn't matter: --scale robust."
      ])
    #expect(try findings(table("a") { $0 == 4 ? "60" : "\($0 % 7).5" }) == [])
  }

  @Test func rareClassesAndRepeatedRows() throws {
    var random = RandomSource(seed: 3, .other)
    let rows = (0..<200).map {
      "\(fixed(random.uniform(0, 1), 7)),\($0 % 50 == 0 ? "rare" : "often")\n"
    }
    #expect(
      try findings("a,k\n" + rows.joined() + rows[7] + rows[9]) == [
        "imbalance: 1 class has few of 202 rows: \"rare\" 4. Let all classes count alike: --class-weight "
          + "balanced. The accuracy says little; look at the recall of each class.",
        "duplicates: 2 rows come a second time, the first in line 202. The same row in training and in "
          + "test makes figures too good; delete them.",
      ])
  }

  @Test func testRowsAmongTrainingRows() throws {
    let train = try Dataset(
      name: "d", shape: [2, 2], features: .bytes([1, 2, 3, 4, 1, 6, 7, 8, 1, 2, 3, 4]),
      targets: [0, 1, 0], task: .classification(classes: ["a", "b"]))
    let test = try Dataset(
      name: "d", shape: [2, 2], features: .bytes([1, 6, 7, 8, 9, 9, 9, 9]),
      targets: [0, 1], task: .classification(classes: ["a", "b"]))
    let data = DataDescription(LoadedData(train: train, test: test, sources: ["x"]))
    #expect(data.testRows == 2)
    #expect(data.classes.map(\.rows) == [2, 1])
    #expect(data.columns.map(\.unique) == [7])
    #expect(
      data.findings.map(\.message) == [
        "2 classes have few of 3 rows: \"a\" 2, \"b\" 1",
        "1 of 4 values is the same in every row", "1 row has the features of another one",
        "1 row of the 2 test rows is among the training rows, too",
      ])
  }

  @Test func arraysHaveColumns() throws {
    let data = try Dataset(
      name: "d", shape: Shape([2]),
      features: .scalars(
        ContiguousArray((0..<40).flatMap { [Scalar($0 % 2), Scalar($0 % 7) / 2] })),
      targets: ContiguousArray((0..<40).map { Scalar($0 % 2) }),
      task: .classification(classes: ["a", "b"]))
    let description = DataDescription(LoadedData(train: data, sources: ["x.npz"]))
    #expect(description.columns.map(\.name) == ["1", "2"])
    #expect(
      description.findings.map { "\($0.kind.rawValue): \($0.message). \($0.fix)" } == [
        "leakage: column \"1\" says what the target says. If it isn't known before the target is, take it "
          + "out of the data.",
        "duplicates: 26 rows have the features of another one. The same row in training and in test makes "
          + "figures too good; take them out.",
      ])
  }

  @Test func whatIsNoTableIsRefused() {
    expectError(
      .badData,
      "t.csv: there is one column only; expected features and a target. Columns are separated by commas, "
        + "semicolons or tabs."
    ) { try describe("a\n1\n") }
    expectError(
      .usage, "t.csv: no target column \"z\". Known: a, b."
    ) { try describe("a,b\n1,2\n", ["z"]) }
    let names = (0..<100_001).map(String.init).joined(separator: ",")
    expectError(
      .badData, "t.csv: 100,001 columns are more than the 100,000 that are described"
    ) { try describe("\(names)\n\(names)\n") }
    expectError(.badData, "t.csv:3: 1 cell, but the first row has 2") {
      try describe("a,b\n1,2\n3\n")
    }
  }

  /// Limits hold, and what is beyond them is said.
  @Test func manyDifferentValues() throws {
    let columns = 4000
    let header = (0..<columns).map { "c\($0)" }.joined(separator: ",") + "\n"
    var string = header
    for row in 0..<1100 {
      string += String(repeating: "\(row).5,", count: columns - 1) + "\(row)\n"
    }
    let data = try describe(string)
    #expect(data.columns[0].unique == 1024)
    #expect(data.columns[0].hasMoreUnique)
    #expect(data.columns[0].numbers == 1100)
    #expect(data.columns[0].sample.count <= 262)
    #expect(data.columns[0].sample.count > 100)
    #expect(data.columns[0].most?.value == 1099.5)
  }
}
