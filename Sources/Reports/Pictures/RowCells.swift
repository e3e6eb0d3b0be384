import Basics
import Charts
import Datasets
import ModelFiles

/// The rows of a table as people wrote them: a cell for each column, levels by name.
struct RowCells: Sendable {
  /// What a column shows.
  private struct Column {
    var name: String
    var features: Range<Int>
    var kind: TableColumn.Kind
    var isEmbedded = false
  }

  private let dataset: Dataset
  private let columns: [Column]
  /// How many columns there are, shown or not.
  let total: Int

  /// Nil where the rows are no vectors of numbers.
  ///
  /// - Parameters:
  ///   - model: that knows how the columns became features.
  ///   - most: columns that are shown, the first ones.
  init?(_ dataset: Dataset?, _ model: Model, most: Int) {
    guard let dataset, dataset.columns == nil, dataset.shape.dimensions.count == 1 else {
      return nil
    }
    self.dataset = dataset
    let all = Self.columns(dataset, model)
    total = all.count
    columns = Array(all.prefix(most))
  }

  private static func columns(_ dataset: Dataset, _ model: Model) -> [Column] {
    guard let encoding = model.encoding, encoding.featureNames == dataset.featureNames else {
      let names = dataset.featureNames
      return (0..<dataset.shape.count).map {
        Column(
          name: $0 < names.count ? names[$0] : "feature \($0 + 1)", features: $0..<($0 + 1),
          kind: .number)
      }
    }
    var place = 0
    return encoding.columns.map { column in
      let features = place..<(place + column.featureNames.count)
      place = features.upperBound
      return Column(
        name: column.source.name, features: features, kind: column.source.kind,
        isEmbedded: column.isEmbedded)
    }.filter { !$0.kind.isTimeOfDay }
  }

  /// The names of the columns.
  var names: [String] { columns.map(\.name) }

  /// The cells of a row.
  subscript(row: Int) -> [String] {
    let values = numbers(of: row)
    return columns.map { Self.text($0, values) }
  }

  private func numbers(of row: Int) -> [Double] {
    let width = dataset.shape.count
    let place = (row * width)..<((row + 1) * width)
    switch dataset.features {
    case .bytes(let bytes): return bytes.array(place).map { Double($0) }
    case .scalars(let numbers): return numbers.array(place).map { Double($0) }
    }
  }

  private static func text(_ column: Column, _ values: [Double]) -> String {
    let value = column.features.isEmpty ? 0 : values[column.features.lowerBound]
    switch column.kind {
    case .number, .timeOfDay: return shortNumber(value)
    case .yesNo(let no, let yes): return value == 0 ? no : value == 1 ? yes : shortNumber(value)
    case .date:
      return value.magnitude < 1e7 ? "\(CalendarDate(day: Int(value)))" : shortNumber(value)
    case .category(let levels):
      let level =
        column.isEmbedded
        ? (value >= 0 && value < 1e9 ? Int(value) : -1)
        : levels.indices.first { values[column.features.lowerBound + $0] == 1 } ?? -1
      return levels.indices.contains(level) ? levels[level] : "unknown"
    }
  }

  // MARK: Histograms

  /// A chart for each column: how often which of its values occurs.
  func charts(_ rows: [Int], size: ChartSize) -> [any Chart] {
    let values = rows.map(numbers)
    return columns.map { column in
      switch column.kind {
      case .category, .yesNo:
        var counts: [String: Int] = [:]
        for row in values { counts[Self.text(column, row), default: 0] += 1 }
        let most = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        return BarChart(
          column.name, most.map { BarChart.Bar($0.key, Double($0.value)) }, width: size.width,
          mostBars: 6)
      case .number, .date, .timeOfDay:
        var numbers = values.map { $0[column.features.lowerBound] }
        var axis = Axis()
        if case .date = column.kind {
          numbers = numbers.map { 2000 + $0 / 365.2425 }
          axis = Axis("year")
        }
        return HistogramChart(
          column.name, values: numbers, bins: 20, x: axis, y: Axis(""), size: size)
      }
    }
  }
}
