import Descent

/// How the rows of a training are divided into parts, as its settings say.
enum RowDivision {
  /// Holds test rows out, and then the validation share of what they leave: at random, by keys, or as one
  /// fold of several.
  ///
  /// - Parameter share: of the test rows; 0 where they are given or there are none.
  static func split(_ data: Dataset, _ settings: TrainSettings, test share: Double) throws -> Split
  {
    let keys = data.splitKeys
    let seed = settings.seed
    var split: Split
    if let folds = settings.folds {
      split = try data.folds(folds, by: keys, seed: seed)[(settings.fold ?? 1) - 1]
    } else if let keys, keys.rule == .column {
      split = try data.split(by: keys, seed: seed)
      if share > 0 { split.hold(try data.split(of: split.training, test: share, seed: seed)) }
    } else if let keys {
      split = try data.split(by: keys, test: share, seed: seed)
    } else {
      split = try data.split(test: share, seed: seed)
    }
    let marked = split.validation
    split.validation = []
    if settings.validationIsGiven {
      guard keys?.name(.validation) == true else {
        throw DescentError(
          .usage, "validation: \(data.name) comes without validation rows of its own",
          fix: "Give the share of rows to hold out, such as 0.1.")
      }
      split.validation = marked
    } else if settings.validation > 0 {
      guard keys?.name(.validation) != true else {
        throw DescentError(
          .usage, "validation: a column of \(data.name) marks rows for it; no others are held out",
          fix: "Leave validation out, or say 0 to do without.")
      }
      if let keys, keys.rule != .column {
        split.hold(
          try data.split(
            by: keys, of: split.training, validation: settings.validation, seed: seed))
      } else {
        split.hold(
          try data.split(of: split.training, validation: settings.validation, seed: seed))
      }
    }
    return split
  }

  /// What came of it, for people to read.
  static func notes(
    _ data: Dataset, _ split: Split, _ settings: TrainSettings, hasTest: Bool
  ) -> [String] {
    var notes: [String] = []
    if hasTest, settings.folds != nil {
      notes.append("The test rows of its own are not used: each fold is tested.")
    }
    if let keys = data.splitKeys, let column = settings.splitBy {
      let parts = [
        (split.training, "to train"), (split.validation, "to validate"), (split.test, "to test"),
      ]
      let texts = parts.filter { !$0.0.isEmpty }.map { "\(keys.summary(of: $0.0)) \($0.1)" }
      notes.append("Rows divided by \(column.text): \(texts.joined(separator: ", ")).")
    }
    let classes = data.task.classes
    guard !classes.isEmpty else { return notes }
    let trained = data.counts(of: split.training)
    let known = data.counts(of: split.training + split.validation + split.test)
    for (index, name) in classes.enumerated() where trained[index] == 0 && known[index] > 0 {
      notes.append(
        "No training row is of class \"\(name)\": \(counted(known[index], "row")) of it can't be "
          + "recognized.")
    }
    if let folds = settings.folds, data.splitKeys == nil {
      for (index, name) in classes.enumerated() where known[index] < folds && known[index] > 0 {
        notes.append(
          "Class \"\(name)\" has \(counted(known[index], "row")), so that not each of the "
            + "\(folds) folds is tested on it.")
      }
    }
    if settings.sampling != .none {
      let drawn = settings.sampling.counts(of: trained)
      let changes = classes.indices.map {
        "\(classes[$0]) \(grouped(drawn[$0])) from \(grouped(trained[$0]))"
      }
      notes.append(
        "Rows of each class in an epoch (\(settings.sampling.rawValue)): \(shortList(changes)).")
    }
    return notes
  }

  /// What the manifest says besides the numbers of rows.
  static func manifest(_ data: Dataset, _ split: Split, _ settings: TrainSettings) -> Settings {
    var document = Settings()
    if let column = settings.splitBy { document["split_by"] = .text(column.text) }
    if let folds = settings.folds, let fold = settings.fold {
      document["fold"] = .table(["number": .integer(fold), "of": .integer(folds)])
    }
    if let column = settings.sampleWeight { document["sample_weight"] = .text(column) }
    guard settings.sampling != .none else { return document }
    let trained = data.counts(of: split.training)
    func table(_ counts: [Int]) -> Value {
      .table(
        Settings(zip(data.task.classes, counts).map { Settings.Entry($0, .integer($1)) }))
    }
    document["sampling"] = .table([
      "kind": .text(settings.sampling.rawValue), "training_rows": table(trained),
      "rows_in_an_epoch": table(settings.sampling.counts(of: trained)),
    ])
    return document
  }
}

extension Split {
  /// Takes over what a split of the training rows holds out.
  fileprivate mutating func hold(_ inner: Split) {
    training = inner.training
    validation = inner.validation.isEmpty ? validation : inner.validation
    test = inner.test.isEmpty ? test : inner.test
  }
}

extension Dataset {
  /// The number of rows of each class among some rows.
  fileprivate func counts(of rows: [Int]) -> [Int] {
    var counts = [Int](repeating: 0, count: task.classes.count)
    for row in rows { counts[Int(targets[row])] += 1 }
    return counts
  }
}

extension TrainSettings {
  /// Refuses settings for the rows that don't fit each other or the data.
  func checkRows(_ data: Dataset) throws {
    if splitFeature, splitBy == nil {
      throw DescentError(
        .usage, "split-feature: there is no column that divides the rows",
        fix: "Name it with split-by, or leave split-feature out.")
    }
    if let fold {
      guard let folds else {
        throw DescentError(
          .usage, "fold: there are no folds", fix: "Say how many with folds, or leave fold out.")
      }
      guard fold <= folds else {
        throw DescentError(
          .usage, "fold: expected a whole number from 1 to \(folds), found \(fold)")
      }
    }
    if folds != nil, splitBy?.rule == .column {
      throw DescentError(
        .usage, "folds: the column \"\(splitBy?.column ?? "")\" names the part of each row already",
        fix: "Leave folds out, or divide the rows by group, time or hash.")
    }
    guard sampling != .none else { return }
    guard !data.task.classes.isEmpty else {
      throw DescentError(
        .usage,
        "sampling: \(sampling.rawValue) needs classes, but \(data.name) has \(outcome(data.task))",
        fix: "Leave sampling out.")
    }
    if classWeight == .balanced {
      throw DescentError(
        .usage, "sampling and class-weight balanced would make up for the same twice",
        fix: "Leave one of them out.")
    }
  }

  /// Refuses columns of rows that the reader of the data took no notice of.
  func checkRowColumns(_ source: String, _ data: Dataset) throws {
    let unread = [
      ("split-by", splitBy != nil && data.splitKeys == nil),
      ("sample-weight", sampleWeight != nil && data.sampleWeights == nil),
    ]
    guard let stray = unread.first(where: { $0.1 }) else { return }
    throw DescentError(
      .usage, "\(stray.0): \(source) is not read by columns", fix: "Leave \(stray.0) out.")
  }
}
