import Basics
import DataFiles
import Datasets
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite(.enabled(if: hasBoth, "libpng 1.6 or TurboJPEG is not on this machine"))
struct PictureTableTests {
  private let catalog = DatasetCatalog(environment: [:], systemFolders: [])

  /// A CSV file in a folder with three pictures of one pixel: 1, 2 and 3.
  private func load(
    _ csv: String, _ options: LoadOptions = LoadOptions(), _ body: (LoadedData) throws -> Void
  )
    throws
  {
    try withFolder { folder in
      makeFolder(joined(folder, "in"))
      for (name, value) in [("a.png", 1), ("in/b.PNG", 2), ("c.png", 3)] as [(String, UInt8)] {
        try write(
          try Picture(height: 1, width: 1, channels: 1, samples: [value]).png(),
          joined(folder, name))
      }
      let path = joined(folder, "list.csv")
      try write(
        text(
          csv.split(separator: "DIR", omittingEmptySubsequences: false).joined(separator: folder)),
        path)
      try body(try catalog.load(path, options))
    }
  }

  private func bytes(_ data: Dataset) -> Bytes {
    if case .bytes(let values) = data.features { values.array } else { [] }
  }

  @Test func pathsAndLabels() throws {
    try load(
      "file,kind,size\nin/b.PNG,cat,5\na.png,dog,6\nDIR/c.png,cat,7\n",
      LoadOptions(csv: CSVOptions(targets: ["kind"]))
    ) {
      loaded in
      #expect(bytes(loaded.train) == [2, 1, 3])
      #expect(loaded.train.task == .classification(classes: ["cat", "dog"]))
      #expect(loaded.train.targets == [0, 1, 0])
      #expect(loaded.targetNames == ["kind"])
      #expect(loaded.pictures?.summary == "1x1 grey")
      #expect(
        loaded.notes == [
          "The pictures are named by column \"file\".", "Columns not used: size.",
        ])
    }
  }

  @Test func withoutHeader() throws {
    try load("cat;a.png\ndog;in/b.PNG\n") { loaded in
      #expect(bytes(loaded.train) == [1, 2])
      #expect(loaded.train.task.classes == ["cat", "dog"])
      #expect(loaded.targetNames == ["1"])
      #expect(loaded.notes == ["The pictures are named by column 2."])
    }
  }

  @Test func numbersAsTargets() throws {
    try load("file,age\na.png,1.5\nin/b.PNG,2.25\n") { loaded in
      #expect(loaded.train.task == .regression(targets: ["age"]))
      #expect(loaded.train.targets == [1.5, 2.25])
    }
  }

  @Test func columnsThatDivideAndWeighTheRows() throws {
    var options = LoadOptions(csv: CSVOptions(targets: ["kind"]))
    options.csv.splitBy = SplitColumn(.column, "part")
    options.csv.sampleWeight = "weight"
    let csv = "file,part,kind,weight,place\nin/b.PNG,train,cat,0.5,x\na.png,test,dog,2,y\n"
    try load(csv, options) { loaded in
      #expect(loaded.train.sampleWeights == [0.5, 2])
      let parts = try SplitKeys.parts(["train", "test"])
      #expect(loaded.train.splitKeys == parts)
      #expect(
        loaded.notes == [
          "The pictures are named by column \"file\".", "Column \"part\" divides the rows.",
          "Column \"weight\" weighs the rows.", "Columns not used: place.",
        ])
    }
    // The paths themselves can be the ids.
    options.csv.splitBy = SplitColumn(.hash, "file")
    try load(csv, options) { loaded in
      #expect(loaded.train.splitKeys == SplitKeys.ids(["in/b.PNG", "a.png"]))
      #expect(loaded.notes.last == "Columns not used: part, place.")
    }
  }

  @Test func whatIsRefused() throws {
    try withFolder { folder in
      let path = joined(folder, "list.csv")
      func refuses(
        _ csv: String, _ kind: DescentError.Kind, _ message: String, targets: [String] = [],
        splitBy: SplitColumn? = nil, _ place: SourceLocation = #_sourceLocation
      ) throws {
        try write(text(csv), path)
        var options = CSVOptions(targets: targets)
        options.splitBy = splitBy
        expectError(kind, message, sourceLocation: place) {
          try catalog.load(path, LoadOptions(csv: options))
        }
      }
      try refuses(
        "f,k\na.png,x\nb.png,y\n", .usage,
        "\(path): column \"k\" is the target; it can't divide the rows, too",
        splitBy: SplitColumn(.group, "k"))
      // Before any picture is looked for.
      try refuses(
        "f,part,k\na.png,train,x\nb.png,tset,y\n", .badData,
        "\(path):3:7: column \"part\": \"tset\" is no part of the rows. Did you mean \"test\"? Known: "
          + "train, training, validation, val, valid, dev, test, testing.",
        splitBy: SplitColumn(.column, "part"))
      try refuses(
        "a.png\nb.png\n", .badData,
        "\(path): there are paths of pictures only; expected a column with their labels, too")
      try refuses(
        "f,k\na.png,x\nb.png,y\n", .usage,
        "\(path): column \"f\" holds the paths of the pictures; it can't be the target",
        targets: ["f"])
      try refuses(
        "f,k\na.png,x\nb.png,y\n", .noInput,
        "\(path):2:1: 2 of 2 pictures are missing: \"a.png\" in line 2, \"b.png\" in line 3; paths start in "
          + "the folder of the list, \(folder). Mend the list, or leave out such rows with --unreadable skip."
      )
      mkfifo(joined(folder, "a.png"), 0o600)
      try refuses(
        "f,k\na.png,x\na.png,y\n", .badData,
        "2 of 2 pictures can't be read: \(folder)/a.png, \(folder)/a.png: expected a picture, found a "
          + "pipe or a device. Mend or remove them, or leave them out with --unreadable skip.")
      try refuses(
        "f,k\nhttps://example.com/a.png,x\na.png,y\n", .badData,
        "\(path):2:1: \"https://example.com/a.png\" is an address; pictures are read from files, not "
          + "fetched. Fetch them with another program, and name the files.")
    }
  }

  private static let nearly =
    "f,k\n" + (0..<9).map { "\($0 % 2 == 0 ? "a.png" : "c.png"),\($0 % 2)\n" }.joined()

  /// One cell of ten that is no path.
  @Test(arguments: ["b.gif", ""])
  func nearlyAllArePaths(_ cell: String) throws {
    try withFolder { folder in
      let path = joined(folder, "list.csv")
      try write(text(Self.nearly + cell + ",1\n"), path)
      let empty = "an empty cell. Fill it in, or leave out such rows with --missing drop;"
      expectError(
        .badData,
        "\(path):11:1: column \"f\": expected the path of a PNG or JPEG picture, as in 9 of 10 rows, found "
          + (cell.isEmpty ? empty : "\"b.gif\". Mend it;")
          + " or say what the column holds, such as --column-types f=category."
      ) { try catalog.load(path) }
      var options = LoadOptions()
      options.csv.types = [ColumnChoice("f", .category)]
      options.csv.missing = .mean
      #expect(try catalog.load(path, options).pictures == nil)
    }
  }

  @Test func rowsWithoutAPathAreDropped() throws {
    var options = LoadOptions()
    options.csv.missing = .drop
    try load(Self.nearly + ",1\n", options) { loaded in
      #expect(bytes(loaded.train) == [1, 3, 1, 3, 1, 3, 1, 3, 1])
      #expect(loaded.train.targets == [0, 1, 0, 1, 0, 1, 0, 1, 0])
      #expect(
        loaded.notes == [
          "The pictures are named by column \"f\".", "1 row without the path of a picture dropped.",
        ])
    }
  }

  @Test func unreadableOnesAreSkipped() throws {
    var options = LoadOptions()
    options.csv.splitBy = SplitColumn(.hash, "f")
    options.csv.sampleWeight = "w"
    options.pictures.skipsUnreadable = true
    try load("f,w,k\na.png,1,x\nlist.jpg,2,y\nc.png,3,y\n", options) { loaded in
      #expect(bytes(loaded.train) == [1, 3])
      #expect(loaded.train.targets == [0, 1])
      #expect(loaded.train.sampleWeights == [1, 3])
      #expect(loaded.train.splitKeys == SplitKeys.ids(["a.png", "c.png"]))
      #expect(loaded.train.rowNames.map { splitPath($0).name } == ["a.png", "c.png"])
      #expect(loaded.unreadable.map(\.reason) == ["no such file"])
    }
  }

  @Test func missingOnesAreNamed() throws {
    try withFolder { folder in
      let path = joined(folder, "list.csv")
      try write(
        try Picture(height: 1, width: 1, channels: 1, samples: [1]).png(), joined(folder, "a1.png"))
      try write(text("f,k\na1.png,x\na2.png,y\n"), path)
      expectError(
        .noInput,
        "\(path):3:1: no such file: \"a2.png\"; paths start in the folder of the list, \(folder). Did you "
          + "mean \"\(folder)/a1.png\"? Or leave out such rows with --unreadable skip."
      ) { try catalog.load(path) }
    }
  }

  @Test func otherTablesStayTables() throws {
    try withFolder { folder in
      let path = joined(folder, "list.csv")
      // One cell that is no path: a column of texts.
      try write(text("f,x,k\na.png,1,x\nnone,2,y\n"), path)
      let loaded = try catalog.load(path)
      #expect(loaded.pictures == nil)
      #expect(loaded.train.shape == [2])
    }
  }
}
