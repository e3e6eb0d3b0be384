import Basics
import DataFiles
import Datasets
import Testing

@Suite struct NPZTests {
  /// One member of a ZIP archive to be written, and what to lie about it.
  struct Member {
    var name = "x.npy"
    var content: Bytes = []
    var isDeflated = false
    var method: UInt16?
    var flags: UInt16 = 0
    var checksum: UInt32?
    var size: UInt32?
    var localName: String?
    var localSize: UInt32?
    var offset: UInt32?
  }

  /// A ZIP archive without ZIP64, as other programs write them.
  func zip(_ members: [Member], comment: Bytes = [], before: Bytes = []) -> Bytes {
    var bytes = before
    var directory = Bytes()
    for member in members {
      let data = member.isDeflated ? deflated(member.content) : member.content
      let method = member.method ?? (member.isDeflated ? 8 : 0)
      let sum = littleEndian(member.checksum ?? checksum(member.content))
      let size = member.size ?? UInt32(member.content.count)
      let offset = member.offset ?? UInt32(bytes.count)
      let local = text(member.localName ?? member.name)
      let name = text(member.name)
      bytes += text("PK") + [3, 4, 20, 0] + littleEndian(member.flags) + littleEndian(method)
      bytes += [0, 0, 0x21, 0] + sum + littleEndian(UInt32(data.count))
      bytes += littleEndian(member.localSize ?? size)
      bytes += littleEndian(UInt16(local.count)) + [0, 0] + local + data
      directory += text("PK") + [1, 2, 20, 0, 20, 0] + littleEndian(member.flags)
      directory += littleEndian(method) + [0, 0, 0x21, 0] + sum
      directory += littleEndian(UInt32(data.count)) + littleEndian(size)
      directory += littleEndian(UInt16(name.count)) + Bytes(repeating: 0, count: 12)
      directory += littleEndian(offset) + name
    }
    let start = UInt32(bytes.count)
    let count = littleEndian(UInt16(members.count))
    bytes += directory + text("PK") + [5, 6, 0, 0, 0, 0] + count + count
    bytes += littleEndian(UInt32(directory.count)) + littleEndian(start)
    return bytes + littleEndian(UInt16(comment.count)) + comment
  }

  /// An .npy file of bytes.
  func npy(_ dimensions: [Int], _ payload: Bytes) -> Bytes {
    let shape = dimensions.map { "\($0), " }.joined()
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(shape)), }"
    return [0x93] + text("NUMPY") + [1, 0] + littleEndian(UInt16(header.utf8.count)) + text(header)
      + payload
  }

  @Test(arguments: [NumPyFixtures.stored, NumPyFixtures.compressed])
  func readsWhatNumPyWrites(_ file: String) throws {
    let archive = try NPZ(base64(file), name: "a.npz")
    #expect(archive.arrays == ["x_train", "y_train", "x_test", "y_test"])
    #expect(
      archive.summary == "x_train (2x3x2 of |u1), y_train (2 of |u1), x_test (1x3x2 of |u1), "
        + "y_test (1 of |u1)")
    let x = try archive.array("x_train")
    #expect(x.dimensions == [2, 3, 2])
    guard case .bytes(let bytes) = x.values else {
      Issue.record("not bytes")
      return
    }
    #expect(bytes.array == Bytes(0..<12))
    expectError(
      .badData,
      "a.npz: no array \"x_tran\". Did you mean \"x_train\"? Known: x_train, y_train, "
        + "x_test, y_test."
    ) { try archive.array("x_tran") }
  }

  @Test func readsWhatOthersWrite() throws {
    let content = npy([3], [1, 2, 3])
    for member in [
      Member(content: content), Member(content: content, isDeflated: true),
      // Sizes behind the content: zeros in the local header.
      Member(content: content, isDeflated: true, flags: 8, localSize: 0),
    ] {
      let archive = try NPZ(zip([member], comment: text("hello")), name: "a")
      #expect(try archive.array("x").dimensions == [3])
    }
    #expect(try NPZ(zip([]), name: "a").arrays == [])
  }

  @Test func refusesUnsoundArchives() {
    let content = npy([3], [1, 2, 3])
    let good = Member(content: content)
    let long = Bytes(repeating: 0, count: 5000)
    let unsound = "a: not a sound ZIP archive: "
    let cases: [(Bytes, String)] = [
      ([], "its end record is missing; the file is cut off"),
      (Bytes(zip([good]).dropLast()), "its end record is missing; the file is cut off"),
      (zip([good]) + [0], "its end record is missing; the file is cut off"),
      (zip([good, good]), "the member \"x.npy\" comes twice"),
      (
        zip([Member(content: content, localName: "y.npy")]),
        "\"x.npy\": its header contradicts the directory"
      ),
      (
        zip([Member(content: content, localSize: 5)]),
        "\"x.npy\": its header contradicts the directory"
      ),
      (zip([Member(content: content, flags: 1)]), "\"x.npy\" is encrypted"),
      (
        zip([Member(content: content, method: 14)]),
        "\"x.npy\" is compressed with LZMA; expected none or Deflate"
      ),
      (
        zip([Member(content: content, method: 97)]),
        "\"x.npy\" is compressed with method 97; expected none or Deflate"
      ),
      (
        zip([good, Member(name: "y.npy", content: content, offset: 1)]),
        "\"y.npy\" is not where the directory says"
      ),
      (zip([good], before: [1, 2, 3]), "something stands before its first member"),
      (
        zip([Member(content: content, size: 5)]), "\"x.npy\" can't be as long as the directory says"
      ),
      (
        zip([Member(content: long, isDeflated: true, size: 1 << 30)]),
        "\"x.npy\" can't be as long as the directory says"
      ),
    ]
    for (bytes, message) in cases {
      expectError(.badData, unsound + message) { try NPZ(bytes, name: "a") }
    }
    for name in ["../x.npy", "/x.npy", "a/../x.npy", "a\\b.npy", "a\0.npy", "c:x.npy"] {
      #expect(throws: DescentError.self) {
        try NPZ(zip([Member(name: name, content: content)]), name: "a")
      }
    }
    // Two members that share their bytes.
    expectError(.badData, unsound + "\"y.npy\": its header contradicts the directory") {
      try NPZ(zip([good, Member(name: "y.npy", content: content, offset: 0)]), name: "a")
    }
  }

  @Test func refusesDamagedMembers() {
    let content = npy([3], [1, 2, 3])
    let long = npy([5000], Bytes(repeating: 0, count: 5000))
    let unsound = "a: not a sound ZIP archive: "
    let cases: [(Member, String)] = [
      (
        Member(content: content, checksum: 1),
        "\"x.npy\" is damaged: its checksum (CRC-32) does not match"
      ),
      (
        Member(content: content, isDeflated: true, checksum: 1),
        "\"x.npy\" is damaged: its checksum (CRC-32) does not match"
      ),
      (
        // Longer than said: not a byte more than one is inflated.
        Member(content: long, isDeflated: true, size: 100),
        "\"x.npy\" is not as long as the directory says"
      ),
      (
        Member(content: long, isDeflated: true, size: UInt32(long.count) + 1),
        "\"x.npy\" is not as long as the directory says"
      ),
      (
        Member(content: [0xFF, 0xFF, 0xFF], method: 8),
        "\"x.npy\" is damaged: invalid block type"
      ),
    ]
    for (member, message) in cases {
      expectError(.badData, unsound + message) {
        try NPZ(zip([member]), name: "a").array("x")
      }
    }
  }

  @Test func refusesOverlappingMembers() {
    // The directory names the whole of a member, and another one that is stored within it.
    let inner = npy([1], [1])
    let nested = zip([Member(name: "y.npy", content: inner)])
    let header = 30 + "x.npy".utf8.count
    let local = Bytes(nested[..<(30 + 5 + inner.count)])
    let bytes = zip([
      Member(name: "x.npy", content: local),
      Member(name: "y.npy", content: inner, offset: UInt32(header)),
    ])
    expectError(.badData, "a: not a sound ZIP archive: \"x.npy\" and \"y.npy\" overlap") {
      try NPZ(bytes, name: "a")
    }
  }

  @Test func refusesTooManyMembers() {
    let unsound = "a: not a sound ZIP archive: "
    // A ZIP64 end record that speaks of a million members.
    var bytes = text("PK") + [6, 6] + Bytes(repeating: 0, count: 20)
    bytes += littleEndian(UInt64(1_000_000)) + littleEndian(UInt64(1_000_000))
    bytes += Bytes(repeating: 0, count: 16)
    bytes += text("PK") + [6, 7] + Bytes(repeating: 0, count: 16)
    bytes += text("PK") + [5, 6] + Bytes(repeating: 0, count: 18)
    expectError(.badData, unsound + "1,000,000 members; at most 100,000 are read") {
      try NPZ(bytes, name: "a")
    }
  }

  @Test(arguments: [NumPyFixtures.stored, NumPyFixtures.compressed])
  func survivesDamage(_ file: String) {
    let bytes = base64(file)
    let counts = readDamaged(bytes) { damaged in
      let archive = try NPZ(damaged, name: "a")
      for array in archive.arrays { _ = try archive.array(array) }
    }
    // Every cut is seen; times, versions and attributes may change.
    #expect(counts.refused > bytes.count + bytes.count * 2)
  }

  // MARK: Data sets

  func load(_ arrays: [(String, Bytes)], task: TaskChoice = .automatic) throws -> LoadedData {
    try LoadedData(
      npz: zip(arrays.map { Member(name: $0.0 + ".npy", content: $0.1) }), file: "a.npz", name: "a",
      task: task)
  }

  @Test func readsTrainingAndTest() throws {
    let loaded = try LoadedData(
      npz: base64(NumPyFixtures.compressed), file: "mnist.npz", name: "mnist")
    #expect(loaded.train.shape == [3, 2, 1])
    #expect(loaded.train.task.classes == ["2", "7"])
    #expect(loaded.train.targets == [1, 0])
    #expect(loaded.test?.rows == 1)
    #expect(loaded.test?.targets == [1])
    #expect(loaded.test?.task == loaded.train.task)
    let named = try LoadedData(
      npz: base64(NumPyFixtures.stored), file: "mnist.npz", name: "mnist",
      classes: (0...9).map(String.init))
    #expect(named.train.targets == [7, 2])
  }

  @Test func readsOtherNamesAndShapes() throws {
    let rows = npy([3, 2], [1, 2, 3, 4, 5, 6])
    for names in [("x", "y"), ("X", "y"), ("data", "target"), ("images", "labels")] {
      let loaded = try load([(names.0, rows), (names.1, npy([3], [0, 5, 5]))])
      #expect(loaded.train.shape == [2])
      #expect(loaded.train.task.classes == ["0", "5"])
      #expect(loaded.test == nil)
    }
    let several = try load([("x", rows), ("y", npy([3, 2], [1, 2, 3, 4, 5, 6]))]).train
    #expect(several.task == .regression(targets: ["y1", "y2"]))
    #expect(several.targets == [1, 2, 3, 4, 5, 6])
    let column = try load([("x", npy([3], [1, 2, 3])), ("y", npy([3, 1], [0, 1, 0]))]).train
    #expect(column.shape == [1])
    #expect(column.task.classes == ["0", "1"])
    let forced = try load([("x", rows), ("y", npy([3], [0, 1, 5]))], task: .regression).train
    #expect(forced.task == .regression(targets: ["y"]))
  }

  @Test func refusesOtherArrays() {
    let rows = npy([3, 2], [1, 2, 3, 4, 5, 6])
    expectError(
      .badData,
      "a.npz: no arrays x_train and y_train, or x and y; there are: a (3x2 of |u1), "
        + "b (not an array). Name them: --x NAME --y NAME."
    ) { try load([("a", rows), ("b", text("hello"))]) }
    expectError(.badData, "a.npz(x) has 3 rows, but a.npz(y) has 2 rows") {
      try load([("x", rows), ("y", npy([2], [1, 2]))])
    }
    expectError(.badData, "a.npz(x): an array of 0x2 has no rows to learn from") {
      try load([("x", npy([0, 2], [])), ("y", npy([0], []))])
    }
    expectError(.badData, "a.npz(y): an array of 3x0 has no targets") {
      try load([("x", rows), ("y", npy([3, 0], []))])
    }
    expectError(.badData, "a.npz(y): 2 numbers per row; a class is one") {
      try load([("x", rows), ("y", npy([3, 2], [1, 2, 3, 4, 5, 6]))], task: .classification)
    }
    let test = npy([1, 2], [1, 2])
    expectError(
      .badData, "a.npz(y_test): row 1: unknown class \"250\". Known: 0, 1."
    ) {
      try load([
        ("x_train", rows), ("y_train", npy([3], [0, 1, 1])), ("x_test", test),
        ("y_test", npy([1], [250])),
      ])
    }
    expectError(
      .badData, "a.npz: x_train has rows of 2 with 1 targets, but x_test of 3 with 1"
    ) {
      try load([
        ("x_train", rows), ("y_train", npy([3], [0, 1, 1])), ("x_test", npy([1, 3], [1, 2, 3])),
        ("y_test", npy([1], [1])),
      ])
    }
  }

  @Test func testRowsNeedFeaturesAndTargets() {
    let rows = npy([3, 2], [1, 2, 3, 4, 5, 6])
    let y = npy([3], [0, 1, 1])
    expectError(
      .badData,
      "a.npz: there is x_test, but no y_test; test rows need both. Save both, or leave x_test out."
    ) { try load([("x_train", rows), ("y_train", y), ("x_test", rows)]) }
    expectError(
      .badData,
      "a.npz: there is y_test, but no x_test; test rows need both. Save both, or leave y_test out."
    ) { try load([("x_train", rows), ("y_train", y), ("y_test", y)]) }
  }

  @Test func saysHowRowsAreReadWhereSomethingElseMayBeMeant() throws {
    let y = npy([2], [0, 1])
    let channelsFirst = npy([2, 3, 5, 6], Bytes(repeating: 1, count: 180))
    #expect(
      try load([("x", channelsFirst), ("y", y)]).notes == [
        "Rows of 3x5x6 are read as height 3, width 5 and 6 channels. Pictures with the channels first "
          + "are turned with x.transpose(0, 2, 3, 1)."
      ])
    let channelsLast = npy([2, 5, 6, 3], Bytes(repeating: 1, count: 180))
    #expect(try load([("x", channelsLast), ("y", y)]).notes == [])
    let rows = npy([2, 1], [1, 2])
    #expect(
      try load([("x", rows), ("y", npy([2, 3], [0, 0, 1, 1, 0, 0]))]).notes == [
        "a.npz(y): each row has one 1 among zeros (one-hot), which is read as 3 numbers to predict. "
          + "For classes, save y.argmax(1) instead."
      ])
    #expect(try load([("x", rows), ("y", npy([2, 3], [0, 1, 1, 1, 0, 0]))]).notes == [])
  }

  @Test func findsFeaturesWithoutTargets() throws {
    let rows = npy([3, 2], [1, 2, 3, 4, 5, 6])
    func features(_ names: String..., choice: String? = nil) throws -> String {
      try NPZ(zip(names.map { Member(name: $0 + ".npy", content: rows) }), name: "a.npz")
        .features(choice)
    }
    #expect(try features("anything") == "anything")
    #expect(try features("y", "x") == "x")
    #expect(try features("X", "other") == "X")
    #expect(try features("x_train", "x_test") == "x_test")
    #expect(try features("x_train", "x_test", choice: "x_train") == "x_train")
    expectError(
      .badData,
      "a.npz: which array holds the features? There are: a (3x2 of |u1), b (3x2 of |u1). "
        + "Name it: --x NAME."
    ) { try features("a", "b") }
    expectError(.usage, "a.npz: x: no array \"c\". Known: aaa, bbb.") {
      try features("aaa", "bbb", choice: "c")
    }
  }

  @Test func isKnownToTheCatalog() throws {
    try withFolder { folder in
      makeFolder("\(folder)/mnist")
      try write(base64(NumPyFixtures.compressed), "\(folder)/mnist/mnist.npz")
      let catalog = DatasetCatalog(environment: ["DESCENT_DATA": folder], systemFolders: [])
      #expect(try catalog.load("mnist").train.task.classes.count == 10)
      let path = "\(folder)/mnist/mnist.npz"
      #expect(try catalog.load(path).train.task.classes == ["2", "7"])
      try write(base64(NumPyFixtures.single), "\(folder)/a.npy")
      expectError(
        .badData,
        "\(folder)/a.npy: a single array; expected features and targets. "
          + "Name the file of the targets: --y y.npy. Or save both in one: numpy.savez(\"data.npz\", "
          + "x=x, y=y)."
      ) { try catalog.load("\(folder)/a.npy") }
    }
  }

  @Test func takesTheArraysThatAreNamed() throws {
    let rows = npy([3, 2], [1, 2, 3, 4, 5, 6])
    let bytes = zip(
      [("imgs", rows), ("lab", npy([3], [0, 5, 5])), ("x", rows), ("y", npy([3], [1, 2, 1]))].map {
        Member(name: $0.0 + ".npy", content: $0.1)
      })
    func load(_ x: String?, _ y: String?) throws -> LoadedData {
      try LoadedData(npz: bytes, file: "a.npz", name: "a", arrays: ArrayChoice(x: x, y: y))
    }
    let named = try load("imgs", "lab")
    #expect(named.arrays == ["imgs", "lab"])
    #expect(named.train.task.classes == ["0", "5"])
    #expect(named.notes == ["Arrays not used: x, y."])
    #expect(try load(nil, nil).arrays == ["x", "y"])
    #expect(try load("imgs", nil).arrays == ["imgs", "y"])
    #expect(try load(nil, "lab").arrays == ["x", "lab"])
    expectError(
      .usage, "a.npz: x: no array \"img\". Did you mean \"imgs\"? Known: imgs, lab, x, y."
    ) { try load("img", nil) }
    expectError(.usage, "a.npz: y: no array \"labels\". Known: imgs, lab, x, y.") {
      try load(nil, "labels")
    }
    expectError(.usage, "a.npz: the array \"x\" can't be x and y at once") { try load("x", "x") }
    let two = zip([Member(name: "a.npy", content: rows), Member(name: "b.npy", content: rows)])
    expectError(
      .badData,
      "a.npz: which array holds the targets? There are: a (3x2 of |u1), b (3x2 of |u1). "
        + "Name it: --y NAME."
    ) { try LoadedData(npz: two, file: "a.npz", name: "a", arrays: ArrayChoice(x: "a")) }
  }

  @Test func targetsMayBeInAFileOfTheirOwn() throws {
    try withFolder { folder in
      try write(npy([3, 2], [1, 2, 3, 4, 5, 6]), "\(folder)/x.npy")
      try write(gzipped(npy([3], [4, 4, 9])), "\(folder)/y.npy.gz")
      let catalog = DatasetCatalog(environment: [:], systemFolders: [])
      var options = LoadOptions()
      options.arrays.y = "\(folder)/y.npy.gz"
      let loaded = try catalog.load("\(folder)/x.npy", options)
      #expect(loaded.train.shape == [2])
      #expect(loaded.train.task.classes == ["4", "9"])
      #expect(loaded.sources == ["\(folder)/x.npy", "\(folder)/y.npy.gz"])
      options.arrays.x = "x"
      expectError(
        .usage,
        "\(folder)/x.npy: x: this is a single array, no \"x\" among several. Leave x out."
      ) { try catalog.load("\(folder)/x.npy", options) }
    }
  }

  @Test func whatSwellsIsCheckedFirst() throws {
    // 40 MiB of zeros: more than 16 times their compressed size.
    let size = 40 << 20
    let zeros = npy([size], Bytes(repeating: 0, count: size))
    let member = Member(content: zeros, isDeflated: true)
    #expect(try NPZ(zip([member]), name: "a").array("x").values.count == size)
    var damaged = member
    damaged.checksum = 1
    expectError(
      .badData,
      "a: not a sound ZIP archive: \"x.npy\" is damaged: its checksum (CRC-32) does not match"
    ) { try NPZ(zip([damaged]), name: "a").array("x") }
    // The header says less than the member has: seen without inflating it.
    let short = Member(content: npy([5], Bytes(repeating: 0, count: size)), isDeflated: true)
    expectError(
      .badData,
      "a(x): 41,943,035 bytes too many: the NPY header announces 5 (5 of |u1). Save one array per file."
    ) { try NPZ(zip([short]), name: "a").array("x") }
  }
}
