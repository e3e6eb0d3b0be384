import Basics
import Networks
import TestSupport
import Testing

@Suite struct EmbeddingTests {
  private let layer = Embedding([
    Embedding.Column(feature: 1, levels: 3, width: 2),
    Embedding.Column(feature: 2, levels: 2, width: 1),
  ])

  @Test("Vectors stand behind the features that go through")
  func looksVectorsUp() throws {
    var runner = try LayerRunner(layer, input: [4])
    #expect(runner.plan.output == [5])
    #expect(runner.plan.parameters.map(\.name) == ["weight0", "weight1"])
    #expect(runner.plan.parameters.map(\.shape) == [[3, 2], [2, 1]])
    runner.parameters = [1, 2, 3, 4, 5, 6, 7, 8]
    // No level: -1, beyond the last, between two (the nearest), not a number.
    let batch: ContiguousArray<Scalar> = [
      0.5, 0, 1, 9, 0.5, 2, 0, 9, 0.5, -1, 2, 9, 0.5, 1.2, .nan, 9, 0.5, 1e30, -1e30, 9,
    ]
    let run = runner.forward(batch)
    #expect(
      run.output == [
        0.5, 9, 1, 2, 8, 0.5, 9, 5, 6, 7, 0.5, 9, 0, 0, 0, 0.5, 9, 3, 4, 0, 0.5, 9, 0, 0, 0,
      ])
    let gradients = runner.backward(
      run, outputGradient: ContiguousArray((1...25).map { Scalar($0) }))
    #expect(gradients.parameters == [[3, 4, 18, 19, 8, 9], [10, 5]])
    #expect(
      gradients.input == [1, 0, 0, 2, 6, 0, 0, 7, 11, 0, 0, 12, 16, 0, 0, 17, 21, 0, 0, 22])
  }

  @Test func widths() {
    let widths = [1, 2, 10, 100, 1000, 100_000].map {
      Embedding.Column(feature: 0, levels: $0).width
    }
    #expect(widths == [2, 2, 6, 21, 50, 50])
  }

  @Test func refusesOtherInputs() {
    func refused(_ columns: [Embedding.Column], _ message: String) {
      #expect {
        try LayerRunner(Embedding(columns), input: [3])
      } throws: {
        "\($0)".contains(message)
      }
    }
    let column = Embedding.Column(feature: 2, levels: 2, width: 1)
    let features = "expected columns with ascending features of the input 3, found"
    refused([], "\(features) none")
    refused([column, column], "\(features) 2, 2")
    refused([Embedding.Column(feature: 3, levels: 2)], "\(features) 3")
    refused([Embedding.Column(feature: -1, levels: 2)], "\(features) -1")
    refused([Embedding.Column(feature: 0, levels: 2, width: 0)], "at least 1 level and vectors")
  }

  @Test func fromAFile() throws {
    let value = layer.described
    let read = try LayerCatalog.standard.make(value, path: "layers[0]")
    #expect(read as? Embedding == layer)
    let faults: [(Value, String)] = [
      (.table(["kind": "embedding"]), "l: the setting \"columns\" is missing"),
      (
        .table(["kind": "embedding", "columns": 3]),
        "l.columns: expected a list of columns, found 3"
      ),
      (
        .table([
          "kind": "embedding", "columns": [.table(["feature": -1, "levels": 2, "width": 1])],
        ]),
        "l.columns[0].feature: expected a whole number of 0 or more, found -1"
      ),
      (
        .table([
          "kind": "embedding",
          "columns": [.table(["feature": 0, "levels": 2, "width": 1, "x": 1])],
        ]), "l.columns[0]: unknown setting \"x\". Known: feature, levels, width."
      ),
    ]
    for (value, message) in faults {
      #expect {
        try LayerCatalog.standard.make(value, path: "l")
      } throws: {
        "\($0)" == message
      }
    }
  }
}
