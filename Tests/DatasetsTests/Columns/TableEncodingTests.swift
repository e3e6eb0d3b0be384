import Basics
import DataFiles
import Datasets
import Testing

@Suite struct TableEncodingTests {
  private let nan = Scalar.nan
  private let columns = [
    TableColumn("age", .number), TableColumn("city", .category(levels: ["Oslo", "Paris", "Rome"])),
    TableColumn("member", .yesNo(no: "no", yes: "yes")),
  ]

  private func table(_ cells: ContiguousArray<Scalar>) throws -> Dataset {
    let rows = cells.count / columns.count
    return try Dataset(
      name: "t", shape: [columns.count], features: .scalars(cells),
      featureNames: columns.map(\.name),
      targets: ContiguousArray(repeating: 0, count: rows), task: .regression(targets: ["y"]),
      columns: columns)
  }

  private func cells(_ data: Dataset) -> ContiguousArray<Scalar> {
    if case .scalars(let values) = data.features { values.array } else { [] }
  }

  @Test func oneHotNumbersAndYesNo() throws {
    let data = try table([30, 0, 1, 40, 2, 0])
    let encoding = TableEncoding(
      fitting: data, rows: [0, 1], missing: .error, indicators: true)
    #expect(encoding.featureNames == ["age", "city=Oslo", "city=Rome", "member"])
    #expect(encoding.indicators == [1, 2, 3])
    var counts = TableEncoding.Counts(columns: 3)
    let encoded = try encoding.encode(data, counts: &counts)
    #expect(cells(encoded) == [30, 1, 0, 1, 40, 0, 1, 0])
    #expect(encoded.columns == nil && encoded.shape == [4])
    #expect(encoding.notes(counts) == [])
  }

  /// What test rows hold decides nothing.
  @Test func isFittedOnTrainingRowsAlone() throws {
    let data = try table([30, 0, 1, 40, 2, 0, 1000, 1, 1, nan, 1, nan])
    let encoding = TableEncoding(fitting: data, rows: [0, 1], missing: .mean, indicators: true)
    #expect(encoding.featureNames == ["age", "city=Oslo", "city=Rome", "member"])
    #expect(encoding.columns.map(\.fill) == [35, 0, 0.5])
    var counts = TableEncoding.Counts(columns: 3)
    let encoded = try encoding.encode(data, counts: &counts)
    #expect(cells(encoded).suffix(8) == [1000, 0, 0, 1, 35, 0, 0, 0.5])
    #expect(
      encoding.notes(counts) == [
        "Column \"age\": 1 missing value filled with 35.",
        "Column \"city\": 2 cells with a text that the training rows don't have, none of its levels: "
          + "\"Paris\" (2).",
        "Column \"member\": 1 missing value filled with 0.5.",
      ])
  }

  @Test(
    arguments: [
      (.mean, 4), (.median, 2.5), (.constant(-1), -1), (.error, nil), (.drop, nil),
    ] as [(MissingPolicy, Double?)])
  func fills(_ policy: MissingPolicy, _ fill: Double?) throws {
    let data = try table([1, 0, 0, 2, 0, 0, 3, 0, 0, 10, 0, 0, nan, nan, 0])
    let encoding = TableEncoding(
      fitting: data, rows: Array(0..<5), missing: policy, indicators: false)
    #expect(encoding.columns[0].fill == fill)
  }

  @Test func indicatorsSayWhereCellsWereEmpty() throws {
    let data = try table([1, 0, 0, nan, nan, 0])
    let encoding = TableEncoding(
      fitting: data, rows: [0, 1], missing: .constant(9), indicators: true)
    #expect(
      encoding.featureNames == [
        "age", "age is missing", "city=Oslo", "city is missing", "member",
      ])
    #expect(encoding.indicators == [1, 2, 3, 4])
    var counts = TableEncoding.Counts(columns: 3)
    #expect(cells(try encoding.encode(data, counts: &counts)) == [1, 0, 1, 0, 0, 9, 1, 0, 1, 0])
    #expect(counts.filled == [1, 1, 0])
  }

  /// 1 January 2000 is a Saturday, 2 July 2000 a Sunday in the middle of the year.
  @Test func datesGoInCircles() throws {
    let columns = [TableColumn("d", .date(.yearFirst)), TableColumn("d", .timeOfDay(.yearFirst))]
    let data = try Dataset(
      name: "t", shape: [2], features: .scalars([0, 0, 183, 21_600, nan, nan]),
      featureNames: ["d", "d"], targets: [0, 0, 0], task: .regression(targets: ["y"]),
      columns: columns)
    let encoding = TableEncoding(
      fitting: data, rows: [0, 1, 2], missing: .constant(7), indicators: true)
    #expect(
      encoding.featureNames == [
        "d", "d (sine of the year)", "d (cosine of the year)", "d (sine of the week)",
        "d (cosine of the week)", "d is missing", "d (sine of the day)", "d (cosine of the day)",
      ])
    #expect(encoding.indicators == Set(1...7))
    var counts = TableEncoding.Counts(columns: 2)
    let features = Array(cells(try encoding.encode(data, counts: &counts)))
    let week = [5, 6].map { 2 * Double.pi * Double($0) / 7 }
    func sine(_ x: Double) -> Scalar { Scalar(Portable.sin(x)) }
    func cosine(_ x: Double) -> Scalar { Scalar(Portable.cos(x)) }
    #expect(Array(features[..<8]) == [0, 0, 1, sine(week[0]), cosine(week[0]), 0, 0, 1])
    #expect(abs(features[9]) < 1e-6 && features[10] == -1)
    #expect(features[11] == sine(week[1]) && features[14] == 1 && abs(features[15]) < 1e-6)
    #expect(Array(features[16...]) == [91.5, 0, 0, 0, 0, 1, 0, 0])
    #expect(
      encoding.notes(counts) == ["Column \"d\": 1 missing value filled with the date 2000-04-02."])
    #expect(try TableEncoding(encoding.value) == encoding)
  }

  @Test func manyLevelsBecomeTheirNumber() throws {
    let data = try table([30, 0, 1, 40, 2, 0, 50, 1, 1, 60, -1, 1, 70, nan, 1])
    let encoding = TableEncoding(
      fitting: data, rows: [0, 1, 4], missing: .mean, indicators: true, embeddingAbove: 1)
    #expect(encoding.featureNames == ["age", "city", "city is missing", "member"])
    #expect(encoding.indicators == [1, 2, 3])
    #expect(encoding.embedded.map(\.feature) == [1] && encoding.embedded.map(\.levels) == [2])
    var counts = TableEncoding.Counts(columns: 3)
    #expect(
      cells(try encoding.encode(data, counts: &counts))
        == [30, 0, 0, 1, 40, 1, 0, 0, 50, -1, 0, 1, 60, -1, 0, 1, 70, -1, 1, 1])
    #expect(counts.unknown == [0, 2, 0] && counts.filled == [0, 1, 0])
    #expect(try TableEncoding(encoding.value) == encoding)
    let few = TableEncoding(
      fitting: data, rows: [0, 1], missing: .mean, indicators: false, embeddingAbove: 2)
    #expect(few.embedded.isEmpty)
    expectError(.badData, "features.columns[0].embedded: only a category can be embedded") {
      try TableEncoding(.list([.table(["name": "a", "kind": "number", "embedded": true])]))
    }
  }

  @Test func aFileHasLevelsInAnotherOrder() {
    let encoding = TableEncoding([
      TableEncoding.Column(TableColumn("c", .category(levels: ["a", "b"])))
    ])
    var counts = TableEncoding.Counts(columns: 1)
    let other = [TableColumn("c", .category(levels: ["b", "x", "a"]))]
    let features = encoding.features(of: [0, 1, 2, -1], sources: other, counts: &counts)
    #expect(features == [0, 1, 0, 0, 1, 0, 0, 0])
    #expect(counts.unknown == [2])
  }

  @Test func nothingLeft() throws {
    var counts = TableEncoding.Counts(columns: 0)
    let data = try table([1, 0, 0])
    expectError(.badData, "t: no column is left to learn from") {
      try TableEncoding([]).encode(data, counts: &counts)
    }
  }

  // MARK: In files

  @Test func roundTrip() throws {
    let encoding = TableEncoding([
      TableEncoding.Column(columns[0], fill: 37.5, hasIndicator: true),
      TableEncoding.Column(columns[1]), TableEncoding.Column(columns[2], fill: 0),
    ])
    #expect(try TableEncoding(encoding.value) == encoding)
    let text = try JSONWriter(.compact).text(encoding.value)
    #expect(
      text == "[{\"name\":\"age\",\"kind\":\"number\",\"fill\":37.5,\"indicator\":true},"
        + "{\"name\":\"city\",\"kind\":\"category\",\"levels\":[\"Oslo\",\"Paris\",\"Rome\"]},"
        + "{\"name\":\"member\",\"kind\":\"yes-no\",\"levels\":[\"no\",\"yes\"],\"fill\":0}]")
  }

  @Test func refusesWhatItCantBe() {
    let cases: [(Value, String)] = [
      (.text("x"), "features.columns: expected a list of columns, found \"x\""),
      (
        .list([.table(["name": "a", "kind": "nmber"])]),
        "features.columns[0].kind: unknown kind of column \"nmber\". Did you mean \"number\"? "
          + "Known: number, category, yes-no, date, time-of-day."
      ),
      (
        .list([.table(["name": "a", "kind": "category", "levels": .list(["x", "x"])])]),
        "features.columns[0].levels: a level comes twice"
      ),
      (
        .list([.table(["name": "a", "kind": "yes-no", "levels": .list(["x"])])]),
        "features.columns[0].levels: expected 2 levels, no and yes, found 1"
      ),
      (
        .list([.table(["name": "a", "kind": "number"]), .table(["name": "a", "kind": "number"])]),
        "features.columns: two columns have the same name"
      ),
      (
        .list([.table(["name": "a", "kind": "number", "fill": .number(1e300)])]),
        Scalar.self == Float.self ? "features.columns[0].fill: expected a number, found 1e+300" : ""
      ),
    ]
    let dates: [(Value, String)] = [
      (
        .list([.table(["name": "a", "kind": "date", "order": "yearfirst"])]),
        "features.columns[0].order: unknown order of dates \"yearfirst\". Did you mean \"year-first\"? "
          + "Known: year-first, day-first, month-first."
      ),
      (
        .list([.table(["name": "a", "kind": "time-of-day", "order": "year-first"])]),
        "features.columns[0]: a time of day must follow its date"
      ),
      (
        .list([
          .table(["name": "a", "kind": "date", "order": "day-first"]),
          .table(["name": "a", "kind": "time-of-day", "order": "year-first"]),
        ]), "features.columns[1]: a time of day must follow its date"
      ),
    ]
    for (value, message) in cases + dates where !message.isEmpty {
      expectError(.badData, message) { try TableEncoding(value) }
    }
  }
}
