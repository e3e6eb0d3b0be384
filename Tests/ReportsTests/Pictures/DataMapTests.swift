import Basics
import Charts
import DataFiles
import Datasets
import Foundation
import ModelFiles
import Networks
import Reports
import Testing
import Training

@Suite struct DataMapTests {
  private func model(_ data: Dataset) throws -> Model {
    let network = try Network(input: data.shape, layers: [Flatten(), Dense(10)])
    return try Model(
      network: network, parameters: network.initialParameters(seed: 1),
      loss: CategoricalCrossEntropy(), task: data.task)
  }

  @Test func aPointForEachRowInTheColorOfItsClass() throws {
    let data = try Dataset.digits()
    let picture = try Picture(height: 1, width: 1, channels: 1, samples: [7])
    for method in DataMap.Method.allCases {
      let map = try #require(
        DataMap(method, try model(data), data, rows: Array(0..<60)) { _ in picture })
      #expect(map.chart.series.map(\.name) == (0..<10).map(String.init))
      #expect(map.chart.series.reduce(0) { $0 + $1.x.count } == 60)
      #expect(map.chart.series[0].tips.first == "row 1: 0")
      let svg = map.chart.svg()
      #expect(svg.components(separatedBy: "class=\"peek\"").count == 61)
      #expect(svg.contains("ring stroke3"))
    }
  }

  @Test func manyRowsAreThinnedAndItSaysSo() throws {
    let data = try Dataset.digits()
    let map = DataMap(
      .principalComponents, try model(data), data, rows: Array(0..<1797), most: 100, threads: 2)
    #expect(map?.chart.title == "Map of the rows (principal components), 100 of 1,797 rows")
    let again = DataMap(
      .principalComponents, try model(data), data, rows: Array(0..<1797), most: 100)
    #expect(again?.chart.series.map(\.x) == map?.chart.series.map(\.x))
  }

  @Test func theLastHiddenLayerIsAMapOfItsOwn() throws {
    let data = try Dataset.digits()
    let network = try Network(
      input: data.shape,
      layers: [Flatten(), Dense(6, activation: .relu), Dropout(0.5), Dense(10)])
    let model = try Model(
      network: network, parameters: network.initialParameters(seed: 1),
      loss: CategoricalCrossEntropy(), task: data.task)
    let rows = Array(0..<300)
    let map = try #require(
      DataMap(.principalComponents, model, data, rows: rows, space: .lastHiddenLayer))
    #expect(map.chart.title == "Map of the last hidden layer (principal components)")
    #expect(map.chart.series.reduce(0) { $0 + $1.x.count } == 300)
    let other = DataMap(.principalComponents, model, data, rows: rows)
    #expect(other?.chart.series[0].x != map.chart.series[0].x)
    let again = DataMap(
      .principalComponents, model, data, rows: rows, space: .lastHiddenLayer, threads: 3)
    #expect(again?.chart.series.map(\.x) == map.chart.series.map(\.x))
    // The plain model has no hidden layer.
    #expect(
      DataMap(
        .principalComponents, try self.model(data), data, rows: rows, space: .lastHiddenLayer)
        == nil)
  }

  @Test func undefined() throws {
    let data = try Dataset.digits()
    #expect(DataMap(.tsne, try model(data), data, rows: [1, 2, 3]) == nil)
    #expect(DataMap(.tsne, try model(data), try Dataset.digits().subset([]), rows: []) == nil)
  }
}
