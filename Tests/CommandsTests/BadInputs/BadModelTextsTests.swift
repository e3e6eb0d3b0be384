import Descent
import Testing

/// Damage to models in JSON, word for word.
@Suite struct BadModelTextsTests {
  @Test(arguments: texts) func isNoJSON(_ input: BadInput) throws { try input.check() }

  private static func text(_ fault: String, _ content: String, _ error: String) -> BadInput {
    BadInput(fault, "m.json", #"{"format":"descent""# + content, "DIR/m.json:" + error)
  }

  static let texts: [BadInput] = [
    BadInput("nothing", "m.json", "", "DIR/m.json: the file is empty; expected a model"),
    BadInput(
      "UTF-16", "m.json", [0xFF, 0xFE] + Bytes("{\"format\":1}".utf8.flatMap { [$0, 0] }),
      "DIR/m.json:1:1: expected UTF-8, found UTF-16. Save the file as UTF-8 without byte order mark."
    ),
    BadInput(
      "a byte order mark", "m.json", "\u{FEFF}{}",
      "DIR/m.json:1:1: expected UTF-8, found a byte order mark. Save the file as UTF-8 without byte "
        + "order mark."),
    BadInput(
      "of another program", "m.json", "{\"a\": 1}",
      "DIR/m.json: a JSON file, but not of a Descent model: it has no \"format\": \"descent\""),
    text(
      "a name twice", ",\"format\":1}",
      "1:21: the name \"format\" comes twice in one table. Remove one of the two."),
    text(
      "a comma at the end", ",}",
      "1:21: expected another element after the comma, found \"}\". Remove the comma."),
    text(
      "no number", ",\"a\":NaN}",
      "1:25: expected a value, found \"NaN\". JSON has finite numbers only."),
    text(
      "infinity", ",\"a\":Infinity}",
      "1:25: expected a value, found \"Infinity\". JSON has finite numbers only."),
    text(
      "a number too large", ",\"a\":1e999}",
      "1:25: the number 1e999 is out of range: the largest is 1.7976931348623157e308"),
    text(
      "deep nesting", ",\"a\":" + String(repeating: "[", count: 513),
      "1:124: lists and tables are nested more than 100 deep"),
    text("cut off", ",\"a\":[1,2", "1:29: expected \",\" or \"]\", found the end of the file"),
    text("text behind it", "}x", "1:21: expected the end of the file, found \"x\""),
    text(
      "NUL behind it", "}\0",
      "1:21: expected the end of the file, found the control character U+0000"),
    text("a comment", " /* x */}", "1:21: expected \",\" or \"}\", found \"/\""),
    text(
      "a leading zero", ",\"a\":01}",
      "1:26: expected \".\" or the end of the number after 0, found \"1\". Leave out leading zeros."
    ),
    text(
      "a plus sign", ",\"a\":+1}",
      "1:25: expected a value, found \"+\". Leave the plus sign out."),
    text(
      "half a surrogate pair", #","a":"\ud800"}"#,
      "1:26: expected a character, found one half of a surrogate pair"),
    text("no version", ",\"parameters\":{}}", "1:1: the setting \"format-version\" is missing"),
  ]

  /// What a model says of itself, with one stretch of it replaced.
  @Test func isNoModel() throws {
    let model = try Model(
      network: Network(input: [2], layers: [Dense(3, activation: .relu), Dense(2)]),
      parameters: Parameters(ContiguousArray(repeating: 1, count: 17)),
      loss: CategoricalCrossEntropy(), task: .classification(classes: ["a", "b"]))
    let text = try model.json()
    let weights = "[[1.0,1.0],[1.0,1.0],[1.0,1.0]]"
    let number = "expected a whole number of 1 or more, found"
    for (old, new, error) in [
      (
        "\"format-version\":1", "\"format-version\":99",
        ": the model is of format version 99; this build reads up to 1. Update Descent."
      ),
      (
        "\"dense\"", "\n\"dens\"",
        ":2:1: layers[0]: unknown layer \"dens\". Did you mean \"dense\"? Known: dense, activation, "
          + "batch-normalization, layer-normalization, dropout, flatten, embedding, residual."
      ),
      (
        "\"relu\"", "\n\"rleu\"",
        ":2:1: layers[0].activation: unknown activation \"rleu\". Did you mean \"relu\"? Known: linear, "
          + "relu, leaky-relu, elu, selu, gelu, silu, softplus, sigmoid, tanh, softmax."
      ),
      (
        "\"units\":3", "\"units\":3,\n\"bios\":true",
        ":2:1: layers[0]: unknown setting \"bios\". Did you mean \"bias\"? Known: units, activation, "
          + "bias, initializer, bias-initializer."
      ),
      (
        "\"cross-entropy\"", "\n\"cros-entropy\"",
        ":2:1: loss: unknown loss \"cros-entropy\". Did you mean \"cross-entropy\"? Known: "
          + "mean-squared-error, half-squared-error, mean-absolute-error, huber, "
          + "binary-cross-entropy, cross-entropy."
      ),
      ("\"units\":3", "\"units\":\n0", ":2:1: layers[0].units: \(number) 0"),
      ("\"units\":3", "\"units\":\n-1", ":2:1: layers[0].units: \(number) -1"),
      ("\"units\":3", "\"units\":\n1.5", ":2:1: layers[0].units: \(number) 1.5"),
      ("\"units\":3", "\"units\":\n\"64\"", ":2:1: layers[0].units: \(number) \"64\""),
      ("\"units\":3", "\"units\":\n99999999999999999999", ":2:1: layers[0].units: \(number) 1e+20"),
      (
        "[\"a\",\"b\"]", "[\"a\",\"b\",\"c\"]",
        ": 2 outputs and the loss cross-entropy don't fit 3 classes"
      ),
      (
        weights, "\n[[1,1]]", ":2:1: parameters.layers.0.weight: expected a list of 3, found 1"
      ),
      (
        weights, "[[1,1],\n[1,1,1],[1,1]]",
        ":2:1: parameters.layers.0.weight[1]: expected a list of 2, found 3"
      ),
      (
        weights, "[[1,1],[1,\n\"x\"],[1,1]]",
        ":2:1: parameters.layers.0.weight[1][1]: expected a number, found \"x\""
      ),
      (
        weights, "\n\"AAAAgD8=\"",
        ":2:1: parameters.layers.0.weight: expected a list of 3, found \"AAAAgD8=\""
      ),
      (
        weights, "\n\"../../etc/passwd\"",
        ":2:1: parameters.layers.0.weight: expected a list of 3, found \"../../etc/passwd\""
      ),
      (
        "\"layers.0.weight\"", "\n\"layers.0.weigth\"",
        ":2:1: parameters: unknown setting \"layers.0.weigth\". Did you mean \"layers.0.weight\"? "
          + "Known: layers.0.weight, layers.0.bias, layers.1.weight, layers.1.bias."
      ),
      (
        "\"parameters\":", "\n\"weights\":\"/etc/passwd\",\"parameters\":",
        ":2:1: unknown setting \"weights\". Known: format, format-version, dataset, task, features, "
          + "scaling, layers, loss, figures."
      ),
    ] {
      #expect(text.contains(old), "\(old)")
      let changed = text.replacing(old, with: new, maxReplacements: 1)
      try BadInput(new, "m.json", changed, "DIR/m.json" + error).check()
    }
    // What a few bytes announce takes no memory.
    for units in ["549755813888", "1099511627776"] {
      let changed = text.replacing("\"units\":3", with: "\"units\":\(units)")
      let numbers = (Int(units) ?? 0) * 3
      try BadInput(
        units, "m.json", changed,
        "DIR/m.json:1:\(column(of: "\"layers\":", in: changed)): the description is of a network with "
          + "\(grouped(numbers)) numbers or more, and the file holds at most "
          + grouped(changed.utf8.count)
      ).check()
    }
    guard Scalar.self == Float.self else { return }
    try BadInput(
      "1e39", "m.json", text.replacing(weights, with: "[[1,1],[1,\n1e39],[1,1]]"),
      "DIR/m.json:2:1: parameters.layers.0.weight[1][1]: expected a number in the range of Float, "
        + "found 1e+39"
    ).check()
  }

  /// The column behind a name.
  private func column(of name: String, in text: String) -> Int {
    (text.firstRange(of: name).map { text[..<$0.upperBound].count } ?? 0) + 1
  }
}
