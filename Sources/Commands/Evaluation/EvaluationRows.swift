import Descent

/// Which rows of which data a model is measured on.
struct EvaluationRows {
  /// Parts of the data that a training used.
  enum Part: String, CaseIterable {
    case test, validation, training, all
  }

  /// The data.
  let dataset: Dataset
  /// Its rows.
  let rows: [Int]
  /// `the test rows`: which ones they are, in words.
  let description: String
  /// What to tell the user.
  private(set) var notes: [String]

  /// Chooses the rows.
  ///
  /// - Parameters:
  ///   - path: of the model; the settings of its training are looked for beside it.
  ///   - data: what the user names; nil takes what the model was trained with.
  ///   - unreadable: what becomes of pictures that can't be read; nil: what the training made of them, or
  ///     they are refused.
  init(
    _ model: Model, path: String, data: String?, target: String?, arrays: ArrayChoice, part: Part?,
    unreadable: UnreadableChoice? = nil, _ surroundings: Surroundings
  ) throws {
    let catalog = DatasetCatalog(environment: surroundings.environment)
    var origin = try ModelOrigin(of: path, isNeeded: data == nil)
    if let unreadable { origin?.settings.unreadable = unreadable }
    if let origin, target == nil, arrays == ArrayChoice(),
      data == nil || data == origin.settings.data
    {
      if let (prepared, loaded) = try origin.data(catalog, model.encoding) {
        try self.init(model, prepared, loaded, part, classes: origin.settings.classes)
      } else {
        try self.init(model, changed: origin.settings, part, catalog)
      }
      return
    }
    let isNamed = DatasetCatalog.entries.contains { $0.name == model.dataset }
    guard let source = data ?? origin?.settings.data ?? (isNamed ? model.dataset : nil) else {
      throw DescentError(
        .usage,
        "no data to measure the model on: no \(RunFolder.manifestName) of this model lies beside it",
        fix: "Name the data behind the model.")
    }
    var arrays = arrays
    if let settings = origin?.settings, source.hasSuffix(".npz"), settings.data.hasSuffix(".npz") {
      // What the training called them; beside a single array y is a path.
      arrays.x = arrays.x ?? settings.x
      arrays.y = arrays.y ?? settings.y
    }
    try self.init(
      model, source, target: target, arrays, part, skipsUnreadable: unreadable == .skip, catalog)
  }

  /// The rows of the data that the model was trained with, split the same way.
  ///
  /// What was decided about the data, the training has said; what was filled in these very rows is
  /// counted anew.
  ///
  /// - Parameters:
  ///   - loaded: the data before cells were filled.
  ///   - classes: those that the training was about; nil for all.
  private init(
    _ model: Model, _ prepared: PreparedData, _ loaded: LoadedData, _ part: Part?,
    classes: [String]?
  ) throws {
    var notes: [String] = []
    let chosen = part ?? (prepared.testData == nil ? .all : .test)
    switch chosen {
    case .test:
      guard let test = prepared.testData else {
        throw DescentError(
          .usage, "--part test: the training held no test rows out",
          fix: "Use training, validation or all.")
      }
      (dataset, rows) = (test, prepared.split.test)
      description =
        prepared.testsOnTraining ? "the training rows (nothing was held out)" : "the test rows"
    case .validation:
      guard !prepared.split.validation.isEmpty else {
        throw DescentError(
          .usage, "--part validation: the training held no validation rows out",
          fix: "Use training, test or all.")
      }
      (dataset, rows) = (prepared.main, prepared.split.validation)
      description = "the validation rows"
    case .training:
      (dataset, rows) = (prepared.main, prepared.split.training)
      description = "the training rows"
    case .all:
      (dataset, rows) = (prepared.main, Array(0..<prepared.main.rows))
      description = "all rows, those it was trained on included"
      if part == nil { notes.append("the training held no test rows out") }
    }
    if let encoding = model.encoding {
      let separate = chosen == .test && prepared.testIsSeparate ? loaded.test : nil
      var raw = separate ?? loaded.train
      if let classes { raw = try raw.filtered(classes: classes) }
      var counts = TableEncoding.Counts(columns: encoding.columns.count)
      _ = try encoding.encode(raw.subset(rows), counts: &counts)
      notes += encoding.notes(counts)
    }
    self.notes = notes
    try Self.check(model, dataset)
  }

  /// The rows of data that are no longer those that the model was trained with.
  private init(
    _ model: Model, changed settings: TrainSettings, _ part: Part?, _ catalog: DatasetCatalog
  ) throws {
    let message = "\(settings.data) has changed since the training"
    if let part, part != .all {
      throw DescentError(
        .badData, "--part \(part.rawValue): \(message); which rows those were is not known",
        fix: "Leave --part out to measure on all rows, or bring the old data back.")
    }
    try self.init(
      model, settings.data, target: nil, ArrayChoice(x: settings.x, y: settings.y), .all,
      skipsUnreadable: settings.unreadable == .skip, catalog)
    notes.append(message + ": measured on all rows, those it was trained on included")
  }

  /// The rows of other data.
  private init(
    _ model: Model, _ source: String, target: String?, _ arrays: ArrayChoice, _ part: Part?,
    skipsUnreadable: Bool, _ catalog: DatasetCatalog
  ) throws {
    let isClassified = !model.task.classes.isEmpty
    var options = CSVOptions(
      targets: target.map { [$0] } ?? Self.targets(of: model),
      task: isClassified ? .classification : .regression, features: model.columnNames,
      classes: model.task.classes)
    options.targetsAreChosen = target != nil
    options.columns = model.encoding?.columns ?? []
    var loadOptions = LoadOptions(
      csv: options, pictures: PictureOptions(model.picturesTaken, classes: model.task.classes))
    loadOptions.pictures.skipsUnreadable = skipsUnreadable
    loadOptions.arrays = arrays
    loadOptions.memory = catalog.memory()
    var loaded = try catalog.load(source, loadOptions)
    if skipsUnreadable, loaded.pictures == nil {
      throw DescentError(
        .usage, "--unreadable: \(source) holds no picture files", fix: "Leave --unreadable out.")
    }
    if let encoding = model.encoding, loaded.train.columns != nil {
      var counts = TableEncoding.Counts(columns: encoding.columns.count)
      loaded.train = try encoding.encode(
        loaded.train, counts: &counts, memory: loadOptions.memory)
      loaded.notes += encoding.notes(counts)
    }
    var dataset: Dataset
    switch part {
    case .validation, .training:
      throw DescentError(
        .usage,
        "--part \(part?.rawValue ?? ""): how \(source) was split is not known",
        fix: "Use test or all.")
    case .test:
      guard let test = loaded.test else {
        throw DescentError(
          .usage, "--part test: \(source) comes without test rows of its own", fix: "Use all.")
      }
      dataset = test
      description = "the test rows"
    case .all:
      dataset = loaded.train
      description = "all rows"
    case nil:
      dataset = loaded.test ?? loaded.train
      description = loaded.test == nil ? "all rows" : "the test rows"
    }
    var notes = loaded.notes
    if loaded.test == nil || part == .all, dataset.name == model.dataset {
      notes.append("rows that the model was trained on may be among them")
    }
    let classes = model.task.classes
    if isClassified, dataset.task.classes != classes,
      Set(dataset.task.classes).isSuperset(of: classes)
    {
      let before = dataset.rows
      dataset = try dataset.filtered(classes: classes)
      notes.append("\(counted(before - dataset.rows, "row")) of other classes left out")
    }
    if let note = model.rangeNote(dataset.features, of: dataset.name) { notes.append(note) }
    self.notes = notes
    self.dataset = dataset
    rows = Array(0..<dataset.rows)
    try Self.check(model, dataset)
  }

  /// The target columns that a model was trained on.
  private static func targets(of model: Model) -> [String] {
    guard model.targetNames.isEmpty, !model.columnNames.isEmpty,
      case .regression(let names) = model.task
    else { return model.targetNames }
    return names
  }

  /// Refuses data that means something else than what the model learned.
  private static func check(_ model: Model, _ data: Dataset) throws {
    try model.checkLayout(data.shape, of: "a row of \(data.name)")
    guard model.task.classes == data.task.classes else {
      throw DescentError(
        .badData,
        "the model predicts \(namedOutcome(model.task)), but \(data.name) has "
          + namedOutcome(data.task))
    }
  }

  /// Runs the model over the rows.
  func measure(_ model: Model, threads: Int) throws -> Figures {
    let data = try TrainingData(
      dataset, rows: rows, scaling: model.scaling, targetScaling: model.targetScaling,
      network: model.network, loss: model.loss)
    let evaluator = Evaluator(model.network, loss: model.loss, threads: threads)
    let predictions = evaluator.predictions(data, parameters: model.parameters)
    if let place = predictions.outputs.firstIndex(where: { !$0.isFinite }) {
      let row = rows[place / predictions.width]
      var features = ContiguousArray<Scalar>(repeating: 0, count: dataset.shape.count)
      var span = features.mutableSpan
      dataset.gatherFeatures(of: [row], into: &span)
      throw model.overflow(
        "row \(row + 1) of \(dataset.name)", features, output: predictions.outputs[place])
    }
    return Figures(predictions)
  }
}
