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
      #expect(
        loaded.train.rowNames
          == ["a/x.png", "a/y", "b/10.png", "b/2.png"].map { joined(folder, $0) })
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

  @Test(arguments: [
    ("train", "validation", "test"), ("train", "val", "test"), ("Train", "valid", "TEST"),
    ("training", "dev", "testing"), ("Training", "Val", "Testing"),
  ])
  func splitFolders(_ train: String, _ name: String, _ test: String) throws {
    try withFolder { folder in
      try make(
        [
          "\(train)/a/1.png": 1, "\(train)/b/1.png": 2, "\(name)/b/1.png": 3, "\(test)/a/1.png": 4,
          "\(test)/b/1.png": 5,
        ], in: folder)
      let loaded = try catalog.load(folder)
      #expect(bytes(loaded.train) == [1, 2])
      #expect(bytes(loaded.validation) == [3])
      #expect(loaded.validation?.targets == [1])
      #expect(loaded.validation?.task == loaded.train.task)
      #expect(bytes(loaded.test) == [4, 5])
      #expect(loaded.sources == [train, name, test].map { joined(folder, $0) })
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

  /// As Kaggle hands pictures out: parts without classes.
  @Test(arguments: [
    (["train/1.png", "test/1.png"], "1 picture in test, 1 picture in train", "train"),
    (
      ["Train/1.png", "Train/2.png", "test1/1.png"], "2 pictures in Train, 1 picture in test1",
      "Train"
    ),
    (["training/1.png", "val_2/1.png"], "1 picture in training, 1 picture in val_2", "training"),
  ])
  func partsAreNoClasses(_ files: [String], _ found: String, _ train: String) throws {
    try withFolder { folder in
      try make(Dictionary(uniqueKeysWithValues: files.map { ($0, 1) }), in: folder)
      expectError(
        .badData,
        "\(folder): \(found): those are parts of the data, no classes. Make a folder for each class inside "
          + "of them, such as \(train)/cat, or give a CSV file of paths and labels."
      ) { try catalog.load(folder) }
    }
    try withFolder { folder in
      try make(["train/1.png": 1, "train/2.png": 1], in: folder)
      expectError(
        .badData,
        "\(folder): 2 pictures in train: that is a part of the data, no class. Make a folder for each class "
          + "inside of it, such as train/cat, or give a CSV file of paths and labels."
      ) { try catalog.load(folder) }
    }
  }

  /// A class called like a part, with a folder inside it.
  @Test func aClassWithAFolderInside() throws {
    try withFolder { folder in
      try make(["bus/1.png": 1, "train/1.png": 2, "train/extra/1.png": 3], in: folder)
      let loaded = try catalog.load(folder)
      #expect(loaded.train.task.classes == ["bus", "train"])
      #expect(
        loaded.notes == [
          "\(folder)/train is taken for a class, because it holds pictures itself and lies beside "
            + "\(folder)/bus, which no part of the rows is called.",
          "1 picture in \(folder)/train/extra is not used.",
        ])
    }
  }

  @Test func foldersThatAreNotUsed() throws {
    try withFolder { folder in
      try make(
        [
          "train/a/1.png": 1, "train/b/1.png": 2, "eval/a/1.png": 3, "eval/b/in/1.png": 3,
          "train/b/in/1.png": 4, "test/1.png": 5, "more.png": 6,
        ], in: folder)
      let loaded = try catalog.load(folder)
      #expect(loaded.train.rows == 2)
      #expect(loaded.test == nil)
      #expect(
        loaded.notes == [
          "2 pictures outside of class folders are not used: \(folder)/more.png, \(folder)/test/1.png.",
          "1 picture in \(folder)/train/b/in, 2 in \(folder)/eval are not used. Did you mean \"val\"?",
        ])
    }
  }

  @Test func otherFormats() throws {
    let webp = text("RIFF") + [9, 9, 9, 9] + text("WEBPVP8 ")
    try withFolder { folder in
      try make(["a/1.png": 1, "b/1.png": 1], in: folder)
      makeFolder(joined(folder, "c"))
      try write(webp, joined(folder, "a/2.webp"))
      try write(webp, joined(folder, "c/2"))
      try write(text("GIF89a"), joined(folder, "c/3.gif"))
      let loaded = try catalog.load(folder)
      #expect(
        loaded.notes == [
          "1 folder without PNG or JPEG pictures, no class: \(folder)/c.",
          "Not used, because neither PNG nor JPEG: 2 WebP pictures and 1 GIF picture, such as "
            + "\(folder)/a/2.webp.",
        ])
    }
    try withFolder { folder in
      makeFolder(joined(folder, "c"))
      try write(webp, joined(folder, "c/2.webp"))
      expectError(
        .badData,
        "\(folder): expected PNG or JPEG pictures, found 1 WebP picture, \(folder)/c/2.webp. Convert it to "
          + "PNG or JPEG."
      ) { try catalog.load(folder) }
      try write(webp, joined(folder, "c/3.webp"))
      expectError(
        .badData,
        "\(folder): expected PNG or JPEG pictures, found 2 WebP pictures, such as \(folder)/c/2.webp. "
          + "Convert them to PNG or JPEG."
      ) { try catalog.load(folder) }
      expectError(
        .badData,
        "\(folder)/c/2.webp: a WebP picture; expected a folder with a subfolder of PNG or JPEG pictures for "
          + "each class, or a CSV file of their paths and labels. Convert it to PNG or JPEG."
      ) { try catalog.load(joined(folder, "c/2.webp")) }
    }
  }

  @Test func namesOfFolders() throws {
    try withFolder { folder in
      #expect(DatasetCatalog.name(of: joined(folder, ".")) == splitPath(folder).name)
      #expect(DatasetCatalog.name(of: "/") == "data")
      #expect(DatasetCatalog.name(of: "a/b.csv.gz") == "b")
    }
  }

  @Test func archives() throws {
    try withFolder { folder in
      let path = joined(folder, "a.zip")
      let members = ["cat/1.png", "cat/2.JPG", "notes.txt"]
      try write(NPZTests().zip(members.map { NPZTests.Member(name: $0, content: [1]) }), path)
      expectError(
        .badData,
        "\(path): a ZIP archive with 2 pictures, such as \"cat/1.png\". Unpack it first, and name the "
          + "folder."
      ) { try catalog.load(path) }
      let tar = joined(folder, "a.tar")
      try write(
        Bytes(repeating: 0, count: 257) + text("ustar") + Bytes(repeating: 0, count: 250), tar)
      expectError(
        .badData,
        "\(tar): a tar archive; expected a file of data, or a folder of pictures. Unpack it first, and name "
          + "the folder."
      ) { try catalog.load(tar) }
    }
  }

  @Test func foldersInsideOthers() throws {
    try withFolder { folder in
      try make(["out/pets/a/1.png": 1, "out/pets/b/1.png": 1], in: folder)
      expectError(
        .badData,
        "\(folder): no data found in this folder; expected a subfolder of pictures for each class, or IDX "
          + "files such as train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz. Did you mean "
          + "\"\(folder)/out/pets\"?"
      ) { try catalog.load(folder) }
    }
  }

  @Test func unreadableOnesAreSkipped() throws {
    try withFolder { folder in
      try make(
        ["train/a/1.png": 1, "train/a/3.png": 3, "train/b/1.png": 4, "test/b/2.png": 6], in: folder)
      for name in ["train/a/2.png", "test/b/1.png"] { try write(text("no"), joined(folder, name)) }
      var options = LoadOptions()
      expectError(
        .badData,
        "2 of 6 pictures can't be read: \(folder)/train/a/2.png, \(folder)/test/b/1.png: expected a PNG or "
          + "JPEG picture, found something else. Mend or remove them, or leave them out with --unreadable "
          + "skip."
      ) { try catalog.load(folder, options) }
      options.pictures.skipsUnreadable = true
      let loaded = try catalog.load(folder, options)
      #expect(bytes(loaded.train) == [1, 3, 4])
      #expect(loaded.train.targets == [0, 0, 1])
      #expect(bytes(loaded.test) == [6])
      #expect(loaded.test?.rowNames == [joined(folder, "test/b/2.png")])
      #expect(
        loaded.notes == [
          "No pictures of a in \(folder)/test.",
          "2 pictures left out, because they can't be read: \(folder)/train/a/2.png, "
            + "\(folder)/test/b/1.png.",
        ])
      #expect(
        loaded.unreadable.map(\.reason)
          == Array(repeating: "expected a PNG or JPEG picture, found something else", count: 2))
      // Nothing is left.
      for name in ["a/1", "a/3", "b/1"] {
        try write(text("no"), joined(folder, "train/\(name).png"))
      }
      expectError(.badData, "\(folder)/train: no picture for training can be read") {
        try catalog.load(folder, options)
      }
      try write(text("no"), joined(folder, "test/b/2.png"))
      expectError(
        .badData,
        "6 of 6 pictures can't be read: \(folder)/train/a/1.png, \(folder)/train/a/2.png, "
          + "\(folder)/train/a/3.png, \(folder)/train/b/1.png, \(folder)/test/b/1.png, …: expected a PNG or "
          + "JPEG picture, found something else. Mend some of them."
      ) { try catalog.load(folder, options) }
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
          "1 folder without PNG or JPEG pictures, no class: \(folder)/c.",
          "1 picture outside of class folders is not used: \(folder)/outside.png.",
          "1 picture in \(folder)/a/in is not used.",
          "Not used, because no pictures in a class folder: \(folder)/a/pipe.png, \(folder)/b/notes.txt.",
        ])
    }
  }

  @Test func pathsInAFolder() throws {
    try withFolder { folder in
      try make(["b/1.png": 1, "a/in/2.png": 2, "0.png": 3], in: folder)
      try write(text("hello"), joined(folder, "b/notes.txt"))
      symlink(folder, joined(folder, "a/loop"))
      try write(text("GIF89a"), joined(folder, "a/3.gif"))
      let search = try PictureSearch(in: folder)
      #expect(search.pictures == ["0.png", "a/in/2.png", "b/1.png"].map { joined(folder, $0) })
      #expect(search.others == [joined(folder, "b/notes.txt")])
      #expect(search.otherFormats == "1 GIF picture, \(folder)/a/3.gif")
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
        "\(folder)/train/b: unknown class \"b\": no class of the model. Known: a, c."
      ) { try catalog.load(folder, options) }
      try make(["val/a/1.png": 1, "valid/a/1.png": 1], in: folder)
      expectError(
        .badData,
        "\(folder): 2 folders for validation: \(folder)/val, \(folder)/valid. Leave one of them."
      ) { try catalog.load(folder) }
    }
    try withFolder { folder in
      try make(["train/a/1.png": 1, "test/a/1.png": 2, "Testing/a/1.png": 3], in: folder)
      expectError(
        .badData,
        "\(folder): 2 folders for the test: \(folder)/Testing, \(folder)/test. Leave one of them."
      ) { try catalog.load(folder) }
    }
  }
}
