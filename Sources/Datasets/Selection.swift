import Basics

extension Dataset {
  /// The data set of these rows, in this order and in memory; a row may come more than once.
  ///
  /// The indices must be within 0 ..< rows.
  public func subset(_ indices: [Int]) -> Dataset {
    let width = shape.count
    switch features {
    case .bytes(let values):
      return subset(indices, .bytes(values.withSpan { selected(indices, of: $0, width: width) }))
    case .scalars(let values):
      return subset(indices, .scalars(values.withSpan { selected(indices, of: $0, width: width) }))
    }
  }

  /// The data set of these rows, in this order; what takes more memory than it may goes to a file.
  ///
  /// Throws `DescentError` (can't write) where that file can't be made.
  public func subset(_ indices: [Int], memory: MemoryLimit) throws -> Dataset {
    switch features {
    case .bytes(let values):
      return subset(indices, .bytes(try values.rows(indices, width: shape.count, memory)))
    case .scalars(let values):
      return subset(indices, .scalars(try values.rows(indices, width: shape.count, memory)))
    }
  }

  private func subset(_ indices: [Int], _ features: FeatureStorage) -> Dataset {
    var copy = self
    copy.features = features
    copy.targets = selected(indices, of: targets.span, width: task.targetWidth)
    copy.sampleWeights = sampleWeights.map { selected(indices, of: $0.span, width: 1) }
    copy.splitKeys = splitKeys?.subset(indices)
    if !rowNames.isEmpty { copy.rowNames = indices.map { rowNames[$0] } }
    return copy
  }

  /// The class of every row; empty for a regression.
  public var labels: [Int] {
    if case .classification = task { targets.map { Int($0) } } else { [] }
  }

  /// The number of rows of each class, in the order of the classes; empty for a regression.
  public var classCounts: [Int] {
    var counts = [Int](repeating: 0, count: task.classes.count)
    for label in labels { counts[label] += 1 }
    return counts
  }

  /// Only the rows of these classes, relabelled 0, 1, 2, … in the order in which this data set has
  /// its classes, whatever the order they are asked for in.
  ///
  /// Throws `DescentError` (usage) for a class that isn't there, with the nearest name, for no class
  /// at all, and for a regression; (can't write) where a file is needed and can't be made.
  public func filtered(
    classes wanted: [String], memory: MemoryLimit = .none
  ) throws -> Dataset {
    guard case .classification(let classes) = task else {
      throw DescentError(.usage, "\(name): classes can't be chosen: its target is a number")
    }
    if let unknown = wanted.first(where: { !classes.contains($0) }) {
      throw DescentError(
        .usage, "\(name): unknown class \"\(unknown)\"", fix: suggestion(for: unknown, in: classes))
    }
    let kept = classes.indices.filter { wanted.contains(classes[$0]) }
    guard !kept.isEmpty else {
      throw DescentError(
        .usage, "\(name): no class is chosen", fix: "Known: \(classes.joined(separator: ", ")).")
    }
    var newIndex = [Int?](repeating: nil, count: classes.count)
    for (index, old) in kept.enumerated() { newIndex[old] = index }
    let labels = self.labels
    var result = try subset(labels.indices.filter { newIndex[labels[$0]] != nil }, memory: memory)
    result.targets = ContiguousArray(result.labels.map { Scalar(newIndex[$0] ?? 0) })
    result.task = .classification(classes: kept.map { classes[$0] })
    return result
  }

  /// The same rows with the classes in another order, that of a model for instance, matched by name.
  ///
  /// Throws `DescentError` (bad data) where a row is of a class that isn't among them, and for a
  /// regression.
  public func aligned(to wanted: [String]) throws -> Dataset {
    guard case .classification(let classes) = task else {
      throw DescentError(.badData, "\(name): its target is a number; expected a class")
    }
    var places: [String: Int] = [:]
    for (index, name) in wanted.enumerated() { places[name] = index }
    var result = self
    for (row, label) in labels.enumerated() {
      guard let place = places[classes[label]] else {
        throw DescentError(
          .badData,
          "\(name): row \(grouped(row + 1)) is of the unknown class \"\(classes[label])\"",
          fix: suggestion(for: classes[label], in: wanted))
      }
      result.targets[row] = Scalar(place)
    }
    result.task = .classification(classes: wanted)
    return result
  }

  /// Checks that there is something to learn: rows, two classes or more among them, no target that
  /// is the same in every row, and none so large that its square is out of the range of `Scalar`.
  ///
  /// Throws `DescentError` (bad data) otherwise.
  public func checkTrainable() throws {
    guard rows > 0 else {
      throw DescentError(.badData, "\(name): no rows to train on", fix: "Give it some data.")
    }
    switch task {
    case .classification(let classes):
      guard let first = targets.first, targets.allSatisfy({ $0 == first }) else { return }
      throw DescentError(
        .badData,
        "\(name): one class only: \(rows == 1 ? "the only row is" : "all \(grouped(rows)) rows are") "
          + "\"\(classes[Int(first)])\"", fix: "Training needs rows of two classes at least.")
    case .regression(let names):
      for (column, name) in names.enumerated() {
        let first = targets[column]
        let values = stride(from: column, to: targets.count, by: names.count)
        let most = Scalar.greatestFiniteMagnitude.squareRoot()
        if let place = values.first(where: { targets[$0].magnitude > most }) {
          throw DescentError(
            .badData,
            "\(self.name): row \(grouped(place / names.count + 1)): the target \"\(name)\" is "
              + "\(targets[place]), whose square is out of the range of \(Scalar.self)",
            fix: "Divide it by a constant first, or correct it.")
        }
        guard values.allSatisfy({ targets[$0] == first }) else { continue }
        // What was read may have differed.
        let isCoarse =
          CoarseColumn(least: Double(first), most: Double(first), isWhole: true) != nil
        throw DescentError(
          .badData,
          "\(self.name): the target \"\(name)\" is constant: "
            + "\(rows == 1 ? "there is one row" : "\(first) in all \(grouped(rows)) rows")",
          fix: isCoarse && rows > 1
            ? "If it isn't in the file, \(Scalar.self) doesn't tell its values apart: subtract an offset "
              + "from them first."
            : "There is nothing to learn from it; choose another target.")
      }
    }
  }
}

/// Rows of `width` elements each.
private func selected<Element>(
  _ rows: [Int], of values: Span<Element>, width: Int
) -> ContiguousArray<Element> {
  var result = ContiguousArray<Element>()
  result.reserveCapacity(rows.count * width)
  for row in rows {
    values.extracting(row * width..<(row + 1) * width).withUnsafeBufferPointer {
      result.append(contentsOf: $0)
    }
  }
  return result
}

extension Numbers {
  /// Rows of `width` numbers each.
  fileprivate func rows(_ rows: [Int], width: Int, _ memory: MemoryLimit) throws -> Numbers {
    var spool = NumberSpool<Element>(memory, expected: rows.count * width)
    for row in rows {
      try withSpan { try spool.append($0.extracting(row * width..<(row + 1) * width)) }
    }
    return try spool.finish()
  }
}
