import Basics
import DataFiles
import Datasets
import Testing

@Suite struct IDXDatasetTests {
  func read(_ images: Bytes, _ labels: Bytes, classes: [String]? = nil) throws -> Dataset {
    try Dataset(
      images: IDX(images, name: "images"), labels: IDX(labels, name: "labels"), name: "set",
      classes: classes)
  }

  @Test func pairsPicturesWithLabels() throws {
    let set = try read(idx([3, 2, 1], [1, 2, 3, 4, 5, 6]), idx([3], [2, 0, 1]))
    #expect(set.shape == [2, 1, 1])
    #expect(set.rows == 3)
    #expect(set.targets == [2, 0, 1])
    #expect(set.task == .classification(classes: ["0", "1", "2"]))
    let named = try read(idx([1, 2], [1, 2]), idx([1], [1]), classes: ["cat", "dog"])
    #expect(named.shape == [2])
    #expect(named.task.classes == ["cat", "dog"])
    let colors = try read(idx([1, 1, 1, 3], [1, 2, 3]), idx([1], [0]))
    #expect(colors.shape == [1, 1, 3])
  }

  @Test func classesAreTheLabelsThatOccur() throws {
    let pictures = idx([3, 1, 1], [1, 2, 3])
    let letters = try read(pictures, idx([3], [26, 1, 26]))
    #expect(letters.task.classes == ["1", "26"])
    #expect(letters.targets == [1, 0, 1])
    let known = try Dataset(
      images: IDX(pictures, name: "images"), labels: IDX(idx([3], [7, 9, 7]), name: "labels"),
      name: "set", known: ["3", "7", "9"])
    #expect(known.task.classes == ["3", "7", "9"])
    #expect(known.targets == [1, 2, 1])
    expectError(.badData, "labels: label 2: unknown class \"8\". Known: 3, 7.") {
      try Dataset(
        images: IDX(pictures, name: "images"), labels: IDX(idx([3], [7, 8, 7]), name: "labels"),
        name: "set", known: ["3", "7"])
    }
  }

  @Test func testRowsHaveTheClassesOfTheTrainingRows() throws {
    try withFolder { folder in
      try write(idx([3, 1, 1], [1, 2, 3]), "\(folder)/train-images-idx3-ubyte")
      try write(idx([3], [0, 30, 0]), "\(folder)/train-labels-idx1-ubyte")
      try write(idx([1, 1, 1], [1]), "\(folder)/t10k-images-idx3-ubyte")
      try write(idx([1], [30]), "\(folder)/t10k-labels-idx1-ubyte")
      let catalog = DatasetCatalog(environment: [:], systemFolders: [])
      let loaded = try catalog.load(folder)
      #expect(loaded.train.task.classes == ["0", "30"])
      #expect(loaded.test?.task.classes == ["0", "30"])
      #expect(loaded.test?.targets == [1])
      // A model knows more classes than came here.
      var options = LoadOptions(csv: CSVOptions(classes: ["0", "7", "30"]))
      #expect(try catalog.load(folder, options).train.task.classes == ["0", "7", "30"])
      options.csv.classes = ["0", "7"]
      #expect(try catalog.load(folder, options).train.task.classes == ["0", "30"])
    }
  }

  @Test func refusesCountsThatDiffer() {
    expectError(.badData, "images has 3 pictures, but labels has 1 label") {
      try read(idx([3, 1, 1], [1, 2, 3]), idx([1], [0]))
    }
  }

  @Test func noticesFilesInTheWrongPlace() {
    expectError(
      .badData,
      "images: looks like labels: 1 dimension; pictures have at least 2. "
        + "Give the file with the pictures."
    ) { try read(idx([3], [1, 2, 3]), idx([3], [0, 0, 0])) }
    expectError(
      .badData, "labels: 3 dimensions; labels have 1. Give the file with the labels."
    ) { try read(idx([1, 1, 1], [1]), idx([1, 1, 1], [1])) }
  }

  @Test func refusesEmptySets() {
    expectError(.badData, "images: no pictures in the file") {
      try read(idx([0, 28, 28], []), idx([0], []))
    }
    expectError(.badData, "images: pictures of 0x28 have no pixels") {
      try read(idx([2, 0, 28], []), idx([2], [0, 0]))
    }
  }

  @Test func refusesWrongLabels() {
    let pictures = idx([2, 1, 1], [1, 2])
    expectError(.badData, "labels: label 2 is 10; expected 0 to 9") {
      try read(pictures, idx([2], [9, 10]), classes: (0...9).map(String.init))
    }
    expectError(.badData, "labels: label 1 is -1; expected 0 to 65535") {
      try read(pictures, idx(type: 9, [2], [0xFF, 0]))
    }
    expectError(.badData, "labels: label 2 is 0.5; expected 0 to 65535") {
      try read(
        pictures,
        idx(type: 0x0D, [2], bigEndian(Float(0).bitPattern) + bigEndian(Float(0.5).bitPattern)))
    }
    expectError(.badData, "labels: label 1 is nan; expected 0 to 65535") {
      try read(pictures, idx(type: 0x0D, [2], bigEndian(Float.nan.bitPattern) + [0, 0, 0, 0]))
    }
  }

  @Test func findsPairsInAFolder() throws {
    try withFolder { folder in
      for name in [
        "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte", "train-images-idx3-ubyte",
        "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "more-images-idx3-ubyte",
        "more-labels-idx1-ubyte", "lonely-images-idx3-ubyte", "notes.txt",
      ] { try write([], "\(folder)/\(name)") }
      let found = IDXPair.pairs(in: folder)
      #expect(found.train?.images == "\(folder)/train-images-idx3-ubyte")
      #expect(found.train?.labels == "\(folder)/train-labels-idx1-ubyte.gz")
      #expect(found.test?.images == "\(folder)/t10k-images-idx3-ubyte.gz")
      #expect(found.test?.labels == "\(folder)/t10k-labels-idx1-ubyte")
      #expect(found.other.map(\.images) == ["\(folder)/more-images-idx3-ubyte"])
      #expect(IDXPair(images: "\(folder)/lonely-images-idx3-ubyte") == nil)
      let more = IDXPair(images: "\(folder)/more-images-idx3-ubyte")
      #expect(more?.labels == "\(folder)/more-labels-idx1-ubyte")
    }
    #expect(IDXPair.labelsName(of: "a-images-idx3-ubyte.gz") == "a-labels-idx1-ubyte.gz")
  }
}
