import Basics
import DataFiles
import Datasets
import Testing

@Suite struct CSVRowColumnsTests {
  private func read(
    _ csv: String, _ split: SplitColumn? = nil, weight: String? = nil,
    _ change: (inout CSVOptions) -> Void = { _ in }
  ) throws -> CSVData {
    var options = CSVOptions(targets: ["y"], task: .regression)
    options.splitBy = split
    options.sampleWeight = weight
    change(&options)
    return try CSVData(text(csv), name: "t", file: "t.csv", options: options)
  }

  private let table = "a,who,y\n1,p,1\n2,q,2\n3,p,3\n"

  @Test func theColumnThatDividesIsNoFeature() throws {
    let data = try read(table, SplitColumn(.group, "who"))
    #expect(data.dataset.featureNames == ["a"])
    #expect(data.dataset.splitKeys == .groups(["p", "q", "p"]))
    #expect(data.ignored == [])
    #expect(data.notes == ["Column \"who\" divides the rows and is no feature."])
    let feature = try read(table, SplitColumn(.group, "who")) { $0.splitIsFeature = true }
    #expect(feature.dataset.featureNames == ["a", "who"])
    #expect(feature.dataset.splitKeys == .groups(["p", "q", "p"]))
    #expect(feature.notes.last == "Column \"who\" divides the rows.")
    let numbered = try read("1,p,1\n2,q,2\n3,p,3\n", SplitColumn(.hash, "2")) { $0.targets = ["3"] }
    #expect(numbered.dataset.splitKeys == .ids(["p", "q", "p"]))
    #expect(numbered.notes == ["Column 2 divides the rows and is no feature."])
  }

  @Test func keysGoWithRowsThatAreLeftOut() throws {
    let data = try read("a,who,y\n1,p,1\n,q,2\n3,r,3\n", SplitColumn(.group, "who")) {
      $0.missing = .drop
    }
    #expect(data.dataset.splitKeys == .groups(["p", "q", "r"]).subset([0, 2]))
    #expect(data.dataset.rows == 2)
  }

  @Test func timesAreNumbersOrDates() throws {
    let numbers = try read("a,t,y\n1,3,1\n2,1.5,2\n", SplitColumn(.time, "t"))
    #expect(numbers.dataset.splitKeys?.summary(of: [0, 1]) == "1.5 to 3")
    let dates = try read(
      "a,t,y\n1,2024-03-01,1\n2,2024-02-29T12:00,2\n", SplitColumn(.time, "t"))
    #expect(
      dates.dataset.splitKeys?.summary(of: [0, 1]) == "2024-02-29T12:00:00 to 2024-03-01")
    expectError(
      .badData,
      "t.csv:3:3: column \"t\": \"1.3.2024\" is neither a number nor a date. "
        + "Write times as numbers, or as 2026-11-21 or 2026-11-21T05:30:00."
    ) { try read("a,t,y\n1,2024-03-01,1\n2,1.3.2024,2\n", SplitColumn(.time, "t")) }
    expectError(
      .badData,
      "t.csv:3:3: column \"t\": expected a date without time zone as in the rows before, found "
        + "\"7\". Write all times in the same form."
    ) { try read("a,t,y\n1,2024-03-01,1\n2,7,2\n", SplitColumn(.time, "t")) }
    expectError(
      .badData,
      "t.csv:3:3: column \"t\": expected a number as in the rows before, found "
        + "\"2024-03-01T10:00Z\". Write all times in the same form."
    ) { try read("a,t,y\n1,7,1\n2,2024-03-01T10:00Z,2\n", SplitColumn(.time, "t")) }
    expectError(
      .badData,
      "t.csv:3:3: column \"t\": expected a date with time zone as in the rows before, found "
        + "\"2024-03-01\". Write all times in the same form."
    ) { try read("a,t,y\n1,2024-03-01T10:00Z,1\n2,2024-03-01,2\n", SplitColumn(.time, "t")) }
  }

  @Test func namesOfPartsAreChecked() throws {
    let data = try read("a,s,y\n1,train,1\n2,Valid,2\n3,test,3\n", SplitColumn(.column, "s"))
    #expect(try data.dataset.splitKeys == .parts(["train", "val", "test"]))
    expectError(
      .badData,
      "t.csv:3:3: column \"s\": \"tran\" is no part of the rows. Did you mean \"train\"? "
        + "Known: train, training, validation, val, valid, dev, test, testing."
    ) { try read("a,s,y\n1,train,1\n2,tran,2\n", SplitColumn(.column, "s")) }
  }

  @Test func emptyCellsAreRefused() throws {
    for rule in SplitKeys.Rule.allCases {
      expectError(
        .badData,
        "t.csv:2:3: column \"s\": the cell is empty. "
          + "It decides about the row: fill it in, or delete the row."
      ) { try read("a,s,y\n1,,1\n2,train,2\n", SplitColumn(rule, "s")) }
    }
  }

  @Test func columnsMustExistAndNotBeTheTarget() throws {
    expectError(
      .usage, "t.csv: no splitting column \"woh\". Did you mean \"who\"? Known: a, who, y."
    ) { try read(table, SplitColumn(.group, "woh")) }
    expectError(.usage, "t.csv: column \"y\" is the target; it can't divide the rows, too") {
      try read(table, SplitColumn(.time, "y"))
    }
    expectError(.usage, "t.csv: no weight column \"b\". Known: a, who, y.") {
      try read(table, weight: "b")
    }
    expectError(.usage, "t.csv: column \"y\" is the target; it can't weigh the rows, too") {
      try read(table, weight: "y")
    }
    expectError(.usage, "t.csv: column \"who\" is ignored; it can't be a feature, too") {
      try read(table, SplitColumn(.group, "who")) {
        $0.splitIsFeature = true
        $0.ignore = ["who"]
      }
    }
    expectError(.usage, "t.csv: column \"a\" weighs the rows; it can't be a feature, too") {
      try read(table, SplitColumn(.group, "a"), weight: "a") { $0.splitIsFeature = true }
    }
    expectError(.usage, "t.csv: every column is ignored or a target; nothing is left to learn from")
    { try read(table, SplitColumn(.group, "a"), weight: "who") }
    let ignored = try read("a,b,who,y\n1,1,p,1\n2,2,q,2\n", SplitColumn(.group, "who")) {
      $0.ignore = ["who", "b"]
    }
    #expect(ignored.dataset.featureNames == ["a"])
  }

  // MARK: Weights

  @Test func weightsAreReadAndNoFeature() throws {
    let data = try read("a,w,y\n1,0.5,1\n2,0,2\n3,2,3\n", weight: "w")
    #expect(data.dataset.sampleWeights == [0.5, 0, 2])
    #expect(data.dataset.featureNames == ["a"])
    #expect(data.notes.last == "Column \"w\" weighs the rows and is no feature.")
  }

  @Test(arguments: [
    ("-1", "the weight \"-1\" is below 0. The weight of a row is a number of 0 or more."),
    ("", "the cell is empty. Fill it in, or delete the row."),
    ("x", "\"x\" is not a number. The weight of a row is a number of 0 or more."),
    ("inf", "\"inf\" is not a finite number. Replace it, or delete the row."),
    ("nan", "\"nan\" is not a finite number. Replace it, or delete the row."),
    ("1,5", "\"1,5\" is not a number. Write a point for the decimal comma."),
  ])
  func wrongWeightsAreNamed(_ cell: String, _ fault: String) {
    expectError(.badData, "t.csv:3:3: column \"w\": " + fault) {
      try read("a;w;y\n1;1;1\n2;\(cell);2\n", weight: "w")
    }
  }
}
