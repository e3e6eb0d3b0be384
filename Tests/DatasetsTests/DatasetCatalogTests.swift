import Basics
import DataFiles
import Datasets
import Testing

@Suite struct DatasetCatalogTests {
  let nowhere = DatasetCatalog(environment: [:], systemFolders: [])

  /// Writes four small files in the fashion of MNIST.
  func writeSet(_ folder: String, train: Int = 3, test: Int = 2) throws {
    makeFolder(folder)
    for (prefix, count) in [("train", train), ("t10k", test)] {
      let pixels = Bytes(repeating: 7, count: count * 4)
      let labels = Bytes((0..<count).map { UInt8($0 % 3) })
      try write(gzipped(idx([count, 2, 2], pixels)), "\(folder)/\(prefix)-images-idx3-ubyte.gz")
      try write(idx([count], labels), "\(folder)/\(prefix)-labels-idx1-ubyte")
    }
  }

  @Test func listsItsNames() {
    #expect(
      DatasetCatalog.entries.map(\.name) == [
        "digits", "mnist", "fashion-mnist", "xor", "moons", "circles", "spirals", "blobs", "sine",
      ])
    #expect(DatasetCatalog.entries.filter(\.needsFiles).map(\.name) == ["mnist", "fashion-mnist"])
  }

  @Test func loadsWhatNeedsNoFiles() throws {
    for entry in DatasetCatalog.entries where !entry.needsFiles {
      let loaded = try nowhere.load(entry.name)
      #expect(loaded.train.name == entry.name)
      #expect(loaded.test == nil)
      #expect(loaded.sources == [entry.name == "digits" ? "embedded" : "generated"])
    }
    var options = LoadOptions()
    options.generation.rows = 12
    #expect(try nowhere.load("moons", options).train.rows == 12)
  }

  @Test func looksInTheRightPlaces() {
    let catalog = DatasetCatalog(environment: ["DESCENT_DATA": "/d", "XDG_CACHE_HOME": "/c"])
    #expect(
      catalog.folders(of: "mnist") == [
        "/d/mnist", "/d", "/c/descent/mnist", "/usr/share/datasets/mnist",
      ])
    let home = DatasetCatalog(environment: ["HOME": "/h", "DESCENT_DATA": ""], systemFolders: [])
    #if os(macOS)
      #expect(home.cacheFolder == "/h/Library/Caches/descent")
    #else
      #expect(home.cacheFolder == "/h/.cache/descent")
    #endif
    #expect(nowhere.cacheFolder == nil)
    #expect(nowhere.folders(of: "mnist") == [])
  }

  @Test func loadsNamedSetsFromFolders() throws {
    try withFolder { folder in
      try writeSet("\(folder)/fashion-mnist")
      let catalog = DatasetCatalog(environment: ["DESCENT_DATA": folder], systemFolders: [])
      let loaded = try catalog.load("fashion-mnist")
      #expect(loaded.train.rows == 3)
      #expect(loaded.test?.rows == 2)
      #expect(loaded.train.shape == [2, 2, 1])
      #expect(loaded.train.task.classes == DatasetCatalog.fashionClasses)
      #expect(loaded.test?.task == loaded.train.task)
      #expect(loaded.train.name == "fashion-mnist")
      #expect(loaded.sources.count == 4)
      #expect(loaded.sources[0] == "\(folder)/fashion-mnist/train-images-idx3-ubyte.gz")
      // The cache and the system's folder serve as well.
      makeFolder("\(folder)/descent")
      try writeSet("\(folder)/descent/mnist", train: 5)
      let cached = DatasetCatalog(environment: ["XDG_CACHE_HOME": folder], systemFolders: [])
      #expect(try cached.load("mnist").train.rows == 5)
      let system = DatasetCatalog(environment: [:], systemFolders: ["/none", folder])
      #expect(try system.load("fashion-mnist").train.rows == 3)
    }
  }

  @Test func saysWhereItLooked() {
    let catalog = DatasetCatalog(environment: ["XDG_CACHE_HOME": "/c"], systemFolders: ["/s"])
    expectError(
      .noInput,
      "the data set mnist is not on this machine; looked in /c/descent/mnist, /s/mnist. "
        + "Fetch it with: descent data fetch mnist"
    ) { try catalog.load("mnist") }
    expectError(
      .noInput,
      "the data set mnist is not on this machine; looked in no folder. "
        + "Fetch it with: descent data fetch mnist"
    ) { try nowhere.load("mnist") }
  }

  @Test func doesNotTakeOneSetForAnother() throws {
    try withFolder { folder in
      // Files of unknown content directly in DESCENT_DATA could be either data set.
      try writeSet(folder)
      let catalog = DatasetCatalog(environment: ["DESCENT_DATA": folder], systemFolders: [])
      expectError(
        .noInput,
        "the data set mnist is not on this machine; looked in \(folder)/mnist, \(folder). "
          + "Fetch it with: descent data fetch mnist"
      ) { try catalog.load("mnist") }
    }
  }

  @Test(.enabled(if: localData != nil, "DESCENT_DATA is not set"))
  func loadsMNIST() throws {
    let folder = try #require(localData)
    let loaded = try DatasetCatalog(environment: ["DESCENT_DATA": folder]).load("mnist")
    #expect(loaded.train.rows == 60_000)
    #expect(loaded.test?.rows == 10_000)
    #expect(loaded.train.shape == [28, 28, 1])
    #expect(
      loaded.train.classCounts == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    // The same files directly in DESCENT_DATA.
    let flat = DatasetCatalog(
      environment: ["DESCENT_DATA": joined(folder, "mnist")], systemFolders: [])
    #expect(try flat.load("mnist").train.rows == 60_000)
    #expect(throws: DescentError.self) { try flat.load("fashion-mnist") }
  }

  @Test func namesTheNearest() throws {
    expectError(
      .noInput,
      "\"minst\" is neither a data set nor a file. Did you mean \"mnist\"? Known: digits, "
        + "mnist, fashion-mnist, xor, moons, circles, spirals, blobs, sine."
    ) { try nowhere.load("minst") }
    expectError(
      .noInput,
      "\"zzz\" is neither a data set nor a file. Known: digits, mnist, fashion-mnist, xor, "
        + "moons, circles, spirals, blobs, sine."
    ) { try nowhere.load("zzz") }
    try withFolder { folder in
      try write([], "\(folder)/iris.csv")
      expectError(
        .noInput, "\(folder)/irs.csv: no such file. Did you mean \"\(folder)/iris.csv\"?"
      ) { try nowhere.load("\(folder)/irs.csv") }
    }
  }

  @Test func loadsFoldersAndFilesOfIDX() throws {
    try withFolder { folder in
      try writeSet("\(folder)/mine")
      let loaded = try nowhere.load("\(folder)/mine/")
      #expect(loaded.train.name == "mine")
      #expect(loaded.train.task.classes == ["0", "1", "2"])
      #expect(loaded.test?.rows == 2)
      let file = try nowhere.load("\(folder)/mine/t10k-images-idx3-ubyte.gz")
      #expect(file.train.rows == 2)
      #expect(file.train.name == "t10k-images-idx3-ubyte")
      #expect(file.test == nil)
    }
  }

  @Test func explainsFoldersWithoutData() throws {
    try withFolder { folder in
      expectError(
        .badData,
        "\(folder): no data found in this folder; expected a subfolder of pictures for each class, or "
          + "IDX files such as train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz. "
          + "Name the file if it is a CSV or NPZ file."
      ) { try nowhere.load(folder) }
      try write(idx([1, 1, 1], [0]), "\(folder)/a-images-idx3-ubyte")
      let missing =
        "\(folder)/a-images-idx3-ubyte: the labels are missing: there is no "
        + "\(folder)/a-labels-idx1-ubyte"
      expectError(.noInput, missing) { try nowhere.load(folder) }
      expectError(.noInput, missing) { try nowhere.load("\(folder)/a-images-idx3-ubyte") }
      try write(idx([1], [0]), "\(folder)/a-labels-idx1-ubyte")
      #expect(try nowhere.load(folder).train.rows == 1)
      expectError(
        .badData,
        "\(folder)/a-labels-idx1-ubyte: looks like labels: 1 dimension; pictures have at "
          + "least 2. Give the file with the pictures."
      ) { try nowhere.load("\(folder)/a-labels-idx1-ubyte") }
      try write(idx([1, 1, 1], [0]), "\(folder)/b-images-idx3-ubyte")
      try write(idx([1], [0]), "\(folder)/b-labels-idx1-ubyte")
      expectError(
        .badData,
        "\(folder): several pairs of IDX files: \(folder)/a-images-idx3-ubyte, "
          + "\(folder)/b-images-idx3-ubyte. Name the file with the pictures."
      ) { try nowhere.load(folder) }
    }
  }

  @Test func trainAndTestMustAgree() throws {
    try withFolder { folder in
      try writeSet(folder)
      try write(idx([1, 3, 2], Bytes(1...6)), "\(folder)/t10k-images-idx3-ubyte.gz")
      try write(idx([1], [0]), "\(folder)/t10k-labels-idx1-ubyte")
      expectError(
        .badData,
        "\(folder)/train-images-idx3-ubyte.gz has pictures of 2x2x1, but "
          + "\(folder)/t10k-images-idx3-ubyte.gz of 3x2x1"
      ) { try nowhere.load(folder) }
      // A label that the training set doesn't know.
      try write(idx([1], [3]), "\(folder)/t10k-labels-idx1-ubyte")
      expectError(
        .badData, "\(folder)/t10k-labels-idx1-ubyte: label 1: unknown class \"3\". Known: 0, 1, 2."
      ) { try nowhere.load(folder) }
    }
  }
}
