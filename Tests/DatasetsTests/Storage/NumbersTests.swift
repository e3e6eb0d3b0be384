import Basics
import DataFiles
import Datasets
import Testing

/// Numbers in a file are those in memory, whatever is done with them.
@Suite struct NumbersTests {
  private let disk = MemoryLimit(bytes: 0, folder: "/tmp")

  /// 3,000 rows of 120 numbers, more than is handed out at once.
  private func data(bytes: Bool) throws -> Dataset {
    let count = 3000 * 120
    let targets = ContiguousArray((0..<3000).map { Scalar($0 % 3) })
    let task = Task.classification(classes: ["a", "b", "c"])
    let features: FeatureStorage =
      bytes
      ? .bytes(Bytes((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }))
      : .scalars(ContiguousArray((0..<count).map { Scalar($0 % 997) / 8 - 50 }))
    return try Dataset(
      name: "d", shape: [120], features: features, targets: targets, task: task)
  }

  private func onDisk(_ data: Dataset) throws -> Dataset {
    try data.subset(Array(0..<data.rows), memory: disk)
  }

  @Test(arguments: [true, false]) func aFileHoldsTheSame(bytes: Bool) throws {
    let memory = try data(bytes: bytes)
    let file = try onDisk(memory)
    #expect(file.features.isOnDisk && !memory.features.isOnDisk)
    #expect(file.rows == memory.rows && file.features.count == memory.features.count)
    #expect(file.fingerprint == memory.fingerprint)
    switch (file.features, memory.features) {
    case (.bytes(let stored), .bytes(let values)):
      #expect(stored == values && stored.array == values.array)
      #expect(stored.part(119..<121).array == values.array(119..<121))
      #expect(stored.part(119..<121)[1] == values[120])
      #expect(Bytes(stored.suffix(2)) == Bytes(values.array.suffix(2)))
    case (.scalars(let stored), .scalars(let values)):
      #expect(stored == values && stored.array == values.array)
      #expect(stored.part(119..<121).array == values.array(119..<121))
    default: Issue.record("another kind of storage")
    }
    for scaling in Scaling.allCases where scaling != .quantile || !bytes {
      #expect(try fitted(scaling, file) == fitted(scaling, memory), "\(scaling)")
    }
  }

  private func fitted(_ scaling: Scaling, _ data: Dataset) throws -> FittedScaling {
    try FittedScaling(scaling, training: data, rows: Array(1..<500))
  }

  @Test(arguments: [true, false]) func rowsAreChosenAndJoinedAlike(bytes: Bool) throws {
    let memory = try data(bytes: bytes)
    let file = try onDisk(memory)
    let rows = [2999, 0, 5, 5]
    #expect(file.subset(rows).fingerprint == memory.subset(rows).fingerprint)
    #expect(!file.subset(rows).features.isOnDisk)
    let few = try file.filtered(classes: ["c", "a"], memory: disk)
    #expect(few.features.isOnDisk)
    #expect(try few.fingerprint == memory.filtered(classes: ["c", "a"]).fingerprint)
    let joined = try file.followed(by: memory, memory: disk)
    #expect(joined.features.isOnDisk)
    #expect(try joined.fingerprint == memory.followed(by: memory).fingerprint)
    var taken = ContiguousArray<Scalar>(repeating: 0, count: 2 * 120)
    var wanted = taken
    var takenSpan = taken.mutableSpan
    file.gatherFeatures(of: [7, 2999][...], into: &takenSpan)
    var wantedSpan = wanted.mutableSpan
    memory.gatherFeatures(of: [7, 2999][...], into: &wantedSpan)
    #expect(taken == wanted)
  }

  @Test func aLimitDecidesWhereTheyLie() throws {
    let data = try data(bytes: true)
    let size = data.features.count
    let rows = Array(0..<data.rows)
    #expect(
      try !data.subset(rows, memory: MemoryLimit(bytes: size, folder: "/tmp")).features.isOnDisk)
    #expect(
      try data.subset(rows, memory: MemoryLimit(bytes: size - 1, folder: "/tmp")).features
        .isOnDisk)
  }

  @Test func aFolderThatCannotBeWrittenToIsNamed() throws {
    let data = try data(bytes: true)
    expectError(
      .cannotWrite,
      "/no/such/folder: no file for rows can be made here: No such file or directory. "
        + "Name another folder in the variable TMPDIR."
    ) { try data.subset([0], memory: MemoryLimit(bytes: 0, folder: "/no/such/folder")) }
  }

  @Test(arguments: NumPyFixtures.types.map(\.type))
  func arraysOfEveryTypeGoToAFile(type: String) throws {
    let bytes = base64(try #require(NumPyFixtures.types.first { $0.type == type }).file)
    let memory = try NPY(bytes, name: "a")
    let file = try NPY(Numbers(bytes), name: "a", memory: disk)
    #expect(try memory.encoded() == file.encoded())
    #expect(memory.dimensions == file.dimensions)
  }

  @Test func arraysStayInTheirFile() throws {
    try withFolder { folder in
      let values = ContiguousArray((0..<700_000).map { Float($0) })
      let path = joined(folder, "x.npy")
      try write(try NPY.encode(values, dimensions: [7000, 100]), path)
      try write(
        try NPY.encode((0..<7000).map { UInt8($0 % 2) }, dimensions: [7000]),
        joined(folder, "y.npy"))
      var options = LoadOptions()
      options.arrays.y = joined(folder, "y.npy")
      let catalog = DatasetCatalog(environment: [:])
      let whole = try catalog.load(path, options).train
      options.memory = MemoryLimit(bytes: 1 << 20, folder: "/no/such/folder")
      #if DoublePrecision
        options.memory.folder = "/tmp"
      #endif
      let mapped = try catalog.load(path, options).train
      #expect(mapped.features.isOnDisk && !whole.features.isOnDisk)
      #expect(mapped.fingerprint == whole.fingerprint)
      guard case .scalars(let numbers) = mapped.features else { return }
      try numbers.checkUnchanged()
      #if !DoublePrecision
        try write([1, 2, 3], joined(folder, "other"))
        try append([0], to: path)
        expectError(
          .badData,
          "\(path): the file was changed while its rows were read. "
            + "Begin again, and leave the file as it is."
        ) { try numbers.checkUnchanged() }
      #endif
    }
  }

  @Test(arguments: ["plain", "gzip"]) func picturesOfIDXStayInAFile(form: String) throws {
    try withFolder { folder in
      let pixels = Bytes((0..<(3000 * 400)).map { UInt8(truncatingIfNeeded: $0 &* 7) })
      let images = idx([3000, 20, 20], pixels)
      try write(form == "gzip" ? gzipped(images) : images, joined(folder, "images-idx3-ubyte"))
      try write(
        idx([3000], Bytes((0..<3000).map { UInt8($0 % 4) })), joined(folder, "labels-idx1-ubyte"))
      let catalog = DatasetCatalog(environment: [:])
      var options = LoadOptions()
      let whole = try catalog.load(folder, options).train
      options.memory = MemoryLimit(bytes: 1 << 16, folder: "/tmp")
      let mapped = try catalog.load(folder, options).train
      #expect(mapped.features.isOnDisk && !whole.features.isOnDisk)
      #expect(mapped.fingerprint == whole.fingerprint)
    }
  }

  @Test(arguments: ["stored", "compressed"]) func arraysOfArchivesGoToAFile(form: String) throws {
    let bytes = base64(form == "stored" ? NumPyFixtures.stored : NumPyFixtures.compressed)
    let memory = try NPZ(bytes, name: "a")
    let file = try NPZ(Numbers(bytes), name: "a", memory: disk)
    for name in memory.arrays {
      #expect(try memory.array(name).encoded() == file.array(name).encoded())
    }
  }
}
