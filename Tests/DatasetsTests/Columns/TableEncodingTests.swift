import Basics
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
    if case .scalars(let values) = data.features { values } else { [] }
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
        "Column \"city\": 2 cells with a text that the training rows don't have, none of its levels.",
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
          + "Known: number, category, yes-no."
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
    for (value, message) in cases where !message.isEmpty {
      expectError(.badData, message) { try TableEncoding(value) }
    }
  }
}
