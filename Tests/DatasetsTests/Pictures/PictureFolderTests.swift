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
struct PictureFolderTests {
  private let catalog = DatasetCatalog(environment: [:], systemFolders: [])

  /// A folder of pictures: each has one pixel, whose value is given.
  private func make(_ files: [String: UInt8], in folder: String) throws {
    for (path, value) in files {
      var inner = folder
      for part in splitPath(path).folder.split(separator: "/") {
        inner = joined(inner, String(part))
        makeFolder(inner)
      }
      let picture = try Picture(height: 1, width: 1, channels: 1, samples: [value])
      try write(picture.png(), joined(folder, path))
    }
  }

  private func bytes(_ data: Dataset?) -> Bytes {
    if case .bytes(let values) = data?.features { values.array } else { [] }
  }

  @Test func aFolderForEachClass() throws {
    try withFolder { folder in
      try make(["b/2.png": 2, "b/10.png": 1, "a/x.png": 3, "a/y": 4], in: folder)
      let loaded = try catalog.load(folder)
      #expect(loaded.train.task == .classification(classes: ["a", "b"]))
      #expect(loaded.train.shape == [1, 1, 1])
      // Files are sorted byte-wise, and are told by their bytes.
      #expect(bytes(loaded.train) == [3, 4, 1, 2])
      #expect(loaded.train.targets == [0, 0, 1, 1])
      #expect(loaded.sources == [folder])
      #expect(loaded.notes == [])
      #expect(loaded.test == nil)
      #expect(loaded.pictures?.summary == "1x1 grey")
      #expect(loaded.targetNames == [])
    }
  }

  @Test func numbersAreSortedAsNumbers() throws {
    try withFolder { folder in
      try make(["10/a.png": 2, "9/a.png": 1], in: folder)
      #expect(try catalog.load(folder).train.task.classes == ["9", "10"])
    }
  }

  @Test(arguments: ["validation", "val", "valid"])
  func splitFolders(_ name: String) throws {
    try withFolder { folder in
      try make(
        [
          "train/a/1.png": 1, "train/b/1.png": 2, "\(name)/b/1.png": 3, "test/a/1.png": 4,
          "test/b/1.png": 5,
        ], in: folder)
      let loaded = try catalog.load(folder)
      #expect(bytes(loaded.train) == [1, 2])
      #expect(bytes(loaded.validation) == [3])
      #expect(loaded.validation?.targets == [1])
      #expect(loaded.validation?.task == loaded.train.task)
      #expect(bytes(loaded.test) == [4, 5])
      #expect(loaded.sources == ["train", name, "test"].map { joined(folder, $0) })
    }
  }

  /// Vehicles: car, train.
  @Test func trainMayBeAClass() throws {
    try withFolder { folder in
      // A name with "images" in it means IDX files only where there are some.
      try make(["car images/1.png": 1, "train/1.png": 2], in: folder)
      #expect(try catalog.load(folder).train.task.classes == ["car images", "train"])
    }
  }

  @Test func whatIsLeftOutIsSaid() throws {
    try withFolder { folder in
      try make(["a/1.png": 1, "b/1.png": 2, "a/in/1.png": 3, "outside.png": 4], in: folder)
      try write(text("hello"), joined(folder, "b/notes.txt"))
      try write(text("hello"), joined(folder, "b/.hidden"))
      makeFolder(joined(folder, "c"))
      mkfifo(joined(folder, "a/pipe.png"), 0o600)
      let loaded = try catalog.load(folder)
      #expect(bytes(loaded.train) == [1, 2])
      #expect(
        loaded.notes == [
          "1 folder without pictures, no class: \(folder)/c.",
          "Not used, because no pictures in a class folder: \(folder)/outside.png, "
            + "\(folder)/a/pipe.png, \(folder)/a/in, \(folder)/b/notes.txt.",
        ])
    }
  }

  @Test func pathsInAFolder() throws {
    try withFolder { folder in
      try make(["b/1.png": 1, "a/in/2.png": 2, "0.png": 3], in: folder)
      try write(text("hello"), joined(folder, "b/notes.txt"))
      symlink(folder, joined(folder, "a/loop"))
      var others: [String] = []
      let paths = try picturePaths(in: folder, others: &others)
      #expect(paths == ["0.png", "a/in/2.png", "b/1.png"].map { joined(folder, $0) })
      #expect(others == [joined(folder, "b/notes.txt")])
    }
  }

  @Test func whatIsRefused() throws {
    try withFolder { folder in
      expectError(
        .badData,
        "\(folder): no data found in this folder; expected a subfolder of pictures for each class, or "
          + "IDX files such as train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz. "
          + "Name the file if it is a CSV or NPZ file."
      ) { try catalog.load(folder) }
      try make(["1.png": 1], in: folder)
      expectError(
        .badData,
        "\(folder): there are pictures, but no classes: expected a subfolder for each class. Move each "
          + "picture into a folder named like its class, or give a CSV file of paths and labels."
      ) { try catalog.load(folder) }
      expectError(
        .badData,
        "\(folder)/1.png: a single picture; expected a folder with a subfolder for each class, or a "
          + "CSV file of paths and labels"
      ) { try catalog.load(joined(folder, "1.png")) }
    }
    try withFolder { folder in
      try make(["train/a/1.png": 1, "train/b/1.png": 2, "test/bb/1.png": 3], in: folder)
      expectError(
        .badData,
        "\(folder)/test/bb: unknown class \"bb\": there is no such folder in \(folder)/train. Did you "
          + "mean \"b\"? Known: a, b."
      ) { try catalog.load(folder) }
      let options = LoadOptions(pictures: PictureOptions(classes: ["a", "c"]))
      expectError(
        .badData,
        "\(folder)/train/b: unknown class \"b\": no class of the model. Known: "
          + "a, c."
      ) { try catalog.load(folder, options) }
      try make(["val/a/1.png": 1, "valid/a/1.png": 1], in: folder)
      expectError(
        .badData,
        "\(folder): 2 folders for validation: \(folder)/val, \(folder)/valid. Leave one of them."
      ) { try catalog.load(folder) }
    }
  }
}
