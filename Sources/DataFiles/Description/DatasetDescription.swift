import Basics
import Datasets

extension DataDescription {
  /// Describes data that is in memory: pictures, arrays and generated rows.
  ///
  /// - Parameter namesUnreadable: whether pictures that were left out because they can't be read are a
  ///   finding that names all of them, instead of a note.
  public init(_ loaded: LoadedData, namesUnreadable: Bool = true) {
    let data = loaded.train
    let isPicture = data.shape.dimensions.count > 1
    var classes: [ColumnDescription.Level] = []
    if case .classification(let names) = data.task {
      classes = zip(names, data.classCounts).map { ColumnDescription.Level(text: $0, rows: $1) }
    }
    let found = isPicture ? Self.values(of: data) : Self.columns(of: data)
    var findings = DataFindings(
      columns: found, targets: [], rows: data.rows, isTable: false, classes: classes,
      target: data.task.targetWidth == 1 ? ("target", Self.targetValues(of: data)) : nil
    ).all
    if isPicture {
      // What holds for a column says nothing about all values of a picture.
      findings.removeAll { !$0.columns.isEmpty }
      findings += Self.constantValues(of: data).map { [$0] } ?? []
      findings += Self.coarseValues(of: data).map { [$0] } ?? []
    }
    findings += data.coarseTargets.map { place, column in
      DataFinding(
        .coarse, [],
        column.message(data.task.targetWidth == 1 ? "the target" : "target \(place + 1)"),
        fix: CoarseColumn.fix)
    }
    findings += Self.repeatedRows(loaded)
    var notes = loaded.notes
    if namesUnreadable, let note = PictureCounts.note(loaded.unreadable) {
      notes.removeAll { $0 == note }
      findings.append(Self.unreadable(loaded.unreadable))
    }
    let targets = loaded.pictures == nil ? [] : Self.targets(of: data)
    self.init(
      name: data.name, sources: loaded.sources, rows: data.rows, testRows: loaded.test?.rows,
      validationRows: loaded.validation?.rows,
      shape: data.shape, columns: found.map(\.description) + targets, isTable: false,
      targetNames: targets.map(\.name), classes: classes, findings: findings, notes: notes)
  }

  private static func unreadable(_ pictures: [UnreadablePicture]) -> DataFinding {
    let count = pictures.count
    return DataFinding(
      .unreadable, [],
      "\(counted(count, "picture")) can't be read: "
        + pictures.map { "\($0.path): \($0.reason)" }.joined(separator: "; "),
      fix: PictureCounts.remedy(count))
  }

  /// The numbers that are predicted, as columns; none for classes.
  private static func targets(of data: Dataset) -> [ColumnDescription] {
    guard case .regression(let names) = data.task else { return [] }
    return names.enumerated().map { index, name in
      var counter = ColumnCounter(limit: uniqueLimit(columns: names.count))
      var sample = RowSample(capacity: sampleSize(columns: names.count))
      for row in 0..<data.rows {
        let value = Double(data.targets[row * names.count + index])
        counter.add(value, hash: hash(value), line: row + 1, nil) { text(value) }
        if sample.takes(row) { counter.keep(value) }
        if let kept = sample.thinned() { counter.thin(kept) }
      }
      return counter.description(name, rows: data.rows)
    }
  }

  private typealias Counted = [(description: ColumnDescription, counter: ColumnCounter)]

  /// How many different targets there are.
  private static func targetValues(of data: Dataset) -> Int {
    var values = HashCounts(limit: uniqueLimit(columns: 1))
    for target in data.targets { _ = values.add(hash(Double(target))) }
    return values.count
  }

  /// Every feature as a column.
  private static func columns(of data: Dataset) -> Counted {
    let width = data.shape.count
    var counters = Array(
      repeating: ColumnCounter(limit: uniqueLimit(columns: width)), count: width)
    var sample = RowSample(capacity: sampleSize(columns: width))
    forEachRow(of: data) { row, values in
      let target = data.task.targetWidth == 1 ? Double(data.targets[row]) : nil
      let known = target.map { ColumnCounter.Target(hash: hash($0), number: $0) }
      let isSampled = sample.takes(row)
      for (index, value) in values.enumerated() {
        counters[index].add(value, hash: hash(value), line: row + 1, known) { text(value) }
        if isSampled { counters[index].keep(value) }
      }
      guard isSampled, let kept = sample.thinned() else { return }
      for index in counters.indices { counters[index].thin(kept) }
    }
    return counters.enumerated().map { index, counter in
      let name = data.featureNames.isEmpty ? String(index + 1) : data.featureNames[index]
      return (counter.description(name, rows: data.rows), counter)
    }
  }

  /// All values of all pictures as one column.
  private static func values(of data: Dataset) -> Counted {
    let width = data.shape.count
    var counter = ColumnCounter(limit: uniqueLimit(columns: 1))
    var sample = RowSample(capacity: sampleSize(columns: width))
    var kept: [[Double]] = []
    forEachRow(of: data) { row, values in
      for value in values {
        counter.add(value, hash: hash(value), line: row + 1, nil) { text(value) }
      }
      if sample.takes(row) { kept.append(values) }
      if let places = sample.thinned() { kept = places.map { kept[$0] } }
    }
    for values in kept { values.forEach { counter.keep($0) } }
    return [(counter.description("values", rows: data.rows * width), counter)]
  }

  /// How many values are the same in every picture.
  private static func constantValues(of data: Dataset) -> DataFinding? {
    guard data.rows > 1 else { return nil }
    var first: [Double] = []
    var isConstant = [Bool](repeating: true, count: data.shape.count)
    forEachRow(of: data) { row, values in
      if row == 0 { first = values }
      for index in values.indices where values[index] != first[index] { isConstant[index] = false }
    }
    let count = isConstant.count(where: { $0 })
    guard count > 0 else { return nil }
    return DataFinding(
      .constant, [],
      "\(grouped(count)) of \(grouped(isConstant.count)) values "
        + "\(count == 1 ? "is" : "are") the same in every row",
      fix: "At the edges of pictures that is usual; nothing is to be done.")
  }

  /// How many values are so large that few are told apart.
  private static func coarseValues(of data: Dataset) -> DataFinding? {
    let coarse = data.coarseFeatures
    guard let first = coarse.first else { return nil }
    return DataFinding(
      .coarse, [],
      "\(grouped(coarse.count)) of \(grouped(data.shape.count)) values: "
        + first.column.message("number \(first.place + 1) of each row"), fix: CoarseColumn.fix)
  }

  /// Rows that come more than once, and rows that are trained on and measured with.
  private static func repeatedRows(_ loaded: LoadedData) -> [DataFinding] {
    let train = loaded.train
    var seen = HashCounts(limit: comparedRows)
    // The row in which each of them came first, where rows have names.
    var first: [Int] = []
    var repeated = (rows: 0, pairs: [(String, String)]())
    forEachRow(of: train) { row, values in
      let before = seen.count
      guard let place = seen.add(hash(values)) else { return }
      if place == before {
        if !train.rowNames.isEmpty { first.append(row) }
        return
      }
      repeated.rows += 1
      if repeated.pairs.count < 5, !first.isEmpty {
        repeated.pairs.append((train.rowNames[row], train.rowNames[first[place]]))
      }
    }
    let among = seen.isFull ? " of the first \(grouped(comparedRows))" : ""
    var findings: [DataFinding] = []
    if repeated.rows > 0 {
      findings.append(
        DataFinding(
          .duplicates, [],
          "\(counted(repeated.rows, "row"))\(among) \(repeated.rows == 1 ? "has" : "have") the features of "
            + "another one" + named(repeated.pairs, of: repeated.rows),
          fix: "The same row in training and in test makes figures too good; take them out."))
    }
    for (part, kind, noun) in [
      (loaded.validation, DataFinding.Kind.trainAndValidation, "validation"),
      (loaded.test, .trainAndTest, "test"),
    ] {
      guard let part else { continue }
      var both = (rows: 0, pairs: [(String, String)]())
      forEachRow(of: part) { row, values in
        guard let place = seen.place(of: hash(values)) else { return }
        both.rows += 1
        if both.pairs.count < 5, !first.isEmpty, !part.rowNames.isEmpty {
          both.pairs.append((part.rowNames[row], train.rowNames[first[place]]))
        }
      }
      guard both.rows > 0 else { continue }
      findings.append(
        DataFinding(
          kind, [],
          "\(counted(both.rows, "row")) of the \(grouped(part.rows)) \(noun) rows "
            + "\(both.rows == 1 ? "is" : "are") among the training rows, too"
            + named(both.pairs, of: both.rows),
          fix: "The \(noun) figures are too good by as much; take them out of one of the two."))
    }
    return findings
  }

  /// Which rows are the same as which, where they have names.
  private static func named(_ pairs: [(String, String)], of count: Int) -> String {
    guard !pairs.isEmpty else { return "" }
    let more = count > pairs.count ? ", and \(grouped(count - pairs.count)) more" : ""
    return ": " + pairs.map { "\($0) is \($1)" }.joined(separator: ", ") + more
  }

  private static func hash(_ value: Double) -> UInt64 {
    var hash = ContentHash()
    hash.add(value.bitPattern)
    return hash.value
  }

  private static func hash(_ values: [Double]) -> UInt64 {
    var hash = ContentHash()
    for value in values { hash.add(value.bitPattern) }
    return hash.value
  }

  private static func text(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(Scalar(value))"
  }

  /// Calls the body with every row.
  private static func forEachRow(of data: Dataset, _ body: (Int, [Double]) -> Void) {
    let width = data.shape.count
    var row = ContiguousArray<Double>(repeating: 0, count: width)
    for index in 0..<data.rows {
      data.features.read((index * width)..<((index + 1) * width), into: &row)
      body(index, Array(row))
    }
  }
}
