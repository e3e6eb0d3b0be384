import Descent

/// Loaded data with the rows of each part chosen.
struct PreparedData {
  /// The rows that are trained and validated on, and tested on where nothing else is said.
  let main: Dataset
  /// The data set that the test rows belong to; nil without a test part.
  let testData: Dataset?
  /// Which rows of `main`, and of `testData` for the test part.
  let split: Split
  /// Whether the test rows are those that were trained on.
  let testsOnTraining: Bool
  /// Whether the test rows belong to a data set of their own.
  let testIsSeparate: Bool
  /// Where the data came from.
  let sources: [String]
  /// What was left out or decided on the way.
  let notes: [String]
  /// The target columns of a table, by name, or by number where there is no header.
  let targetNames: [String]
  /// How the columns of a table became features, fitted on the training rows; nil where all of them
  /// were numbers.
  let encoding: TableEncoding?
  private let cache = HashCache()

  /// Chooses rows.
  ///
  /// - Parameter known: the encoding of the model that the training goes on with.
  ///
  /// Throws `DescentError` for classes that aren't there, data that nothing can be learned from, or
  /// too few rows to split.
  init(_ loaded: LoadedData, _ settings: TrainSettings, known: TableEncoding? = nil) throws {
    var main = loaded.train
    var given = loaded.test
    var validation = loaded.validation
    if let classes = settings.classes {
      main = try main.filtered(classes: classes, memory: loaded.memory)
      given = try given?.filtered(classes: classes, memory: loaded.memory)
      validation = try validation?.filtered(classes: classes, memory: loaded.memory)
    }
    try main.checkTrainable()
    var testData: Dataset? = main
    var share = 0.0
    switch settings.test {
    case _ where settings.folds != nil: break
    case .given where main.splitKeys?.name(.test) == true: break
    case .given:
      guard let given else {
        throw DescentError(
          .usage, "test: \(main.name) comes without test rows of its own",
          fix: "Give the share of rows to hold out, such as 0.2.")
      }
      testData = given
    case .share(let value):
      if given != nil || main.splitKeys?.name(.test) == true, value > 0 {
        throw DescentError(
          .usage, "test: \(main.name) comes with test rows of its own; no others are held out",
          fix: "Leave test out, or say 0 to do without a test.")
      }
      if value == 0 { testData = nil }
      share = value
    case .training: break
    }
    let isMarked = main.splitKeys?.name(.validation) == true
    var split: Split
    if !isMarked, let validation = try settings.validation(of: main.name, given: validation) {
      // The rows that come to validate stand behind all others.
      var others = settings
      (others.validation, others.validationIsGiven) = (0, false)
      split = try RowDivision.split(main, others, test: share)
      split.validation = Array(main.rows..<(main.rows + validation.rows))
      main = try main.followed(by: validation, memory: loaded.memory)
    } else {
      split = try RowDivision.split(main, settings, test: share)
    }
    testIsSeparate =
      settings.folds == nil && settings.test == .given && main.splitKeys?.name(.test) != true
    testsOnTraining = settings.test == .training
    if testsOnTraining { split.test = split.training }
    if testIsSeparate, let given { split.test = Array(0..<given.rows) }
    var notes =
      loaded.notes + main.coarseNotes + main.spellingNotes
      + RowDivision.notes(main, split, settings, hasTest: given != nil)
    if main.columns != nil {
      // Layers that are given take the features as they are.
      let embeddingAbove = settings.layers == nil ? settings.embeddingAbove : nil
      let encoding =
        known
        ?? TableEncoding(
          fitting: main, rows: split.training, missing: settings.missing.policy,
          indicators: settings.missingIndicator, embeddingAbove: embeddingAbove)
      var counts = TableEncoding.Counts(columns: encoding.columns.count)
      let isTestedInMain = !testIsSeparate && testData != nil
      main = try encoding.encode(main, counts: &counts, memory: loaded.memory)
      testData =
        isTestedInMain
        ? main
        : try testData.map {
          try encoding.encode($0, counts: &counts, memory: loaded.memory)
        }
      notes += encoding.notes(counts)
      self.encoding = encoding
    } else {
      encoding = nil
    }
    if main.features.isOnDisk {
      notes.append(
        "Rows are read from disk: more than \(MemorySize.text(loaded.memory.bytes)) of memory.")
    }
    self.main = main
    self.testData = testData
    self.split = split
    sources = loaded.sources
    self.notes = notes
    targetNames = loaded.targetNames
  }

  /// `80 to train, 10 to validate, 10 to test`
  var partsText: String {
    var parts = ["\(grouped(split.training.count)) to train"]
    if !split.validation.isEmpty { parts.append("\(grouped(split.validation.count)) to validate") }
    if testsOnTraining {
      parts.append("tested on the same rows")
    } else if testData != nil {
      parts.append("\(grouped(split.test.count)) to test")
    }
    return parts.joined(separator: ", ")
  }

  /// The fingerprints of the rows, and of test rows of their own. Worked out once.
  var hashes: [Checkpoint.Data] {
    if let known = cache.hashes { return known }
    let half = testIsSeparate && sources.count % 2 == 0 ? sources.count / 2 : sources.count
    func name(_ sources: some Sequence<String>) -> String { sources.joined(separator: ", ") }
    var hashes = [Checkpoint.Data(name: name(sources.prefix(half)), sha256: main.fingerprint)]
    if testIsSeparate, let testData {
      hashes.append(
        Checkpoint.Data(name: name(sources.suffix(half)), sha256: testData.fingerprint))
    }
    cache.hashes = hashes
    return hashes
  }

  /// A SHA-256 over everything that was loaded, classes chosen and test rows included.
  var fingerprint: String { Self.fingerprint(hashes.map(\.sha256)) }

  /// One of the fingerprints of all parts.
  static func fingerprint(_ parts: [String]) -> String {
    guard parts.count > 1 else { return parts.joined() }
    return SHA256.hexadecimal(of: ContiguousArray(parts.joined().utf8))
  }
}

/// Hashing takes as long as reading, so it is done once, when it is first needed.
private final class HashCache {
  var hashes: [Checkpoint.Data]?
}

extension DatasetCatalog {
  /// Loads the data that settings name.
  ///
  /// - Parameter encoding: of the model that is trained or measured: where the training goes on with a
  ///   saved one, the columns are that one's.
  ///
  /// Throws `DescentError` (usage) for settings that mean nothing to this kind of data, besides
  /// what loading throws.
  func load(
    _ settings: TrainSettings, _ encoding: TableEncoding? = nil, _ pictures: PictureEncoding? = nil
  ) throws -> LoadedData {
    let source = settings.data
    if Generator(rawValue: source) == nil {
      let generation: [(String, Bool)] = [
        ("rows", settings.rows != nil), ("noise", settings.noise != nil),
        ("class-count", settings.classCount != nil),
      ]
      if let stray = generation.first(where: { $0.1 }) {
        throw DescentError(
          .usage, "\(stray.0): \(source) is not generated", fix: "Leave \(stray.0) out.")
      }
    }
    func refuseTarget() -> DescentError {
      DescentError(
        .usage, "target: \(source) has no columns to choose from", fix: "Leave target out.")
    }
    if Self.entries.contains(where: { $0.name == source }), !settings.target.isEmpty {
      throw refuseTarget()
    }
    var options = LoadOptions(settings)
    if settings.from != nil, let encoding {
      options.csv.columns = encoding.columns
      options.csv.features = encoding.columns.map(\.source.name)
    }
    options.pictures.size = options.pictures.size ?? pictures?.size
    options.pictures.color = options.pictures.color ?? pictures?.color
    options.memory = memory(settings.memory)
    var loaded = try load(source, options)
    loaded.memory = options.memory
    try settings.checkPictures(source, arePictures: loaded.pictures != nil)
    if loaded.targetNames.isEmpty, !settings.target.isEmpty { throw refuseTarget() }
    try settings.checkTable(
      source, hasColumns: !loaded.targetNames.isEmpty, arePictures: loaded.pictures != nil)
    try settings.checkRowColumns(source, loaded.train)
    if loaded.arrays.isEmpty, settings.x != nil || settings.y != nil {
      let name = settings.x == nil ? "y" : "x"
      throw DescentError(
        .usage, "\(name): \(source) has no arrays to choose from", fix: "Leave \(name) out.")
    }
    return loaded
  }
}

extension TrainSettings {
  /// Refuses settings for the columns of a table where they mean nothing: where there are none, and where
  /// pictures are the features.
  fileprivate func checkTable(_ source: String, hasColumns: Bool, arePictures: Bool) throws {
    let ofFeatures = [
      ("missing", missing.policy != .error), ("missing-indicator", missingIndicator),
      ("ignore", !ignore.isEmpty), ("column-types", !columnTypes.isEmpty),
      ("embedding-above", embeddingAbove != Self.defaultEmbedding),
      ("split-feature", splitFeature),
    ]
    let ofRows = [
      ("split-by", splitBy != nil), ("sample-weight", sampleWeight != nil),
      ("header", header != nil), ("delimiter", delimiter != nil),
    ]
    if !hasColumns, let stray = (ofRows + ofFeatures).first(where: { $0.1 }) {
      throw DescentError(
        .usage, "\(stray.0): \(source) has no columns", fix: "Leave \(stray.0) out.")
    }
    // Rows of a list that name no picture may be dropped.
    let ofPictures = ofFeatures.filter { $0.0 != "missing" || missing.policy != .drop }
    if arePictures, let stray = ofPictures.first(where: { $0.1 }) {
      throw DescentError(
        .usage, "\(stray.0): the features of \(source) are its pictures",
        fix: "Leave \(stray.0) out.")
    }
  }
}

extension LoadOptions {
  /// What settings say about loading.
  init(_ settings: TrainSettings) {
    self.init(
      generation: GeneratorOptions(
        rows: settings.rows, noise: settings.noise, classes: settings.classCount,
        seed: settings.seed),
      csv: CSVOptions(targets: settings.target, task: settings.task),
      pictures: PictureOptions(settings))
    arrays = ArrayChoice(x: settings.x, y: settings.y)
    csv.missing = settings.missing.policy
    csv.layout = CSVLayout(settings)
    csv.ignore = settings.ignore
    csv.types = settings.columnTypes
    csv.splitBy = settings.splitBy
    csv.splitIsFeature = settings.splitFeature
    csv.sampleWeight = settings.sampleWeight
  }
}
