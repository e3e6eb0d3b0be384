import Basics
import Networks
import TestSupport
import Testing

@Suite struct ParameterLayoutTests {
  /// The layout of some layers.
  func layout(_ input: Shape, _ layers: [any Layer]) throws -> ParameterLayout {
    try Network(input: input, layers: layers).layout
  }

  @Test("Names, places and owners")
  func entries() throws {
    let layout = try layout(
      [2, 2],
      [
        Flatten(), Dense(3), BatchNormalization(), Dropout(0.5), Dense(2, useBias: false),
        LayerNormalization(),
      ])
    #expect(
      layout.entries.map(\.name) == [
        "layers.1.weight", "layers.1.bias", "layers.2.weight", "layers.2.bias",
        "layers.2.running_mean", "layers.2.running_var", "layers.4.weight", "layers.5.weight",
        "layers.5.bias",
      ])
    #expect(
      layout.entries.map(\.range) == [
        0..<12, 12..<15, 15..<18, 18..<21, 21..<24, 24..<27, 27..<33, 33..<35, 35..<37,
      ])
    #expect(layout.entries.map(\.layer) == [1, 1, 2, 2, 2, 2, 4, 5, 5])
    #expect(layout.entries.map(\.index) == [0, 1, 0, 1, 2, 3, 0, 0, 1])
    #expect(layout.layerRanges == [0..<0, 0..<15, 15..<27, 27..<27, 27..<33, 33..<37])
    #expect(layout.count == 37)
    #expect(layout["layers.2.running_var"]?.range == 24..<27)
    #expect(layout["layers.0.weight"] == nil)
    #expect(layout["layers.4.bias"] == nil)
    #expect(layout["weight"] == nil)
  }

  @Test("A gradient moves all but the statistics")
  func trainableCount() throws {
    let layers: [any Layer] = [Dense(3), BatchNormalization(), LayerNormalization()]
    // 4 x 3 + 3, 2 x 3 of 4 x 3, 2 x 3
    #expect(try layout([4], layers).trainableCount == 27)
    #expect(try layout([4], layers).count == 33)
    #expect(try layout([4], [Flatten(), Dropout(0.5)]).trainableCount == 0)
  }

  @Test("Only dense weights are transposed in files")
  func transposed() throws {
    let layout = try layout(
      [4], [Dense(3), BatchNormalization(), LayerNormalization(), Dense(3)])
    let transposed = layout.entries.filter(\.spec.transposedInFiles).map(\.name)
    #expect(transposed == ["layers.0.weight", "layers.3.weight"])
  }

  @Test("A large weight has about 16 tiles of 16, 32, … whole rows")
  func tiles() throws {
    let layout = try layout([100], [Dense(200), Dense(10)])
    let first = (0..<6).map { (16 * $0)..<(16 * $0 + 16) } + [96..<100]
    #expect(layout.tiles.map(\.entry) == [0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 3])
    #expect(layout.tiles.map(\.rows) == first + [0..<200, 0..<112, 112..<200, 0..<10])
    #expect(
      layout.tiles.map(\.range) == first.map { ($0.lowerBound * 200)..<($0.upperBound * 200) } + [
        20000..<20200, 20200..<21320, 21320..<22200, 22200..<22210,
      ])
    #expect(layout.entries.map(\.tiles) == [0..<7, 7..<8, 8..<10, 10..<11])
  }

  @Test("Threads take the large tiles first, and small ones together")
  func tasks() throws {
    let layout = try layout([100], [Dense(200), Dense(10), Dense(3), Dense(3)])
    // The bias of the first layer is too small to go alone, and all that follows the large weights.
    let tasks = layout.tasks(batchSize: 10, threads: 2)
    #expect(tasks == [0..<1, 1..<2, 2..<3, 3..<4, 4..<5, 5..<6, 7..<9, 9..<10, 6..<7, 10..<15])
    #expect(tasks.flatMap { $0 }.sorted() == Array(layout.tiles.indices))
    // The gradient of the first layer's output takes 8 MB: four tasks for two threads.
    let large = layout.tasks(batchSize: 10_000, threads: 2)
    #expect(large == [0..<2, 2..<4, 4..<6, 7..<9, 9..<10, 6..<7, 10..<15])
  }

  @Test(
    "A tile has at least one row, and as many as fit",
    arguments: [
      (1000, [0..<3]), (4096, [0..<3]), (4097, [0..<1, 1..<2, 2..<3]),
      (70000, [0..<1, 1..<2, 2..<3]),
    ])
  func wideTiles(units: Int, rows: [Range<Int>]) throws {
    let layout = try layout([3], [Dense(units)])
    let weight = layout.entries[0]
    #expect(layout.tiles[weight.tiles].map(\.rows) == rows)
    #expect(
      layout.tiles[weight.tiles].map(\.range)
        == rows.map { ($0.lowerBound * units)..<($0.upperBound * units) })
    // A bias is one tile, however long.
    #expect(layout.tiles[layout.entries[1].tiles].map(\.rows) == [0..<units])
    #expect(layout.tiles.last?.range == (3 * units)..<(4 * units))
  }

  @Test("Parameters of several dimensions that aren't tiled are one tile")
  func untiled() throws {
    let layout = try layout([100, 50, 3], [LayerNormalization(), BatchNormalization()])
    let pictures = [0..<15000, 15000..<30000]
    let channels = (0..<4).map { (30000 + 3 * $0)..<(30003 + 3 * $0) }
    #expect(layout.tiles.map(\.range) == pictures + channels)
    #expect(layout.tiles.map(\.rows) == [0..<100, 0..<100, 0..<3, 0..<3, 0..<3, 0..<3])
  }
}
