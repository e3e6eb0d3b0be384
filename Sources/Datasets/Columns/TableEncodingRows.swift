import Basics

extension TableEncoding {
  /// What was done to cells on the way, by column.
  public struct Counts: Sendable, Equatable {
    /// Empty cells that were filled.
    public var filled: [Int]
    /// Texts that the training rows didn't have.
    public var unknown: [Int]
    /// The first of them, where they are known.
    private(set) var unknownTexts: [UnknownTexts]

    /// Nothing yet.
    public init(columns: Int) {
      filled = Array(repeating: 0, count: columns)
      unknown = filled
      unknownTexts = Array(repeating: UnknownTexts(), count: columns)
    }

    /// Takes note of texts by column.
    package mutating func add(_ texts: [UnknownTexts]) {
      for (index, texts) in texts.enumerated() { unknownTexts[index].add(texts) }
    }

    fileprivate mutating func add(_ text: String, _ column: Int) {
      unknownTexts[column].add(text)
    }
  }

  /// The features of rows, [rows][featureNames.count].
  ///
  /// - Parameters:
  ///   - cells: as they were read, [rows][columns.count].
  ///   - sources: what the cells mean: the columns of this encoding, but levels may differ.
  public func features(
    of cells: ContiguousArray<Scalar>, sources: [TableColumn], counts: inout Counts
  ) -> ContiguousArray<Scalar> {
    var features = ContiguousArray<Scalar>()
    let rows = columns.isEmpty ? 0 : cells.count / columns.count
    features.reserveCapacity(rows * featureNames.count)
    append(cells.span, levelPlaces(sources), sources, to: &features, &counts)
    return features
  }

  /// A data set with features in place of the columns of a table.
  ///
  /// - Parameter memory: features that take more of it than they may go to a file.
  ///
  /// Throws `DescentError`: bad data where no feature is left, can't write where a file is needed and can't
  /// be made.
  public func encode(
    _ data: Dataset, counts: inout Counts, memory: MemoryLimit = .none
  ) throws -> Dataset {
    guard let sources = data.columns, case .scalars(let cells) = data.features else { return data }
    let names = featureNames
    guard !names.isEmpty else {
      throw DescentError(.badData, "\(data.name): no column is left to learn from")
    }
    let places = levelPlaces(sources)
    var spool = NumberSpool<Scalar>(memory, expected: data.rows * names.count)
    var piece = ContiguousArray<Scalar>()
    let step = max(1, (1 << 18) / max(columns.count, names.count)) * columns.count
    for start in stride(from: 0, to: cells.count, by: step) {
      let part = start..<min(start + step, cells.count)
      piece.removeAll(keepingCapacity: true)
      cells.withSpan { append($0.extracting(part), places, sources, to: &piece, &counts) }
      try spool.append(contentsOf: piece)
      cells.forget(part)
    }
    return try Dataset(
      name: data.name, shape: Shape([names.count]), features: .scalars(spool.finish()),
      featureNames: names, targets: data.targets, task: data.task,
      sampleWeights: data.sampleWeights, splitKeys: data.splitKeys)
  }

  /// Puts the features of rows behind others.
  private func append(
    _ cells: Span<Scalar>, _ places: [[Int?]], _ sources: [TableColumn],
    to features: inout ContiguousArray<Scalar>, _ counts: inout Counts
  ) {
    for row in 0..<(columns.isEmpty ? 0 : cells.count / columns.count) {
      for (index, column) in columns.enumerated() {
        let cell = cells[row * columns.count + index]
        if cell.isNaN { counts.filled[index] += 1 }
        switch column.source.kind {
        case .number, .yesNo:
          features.append(cell.isNaN ? Scalar(column.fill ?? 0) : cell)
        case .category(let levels):
          let place = cell >= 0 ? places[index][Int(cell)] : nil
          if place == nil, !cell.isNaN {
            counts.unknown[index] += 1
            if cell >= 0, case .category(let texts) = sources[index].kind {
              counts.add(texts[Int(cell)], index)
            }
          }
          if column.isEmbedded {
            features.append(Scalar(place ?? -1))
          } else {
            for level in levels.indices { features.append(level == place ? 1 : 0) }
          }
        case .date:
          features.append(cell.isNaN ? Scalar(column.fill ?? 0) : cell)
          let date = cell.isNaN ? nil : CalendarDate(day: Int(cell))
          features += circle(date.map { Double($0.parts.dayOfYear) / Double($0.lengthOfYear) })
          features += circle(date.map { Double($0.weekday) / 7 })
        case .timeOfDay: features += circle(cell.isNaN ? nil : Double(cell) / 86_400)
        }
        if column.hasIndicator { features.append(cell.isNaN ? 1 : 0) }
      }
    }
  }

  /// For each column where its levels as they were read are among those of the encoding.
  private func levelPlaces(_ sources: [TableColumn]) -> [[Int?]] {
    zip(columns, sources).map { column, source in
      guard case .category(let known) = column.source.kind, case .category(let levels) = source.kind
      else { return [] }
      var places: [String: Int] = [:]
      for (index, level) in known.enumerated() { places[level] = index }
      return levels.map { places[$0] }
    }
  }

  /// What was filled and what was unknown, for people to read.
  public func notes(_ counts: Counts) -> [String] {
    columns.indices.flatMap { index -> [String] in
      let column = columns[index]
      // Its days were counted already.
      if column.source.kind.isTimeOfDay { return [] }
      let name = "Column \(shown(column.source.name)): "
      var notes: [String] = []
      if counts.filled[index] > 0 {
        let cells = counted(counts.filled[index], "missing value")
        notes.append(
          name + cells
            + (column.source.isCategory
              ? ", none of its levels."
              : " filled with \(filling(column)).")
        )
      }
      if counts.unknown[index] > 0 {
        notes.append(
          name + counted(counts.unknown[index], "cell")
            + " with a text that the training rows don't have, none of its levels"
            + "\(counts.unknownTexts[index].summary).")
      }
      return notes
    }
  }
}

/// What stands for the empty cells of a column, for people to read.
private func filling(_ column: TableEncoding.Column) -> String {
  guard case .date = column.source.kind else { return rounded(column.fill ?? 0) }
  let date = CalendarDate(day: Int((column.fill ?? 0).rounded()))
  return "the date \(date)"
}

/// A place on a circle, from 0 to 1, as sine and cosine; the middle where it isn't known.
private func circle(_ place: Double?) -> [Scalar] {
  guard let place else { return [0, 0] }
  let angle = 2 * Double.pi * place
  return [Scalar(Portable.sin(angle)), Scalar(Portable.cos(angle))]
}

/// A number with the digits of a Float.
private func rounded(_ value: Double) -> String {
  let text = "\(Float(value))"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
