import Descent

/// The rows to predict for, unscaled.
struct PredictionInput {
  /// What was ignored or decided.
  let notes: [String]
  /// The number of rows.
  let rows: Int
  private let content: Content
  private let width: Int

  private enum Content {
    case table(ContiguousArray<Scalar>)
    case dataset(Dataset)
  }

  /// Reads a CSV file, standard input or a data set.
  ///
  /// Throws `DescentError` where it can't be read or doesn't fit the model.
  init(_ source: String, for model: Model, _ surroundings: Surroundings) throws {
    let catalog = DatasetCatalog(environment: surroundings.environment)
    let isNamed = DatasetCatalog.entries.contains { $0.name == source }
    if source != "-", isNamed || fileKind(source) == .folder {
      try self.init(try catalog.load(source), model)
      return
    }
    if source != "-", fileKind(source) == .missing {
      // The catalog knows the nearest name, of a file or a data set.
      try self.init(try catalog.load(source), model)
      return
    }
    let name = source == "-" ? "standard input" : source
    if source == "-", surroundings.inputIsTerminal {
      surroundings.note("reading rows from standard input; end with Ctrl-D")
    }
    let bytes =
      source == "-"
      ? try surroundings.input() : try readFile(source) { try checkStart($0, name: source) }
    let format = try BinaryFormat(startingWith: ByteReader(bytes, name: name).read(4))
    if format == .npy {
      try self.init(NPY(inflated(bytes, name: name), name: name), model)
      return
    }
    guard format == nil else {
      try self.init(try catalog.load(bytes, path: name), model)
      return
    }
    if let encoding = model.encoding {
      let table = try CSVTable(bytes, name: name, forColumns: encoding)
      var counts = TableEncoding.Counts(columns: encoding.columns.count)
      let features = try table.features(encoding, counts: &counts)
      self.init(features, model, encoding.notes(counts))
      return
    }
    let table = try CSVTable(bytes, name: name, forFeatures: model.featureNames)
    self.init(
      try table.features(names: model.featureNames, count: model.network.input.count), model)
  }

  private init(_ features: CSVFeatures, _ model: Model, _ more: [String] = []) {
    width = model.network.input.count
    content = .table(features.values)
    rows = features.rows
    let ignored = features.ignored
    notes =
      (ignored.isEmpty
        ? [] : ["\(counted(ignored.count, "column")) not used: \(shortList(ignored))"]) + more
  }

  /// An array of features alone: its first dimension counts the rows.
  private init(_ array: NPY, _ model: Model) throws {
    width = model.network.input.count
    let row = Shape(Array(array.dimensions.dropFirst()))
    guard let count = array.dimensions.first, count > 0, row.count == width else {
      throw DescentError(
        .badData,
        "the model takes \(counted(width, "feature")) (\(model.network.input)), but this is an array of "
          + "\(Shape(array.dimensions))", at: Position(file: array.name))
    }
    rows = count
    notes = []
    switch array.values {
    case .bytes(let bytes): content = .table(ContiguousArray(bytes.map { Scalar($0) }))
    case .scalars(let scalars): content = .table(scalars)
    }
  }

  private init(_ loaded: LoadedData, _ model: Model) throws {
    let data = loaded.test ?? loaded.train
    width = model.network.input.count
    guard data.shape.count == width else {
      throw DescentError(
        .badData,
        "the model takes \(counted(width, "feature")) (\(model.network.input)), but a row of "
          + "\(data.name) has \(data.shape.count) (\(data.shape))")
    }
    content = .dataset(data)
    rows = data.rows
    let which = loaded.test == nil ? "all rows" : "the test rows"
    notes = loaded.notes + ["\(which) of \(data.name): \(grouped(rows))"]
  }

  /// The features of some rows, [rows][features].
  func features(_ rows: Range<Int>) -> ContiguousArray<Scalar> {
    switch content {
    case .table(let values):
      return ContiguousArray(values[(rows.lowerBound * width)..<(rows.upperBound * width)])
    case .dataset(let data):
      var features = ContiguousArray<Scalar>(repeating: 0, count: rows.count * width)
      var span = features.mutableSpan
      data.gatherFeatures(of: Array(rows)[...], into: &span)
      return features
    }
  }
}
