import Basics

extension TableEncoding {
  /// Fits an encoding on the training rows of a table: levels, and what stands for empty cells.
  ///
  /// - Parameters:
  ///   - data: a data set with `columns`.
  ///   - missing: what is done about empty cells; columns without any in the training rows get a fill
  ///     too, unless it is `error` or `drop`.
  ///   - indicators: whether columns with empty cells get a feature that says so.
  ///   - embeddingAbove: categories with more levels in the training rows are one feature, for an
  ///     `Embedding`; nil: none are.
  public init(
    fitting data: Dataset, rows: [Int], missing: MissingPolicy, indicators: Bool,
    embeddingAbove: Int? = nil
  ) {
    guard let sources = data.columns, case .scalars(let values) = data.features else {
      self.init([])
      return
    }
    var columns: [Column] = []
    // A median takes all numbers of its column at once: of as many columns as fit into little memory.
    let most = missing == .median ? max(1, (256 << 20) / (8 * max(1, rows.count))) : sources.count
    for start in stride(from: 0, to: sources.count, by: max(1, most)) {
      let part = start..<min(start + most, sources.count)
      var fits = part.map { SeenCells(sources[$0].kind, isSorted: missing == .median) }
      values.withSpan { span in
        for row in rows {
          for index in part { fits[index - start].add(span[row * sources.count + index]) }
        }
      }
      for (source, fit) in zip(sources[part], fits) {
        columns.append(fit.column(source, missing, indicators, embeddingAbove))
      }
    }
    self.init(columns)
  }
}

/// What the training rows hold in a column.
private struct SeenCells {
  private let isSorted: Bool
  private var hasMissing = false
  private var sum = 0.0
  private var count = 0
  /// All numbers, for a median.
  private var numbers: [Double] = []
  /// Which levels of a category came.
  private var isSeen: [Bool] = []
  private let isCategory: Bool

  init(_ kind: TableColumn.Kind, isSorted: Bool) {
    self.isSorted = isSorted
    if case .category(let levels) = kind {
      isCategory = true
      isSeen = Array(repeating: false, count: levels.count)
    } else {
      isCategory = false
    }
  }

  mutating func add(_ cell: Scalar) {
    if cell.isNaN {
      hasMissing = true
    } else if isCategory {
      if cell >= 0, Int(cell) < isSeen.count { isSeen[Int(cell)] = true }
    } else {
      sum += Double(cell)
      count += 1
      if isSorted { numbers.append(Double(cell)) }
    }
  }

  func column(
    _ column: TableColumn, _ missing: MissingPolicy, _ indicators: Bool, _ embeddingAbove: Int?
  ) -> TableEncoding.Column {
    var source = column
    var isEmbedded = false
    if case .category(let levels) = source.kind {
      let known = levels.indices.filter { isSeen[$0] }.map { levels[$0] }
      source.kind = .category(levels: known)
      if let embeddingAbove { isEmbedded = known.count > embeddingAbove }
    }
    return TableEncoding.Column(
      source, fill: fill(missing, source.kind),
      hasIndicator: indicators && hasMissing && !source.kind.isTimeOfDay, isEmbedded: isEmbedded)
  }

  /// A number says nothing about a date: where a constant stands for numbers, dates get their mean.
  private func fill(_ missing: MissingPolicy, _ kind: TableColumn.Kind) -> Double? {
    var missing = missing
    if case .constant = missing, kind.isDate { missing = .mean }
    switch missing {
    case .error, .drop: return nil
    case .constant(let value): return value
    case .mean: return count == 0 ? 0 : sum / Double(count)
    case .median:
      guard !numbers.isEmpty else { return 0 }
      let sorted = numbers.sorted()
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
  }
}
