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

  @Test func whatIsRefused() throws {
    try withFolder { folder in
      let path = joined(folder, "list.csv")
      func refuses(
        _ csv: String, _ kind: DescentError.Kind, _ message: String, targets: [String] = [],
        _ place: SourceLocation = #_sourceLocation
      ) throws {
        try write(text(csv), path)
        expectError(kind, message, sourceLocation: place) {
          try catalog.load(path, LoadOptions(csv: CSVOptions(targets: targets)))
        }
      }
      try refuses(
        "a.png\nb.png\n", .badData,
        "\(path): there are paths of pictures only; expected a column with their labels, too")
      try refuses(
        "f,k\na.png,x\nb.png,y\n", .usage,
        "\(path): column \"f\" holds the paths of the pictures; it can't be the target",
        targets: ["f"])
      try refuses(
        "f,k\na.png,x\nb.png,y\n", .noInput,
        "2 of 2 pictures can't be read: \(folder)/a.png, \(folder)/b.png: no such file. Mend or remove "
          + "them.")
      mkfifo(joined(folder, "a.png"), 0o600)
      try refuses(
        "f,k\na.png,x\na.png,y\n", .badData,
        "2 of 2 pictures can't be read: \(folder)/a.png, \(folder)/a.png: expected a picture, found a "
          + "pipe or a device. Mend or remove them.")
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
