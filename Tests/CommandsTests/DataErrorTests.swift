import Descent
import Testing

/// What is said about files that are not what they should be, word for word.
@Suite struct DataErrorTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func refuses(
    _ arguments: String..., code: Int32, _ notes: String, _ place: SourceLocation = #_sourceLocation
  ) {
    let answer = descent(arguments + ["--output", folder["run"]], in: folder)
    #expect(answer.notes == notes + "\n", sourceLocation: place)
    #expect(answer.code == code, sourceLocation: place)
    #expect(answer.output == "", sourceLocation: place)
    #expect(!folder.names().contains("run"), "nothing may be left behind", sourceLocation: place)
  }

  @Test func missingFile() throws {
    try folder.write("", "table.csv")
    refuses(
      "train", folder["tabel.csv"], code: 66,
      "error: DIR/tabel.csv: no such file. Did you mean \"DIR/table.csv\"?")
  }

  @Test func notADataFormat() throws {
    try folder.write("\u{1}\u{2}\u{3}", "noise.bin")
    refuses(
      "train", folder["noise.bin"], code: 65,
      "error: DIR/noise.bin: there is one column only; expected features and a target. "
        + "Columns are separated by commas, semicolons or tabs.")
  }

  @Test func truncatedGzip() throws {
    let images = try Self.idx([0x08, 3], [2, 1, 1], [1, 2])
    try AtomicFile.write(images, to: folder["a-images-idx3-ubyte"])
    try AtomicFile.write(
      [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x63], to: folder["a-labels-idx1-ubyte"])
    let answer = descent("train", folder["a-images-idx3-ubyte"], in: folder)
    #expect(answer.code == 65)
    #expect(answer.notes.hasPrefix("error: DIR/a-labels-idx1-ubyte: "))
    #expect(answer.notes.contains("gzip"))
  }

  @Test func differentCounts() throws {
    try AtomicFile.write(
      try Self.idx([0x08, 3], [2, 1, 1], [1, 2]), to: folder["a-images-idx3-ubyte"])
    try AtomicFile.write(
      try Self.idx([0x08, 1], [3], [0, 1, 0]), to: folder["a-labels-idx1-ubyte"])
    refuses(
      "train", folder["a-images-idx3-ubyte"], code: 65,
      "error: DIR/a-images-idx3-ubyte has 2 pictures, but DIR/a-labels-idx1-ubyte has 3 labels")
  }

  @Test func textInANumbersCell() throws {
    try folder.write("a,b,y\n1,2,0.5\n1,x,0.6\n", "t.csv")
    refuses(
      "train", folder["t.csv"], code: 65,
      "error: DIR/t.csv:3:3: column \"b\": \"x\" is not a number. "
        + "Features must be numbers; if the column is the target, name it.")
  }

  @Test func nanInData() throws {
    try folder.write("a,b,y\n1,2,0.5\n1,nan,0.6\n", "t.csv")
    refuses(
      "train", folder["t.csv"], code: 65,
      "error: DIR/t.csv:3:3: 1 missing value in 1 column: b (1). Say what stands for them: "
        + "--missing mean, median, constant=X, or drop to leave out their rows.")
  }

  @Test func constantTarget() throws {
    try folder.write("a,y\n1,2.5\n2,2.5\n3,2.5\n", "t.csv")
    refuses(
      "train", folder["t.csv"], "--task", "regression", code: 65,
      "error: t: the target \"y\" is constant: 2.5 in all 3 rows. "
        + "There is nothing to learn from it; choose another target.")
  }

  @Test func oneClassOnly() throws {
    try folder.write("a,y\n1,cat\n2,cat\n3,cat\n", "t.csv")
    refuses(
      "train", folder["t.csv"], code: 65,
      "error: t: one class only: all 3 rows are \"cat\". "
        + "Training needs rows of two classes at least.")
  }

  @Test func tooFewRows() throws {
    try folder.write("a,y\n1,cat\n2,dog\n", "t.csv")
    refuses(
      "train", folder["t.csv"], code: 65,
      "error: t: 2 rows can't be split: a test share of 0.2 leaves too little for training. "
        + "Use a test share of 0, or give it more rows.")
  }

  @Test func unknownTarget() throws {
    try folder.write(regressionTable(), "t.csv")
    refuses(
      "train", folder["t.csv"], "--target", "price", code: 64,
      "error: DIR/t.csv: no target column \"price\". Known: a, b, y.")
  }

  @Test func configFiles() throws {
    try folder.write("epochs: 3\nlearnig-rate: 0.1\n", "c.yaml")
    refuses(
      "train", "--config", folder["c.yaml"], code: 65,
      "error: DIR/c.yaml:2:1: unknown setting \"learnig-rate\". Did you mean \"learning-rate\"?")
    try folder.write("epochs: 3\nlearning-rate: 0\n", "c.yaml")
    refuses(
      "train", "--config", folder["c.yaml"], code: 65,
      "error: DIR/c.yaml:2:16: learning-rate: expected a number above 0, or auto, found 0")
    try folder.write("optimizer:\n  kind: adam\n  beta3: 1\n", "c.yaml")
    refuses(
      "train", "--config", folder["c.yaml"], code: 65,
      "error: DIR/c.yaml:3:3: optimizer: unknown setting \"beta3\". Did you mean \"beta1\"? "
        + "Known: beta1, beta2, epsilon.")
    try folder.write("- epochs\n", "c.yaml")
    refuses(
      "train", "--config", folder["c.yaml"], code: 65,
      "error: DIR/c.yaml:1:1: expected a table of settings, found a list")
    refuses(
      "train", "--config", folder["d.yaml"], code: 66,
      "error: DIR/d.yaml: no such file. Did you mean \"DIR/c.yaml\"?")
  }

  /// Bytes of an IDX file.
  static func idx(
    _ type: [UInt8], _ dimensions: [UInt8], _ values: [UInt8]
  ) throws -> ContiguousArray<UInt8> {
    ContiguousArray([0, 0] + type + dimensions.flatMap { [0, 0, 0, $0] } + values)
  }
}
