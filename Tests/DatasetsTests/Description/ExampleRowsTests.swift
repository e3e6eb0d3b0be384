import Basics
import DataFiles
import Datasets
import Testing

/// Which rows are shown as examples.
@Suite struct ExampleRowsTests {
  private func data(_ labels: [Int]) throws -> Dataset {
    try Dataset(
      name: "d", shape: [1], features: .bytes(ContiguousArray(labels.map { UInt8($0) })),
      targets: ContiguousArray(labels.map { Scalar($0) }),
      task: .classification(classes: ["cat", "dog", "cow"]))
  }

  @Test func theSameNumberOfEachClass() throws {
    let labels = (0..<90).map { $0 < 80 ? 0 : $0 < 88 ? 1 : 2 }
    let data = try data(labels)
    let rows = try ExampleChoice(count: 9, seed: 1).rows(of: data)
    #expect(rows.map { labels[$0] } == [0, 0, 0, 0, 1, 1, 1, 2, 2])
    #expect(Set(rows).count == 9)
    #expect(try ExampleChoice(count: 9, seed: 1).rows(of: data) == rows)
    #expect(try ExampleChoice(count: 9, seed: 2).rows(of: data) != rows)
    #expect(try ExampleChoice(count: 2, seed: 1).rows(of: data).count == 2)
    #expect(try Set(ExampleChoice(count: 1000).rows(of: data)) == Set(0..<90))
  }

  @Test func ofAClass() throws {
    let data = try data([0, 1, 2, 1, 0])
    #expect(try ExampleChoice(count: 5, className: "dog").rows(of: data) == [1, 3])
    #expect(try ExampleChoice(rows: [4, 2], className: "dog").rows(of: data) == [3, 1])
    #expect(throws: DescentError(.usage, "row 1 of d is of the class \"cat\", not \"dog\"")) {
      try ExampleChoice(rows: [1], className: "dog").rows(of: data)
    }
    #expect(
      throws: DescentError(
        .usage, "d: unknown class \"dg\"", fix: "Did you mean \"dog\"? Known: cat, dog, cow.")
    ) { try ExampleChoice(className: "dg").rows(of: data) }
  }

  @Test func rowsThatAreNamed() throws {
    let data = try data([0, 1, 2])
    #expect(try ExampleChoice(rows: [3, 1, 1]).rows(of: data) == [2, 0, 0])
    for row in [0, 4, -1, Int.max] {
      #expect(
        throws: DescentError(
          .usage, "there is no row \(grouped(row)): d has 3 rows", fix: "Rows are counted from 1.")
      ) { try ExampleChoice(rows: [row]).rows(of: data) }
    }
  }

  // MARK: Tables

  private func describe(_ text: String, _ choice: ExampleChoice) throws -> [ExampleRow] {
    var pieces = [ContiguousArray(text.utf8)]
    return try DataDescription(
      csv: { pieces.popLast() ?? [] }, name: "t", file: "t.csv", examples: choice
    ).examples
  }

  private let table =
    "a,b\n" + (1...200).map { "\($0).50,\($0 % 3 == 0 ? "no" : "yes")\n" }.joined()

  @Test func cellsAsTheyAreWritten() throws {
    #expect(
      try describe(table, ExampleChoice(rows: [200, 3])) == [
        ExampleRow(number: 200, cells: ["200.50", "yes"]),
        ExampleRow(number: 3, cells: ["3.50", "no"]),
      ])
    #expect(try describe(table, ExampleChoice(count: 0)).isEmpty)
    #expect(
      throws: DescentError(
        .usage, "there is no row 201: t has 200 rows", fix: "Rows are counted from 1.")
    ) { try describe(table, ExampleChoice(rows: [201])) }
  }

  @Test func someAtRandom() throws {
    let rows = try describe(table, ExampleChoice(count: 7, seed: 3))
    #expect(rows.count == 7 && rows.map(\.number) == rows.map(\.number).sorted())
    #expect(rows.allSatisfy { $0.cells[0] == "\($0.number).50" })
    #expect(try describe(table, ExampleChoice(count: 7, seed: 3)) == rows)
    #expect(try describe(table, ExampleChoice(count: 7, seed: 4)) != rows)
    #expect(try describe(table, ExampleChoice(count: 999)).count == 200)
  }

  /// Each row is chosen about as often as any other.
  @Test func evenly() throws {
    var counts = [Int](repeating: 0, count: 200)
    for seed in 0..<400 {
      for row in try describe(table, ExampleChoice(count: 10, seed: UInt64(seed))) {
        counts[row.number - 1] += 1
      }
    }
    #expect(counts.allSatisfy { (5...45).contains($0) }, "\(counts)")
  }

  @Test func rowsOfAClassOfATable() throws {
    let rows = try describe(table, ExampleChoice(count: 5, className: "no"))
    #expect(rows.count == 5 && rows.allSatisfy { $0.cells[1] == "no" })
    #expect(
      throws: DescentError(
        .usage, "t: unknown class \"now\"", fix: "Did you mean \"no\"? Known: no, yes.")
    ) { try describe(table, ExampleChoice(className: "now")) }
    #expect(
      throws: DescentError(.usage, "t has numbers as targets, no classes to choose from")
    ) {
      try describe("a,b\n1,0.5\n2,0.7\n", ExampleChoice(className: "no"))
    }
    // 01 and 1.0 are 1.
    let whole = "a,b\n" + (0..<60).map { "\($0),\(["01", "1.0", "2"][$0 % 3])\n" }.joined()
    #expect(try describe(whole, ExampleChoice(count: 99, className: "1")).count == 40)
  }
}
