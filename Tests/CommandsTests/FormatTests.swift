import Descent
import Testing

/// Training, measuring and predicting with rows of JSON and with arrays of NumPy.
@Suite struct FormatTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func run(_ arguments: String..., input: String = "") -> Answer {
    descent(arguments, input: input, in: folder)
  }

  private func refuses(
    _ arguments: String..., code: Int32, _ notes: String, _ place: SourceLocation = #_sourceLocation
  ) {
    let answer = descent(arguments, in: folder)
    #expect(answer.notes == notes + "\n", sourceLocation: place)
    #expect(answer.code == code, sourceLocation: place)
    #expect(answer.output == "", sourceLocation: place)
  }

  /// The rows of a CSV text without quotes as JSON Lines.
  private func jsonLines(_ csv: String) -> String {
    let lines = csv.split(separator: "\n").map { $0.split(separator: ",") }
    return lines.dropFirst().map { cells in
      "{"
        + zip(lines[0], cells).map { name, cell in
          "\"\(name)\": " + (Double(cell) == nil ? "\"\(cell)\"" : "\(cell)")
        }.joined(separator: ", ") + "}\n"
    }.joined()
  }

  private func train(_ data: String, _ more: String..., output: String) -> Answer {
    descent(
      ["train", data, "--hidden", "4", "--epochs", "2", "--quiet", "--output", folder[output]]
        + more,
      in: folder)
  }

  @Test func rowsOfJSONAreATable() throws {
    let csv = classTable()
    try folder.write(csv, "t.csv")
    try folder.write(jsonLines(csv), "t.jsonl")
    #expect(train(folder["t.csv"], output: "a").code == 0)
    #expect(train(folder["t.jsonl"], output: "b").code == 0)
    // The same rows, so the same model; the name of the data is the same, too.
    #expect(try folder.bytes("a/model.safetensors") == folder.bytes("b/model.safetensors"))
    let fromTable = run("predict", folder["a"], folder["t.csv"])
    #expect(fromTable.code == 0)
    #expect(run("predict", folder["a"], folder["t.jsonl"]) == fromTable)
    let rows = jsonLines(csv).split(separator: "\n").joined(separator: ",")
    #expect(run("predict", folder["a"], "-", input: "[\(rows)]") == fromTable)
    let measured = run("evaluate", folder["a"], "--data", folder["t.jsonl"], "--json")
    let expected = run(
      "evaluate", folder["a"], "--data", folder["t.csv"], "--part", "all", "--json")
    #expect(try json(measured.output)["metrics"] == json(expected.output)["metrics"])
    #expect(measured.code == 0)
    let shown = run("inspect", folder["t.jsonl"])
    #expect(shown.output.hasPrefix("t: 60 rows of 2, "))
    refuses(
      "predict", folder["a"], folder.path + "/" + "u.jsonl", code: 66,
      "error: DIR/u.jsonl: no such file. Did you mean \"DIR/t.jsonl\"?")
    try folder.write("{\"a\": 1, \"c\": 2}\n", "u.jsonl")
    refuses(
      "predict", folder["a"], folder["u.jsonl"], code: 65,
      "error: DIR/u.jsonl: a column is missing: b. The file has: a, c.")
    try folder.write("{\"a\": 1, \"b\": [1]}\n", "u.jsonl")
    refuses(
      "predict", folder["a"], folder["u.jsonl"], code: 65,
      "error: DIR/u.jsonl:1:15: column \"b\": a list in a cell; expected a number, a text, true, false "
        + "or null. Give each of its parts a column of its own.")
  }

  /// What the model doesn't take comes back as it was: numbers as numbers.
  @Test func numbersOfJSONStayNumbers() throws {
    try folder.write(classTable(), "t.csv")
    #expect(train(folder["t.csv"], output: "a").code == 0)
    let rows = """
      {"id": 7, "zip": "007", "mixed": 1, "a": 1, "b": 2}
      {"id": null, "zip": "8", "mixed": "x", "a": 2, "b": 1.5}

      """
    let answer = run("predict", folder["a"], "-", "--format", "jsonl", input: rows)
    let lines = try answer.output.split(separator: "\n").map {
      try json(String($0))["columns"]?.table
    }
    try #require(lines.count == 2)
    #expect(lines[0]?["id"]?.number == 7 && lines[1]?["id"]?.text == nil)
    #expect(lines[0]?["zip"]?.text == "007" && lines[0]?["mixed"]?.number == 1)
    #expect(lines[0]?["a"]?.number == 1 && lines[1]?["b"]?.number == 1.5)
  }

  @Test func arraysAreChosenByName() throws {
    let values = (0..<80).map { Float(($0 * 37) % 41) / 41 }
    let x = try NPY.encode(values, dimensions: [40, 2])
    let y = try NPY.encode((0..<40).map { Int64(values[2 * $0] > 0.5 ? 1 : 0) }, dimensions: [40])
    try AtomicFile.write(
      NPZ.encode([("imgs", x), ("lab", y), ("more", y)]), to: folder["a.npz"])
    try AtomicFile.write(x, to: folder["x.npy"])
    try AtomicFile.write(y, to: folder["y.npy"])
    let archive = train(folder["a.npz"], "--x", "imgs", "--y", "lab", output: "a")
    #expect(archive.code == 0)
    let config = String(decoding: try folder.bytes("a/config.yaml"), as: UTF8.self)
    #expect(config.contains("\nx: imgs\n"))
    // A bare y is a yes to some readers of YAML.
    #expect(config.contains("\n\"y\": lab\n"))
    let single = train(folder["x.npy"], "--y", folder["y.npy"], output: "b")
    #expect(single.code == 0)
    #expect(run("evaluate", folder["a"]).code == 0)
    #expect(run("evaluate", folder["a"], "--data", folder["a.npz"]).code == 0)
    #expect(
      run("evaluate", folder["b"], "--data", folder["a.npz"], "--x", "imgs", "--y", "lab").code == 0
    )
    let predicted = run("predict", folder["a"], folder["x.npy"])
    #expect(predicted.code == 0)
    #expect(predicted.output.split(separator: "\n").count == 41)

    refuses(
      "train", folder["a.npz"], code: 65,
      "error: DIR/a.npz: no arrays x_train and y_train, or x and y; there are: imgs (40x2 of <f4), "
        + "lab (40 of <i8), more (40 of <i8). Name them: --x NAME --y NAME.")
    refuses(
      "train", folder["a.npz"], "--x", "img", "--y", "lab", code: 64,
      "error: DIR/a.npz: x: no array \"img\". Did you mean \"imgs\"? Known: imgs, lab, more.")
    refuses(
      "train", folder["x.npy"], code: 65,
      "error: DIR/x.npy: a single array; expected features and targets. Name the file of the targets: "
        + "--y y.npy. Or save both in one: numpy.savez(\"data.npz\", x=x, y=y).")
    refuses(
      "train", folder["x.npy"], "--y", folder["z.npy"], code: 66,
      "error: DIR/z.npy: no such file. Did you mean \"DIR/x.npy\"?")
    refuses(
      "train", "digits", "--x", "imgs", code: 64,
      "error: x: digits has no arrays to choose from. Leave x out.")
    refuses(
      "predict", folder["a"], folder["y.npy"], code: 65,
      "error: DIR/y.npy: the model takes 2 features (2), but this is an array of 40")
  }
}
