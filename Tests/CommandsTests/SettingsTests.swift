import Descent
import Testing

/// Flags and config files are the same settings.
@Suite struct SettingsTests {
  /// A setting with a value that isn't its default, as a flag and in a file.
  static let examples: [(name: String, flag: String?, yaml: String)] = [
    ("target", "a", "a"), ("task", "classification", "classification"),
    ("classes", "1,5", "[1, 5]"),
    ("rows", "50", "50"), ("noise", "0.5", "0.5"), ("class-count", "5", "5"),
    ("scale", "min-max", "min-max"), ("validation", "0.25", "0.25"), ("test", "0.5", "0.5"),
    ("hidden", "12,8", "[12, 8]"),
    (
      "activation", "{kind: leaky-relu, slope: 0.2}",
      "{kind: leaky-relu, slope: 0.2}"
    ),
    ("batch-norm", nil, "true"), ("layer-norm", nil, "true"), ("dropout", "0.5", "0.5"),
    ("initializer", "he-normal", "he-normal"), ("output-initializer", "zeros", "zeros"),
    ("layers", "[{kind: dense, units: 2}]", "[{kind: dense, units: 2}]"),
    (
      "loss", "{kind: cross-entropy, label-smoothing: 0.1}",
      "{kind: cross-entropy, label-smoothing: 0.1}"
    ),
    ("optimizer", "{kind: momentum, momentum: 0.95}", "{kind: momentum, momentum: 0.95}"),
    ("learning-rate", "0.25", "0.25"), ("schedule", "one-cycle", "one-cycle"),
    ("epochs", "7", "7"), ("batch-size", "full", "full"), ("early-stopping", "5", "5"),
    ("monitor", "loss", "loss"), ("metrics", "accuracy,roc-auc", "[accuracy, roc_auc]"),
    ("class-weight", "balanced", "balanced"), ("seed", "9", "9"), ("threads", "3", "3"),
    ("memory", "4G", "4G"),
    ("precision", "bf16", "bf16"),
    ("l1", "0.5", "0.5"), ("l2", "0.5", "0.5"), ("weight-decay", "0.5", "0.5"),
    ("max-norm", "2", "2"), ("clip-value", "2", "2"), ("clip-norm", "2", "2"),
    ("average-decay", "0.9", "0.9"), ("name", "mine", "mine"), ("save-json", nil, "true"),
    ("tensorboard", nil, "true"),
    ("checkpoint-every", "30s", "30s"), ("target-scale", "min-max", "min-max"),
    ("picture-size", "3x4", "3x4"), ("picture-color", "color", "color"),
    ("unreadable", "skip", "skip"),
    ("missing", "median", "median"), ("missing-indicator", nil, "true"), ("ignore", "b", "b"),
    ("header", "yes", "yes"), ("delimiter", "comma", "comma"),
    ("column-types", "a=category", "a=category"), ("embedding-above", "20", "20"),
    ("split-by", "group=b", "group=b"), ("folds", "3", "3"),
    ("sampling", "oversample", "oversample"),
    ("sample-weight", "w", "w"),
    ("augment", "shift=1,flip=both", "{flip: both, shift: 1}"),
    ("x", "imgs", "imgs"), ("y", "lab", "lab"),
  ]

  /// Settings that only say where and how to write, or need a file.
  static let unwritten = [
    "data", "from", "output", "json", "quiet", "shuffle", "output-activation", "show-every",
    "split-feature", "fold", "report",
  ]

  /// A data set for which a setting means something.
  private func data(_ name: String, _ folder: Folder) throws -> String {
    switch name {
    case "target", "task", "target-scale", "missing", "missing-indicator", "ignore", "column-types",
      "embedding-above", "header", "delimiter":
      try folder.write(regressionTable(), "t.csv")
    case "split-by": try folder.write(regressionTable(), "t.csv")
    case "sample-weight": try folder.write("a,w,y\n1,2,0.5\n2,1,0.7\n3,1,0.1\n", "t.csv")
    case "picture-size", "picture-color", "unreadable": try writePictures(folder["pictures"])
    case "classes": "digits"
    case "x", "y": try arrays(folder)
    case "class-count": "blobs"
    default: "moons"
    }
  }

  /// An NPZ file in which either array can be left to be found.
  private func arrays(_ folder: Folder) throws -> String {
    let x = try NPY.encode((0..<80).map { Float($0) }, dimensions: [40, 2])
    let y = try NPY.encode((0..<40).map { Int64($0 % 2) }, dimensions: [40])
    try AtomicFile.write(
      NPZ.encode([("imgs", x), ("lab", y), ("x", x), ("y", y)]), to: folder["a.npz"])
    return folder["a.npz"]
  }

  @Test(arguments: examples)
  func flagAndKeyAreTheSame(_ name: String, _ flag: String?, _ yaml: String) throws {
    if name.hasPrefix("picture-") || name == "unreadable", !hasPNG { return }
    let folder = try Folder()
    let data = try data(name, folder)
    let plain = descent("train", data, "--print-config")
    let arguments = ["train", data, "--print-config", "--\(name)"] + (flag.map { [$0] } ?? [])
    let byFlag = descent(arguments)
    let config = try folder.write("\(name): \(yaml)\n", "c.yaml")
    let byKey = descent("train", data, "--print-config", "--config", config)
    #expect(byFlag.code == 0)
    #expect(byFlag.notes == "")
    #expect(byFlag == byKey)
    #expect(byFlag.output != plain.output)
  }

  @Test func everyFlagIsASetting() throws {
    let help = descent("help", "train").output
    var flags = Set(
      help.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "/" || $0 == "<" }).filter {
        $0.hasPrefix("--") && $0.count > 2
      }.map { String($0.dropFirst(2).filter { $0 != "," && $0 != ")" && $0 != "(" }) })
    for name in [
      "config", "config.", "recipe", "print-config", "resume", "live", "help", "version",
    ] {
      flags.remove(name)
    }
    flags = flags.filter { !$0.hasPrefix("no-") && !$0.contains(")") }
    let settings = Set(Self.examples.map(\.name) + Self.unwritten).subtracting(["data"])
    #expect(flags.subtracting(["hidden\u{20}"]) == settings)
  }

  @Test func everyWrittenKeyIsTested() throws {
    let config = try YAMLText(descent("train", "--print-config").output)
    #expect(Set(config.keys).subtracting(Self.unwritten).isSubset(of: Self.examples.map(\.name)))
  }

  @Test func flagsWinOverFilesAndFilesOverRecipes() throws {
    let folder = try Folder()
    let config = try folder.write("epochs: 7\nbatch-size: 16\n", "c.yaml")
    let text = descent("train", "moons", "--config", config, "--epochs", "9", "--print-config")
      .output
    #expect(text.contains("\nepochs: 9\n"))
    #expect(text.contains("\nbatch-size: 16\n"))
  }

  @Test func printedConfigResolvesToItself() throws {
    let folder = try Folder()
    for data in ["digits", "xor", "sine", "spirals"] {
      let first = descent("train", data, "--print-config")
      let config = try folder.write(first.output, "c.yaml")
      #expect(descent("train", "--config", config, "--print-config") == first)
    }
  }

  @Test func anotherOptimizerHasItsOwnRate() {
    let text = descent("train", "digits", "--optimizer", "sgd", "--print-config").output
    #expect(text.contains("\nlearning-rate: 0.1\n"))
    // Neither the recipe's rate nor the file's, which were for other optimizers.
    let recipe = descent(
      "train", "--recipe", "xor-faithful", "--optimizer", "adam", "--print-config")
    #expect(recipe.output.contains("\nlearning-rate: 0.001\n"))
    let said = descent(
      "train", "digits", "--optimizer", "{kind: adam, beta1: 0.8}", "--print-config")
    #expect(said.output.contains("\nlearning-rate: 0.005\n"), "the same kind, the same rate")
  }

  @Test func aRateThatIsNothingIsRefused() {
    let answer = descent("train", "xor", "--learning-rate", "1e-400")
    #expect(answer.code == 64)
    let tiny = Scalar.self == Float.self ? "1e-60" : "0"
    #expect(
      descent("train", "xor", "--learning-rate", tiny)
        == Answer(
          code: 64, output: "",
          notes: "error: --learning-rate: expected a number above 0, or auto, found \(tiny)\n"))
  }

  @Test func everyDefaultIsWrittenOut() throws {
    func lines(_ data: String) -> Set<String> {
      Set(
        descent("train", data, "--print-config").output.split(separator: "\n").map(String.init))
    }
    #expect(
      lines("spirals").isSuperset(of: [
        "task: classification", "rows: 1000", "noise: 0.02", "class-count: 3",
        "initializer: he-uniform", "output-initializer: glorot-uniform",
      ]))
    #expect(lines("xor").isSuperset(of: ["rows: 4", "noise: 0", "initializer: glorot-uniform"]))
    #expect(lines("digits").allSatisfy { !$0.hasPrefix("rows:") && !$0.hasPrefix("target:") })
    let folder = try Folder()
    let file = try folder.write(regressionTable(), "t.csv")
    #expect(
      lines(file).isSuperset(of: [
        "task: regression", "target: [\"y\"]", "target-scale: standardize",
      ]))
    for line in lines(file) where line.hasSuffix(": auto") {
      #expect(["threads: auto", "checkpoint-every: auto"].contains(line))
    }
  }

  @Test func whatIsWatchedIsMeasured() {
    let text = descent(
      "train", "moons", "--metrics", "roc-auc", "--monitor", "val-f1-macro", "--print-config"
    ).output
    #expect(text.contains("\nmonitor: val_f1_macro\n"))
    #expect(text.contains("\nmetrics: [accuracy, roc_auc, f1_macro]\n"))
  }

  @Test(
    arguments: [
      (
        ["moons", "--missing", "mean"], "missing: moons has no columns. Leave missing out."
      ),
      (["moons", "--ignore", "x"], "ignore: moons has no columns. Leave ignore out."),
      (
        ["moons", "--missing", "constant=abc"],
        "--missing: expected error, mean, median, constant=X or drop, found \"constant=abc\". "
          + "Did you mean \"constant=0\"? Known: error, mean, median, constant=0, drop."
      ),
      (
        ["moons", "--target-scale", "none"],
        "target-scale: moons has 2 classes, which are not scaled. Leave target-scale out."
      ),
      (
        ["sine", "--loss", "binary-cross-entropy", "--target-scale", "standardize"],
        "target-scale: the loss binary-cross-entropy takes targets from 0 to 1 as they are. "
          + "Leave target-scale out, or use another loss."
      ),
      (
        ["moons", "--early-stopping", "0", "--monitor", "val_acuracy"],
        "early stopping can't watch \"val_acuracy\". Did you mean \"val_accuracy\"? Known: loss, accuracy, "
          + "val_loss, val_accuracy."
      ),
      (
        ["moons", "--header", "yes"], "header: moons has no columns. Leave header out."
      ),
      (
        ["moons", "--delimiter", "ab"],
        "--delimiter: expected comma, semicolon, tab, space or one sign such as |, found \"ab\""
      ),
      (
        ["moons", "--task", "regression"],
        "task: regression, but moons has 2 classes. Leave task out."
      ),
      (
        ["sine", "--metrics", "accuracy"],
        "metrics: accuracy is for classes, but sine has the number y"
      ),
      (["moons", "--metrics", "r2"], "metrics: r2 is for numbers, but moons has 2 classes"),
      (["moons", "--metrics", "cse,log-loss"], "metrics: log_loss is named twice. Name it once."),
    ] as [([String], String)])
  func whatWouldBeIgnoredIsRefused(_ arguments: [String], _ message: String) {
    #expect(
      descent(["train"] + arguments)
        == Answer(code: 64, output: "", notes: "error: \(message)\n"))
  }

  @Test func otherNamesMeanTheSame() {
    let text = descent(
      "train", "sine", "--optimizer", "iterative", "--metrics", "mse,mae", "--print-config"
    ).output
    #expect(text.contains("\noptimizer: sgd\n"))
    #expect(text.contains("\nmetrics: [mean_squared_error, mean_absolute_error]\n"))
    let classes = descent("train", "moons", "--metrics", "cse,mse", "--print-config").output
    #expect(classes.contains("\nmetrics: [accuracy, log_loss, mean_squared_error]\n"))
  }

  @Test func hiddenOnTheCommandLineReplacesLayersOfAFile() throws {
    let folder = try Folder()
    let config = try folder.write("layers: [{kind: dense, units: 2}]\n", "c.yaml")
    let text = descent("train", "moons", "--config", config, "--hidden", "4", "--print-config")
      .output
    #expect(text.contains("\nhidden: [4]\n"))
    #expect(!text.contains("layers:"))
  }
}

/// The keys of a printed config.
struct YAMLText {
  let keys: [String]
  init(_ text: String) throws {
    keys = text.split(separator: "\n").compactMap { line in
      guard let colon = line.firstIndex(of: ":"), !line.hasPrefix("#"), !line.hasPrefix(" ") else {
        return nil
      }
      return String(line[..<colon])
    }
  }
}
