import Descent

/// Finds out what the rows to predict for are in.
enum PredictionInput {
  /// The rows of a CSV file, of standard input (-), of a data set, or pictures.
  ///
  /// - Parameter x: the array of features in an NPZ file; found by its name where nil.
  ///
  /// Throws `DescentError` where they can't be read or don't fit the model.
  static func rows(
    _ sources: [String], x: String? = nil, for model: Model, keep: KeepChoice?,
    layout: CSVLayout = CSVLayout(), unreadable: UnreadableChoice? = nil,
    _ surroundings: Surroundings
  ) throws -> any RowSource {
    let skips = unreadable == .skip
    if let pictures = try PictureRows(sources, for: model, keep: keep, skips: skips) {
      try refuseArray(x, sources)
      return pictures
    }
    let rows = try others(
      sources, x: x, for: model, keep: keep, layout: layout, skips: skips, surroundings)
    guard unreadable == nil || rows is PictureRows else {
      throw DescentError(
        .usage, "--unreadable: \(sources.first ?? "-") holds no picture files",
        fix: "Leave --unreadable out.")
    }
    return rows
  }

  private static func refuseArray(_ x: String?, _ sources: [String]) throws {
    guard x != nil else { return }
    throw DescentError(
      .usage, "--x: \(sources.first ?? "standard input") has no arrays to choose from",
      fix: "Leave --x out.")
  }

  /// Rows that are no picture files, and lists of such on standard input.
  private static func others(
    _ sources: [String], x: String?, for model: Model, keep: KeepChoice?, layout: CSVLayout,
    skips: Bool, _ surroundings: Surroundings
  ) throws -> any RowSource {
    let source = sources.first ?? "-"
    let catalog = DatasetCatalog(environment: surroundings.environment)
    var options = LoadOptions()
    options.memory = catalog.memory()
    let isNamed = DatasetCatalog.entries.contains { $0.name == source }
    // Of what is missing the catalog knows the nearest name, of a file or a data set.
    if source != "-", isNamed || fileKind(source) != .file {
      try refuseArray(x, sources)
      return try DatasetRows(try catalog.load(source, options), for: model, keep: keep)
    }
    if source == "-", surroundings.inputIsTerminal {
      surroundings.note("reading rows from standard input; end with Ctrl-D")
    }
    let input = try InputBytes(source, surroundings)
    let format = BinaryFormat(startingWith: input.start)
    if format != .npz { try refuseArray(x, sources) }
    switch format {
    case .npy:
      let array =
        input.isRegularFile
        ? try NPY(path: source, memory: options.memory)
        : try NPY(inflated(try input.all(), name: input.name), name: input.name)
      return try ArrayRows(array, for: model, keep: keep)
    case .npz:
      let archive =
        input.isRegularFile
        ? try NPZ(path: source, memory: options.memory)
        : try NPZ(inflated(try input.all(), name: input.name), name: input.name)
      let name = try archive.features(x)
      let which = name == "x_test" ? "the test rows" : "all rows"
      return try ArrayRows(
        archive.array(name), part: "\(which) of \(DatasetCatalog.name(of: input.name)) (\(name))",
        for: model, keep: keep)
    case .idx:
      let loaded =
        input.isRegularFile
        ? try catalog.load(source, options)
        : try catalog.load(try input.all(), path: input.name, options)
      return try DatasetRows(loaded, for: model, keep: keep)
    case nil: break
    }
    guard PictureFormat(input.start) == nil else {
      throw DescentError(
        .badData, "a picture; expected rows, or a list of paths of pictures",
        at: Position(file: input.name), fix: "Pictures are files: descent predict MODEL PICTURE.")
    }
    if model.pictures != nil, PictureList.mayNamePictures(input.start) {
      let bytes = try input.all()
      if let list = try PictureList(Numbers(bytes), name: input.name) {
        return try PictureRows(list, for: model, keep: keep, skips: skips)
      }
      var table: CSVTable? = try CSVTable(bytes, name: input.name, forFeatures: model.featureNames)
      return try TableRows(
        {
          defer { table = nil }
          return table
        }, for: model, keep: keep)
    }
    if CSVTable.isJSON(input.start) {
      // Which columns there are is known when all rows have been seen.
      let bytes = try input.all()
      var table: CSVTable? =
        try model.encoding.map { try CSVTable(bytes, name: input.name, forColumns: $0) }
        ?? CSVTable(bytes, name: input.name, forFeatures: model.featureNames)
      return try TableRows(
        {
          defer { table = nil }
          return table
        }, for: model, keep: keep)
    }
    let pieces = CSVPieces(
      input.next, name: input.name, layout: layout, forFeatures: model.featureNames,
      encoding: model.encoding)
    return try TableRows(pieces.next, for: model, keep: keep)
  }
}
