import Descent

/// What `inspect` shows of a data set.
struct DatasetInspection: Inspection {
  private let loaded: LoadedData
  private let features: [FeatureSummary]

  init(_ loaded: LoadedData) {
    self.loaded = loaded
    features = FeatureSummary.all(of: loaded.train)
  }

  private var data: Dataset { loaded.train }

  var document: Value {
    var document: Settings = [
      "name": .text(data.name), "sources": .list(loaded.sources.map { .text($0) }),
      "rows": .integer(data.rows),
    ]
    document["validation_rows"] = loaded.validation.map { .integer($0.rows) } ?? .null
    document["test_rows"] = loaded.test.map { .integer($0.rows) } ?? .null
    document["shape"] = .list(data.shape.dimensions.map { .integer($0) })
    document["sha256"] = .text(data.fingerprint)
    switch data.task {
    case .classification(let classes):
      document["task"] = "classification"
      document["classes"] = .table(
        Settings(zip(classes, data.classCounts).map { Settings.Entry($0, .integer($1)) }))
    case .regression(let targets):
      document["task"] = "regression"
      document["targets"] = .list(targets.map { .text($0) })
    }
    if data.shape.dimensions.count == 1 {
      document["features"] = .list(
        features.enumerated().map { $1.value(data.columns?[$0]) })
    } else {
      document["range"] = .list([
        figureValue(features.map(\.least).min()), figureValue(features.map(\.most).max()),
      ])
    }
    document["notes"] = .list(loaded.notes.map { .text($0) })
    return .table(document)
  }

  func lines(width: Int, style: Style) -> [String] {
    let rows = rowCounts(
      "row", data.rows, validation: loaded.validation?.rows, test: loaded.test?.rows)
    var lines = [
      "\(style.bold(data.name.printable)): \(rows) of \(data.shape), "
        + outcome(data.task)
    ]
    lines += wrapped("from", loaded.sources.map(\.printable).joined(separator: ", "), width)
    lines += wrapped("sha-256", data.fingerprint, width)
    lines += loaded.notes.flatMap { wrapped("note", $0.printable, width) }
    lines.append("")
    if !data.task.classes.isEmpty { lines += classLines(width, style) + [""] }
    if data.shape.dimensions.count == 1 {
      lines += featureLines(width, style)
    } else {
      let least = features.map(\.least).min() ?? 0
      let most = features.map(\.most).max() ?? 0
      lines.append("values from \(shortNumber(least)) to \(shortNumber(most))")
    }
    return lines
  }

  private func classLines(_ width: Int, _ style: Style) -> [String] {
    var table = TextTable([
      (title: "Class", alignment: .left), (title: "Rows", alignment: .right),
      (title: "Share", alignment: .right),
    ])
    for (name, count) in zip(data.task.classes, data.classCounts).prefix(30) {
      let share = fixed(Double(count) / Double(max(1, data.rows)) * 100, 1)
      table.add([name.printable, grouped(count), share + " %"])
    }
    let more = data.task.classes.count - 30
    return table.lines(width: width, bold: { style.bold($0) })
      + (more > 0 ? ["and \(grouped(more)) more"] : [])
  }

  /// The columns of a table that holds more than numbers.
  private func columnLines(_ columns: [TableColumn], _ width: Int, _ style: Style) -> [String] {
    var table = TextTable([
      (title: "Column", alignment: .left), (title: "Holds", alignment: .left),
      (title: "Missing", alignment: .right), (title: "Least", alignment: .right),
      (title: "Mean", alignment: .right), (title: "Most", alignment: .right),
    ])
    var levels: [String] = []
    for (column, feature) in zip(columns, features).prefix(30) {
      let figures = [feature.least, feature.mean, feature.most].map {
        column.text($0) ?? ""
      }
      table.add(
        [feature.name.printable, column.summary.printable, grouped(feature.missing)] + figures)
      let counts = feature.levelCounts(column).prefix(8)
      guard !counts.isEmpty else { continue }
      levels += wrapped(
        column.name.printable,
        counts.map { "\($0.level.printable) \(grouped($0.rows))" }.joined(separator: ", ")
          + (feature.levelCounts(column).count > 8 ? ", …" : ""), width)
    }
    let more = features.count - 30
    return table.lines(width: width, bold: { style.bold($0) })
      + (more > 0 ? ["and \(grouped(more)) more"] : []) + (levels.isEmpty ? [] : [""] + levels)
  }

  private func featureLines(_ width: Int, _ style: Style) -> [String] {
    if let columns = data.columns { return columnLines(columns, width, style) }
    var table = TextTable([
      (title: "Feature", alignment: .left), (title: "Least", alignment: .right),
      (title: "Mean", alignment: .right), (title: "Most", alignment: .right),
      (title: "Deviation", alignment: .right),
    ])
    for feature in features.prefix(30) {
      table.add([
        feature.name.printable, shortNumber(feature.least), shortNumber(feature.mean),
        shortNumber(feature.most), shortNumber(feature.deviation),
      ])
    }
    let more = features.count - 30
    return table.lines(width: width, bold: { style.bold($0) })
      + (more > 0 ? ["and \(grouped(more)) more"] : [])
  }
}

/// What one feature looks like over all rows.
struct FeatureSummary {
  let name: String
  var least = Double.infinity
  var most = -Double.infinity
  var mean = 0.0
  var deviation: Double { (squares / Double(max(1, count))).squareRoot() }
  /// Cells that hold nothing.
  private(set) var missing = 0
  /// How often each whole number came, for categories.
  private var counts: [Int: Int] = [:]
  private var count = 0
  private var squares = 0.0

  private init(name: String) { self.name = name }

  /// Mean and squares by Welford's method, one value after the other.
  private mutating func add(_ value: Double, isLevel: Bool = false) {
    guard !value.isNaN else {
      missing += 1
      return
    }
    if isLevel { counts[Int(value), default: 0] += 1 }
    count += 1
    least = min(least, value)
    most = max(most, value)
    let difference = value - mean
    mean += difference / Double(count)
    squares += difference * (value - mean)
  }

  /// The features of a data set, in order.
  static func all(of data: Dataset) -> [FeatureSummary] {
    let width = data.shape.count
    var summaries = (0..<width).map { index in
      FeatureSummary(name: data.featureNames.isEmpty ? String(index + 1) : data.featureNames[index])
    }
    for row in 0..<data.rows {
      let start = row * width
      switch data.features {
      case .bytes(let values):
        values.withSpan { span in
          for i in 0..<width { summaries[i].add(Double(span[start + i])) }
        }
      case .scalars(let values):
        values.withSpan { span in
          for i in 0..<width {
            summaries[i].add(
              Double(span[start + i]), isLevel: data.columns?[i].hasLevels ?? false)
          }
        }
      }
    }
    return summaries
  }

  /// The levels of a category or of yes/no with their rows, the most frequent first.
  func levelCounts(_ column: TableColumn) -> [(level: String, rows: Int)] {
    let levels: [String] =
      switch column.kind {
      case .number, .date, .timeOfDay: []
      case .category(let levels): levels
      case .yesNo(let no, let yes): [no, yes]
      }
    return levels.enumerated().map { (level: $1, rows: counts[$0] ?? 0) }
      .sorted { ($1.rows, $0.level) < ($0.rows, $1.level) }
  }

  /// For JSON.
  func value(_ column: TableColumn?) -> Value {
    var value: Settings = ["name": .text(name)]
    if let column {
      value["kind"] = .text(column.kindName)
      value["missing"] = .integer(missing)
      switch column.kind {
      case .number: break
      case .date, .timeOfDay:
        value["least"] = column.text(least).map { .text($0) } ?? .null
        value["most"] = column.text(most).map { .text($0) } ?? .null
        return .table(value)
      case .category, .yesNo:
        value["levels"] = .table(
          Settings(levelCounts(column).map { Settings.Entry($0.level, .integer($0.rows)) }))
        return .table(value)
      }
    }
    value["least"] = figureValue(least)
    value["mean"] = figureValue(mean)
    value["most"] = figureValue(most)
    value["deviation"] = figureValue(deviation)
    return .table(value)
  }
}

extension TableColumn {
  fileprivate var hasLevels: Bool {
    switch kind {
    case .category, .yesNo: true
    case .number, .date, .timeOfDay: false
    }
  }

  /// A figure of its cells as its texts are written; nil for levels, and where there is none.
  fileprivate func text(_ figure: Double) -> String? {
    guard figure.isFinite else { return nil }
    switch kind {
    case .number: return shortNumber(figure)
    case .category, .yesNo: return nil
    case .date: return CalendarDate(day: Int(figure.rounded())).description
    case .timeOfDay:
      let minutes = Int((figure / 60).rounded(.down))
      return "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    }
  }
}
