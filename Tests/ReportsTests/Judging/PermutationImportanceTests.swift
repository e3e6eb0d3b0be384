import Basics
import Datasets
import ModelFiles
import Networks
import Reports
import Testing
import Training

@Suite struct PermutationImportanceTests {
  /// y = 2 a - b, exactly; c says nothing.
  private func model() throws -> Model {
    let network = try Network(
      input: [3], layers: [Dense(weights: [[2], [-1], [0]], biases: [0])])
    return try Model(
      network: network, parameters: network.initialParameters(seed: 0), loss: MeanSquaredError(),
      task: .regression(targets: ["y"]), featureNames: ["a", "b", "c"])
  }

  private func data(_ count: Int) throws -> Dataset {
    var random = RandomSource(seed: 5, .other)
    var features = ContiguousArray<Scalar>()
    var targets = ContiguousArray<Scalar>()
    for _ in 0..<count {
      let row = (0..<3).map { _ in Scalar(random.normal()) }
      features += row
      targets.append(2 * row[0] - row[1])
    }
    return try Dataset(
      name: "t", shape: [3], features: .scalars(features), featureNames: ["a", "b", "c"],
      targets: targets, task: .regression(targets: ["y"]))
  }

  @Test func whatIsNeededComesFirst() throws {
    let data = try data(1000)
    let found = try #require(
      PermutationImportance(try model(), data, rows: Array(0..<1000), rounds: 5))
    #expect(found.columns.map(\.name) == ["a", "b", "c"])
    // The mean square of w (x - x') is 2 w² for a variance of 1.
    #expect((found.columns[0].rise - 8).magnitude < 0.8)
    #expect((found.columns[1].rise - 2).magnitude < 0.25)
    #expect(found.columns[2].rise == 0)
    #expect(found.columns[0].range.contains(found.columns[0].rise))
    let again = PermutationImportance(
      try model(), data, rows: Array(0..<1000), rounds: 5, threads: 3)
    #expect(again == found)
  }

  @Test func manyRowsAreThinned() throws {
    let data = try data(300)
    let found = PermutationImportance(try model(), data, rows: Array(0..<300), mostRows: 100)
    #expect(found?.rows == 100)
  }

  @Test func undefined() throws {
    let data = try data(10)
    #expect(PermutationImportance(try model(), data, rows: [3]) == nil)
    #expect(PermutationImportance(try model(), data, rows: [1, 2], mostColumns: 2) == nil)
    var nameless = try model()
    nameless.featureNames = []
    #expect(PermutationImportance(nameless, data, rows: [1, 2]) == nil)
  }
}
