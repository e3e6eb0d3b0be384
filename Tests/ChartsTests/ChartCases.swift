import Charts
import Datasets

/// One chart of each kind with known numbers, and with what usually breaks charts.
enum ChartCases {
  static let all: [(name: String, chart: any Chart)] = [
    ("line", line), ("line-one-point", onePoint), ("line-gaps", gaps), ("line-log", logarithmic),
    ("line-many", many), ("line-empty", LineChart("Nothing", [])), ("scatter", scatter),
    ("bar", bars), ("bar-nasty", nastyBars), ("histogram", histogram),
    ("histogram-two", twoHistograms), ("heat-map", confusion), ("heat-map-large", largeHeatMap),
    ("pictures", pictures), ("network", network), ("heat-map-links", linkedHeatMap),
    ("heat-map-large-links", largeLinkedHeatMap), ("pictures-beside", picturesBeside),
    ("picture-rows", pictureRows), ("scatter-peeks", peeks),
    ("pictures", pictures), ("network", network),
    ("distribution", distribution), ("distribution-one", oneDistribution),
    ("distribution-outliers", outliers), ("distribution-empty", DistributionChart("Nothing", [])),
  ]

  static let nastyNames = [
    "<script>alert(1)</script>", "\"quoted\" & 'single'", "שלום עולם", "مرحبا \u{202E}evil",
    "👩‍🔬 emoji 🎉", String(repeating: "long ", count: 100), "", "\u{0}\u{7}control",
  ]

  /// A bell that moves up and gets narrow, in bins from its least to its greatest number.
  private static func column(_ epoch: Int, from low: Double, to high: Double)
    -> DistributionChart.Column
  {
    let bins = 40
    let counts = (0..<bins).map { bin -> Double in
      let place = (Double(bin) + 0.5) / Double(bins) * 2 - 1
      return (400 * (1 - place * place) * (1 - place * place)).rounded()
    }
    let middle = low + (high - low) / 2
    return DistributionChart.Column(
      "\(epoch)", edges: (0...bins).map { low + (high - low) * Double($0) / Double(bins) },
      counts: counts,
      quantiles: (middle - (high - low) / 4, middle, middle + (high - low) / 4),
      facts: [shortNumber(middle), "<0 %>"])
  }

  static let distribution = DistributionChart(
    "layers.0.weight",
    (0..<20).map { column(1 + 5 * $0, from: -1 + Double($0) / 30, to: 1.5 - Double($0) / 40) },
    y: Axis("value"), facts: ["mean", "0"], remark: "4,096 of 100,352 numbers, evenly chosen.")

  static let oneDistribution = DistributionChart(
    "One epoch", [column(1, from: 2, to: 2)], y: Axis("value"))

  /// One number far away in one epoch, and an epoch without any.
  static let outliers = DistributionChart(
    "<b>Outliers</b>",
    [
      column(1, from: -1, to: 1),
      DistributionChart.Column(
        "2", edges: [-1, 1, 500, 1000], counts: [4000, 0, 1], quantiles: (-0.9, 0, 0.9)),
      DistributionChart.Column(
        "3", edges: [], counts: [], quantiles: (.nan, .nan, .nan)),
      column(4, from: 0, to: 1),
    ], y: Axis("slope"))

  static let epochs = (1...20).map(Double.init)

  static let line = LineChart(
    "Loss",
    [
      LineChart.Series("training", x: epochs, y: epochs.map { 2 / $0 + 0.1 }),
      LineChart.Series(
        "validation", x: epochs, y: epochs.map { 2 / $0 + 0.2 + $0 * 0.01 },
        band: epochs.map { (2 / $0 + 0.1)...(2 / $0 + 0.3 + $0 * 0.01) }),
    ], x: Axis("epoch", isWhole: true), y: Axis("loss"),
    marks: [LineChart.Mark("best epoch 14", x: 14)])

  static let onePoint = LineChart(
    "One epoch", [LineChart.Series("loss", x: [1], y: [0.5])], x: Axis("epoch", isWhole: true))

  static let gaps = LineChart(
    "Gaps",
    [
      LineChart.Series(
        "loss", x: epochs,
        y: epochs.map { epoch -> Double in
          if epoch == 15 { return .infinity }
          return epoch > 8 && epoch < 12 ? .nan : epoch
        })
    ],
    x: Axis("epoch", isWhole: true))

  static let logarithmic = LineChart(
    "Learning rate", [LineChart.Series("rate", x: epochs, y: epochs.map { 0.1 / ($0 * $0 * $0) })],
    x: Axis("epoch", isWhole: true), y: Axis("learning rate", scale: .logarithmic))

  static let many = LineChart(
    "Ten thousand epochs",
    (0..<8).map { index in
      LineChart.Series(
        "series \(index)", x: (0..<10_000).map(Double.init),
        y: (0..<10_000).map { epoch -> Double in
          let noise = Double(epoch * 7919 % 1000) / 3000
          return Double(index) + noise + (epoch == 4321 ? 3 : 0)
        })
    })

  static let scatter = ScatterChart(
    "Predicted against actual",
    [
      ScatterChart.Series(
        "test", x: (0..<300).map { Double($0 * 37 % 101) },
        y: (0..<300).map { row -> Double in
          let truth = Double(row * 37 % 101)
          return truth + Double(row * 53 % 29) - 14
        })
    ], x: Axis("actual"), y: Axis("predicted"), hasDiagonal: true)

  static let bars = BarChart(
    "Recall by class",
    [
      BarChart.Bar("zero", 0.98, range: 0.95...0.99), BarChart.Bar("one", 0.91, range: 0.85...0.96),
      BarChart.Bar("two", 0.5, range: 0.4...0.61), BarChart.Bar("none", .nan),
    ], axis: Axis("recall", range: 0...1, isShare: true))

  static let nastyBars = BarChart(
    "<b>Names</b> & more",
    nastyNames.enumerated().map { BarChart.Bar($1, Double($0) - 3) }, axis: Axis("change"))

  static let histogram = HistogramChart(
    "Ages", values: (0..<1000).map { Double($0 * $0 % 997) / 10 }, x: Axis("years"))

  static let twoHistograms = HistogramChart(
    "Scores", edges: [0, 0.25, 0.5, 0.75, 1],
    [
      HistogramChart.Series("right", [1, 5, 20, 60]),
      HistogramChart.Series("wrong", [10, 12, 4, 1]),
    ])

  static let confusion = HeatMap(
    "Confusion", rows: ["cat", "dog", "bird"], columns: ["cat", "dog", "bird"],
    cells: [[50, 3, 0], [7, 40, 2], [0, 1, 1234]], rowAxis: "actual", columnAxis: "predicted")

  static let largeHeatMap = HeatMap(
    "A hundred classes", rows: (0..<100).map { "class \($0)" }, columns: (0..<100).map { "\($0)" },
    cells: (0..<100).map { row in
      (0..<100).map { column -> Double in
        if row == column { return 90 }
        return (column * 7 + row) % 23 == 0 ? Double(row % 5) : 0
      }
    }, rowAxis: "actual", columnAxis: "predicted")

  static let pictures = PictureGrid(
    "Predictions",
    (0..<8).compactMap { index -> PictureGrid.Item? in
      let pixels = (0..<64).map { place -> UInt8 in UInt8(place * (index + 1) * 5 % 256) }
      let picture = try? Picture(
        height: 8, width: 8, channels: 1, samples: ContiguousArray(pixels))
      return picture.map {
        PictureGrid.Item(
          $0, caption: index == 3 ? "9, not 4" : "4", note: "row \(index)",
          verdict: index == 3 ? .wrong : .right, bars: [("4", 0.9), ("9", 0.1)])
      }
    })

  static let linkedHeatMap: HeatMap = {
    var map = confusion
    map.links = [HeatMap.Place(0, 1): "#a&b", HeatMap.Place(1, 0): "#c"]
    return map
  }()

  static let largeLinkedHeatMap: HeatMap = {
    var map = largeHeatMap
    map.links = [HeatMap.Place(99, 98): "#b", HeatMap.Place(3, 5): "#a"]
    return map
  }()

  private static func picture(_ step: Int, _ height: Int = 8, _ width: Int = 8) -> Picture {
    let pixels = (0..<height * width).map { UInt8($0 * step % 256) }
    return Picture(
      trusted: ContiguousArray(pixels), height: height, width: width, channels: 1)
  }

  static let picturesBeside = PictureGrid(
    "What it looks at",
    (0..<3).map { index in
      var item = PictureGrid.Item(
        picture(index + 3), caption: nastyNames[index], note: "row \(index)", verdict: .right)
      item.beside = try? Picture(
        height: 8, width: 8, diverging: (0..<64).map { Double($0 - 32 * index) })
      return item
    })

  static let pictureRows = PictureRows(
    "Training pictures",
    nastyNames.prefix(4).enumerated().map { index, name in
      PictureRows.Row(
        name, note: "\(index) rows", (0..<(index * 3)).map { picture($0 + 1, 8, 4 + index) })
    })

  static let peeks: ScatterChart = {
    var chart = ScatterChart("Map", [ScatterChart.Series("a", x: [1, 2], y: [2, 1])])
    chart.series[0].peeks = ["peek-1", "peek-2"]
    chart.series[0].tips = ["row 1", "<row> 2"]
    return chart
  }()

  static let network = NetworkDrawing(
    "Network",
    [
      NetworkDrawing.Layer("input", shape: "784", units: 784, parameters: 0),
      NetworkDrawing.Layer("dense, relu", shape: "128", units: 128, parameters: 100_480),
      NetworkDrawing.Layer("dense", shape: "10", units: 10, parameters: 1290),
      NetworkDrawing.Layer("softmax", shape: "3", units: 3, parameters: 0),
    ])
}
