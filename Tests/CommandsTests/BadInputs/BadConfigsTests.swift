import Descent
import Foundation
import Testing

/// Settings in a config file that are none, word for word, with line and column.
@Suite struct BadConfigsTests {
  @Test(arguments: [files, names, numbers, layers].flatMap { $0 })
  func saysWhatIsWrong(_ input: BadInput) throws { try input.check() }

  private static func config(_ text: String, _ error: String) -> BadInput {
    BadInput(text, "c.yaml", text, "DIR/c.yaml:" + error)
  }

  static let files: [BadInput] = [
    config("- a", "1:1: expected a table of settings, found a list"),
    config("hello", "1:1: expected a table of settings, found \"hello\""),
    config("epochs 3", "1:1: expected a table of settings, found \"epochs 3\""),
    config(
      "epochs: 3\nepochs: 4",
      "1:1: the name \"epochs\" comes twice in one table. Remove one of the two."),
    config(
      "optimizer:\n\tkind: adam",
      "2:1: this is not YAML: found character that cannot start any token while scanning for the "
        + "next token. Indent with spaces, not with tabs."),
    config(
      "layers: [{kind: dense",
      "2:1: this is not YAML: did not find expected ',' or '}' while parsing a flow mapping that "
        + "starts in line 1"),
    config(
      "a: " + String(repeating: "[", count: 300),
      "1: lists and tables are nested more than 100 deep"),
    config("epochs: 3\0", "1:10: this is not YAML: control characters are not allowed"),
    // The mark itself is taken.
    config(
      "\u{FEFF}epochs: 3\nepohcs: 4", "2:1: unknown setting \"epohcs\". Did you mean \"epochs\"?"),
    BadInput(
      "no UTF-8", "c.yaml", Bytes("data: ".utf8) + [0xFF],
      "DIR/c.yaml: expected a text, found bytes that are not UTF-8. Save the file as UTF-8."),
    BadInput(
      "UTF-16", "c.yaml", [0xFF, 0xFE] + Bytes("epochs: 3\n".utf8.flatMap { [$0, 0] }),
      "DIR/c.yaml: expected a text, found bytes that are not UTF-8. Save the file as UTF-8."),
    BadInput(
      "no such config file", files: [("c.yaml", [])], ["train", "--config", "d.yaml"], code: 66,
      "d.yaml: no such file"),
  ]

  static let names: [BadInput] = [
    config("epohcs: 3", "1:1: unknown setting \"epohcs\". Did you mean \"epochs\"?"),
    config(
      "<<: {epochs: 3}", "1:1: unknown setting \"<<\". descent help train lists all settings."),
    config(
      "activation: rleu",
      "1:13: activation: unknown activation \"rleu\". Did you mean \"relu\"? Known: linear, relu, "
        + "leaky-relu, elu, selu, gelu, silu, softplus, sigmoid, tanh, softmax."),
    config(
      "optimizer: adm",
      "1:12: optimizer: unknown optimizer \"adm\". Did you mean \"adam\"? Known: sgd, momentum, "
        + "nesterov, rmsprop, adagrad, adadelta, adam, adamax, nadam, adamw."),
    config(
      "optimizer: {kind: adam, beta3: 1}",
      "1:25: optimizer: unknown setting \"beta3\". Did you mean \"beta1\"? Known: beta1, beta2, epsilon."
    ),
    config(
      "loss: huberr",
      "1:7: loss: unknown loss \"huberr\". Did you mean \"huber\"? Known: mean-squared-error, "
        + "half-squared-error, mean-absolute-error, huber, binary-cross-entropy, cross-entropy."),
    config(
      "schedule: cosin",
      "1:11: schedule: unknown schedule \"cosin\". Did you mean \"cosine\"? Known: constant, step, "
        + "exponential, polynomial, cosine, warm-up, one-cycle, reduce-on-plateau, piecewise."),
    config("shuffle: maybe", "1:10: shuffle: expected true or false, found \"maybe\""),
  ]

  static let numbers: [BadInput] = [
    ("learning-rate: 0", "1:16: learning-rate: expected a number above 0, or auto, found 0"),
    ("learning-rate: -1", "1:16: learning-rate: expected a number above 0, or auto, found -1"),
    ("learning-rate: .nan", "1:16: learning-rate: expected a number above 0, or auto, found nan"),
    ("learning-rate: .inf", "1:16: learning-rate: expected a number above 0, or auto, found inf"),
    (
      "learning-rate: fast",
      "1:16: learning-rate: expected a number above 0, or auto, found \"fast\""
    ),
    (
      "learning-rate: 1e999",
      "1:16: the number 1e999 is out of range: the largest is 1.7976931348623157e308"
    ),
    ("epochs: -1", "1:9: epochs: expected a whole number of 1 or more, found -1"),
    ("epochs: 1.5", "1:9: epochs: expected a whole number of 1 or more, found 1.5"),
    (
      "epochs: 99999999999999999999",
      "1:9: epochs: expected a whole number of 1 or more, found 1e+20"
    ),
    ("epochs:", "1:8: epochs: expected a whole number of 1 or more, found null"),
    ("batch-size: 0", "1:13: batch-size: expected a whole number of 1 or more, or full, found 0"),
    (
      "batch-size: many",
      "1:13: batch-size: expected a whole number of 1 or more, or full, found \"many\""
    ),
    ("dropout: 1.0", "1:10: dropout: expected a rate of at least 0 and less than 1, found 1.0"),
    (
      "optimizer: {kind: momentum, momentum: 2}",
      "1:39: optimizer.momentum: expected a number from 0 to below 1, found 2"
    ),
    ("hidden: wide", "1:9: hidden: expected a whole number of 1 or more units, found \"wide\""),
    ("hidden: [64, 0]", "1:14: hidden[1]: expected a whole number of 1 or more units, found 0"),
  ].map { config($0, $1) }

  private static let units = "2:24: layers[0].units: expected a whole number of 1 or more, found"

  static let layers: [BadInput] = [
    ("- {kind: dense, units: 0}", "\(units) 0"), ("- {kind: dense, units: -1}", "\(units) -1"),
    ("- {kind: dense, units: 1.5}", "\(units) 1.5"),
    ("- {kind: dense, units: \"64\"}", "\(units) \"64\""),
    (
      "- {kind: dense, units: 1099511627776}",
      "2:1: layer 1 (dense): expected fewer than 2^40 parameters, found more"
    ),
    (
      "- {kind: dense, units: 4294967296}\n- {kind: dense, units: 4294967296}",
      "2:1: layer 2 (dense): expected fewer than 2^40 parameters, found more"
    ),
    (
      "- {kind: dens, units: 3}",
      "2:10: layers[0]: unknown layer \"dens\". Did you mean \"dense\"? Known: dense, activation, "
        + "batch-normalization, layer-normalization, dropout, flatten, embedding, residual."
    ),
    (
      "- {kind: dense, unts: 3}",
      "2:10: layers[0]: the setting \"units\" is missing. Did you mean it by \"unts\"?"
    ),
    ("- {units: 3}", "2:3: layers[0]: the setting \"kind\" is missing"),
    ("- 3", "2:3: layers[0]: expected the name of a layer or a table with a kind, found 3"),
  ].map { config("layers:\n" + $0, $1) }
}

/// What is no file of rows at all.
@Suite struct BadPathsTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func refuses(
    _ arguments: String..., code: Int32, _ notes: String, _ place: SourceLocation = #_sourceLocation
  ) {
    #expect(
      descent(arguments, in: folder) == Answer(code: code, output: "", notes: "error: \(notes)\n"),
      sourceLocation: place)
  }

  @Test func missingOnes() throws {
    try folder.write("", "data.csv")
    try FileManager.default.createDirectory(
      atPath: folder["data"], withIntermediateDirectories: true)
    refuses(
      "train", folder["dta/t.csv"], code: 66,
      "DIR/dta/t.csv: no such file: the folder \"DIR/dta\" does not exist. Did you mean \"DIR/data\"?"
    )
    refuses(
      "train", folder["data.csv/t.csv"], code: 66,
      "DIR/data.csv/t.csv: can't be opened: a part of the path is a file, not a folder")
    refuses(
      "train", "", code: 64, "--data: expected the name of a data set or a path, found \"\"")
  }

  @Test func foldersAndDevices() throws {
    refuses(
      "train", folder.path, code: 65,
      "DIR: no data found in this folder; expected a subfolder of pictures for each class, or IDX files "
        + "such as train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz. Name the file if it is a "
        + "CSV or NPZ file.")
    refuses("train", "--config", folder.path, code: 66, "DIR: expected a file, found a folder")
    refuses(
      "predict", folder.path, "moons", code: 66, "DIR/model.safetensors: no such file")
    refuses("train", "/dev/null", code: 65, "/dev/null: the file is empty")
    refuses(
      "predict", "/dev/null", "moons", code: 65, "/dev/null: the file is empty; expected a model")
  }

  /// Where there would be a run folder, there is something else.
  @Test func outputs() throws {
    try folder.write("x", "run")
    refuses(
      "train", "moons", "--epochs", "1", "--output", folder["run"], code: 73,
      "DIR/run: can't be the run folder: it is a file. Choose another name.")
    #expect(try folder.bytes("run") == [0x78])
    try FileManager.default.createDirectory(
      atPath: folder["full"], withIntermediateDirectories: true)
    try folder.write("x", "full/x")
    refuses(
      "train", "moons", "--epochs", "1", "--output", folder["full"], code: 73,
      "DIR/full: the run folder exists and isn't empty. Choose another name, or leave --output out."
    )
    #expect(folder.names("full") == ["x"])
  }
}
