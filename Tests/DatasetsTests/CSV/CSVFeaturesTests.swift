import Basics
import DataFiles
import Datasets
import Testing

@Suite struct CSVFeaturesTests {
  func read(_ string: String, _ names: [String], count: Int? = nil) throws -> CSVFeatures {
    try CSVTable(text(string), name: "p.csv", forFeatures: names)
      .features(names: names, count: count ?? names.count)
  }

  @Test func matchesByName() throws {
    let found = try read("id,b,a\n7,1,2\n8,3,4\n", ["a", "b"])
    #expect(found.values == [2, 1, 4, 3])
    #expect(found.rows == 2)
    #expect(found.ignored == ["id"])
    #expect(found.isByName)
  }

  @Test func matchesByPositionWithoutHeader() throws {
    let found = try read("1,2\n3,4\n", ["a", "b"])
    #expect(found.values == [1, 2, 3, 4])
    #expect(found.ignored == [])
    #expect(!found.isByName)
  }

  @Test func matchesByPositionWhereTheModelHasNoNames() throws {
    #expect(try read("p,q\n1,2\n", [], count: 2).values == [1, 2])
    #expect(try read("1,2\n", [], count: 2).values == [1, 2])
  }

  @Test func knowsNamesThatAreNumbers() throws {
    let found = try read("2,1\n30,40\n", ["1", "2"])
    #expect(found.values == [40, 30])
    #expect(found.rows == 1)
  }

  @Test func listsWhatIsMissing() {
    expectError(
      .badData, "p.csv: columns are missing: b, c. The file has: a, x."
    ) { try read("a,x\n1,2\n", ["a", "b", "c"]) }
    expectError(
      .badData,
      "p.csv: 3 columns, but the model takes 2 features (a, b). "
        + "Remove the target column. Or add a header with names."
    ) { try read("1,2,owl\n", ["a", "b"]) }
    expectError(.badData, "p.csv: 1 column, but the model takes 64 features") {
      try read("1\n", [], count: 64)
    }
    expectError(
      .badData, "p.csv:2:3: column \"b\": \"?\" is not a number. The model takes numbers."
    ) { try read("a,b\n1,?\n", ["a", "b"]) }
  }

  @Test func readsOneColumn() throws {
    #expect(try read("x\n1\n2\n", ["x"]).values == [1, 2])
  }
}
