import Basics
import Datasets

/// What loading gives: rows to train on and, where the source comes with them, rows to test on.
public struct LoadedData: Sendable {
  /// The rows for training (and for whatever is held out from it).
  public var train: Dataset
  /// The test rows that the source itself sets apart; nil where it has none.
  public var test: Dataset?
  /// Where it came from: paths, or `embedded`, or `generated`.
  public var sources: [String]
  /// What was left out or decided on the way, for people to read.
  public var notes: [String]
  /// The target columns of a table: their names, or their numbers from 1 where there is no header;
  /// empty for data without columns.
  public var targetNames: [String]
  /// The validation rows that the source itself sets apart; nil where it has none.
  public var validation: Dataset?
  /// How pictures became rows; nil where the rows aren't made of picture files.
  public var pictures: PictureEncoding?
  /// The pictures that can't be read and were left out.
  public internal(set) var unreadable: [UnreadablePicture] = []
  /// How much memory these numbers may take, and what is made of them.
  public var memory = MemoryLimit.none
  /// The arrays that were taken: their names in an NPZ file, or the paths of .npy files; empty for other
  /// data.
  public internal(set) var arrays: [String] = []

  /// Loaded data.
  public init(
    train: Dataset, test: Dataset? = nil, sources: [String], notes: [String] = [],
    targetNames: [String] = []
  ) {
    self.train = train
    self.test = test
    self.sources = sources
    self.notes = notes
    self.targetNames = targetNames
  }
}

/// The data sets that have a name, and how names and paths are loaded.
public struct DatasetCatalog: Sendable {
  /// One data set with a name.
  public struct Entry: Sendable, Hashable {
    /// The name: `fashion-mnist`.
    public var name: String
    /// What it is, in one line.
    public var summary: String
    /// Whether its files must be on this machine; false for what is embedded or generated.
    public var needsFiles: Bool
  }

  /// All data sets with a name.
  public static let entries =
    [
      Entry(
        name: "digits", summary: "1,797 handwritten digits of 8x8 pixels; part of Descent",
        needsFiles: false),
      Entry(
        name: "mnist", summary: "70,000 handwritten digits of 28x28 pixels", needsFiles: true),
      Entry(
        name: "fashion-mnist", summary: "70,000 pictures of clothes of 28x28 pixels",
        needsFiles: true),
    ] + Generator.allCases.map { Entry(name: $0.rawValue, summary: $0.summary, needsFiles: false) }

  /// The names of the classes of Fashion-MNIST.
  public static let fashionClasses = [
    "t-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
    "ankle boot",
  ]

  /// The environment variables that say where data is: DESCENT_DATA, XDG_CACHE_HOME and HOME.
  public var environment: [String: String]

  /// The folders in which the system's packages put data sets.
  public var systemFolders: [String]

  /// A catalog that looks for files where this environment says.
  public init(
    environment: [String: String], systemFolders: [String] = ["/usr/share/datasets"]
  ) {
    self.environment = environment
    self.systemFolders = systemFolders
  }

  /// Where downloaded data goes: `$XDG_CACHE_HOME/descent`, else `~/.cache/descent`, and on macOS
  /// `~/Library/Caches/descent`; nil where there is no home folder.
  public var cacheFolder: String? {
    if let cache = setting("XDG_CACHE_HOME") { return joined(cache, "descent") }
    guard let home = setting("HOME") else { return nil }
    #if os(macOS)
      return joined(home, "Library/Caches/descent")
    #else
      return joined(home, ".cache/descent")
    #endif
  }

  /// The folders in which the files of a named data set are looked for, in this order.
  public func folders(of name: String) -> [String] {
    var folders: [String] = []
    if let data = setting("DESCENT_DATA") { folders += [joined(data, name), data] }
    if let cacheFolder { folders.append(joined(cacheFolder, name)) }
    return folders + systemFolders.map { joined($0, name) }
  }

  /// Loads a data set by its name or path.
  ///
  /// A name of the catalog means that data set; write `./digits` for a file of that name. A folder
  /// holds IDX files or pictures with a subfolder for each class; a file is IDX (then the labels lie
  /// beside it), NPZ, NPY, CSV or rows of JSON, which its first bytes tell. Throws `DescentError`: no input
  /// where there is nothing, with the nearest name and,
  /// for a data set that must be fetched, the places that were looked at; bad data otherwise.
  public func load(_ source: String, _ options: LoadOptions = LoadOptions()) throws -> LoadedData {
    switch source {
    case "digits": return LoadedData(train: try .digits(), sources: ["embedded"])
    case "mnist":
      return try loadFiles(of: source, classes: (0...9).map(String.init), options.memory)
    case "fashion-mnist":
      return try loadFiles(of: source, classes: Self.fashionClasses, options.memory)
    case "-":
      let name = "standard input"
      let bytes = try standardInput(options.memory, name: name) { try checkStart($0, name: name) }
      return try load(bytes, path: name, options)
    default: break
    }
    if let generator = Generator(rawValue: source) {
      let data = try generator.dataset(options.generation)
      return LoadedData(train: data, sources: ["generated"])
    }
    switch fileKind(source) {
    case .folder: return try loadFolder(source, options)
    case .file: return try loadFile(source, options)
    case .missing: throw unknown(source)
    }
  }

  /// The value of an environment variable, where it is set and not empty.
  private func setting(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension DatasetCatalog {
  private func loadFiles(
    of name: String, classes: [String], _ memory: MemoryLimit
  ) throws -> LoadedData {
    switch try place(of: name) {
    case .archive(_, let archive):
      return try LoadedData(
        NPZ(dataFile(archive, memory) { _ in }, name: archive, memory: memory), name: name,
        task: .classification, classes: classes, arrays: ArrayChoice())
    case .pictures(_, let train, let test):
      return try load(name, train: train, test: test, classes: classes, memory)
    case nil: break
    }
    let folders = folders(of: name)
    throw DescentError(
      .noInput,
      "the data set \(name) is not on this machine; looked in "
        + (folders.isEmpty ? "no folder" : folders.joined(separator: ", ")),
      fix: "Fetch it with: descent data fetch \(name)")
  }

  /// Where the files of a named data set are.
  private enum Place {
    case pictures(folder: String, train: IDXPair, test: IDXPair)
    case archive(folder: String, file: String)
  }

  /// The folder in which loading a named data set finds its files; nil where there are none.
  ///
  /// Throws `DescentError` for labels that can't be read.
  public func folder(of name: String) throws -> String? {
    switch try place(of: name) {
    case .pictures(let folder, _, _), .archive(let folder, _): folder
    case nil: nil
    }
  }

  private func place(of name: String) throws -> Place? {
    for folder in folders(of: name) {
      let pairs = IDXPair.pairs(in: folder)
      guard let train = pairs.train, let test = pairs.test else {
        let archive = joined(folder, name + ".npz")
        guard fileKind(archive) == .file else { continue }
        return .archive(folder: folder, file: archive)
      }
      // MNIST and Fashion-MNIST have the same file names: in DESCENT_DATA itself it takes a look at
      // the labels to know which one it is.
      if folder == setting("DESCENT_DATA") {
        let file = Download.all.first { $0.name == name }?.files.first {
          $0.name == "t10k-labels-idx1-ubyte.gz"
        }
        let found = try file?.inflatedHash(of: readFile(test.labels), path: test.labels)
        guard found == file?.inflatedSHA256 else { continue }
      }
      return .pictures(folder: folder, train: train, test: test)
    }
    return nil
  }

  private func load(
    _ name: String, train: IDXPair, test: IDXPair?, classes: [String]?, known: [String] = [],
    _ memory: MemoryLimit
  ) throws -> LoadedData {
    let labels = try IDX(path: train.labels)
    let data = try Dataset(
      images: IDX(path: train.images, memory: memory), labels: labels, name: name,
      classes: classes, known: classes == nil ? labels.known(known) : nil)
    var loaded = LoadedData(train: data, sources: [train.images, train.labels])
    if let test {
      let held = try Dataset(
        images: IDX(path: test.images, memory: memory), labels: IDX(path: test.labels),
        name: name, classes: classes, known: data.task.classes)
      guard held.shape == data.shape else {
        throw DescentError(
          .badData,
          "\(train.images) has pictures of \(data.shape), but \(test.images) of "
            + "\(held.shape)")
      }
      loaded.test = held
      loaded.sources += [test.images, test.labels]
    }
    return loaded
  }

  private func loadFolder(_ folder: String, _ options: LoadOptions) throws -> LoadedData {
    let pairs = IDXPair.pairs(in: folder)
    let name = Self.name(of: folder)
    if let train = pairs.train {
      return try load(
        name, train: train, test: pairs.test, classes: nil, known: options.csv.classes,
        options.memory)
    }
    let alone = pairs.other + (pairs.test.map { [$0] } ?? [])
    if alone.count == 1 {
      return try load(
        name, train: alone[0], test: nil, classes: nil, known: options.csv.classes, options.memory)
    }
    guard alone.isEmpty else {
      throw DescentError(
        .badData, "several pairs of IDX files: \(alone.map(\.images).joined(separator: ", "))",
        at: Position(file: folder), fix: "Name the file with the pictures.")
    }
    if let pictures = try LoadedData(
      pictureFolder: folder, name: name, options.pictures, memory: options.memory)
    {
      return pictures
    }
    if let images = fileNames(in: folder).first(where: {
      $0.contains("images") && fileKind(joined(folder, $0)) == .file
    }) {
      throw missingLabels(joined(folder, images))
    }
    let meant = PictureFolder.folderOfClasses(in: folder)
    throw DescentError(
      .badData,
      "no data found in this folder; expected a subfolder of pictures for each class, or IDX files "
        + "such as train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz",
      at: Position(file: folder),
      fix: meant.map { "Did you mean \"\($0)\"?" } ?? "Name the file if it is a CSV or NPZ file.")
  }

  private func missingLabels(_ images: String) -> DescentError {
    let labels = joined(splitPath(images).folder, IDXPair.labelsName(of: splitPath(images).name))
    return DescentError(
      .noInput, "the labels are missing: there is no \(labels)", at: Position(file: images))
  }

  /// Pictures in an IDX file, whose labels lie beside it.
  private func loadIDX(
    _ path: String, _ bytes: Numbers<UInt8>, _ options: LoadOptions
  ) throws -> LoadedData {
    let images = try IDX(bytes, name: path, memory: options.memory)
    guard images.dimensions.count > 1 else {
      throw DescentError(
        .badData, "looks like labels: 1 dimension; pictures have at least 2",
        at: Position(file: path), fix: "Give the file with the pictures.")
    }
    guard splitPath(path).name.contains("images"), let pair = IDXPair(images: path) else {
      throw missingLabels(path)
    }
    let labels = try IDX(path: pair.labels)
    let data = try Dataset(
      images: images, labels: labels, name: Self.name(of: path),
      known: labels.known(options.csv.classes))
    return LoadedData(train: data, sources: [path, pair.labels])
  }

  private func unknown(_ source: String) -> DescentError {
    let names = Self.entries.map(\.name)
    let near = nearestName(to: source, in: names)
    guard near != nil || !source.contains("/") && !source.contains(".") else {
      // A path; the reader of files knows the nearest one.
      do {
        _ = try readFile(source)
      } catch let error as DescentError {
        return error
      } catch {}
      return DescentError(.noInput, "no such file", at: Position(file: source))
    }
    return DescentError(
      .noInput, "\"\(source)\" is neither a data set nor a file",
      fix: suggestion(for: source, in: names))
  }

  /// What data from a path is called: its last part without extensions.
  ///
  /// `.` and `..` are called like the folder that they mean, and the root is called `data`.
  public static func name(of path: String) -> String {
    var trimmed = path[...]
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
    var name = splitPath(String(trimmed)).name
    if [".", ".."].contains(name) { name = realPath(path).map { splitPath($0).name } ?? "" }
    guard !name.isEmpty else { return "data" }
    let stem = name.prefix { $0 != "." }
    return stem.isEmpty ? name : String(stem)
  }
}

extension DatasetCatalog {
  private func loadFile(_ path: String, _ options: LoadOptions) throws -> LoadedData {
    try load(
      dataFile(path, options.memory) { try checkStart($0, name: path) }, path: path, options)
  }

  /// Loads data that is in memory already, from standard input for instance; `path` names it.
  ///
  /// IDX is known by two zeros at its start, inflated or not, NPZ by the letters PK, NPY by the byte 93;
  /// anything else is taken for CSV, or for rows of JSON where it begins with a brace.
  public func load(
    _ bytes: ContiguousArray<UInt8>, path: String, _ options: LoadOptions = LoadOptions()
  ) throws -> LoadedData {
    try load(Numbers(bytes), path: path, options)
  }

  /// Loads data out of the bytes of a file.
  func load(
    _ bytes: Numbers<UInt8>, path: String, _ options: LoadOptions
  ) throws -> LoadedData {
    let memory = options.memory
    // Icons begin like IDX files.
    try checkForeign(bytes.array(0..<min(bytes.count, 512)), name: path)
    switch BinaryFormat(startingWith: try ByteReader(bytes, name: path).read(4)) {
    case .idx: return try loadIDX(path, bytes, options)
    case .npz:
      let classes = options.csv.classes
      let archive = try NPZ(inflated(bytes, name: path, memory), name: path, memory: memory)
      try archive.checkPictures()
      return try LoadedData(
        archive, name: Self.name(of: path), task: options.csv.task,
        classes: classes.isEmpty ? nil : classes, arrays: options.arrays)
    case .npy: return try loadArray(path, bytes, options)
    case nil: break
    }
    guard PictureFormat(bytes.array(0..<min(bytes.count, 64))) == nil else {
      throw DescentError(
        .badData,
        "a single picture; expected a folder with a subfolder for each class, or a CSV file of "
          + "paths and labels", at: Position(file: path))
    }
    try checkPromise(ofName: path, bytes)
    if let pictures = try LoadedData(
      pictureTable: bytes, path: path, name: Self.name(of: path), options)
    {
      return pictures
    }
    let data = try CSVData(
      bytes, name: Self.name(of: path), file: path, options: options.csv, memory: memory)
    return LoadedData(
      train: data.dataset, sources: [path], notes: data.notes,
      targetNames: data.targetNames)
  }

  /// An array of features whose targets are in a file of their own.
  private func loadArray(
    _ path: String, _ bytes: Numbers<UInt8>, _ options: LoadOptions
  ) throws -> LoadedData {
    if let x = options.arrays.x {
      throw DescentError(
        .usage, "x: this is a single array, no \(shown(x)) among several",
        at: Position(file: path), fix: "Leave x out.")
    }
    guard let targets = options.arrays.y else {
      throw DescentError(
        .badData, "a single array; expected features and targets", at: Position(file: path),
        fix: "Name the file of the targets: --y y.npy. Or save both in one: "
          + "numpy.savez(\"data.npz\", x=x, y=y).")
    }
    let classes = options.csv.classes
    return try LoadedData(
      features: NPY(
        inflated(bytes, name: path, options.memory), name: path, memory: options.memory),
      targets: NPYTargets(inflated(readFile(targets), name: targets), name: targets),
      name: Self.name(of: path), task: options.csv.task, classes: classes.isEmpty ? nil : classes)
  }
}
