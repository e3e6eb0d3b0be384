import Basics
import DataFiles
import Datasets
import Testing

/// Columns that are not all numbers.
@Suite struct CSVSurveyTests {
  private func read(_ string: String, _ set: (inout CSVOptions) -> Void = { _ in }) throws
    -> CSVData
  {
    var options = CSVOptions()
    set(&options)
    return try CSVData(text(string), name: "t", file: "t.csv", options: options)
  }

  private func cells(_ data: CSVData) -> [Scalar] {
    if case .scalars(let values) = data.dataset.features { Array(values) } else { [] }
  }

  @Test func kindsOfColumns() throws {
    let data = try read(
      "age,city,member,code,y\n30,Rome,yes,7,1.5\n40,Oslo,no,A,2.5\n50,Rome,no,7b,3.5\n")
    #expect(
      data.dataset.columns == [
        TableColumn("age", .number), TableColumn("city", .category(levels: ["Oslo", "Rome"])),
        TableColumn("member", .yesNo(no: "no", yes: "yes")),
        TableColumn("code", .category(levels: ["7", "7b", "A"])),
      ])
    #expect(cells(data) == [30, 1, 1, 0, 40, 0, 0, 2, 50, 1, 0, 1])
    #expect(
      data.notes == [
        "The first row was taken for the names of the columns.",
        "Columns: age (number), city (category of 2), member (yes/no), code (category of 3).",
      ])
  }

  @Test(
    arguments: [
      ("no", "yes"), ("No", "Yes"), ("n", "y"), ("FALSE", "TRUE"), ("f", "t"), ("off", "on"),
    ]) func yesAndNo(_ no: String, _ yes: String) throws
  {
    let data = try read("a,y\n\(yes),1.5\n\(no),2.5\n")
    #expect(data.dataset.columns == [TableColumn("a", .yesNo(no: no, yes: yes))])
    #expect(cells(data) == [1, 0])
  }

  @Test func namesAreNotUsed() throws {
    let rows = (0..<30).map { "person\($0),\($0 % 3 == 0 ? "a" : "b"),,\($0).5\n" }.joined()
    let data = try read("name,kind,nothing,y\n" + rows)
    #expect(data.dataset.columns?.map(\.name) == ["kind"])
    #expect(data.ignored == ["name", "nothing"])
    #expect(
      data.notes.contains(
        "Columns not used: name (different texts in too many rows), nothing (empty)."))
    expectError(
      .badData,
      "t.csv: no column can be learned from: name (different texts in too many rows)"
    ) {
      try read("name,y\n" + (0..<30).map { "person\($0),\($0).5\n" }.joined())
    }
  }

  @Test func missingValuesAreRefusedUnlessSaid() throws {
    let string = "age,city,y\n1,NA,1.5\n,Rome,2.5\n3,Oslo,3.5\n?,n/a,4.5\n"
    expectError(
      .badData,
      "t.csv:2:3: 4 missing values in 2 columns: age (2), city (2). Say what stands for them: "
        + "--missing mean, median, constant=X, or drop to leave out their rows."
    ) { try read(string) }
    let filled = try read(string) { $0.missing = .mean }
    #expect(filled.dataset.rows == 4)
    #expect(cells(filled).map(\.isNaN) == [false, true, true, false, false, false, true, true])
    let dropped = try read(string) { $0.missing = .drop }
    #expect(cells(dropped) == [3, 0])
    #expect(dropped.dataset.targets == [3.5])
    #expect(dropped.notes.last == "3 rows with missing values left out.")
    expectError(
      .badData,
      "t.csv: every row has a missing value; none is left. "
        + "Use --missing mean, median or constant=X."
    ) { try read("a,b,y\n1,,1.5\n,2,2.5\n") { $0.missing = .drop } }
  }

  /// Numbers with a decimal comma are not texts, as a feature or as the target.
  @Test func decimalCommas() throws {
    let end = "is not a number. Write a point for a decimal comma, and nothing between thousands."
    expectError(.badData, "t.csv:2:3: column \"x\": \"0,5\" \(end)") {
      try read("c;x;y\na;0,5;1.5\nb;7;2.5\n")
    }
    expectError(
      .badData,
      "t.csv:2:3: column \"y\": \"0,5\" is not a number (the first of 2 bad cells in 2 of 2 "
        + "rows). Write a point for a decimal comma, and nothing between thousands."
    ) { try read("x;y\n1;0,5\n2;1,5\n") }
    // Unless classes are asked for.
    let classes = try read("x;y\n1;0,5\n2;1,5\n") { $0.task = .classification }
    #expect(classes.dataset.task.classes == ["0,5", "1,5"])
  }

  @Test func dates() throws {
    let data = try read(
      "when,sold,y\n2024-12-31,1,1.5\n2025/01/01,2,2.5\n2000-02-29,3,3.5\n")
    #expect(data.dataset.columns?.first == TableColumn("when", .date(.yearFirst)))
    #expect(cells(data) == [9131, 1, 9132, 2, 59, 3])
    #expect(data.notes.last == "Columns: when (date), sold (number).")
    let timed = try read(
      "when,y\n2000-01-02 00:00:30,1.5\n2000-01-01T23:30-01:00,2.5\n2000-01-04,3.5\n")
    #expect(
      timed.dataset.columns == [
        TableColumn("when", .date(.yearFirst)), TableColumn("when", .timeOfDay(.yearFirst)),
      ])
    #expect(cells(timed) == [1, 30, 1, 1800, 3, 0])
    #expect(timed.notes.last == "Columns: when (date), when (time of day).")
  }

  /// 3/4/2024 is a day in March or in April; one other cell can tell.
  @Test func ordersOfDates() throws {
    let british = try read("d,y\n3/4/2024,1.5\n13/4/2024,2.5\n")
    #expect(british.dataset.columns == [TableColumn("d", .date(.dayFirst))])
    let american = try read("d,y\n3/4/2024,1.5\n4/13/2024,2.5\n")
    #expect(american.dataset.columns == [TableColumn("d", .date(.monthFirst))])
    #expect(
      cells(american).map { CalendarDate(day: Int($0)).description } == [
        "2024-03-04", "2024-04-13",
      ])
    let german = try read("d,y\n3.4.2024,1.5\n4.5.2024,2.5\n")
    #expect(german.dataset.columns == [TableColumn("d", .date(.dayFirst))])
    let unclear = "d,x,y\n3/4/2024,1,1.5\n4/5/2024,2,2.5\n"
    #expect(
      try read(unclear).notes.contains(
        "Columns not used: d (dates that may have the day or the month first: say which with "
          + "--column-types d=day-first or d=month-first)."))
    let said = try read(unclear) { $0.types = [ColumnChoice("d", .monthFirst)] }
    #expect(said.dataset.columns?.first == TableColumn("d", .date(.monthFirst)))
    let fix = "Correct it, or delete the row."
    expectError(
      .badData,
      "t.csv:3:1: column \"d\": there is no such date as 2024-02-30, read like 2024-12-31. \(fix)"
    ) { try read("d,y\n2024-02-28,1.5\n2024-02-30,2.5\n") }
    expectError(
      .badData,
      "t.csv:4:1: column \"d\": expected a date such as 2024-12-31, found \"soon\". \(fix)"
    ) { try read("d,y\n2024-02-28,1.5\n2024-02-29,2.5\nsoon,3\n") }
  }

  @Test func typesThatAreSaid() throws {
    let string = "zip,flag,y\n01234,1,1.5\n99,0,2.5\n01234,1,3.5\n"
    let said = try read(string) {
      $0.types = [ColumnChoice("zip", .category), ColumnChoice("2", .yesNo)]
    }
    #expect(
      said.dataset.columns == [
        TableColumn("zip", .category(levels: ["01234", "99"])),
        TableColumn("flag", .yesNo(no: "0", yes: "1")),
      ])
    #expect(cells(said) == [0, 1, 1, 0, 0, 1])
    let ignored = try read(string) { $0.types = [ColumnChoice("zip", .ignore)] }
    #expect(ignored.dataset.columns == [TableColumn("flag", .number)])
    let faults: [(ColumnChoice, String)] = [
      (
        ColumnChoice("zip", .date),
        "column \"zip\" is said to be date, but none of its texts is a date"
      ),
      (
        ColumnChoice("y", .number),
        "column \"y\" is no feature; its type can't be chosen. Of a target, --task chooses the type."
      ),
      (
        ColumnChoice("zap", .date),
        "no typed column \"zap\". Did you mean \"zip\"? Known: zip, flag, y."
      ),
    ]
    for (choice, message) in faults {
      expectError(.usage, "t.csv: \(message)") { try read(string) { $0.types = [choice] } }
    }
    expectError(
      .usage, "t.csv: column \"zip\" is said to be yes-no, but it has 3 different texts, not 2"
    ) {
      try read("zip,y\n1,1.5\n2,2.5\n3,2.5\n") { $0.types = [ColumnChoice("zip", .yesNo)] }
    }
    expectError(.usage, "t.csv: column \"zip\" is given two types") {
      try read(string) { $0.types = [ColumnChoice("zip", .number), ColumnChoice("1", .number)] }
    }
    expectError(
      .badData,
      "t.csv:3:1: column \"a\": \"x\" is not a number (the first of 2 bad cells in 2 of 3 rows). Most cells of this column are "
        + "numbers; correct it."
    ) { try read("a,b,y\n1,1,1.5\nx,1,2.5\ny,2,1\n") { $0.types = [ColumnChoice("a", .number)] } }
  }

  @Test func ignoredColumns() throws {
    let string = "a,b,c,y\n1,x,3,1.5\n4,z,6,2.5\n"
    for names in [["b", "c"], ["2", "c"]] {
      let data = try read(string) { $0.ignore = names }
      #expect(cells(data) == [1, 4])
      #expect(data.ignored == ["b", "c"])
    }
    expectError(.usage, "t.csv: no ignored column \"bb\". Did you mean \"b\"? Known: a, b, c, y.") {
      try read(string) { $0.ignore = ["bb"] }
    }
    expectError(.usage, "t.csv: column \"y\" is the target; it can't be ignored") {
      try read(string) { $0.ignore = ["y"] }
    }
    expectError(
      .usage, "t.csv: every column is ignored or a target; nothing is left to learn from"
    ) { try read(string) { $0.ignore = ["a", "b", "c"] } }
  }

  /// A table with categories and without a header is not robbed of its first row.
  @Test func rowsWithoutHeader() throws {
    let data = try read("30,Rome,1.5\n40,Oslo,2.5\n20,Oslo,3\n")
    #expect(data.dataset.rows == 3)
    #expect(data.dataset.columns?.map(\.name) == ["1", "2"])
    let whole = try read("30,Rome,5\n40,Oslo,7\n20,Oslo,9\n")
    #expect(whole.dataset.rows == 3)
  }

  /// A date and its time stand in one column of the file.
  @Test func datesForAModelThatKnowsItsColumns() throws {
    let known = TableEncoding([
      .init(TableColumn("when", .date(.dayFirst))),
      .init(TableColumn("when", .timeOfDay(.dayFirst))),
      .init(TableColumn("x", .number)),
    ])
    #expect(known.columnNames == ["when", "x"])
    for string in ["x,when\n7,1.1.2000 12:00\n", "01/01/2000 12:00,7\n"] {
      var counts = TableEncoding.Counts(columns: 3)
      let table = try CSVTable(text(string), name: "n.csv", forColumns: known)
      let features = try table.features(known, counts: &counts).values
      // A Saturday at noon.
      #expect(features.count == 8 && features[0] == 0 && features[7] == 7)
      #expect(features[1] == 0 && features[2] == 1)
      #expect(abs(features[3] + 0.974_927_9) < 1e-6 && abs(features[4] + 0.222_520_9) < 1e-6)
      #expect(abs(features[5]) < 1e-6 && features[6] == -1)
    }
  }

  @Test func rowsForAModelThatKnowsItsColumns() throws {
    let known = [
      TableEncoding.Column(TableColumn("c", .category(levels: ["a", "b"]))),
      TableEncoding.Column(TableColumn("m", .yesNo(no: "n", yes: "y")), fill: 0.5),
      TableEncoding.Column(TableColumn("x", .number)),
    ]
    func rows(_ string: String) throws -> (CSVFeatures, TableEncoding.Counts) {
      var counts = TableEncoding.Counts(columns: 3)
      let table = try CSVTable(text(string), name: "n.csv", forColumns: TableEncoding(known))
      return (try table.features(TableEncoding(known), counts: &counts), counts)
    }
    let (features, counts) = try rows("x,more,m,c\n1,q,y,b\n2,q,,zz\n")
    #expect(features.values == [0, 1, 1, 1, 0, 0, 0.5, 2])
    #expect(features.ignored == ["more"] && features.isByName)
    #expect(counts.filled == [0, 1, 0] && counts.unknown == [1, 0, 0])
    // Without a header by position, also a single row.
    let (row, _) = try rows("b,y,3\n")
    #expect(row.values == [0, 1, 1, 3] && !row.isByName)
    expectError(
      .badData,
      "n.csv:1:3: column 2: expected y or n, found \"maybe\". Correct it, or "
        + "delete the row."
    ) { try rows("a,maybe,3\n") }
    expectError(
      .badData, "n.csv: a column is missing: c. The file has: x, m."
    ) { try rows("x,m\n1,y\n") }
    expectError(
      .badData,
      "n.csv:2:3: column \"m\": expected y or n, found \"maybe\". Correct it, or "
        + "delete the row."
    ) { try rows("x,m,c\n1,maybe,a\n") }
    expectError(
      .badData,
      "n.csv:2:1: column \"x\": the cell is empty. Fill it in, or delete the row."
    ) { try rows("x,m,c\n,y,a\n") }
    expectError(
      .badData,
      "n.csv:2:1: column \"x\": \"abc\" is not a number. Correct it, or delete the row."
    ) { try rows("x,m,c\nabc,y,a\n") }
  }
}
