import Descent
import Testing

/// Trainings from the command line, and what they leave.
@Suite struct TrainCommandTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  @Test func digitsReachNinetySevenPercent() throws {
    let answer = descent("train", "digits", "--json", "--output", folder["run"], in: folder)
    #expect(answer.code == 0)
    #expect(answer.notes == "")
    let document = try json(answer.output)
    #expect(document["run"] == "DIR/run")
    #expect(document["model"] == "DIR/run/model.safetensors")
    #expect(document["parameters"]?.integer == 64 * 256 + 256 + 256 * 10 + 10)
    #expect(document["seed"] == 0)
    #expect(document["threads"]?.integer ?? 0 >= 1)
    #expect(document["seconds"]?.number ?? -1 >= 0)
    let epochs = try #require(document["epochs"]?.list)
    #expect(epochs.count == 40)
    #expect(
      epochs.first?.table?.entries.map(\.name) == [
        "epoch", "seconds", "loss", "accuracy", "val_loss", "val_accuracy", "learning_rate",
      ])
    let test = try #require(document["test"]?.table)
    #expect(try #require(test["accuracy"]?.number) >= 0.97)
    #expect(test["rows"] == 359)
    #expect(document["validation"]?.table?["rows"] == 144)
    #expect(document["tested_on"] == "test rows")
  }

  @Test func aRunFolderHoldsEverything() throws {
    #expect(descent("train", "moons", "--quiet", "--output", folder["run"]).code == 0)
    #expect(
      folder.names("run") == [
        "MODEL_CARD.md", "config.yaml", "histograms.jsonl", "manifest.json", "metrics.csv",
        "metrics.jsonl",
        "model.safetensors", "report.html",
      ])
    let manifest = try JSONReader().read(folder.bytes("run/manifest.json"))
    let data = try #require(manifest.table?["data"]?.table)
    #expect(
      data["rows"]?.table == ["training": 720, "validation": 80, "test": 200])
    #expect(data["sha256"]?.text?.count == 64)
    #expect(manifest.table?["command"]?.text?.hasPrefix("descent train moons --quiet") == true)
    let metrics = String(decoding: try folder.bytes("run/metrics.csv"), as: UTF8.self)
    #expect(metrics.hasPrefix("epoch,seconds,learning_rate,loss,accuracy,penalty,gradient_norm,"))
    #expect(metrics.split(separator: "\n").count == 51)
    let lines = String(decoding: try folder.bytes("run/metrics.jsonl"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 50)
    let columns = metrics.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    let last = try json(String(lines[49]))
    let more = ["steps", "validation_seconds"]
    #expect(last.entries.map(\.name).sorted() == (columns[0] + more).sorted())
    for (name, cell) in zip(columns[0], columns[50]) {
      #expect(last[name]?.number == Double(cell), "\(name)")
    }
  }

  @Test func theConfigTrainsTheSameModelAgain() throws {
    try folder.write(classTable(), "t.csv")
    let cases: [[String]] = [
      ["train", "digits", "--epochs", "2", "--dropout", "0.2"],
      ["train", folder["t.csv"], "--class-weight", "balanced", "--batch-norm"],
      ["train", "sine", "--epochs", "3", "--threads", "2"],
      [
        "train", "moons", "--epochs", "3", "--layers",
        "[{kind: dense, units: 5, activation: tanh}, {kind: dense, units: 2}]",
      ],
      [
        "train", "blobs", "--class-count", "4", "--rows", "90", "--classes", "0,2", "--epochs", "2",
      ],
    ]
    for (index, arguments) in cases.enumerated() {
      let (first, second) = ("a\(index)", "b\(index)")
      #expect(descent(arguments + ["--quiet", "--output", folder[first]]).code == 0)
      let again = descent(
        "train", "--config", folder["\(first)/config.yaml"], "--quiet", "--threads", "1",
        "--output", folder[second])
      #expect(again.code == 0)
      #expect(
        try folder.bytes("\(first)/model.safetensors")
          == folder.bytes("\(second)/model.safetensors"))
    }
  }

  @Test func trainingGoesOnFromAModel() throws {
    #expect(
      descent("train", "digits", "--epochs", "3", "--quiet", "--output", folder["a"]).code == 0)
    let arguments = [
      "train", "digits", "--from", folder["a"], "--learning-rate", "0.0001", "--epochs", "1",
    ]
    let answer = descent(arguments + ["--json", "--output", folder["b"]])
    let first = try #require(try json(answer.output)["epochs"]?.list?.first?.table)
    #expect(try #require(first["accuracy"]?.number) > 0.9)
    #expect(
      descent(
        "train", "--config", folder["b/config.yaml"], "--quiet", "--output", folder["c"]
      ).code == 0)
    #expect(try folder.bytes("b/model.safetensors") == folder.bytes("c/model.safetensors"))
  }

  @Test func columnsInAnotherOrderAreNoDataToGoOnWith() throws {
    try folder.write(classTable(), "t.csv")
    try folder.write("b,a,kind\n1,2,more\n2,1,less\n1,3,more\n2,4,less\n", "p.csv")
    #expect(
      descent("train", folder["t.csv"], "--quiet", "--output", folder["a"]).code == 0)
    let answer = descent(
      "train", folder["p.csv"], "--test", "0", "--validation", "0", "--from", folder["a"],
      "--output", folder["b"], in: folder)
    #expect(
      answer
        == Answer(
          code: 65, output: "",
          notes: "error: DIR/a: the model takes the features a, b, in this order, but p has b, a\n"
        ))
  }

  @Test func xorIsTestedOnItsFourPoints() throws {
    let answer = descent("train", "xor", "--output", folder["run"], in: folder)
    #expect(answer.code == 0)
    #expect(
      answer.output.hasPrefix(
        "xor: 2 classes, rows of 2; 4 to train, tested on the same rows\n"))
    #expect(answer.output.contains("\ntraining rows (nothing is held out)  loss "))
    #expect(answer.output.contains("accuracy 100.00 %  (4 rows)\n"))
    let evaluated = descent("evaluate", folder["run"], in: folder)
    #expect(
      evaluated.output.hasPrefix("xor, the training rows (nothing was held out): 4 rows\n"))
  }

  @Test func validationZeroTrainsOnEveryRow() throws {
    let answer = descent(
      "train", "moons", "--validation", "0", "--test", "0", "--epochs", "1", "--batch-size", "full",
      "--json", "--output", folder["run"])
    let document = try json(answer.output)
    #expect(document["validation"] == .null)
    #expect(document["test"] == .null)
    let manifest = try JSONReader().read(folder.bytes("run/manifest.json"))
    #expect(
      manifest.table?["data"]?.table?["rows"]?.table
        == ["training": 1000, "validation": 0, "test": 0])
  }

  @Test func aFolderInUseIsRefused() throws {
    try folder.write("mine", "notes.txt")
    let answer = descent("train", "xor", "--output", folder.path, in: folder)
    #expect(
      answer
        == Answer(
          code: 73, output: "",
          notes: "error: DIR: the run folder exists and isn't empty. "
            + "Choose another name, or leave --output out.\n"))
    #expect(folder.names() == ["notes.txt"])
    let file = descent("train", "xor", "--output", folder["notes.txt"], in: folder)
    #expect(
      file.notes
        == "error: DIR/notes.txt: can't be the run folder: it is a file. Choose another name.\n")
    #expect(file.code == 73)
  }

  @Test func aFailedTrainingLeavesNothing() throws {
    let answer = descent(
      "train", "moons", "--optimizer", "sgd", "--learning-rate", "1e30", "--output",
      folder["deep/run"], in: folder)
    #expect(answer.code == 65)
    #expect(answer.notes.contains("error: training diverged in epoch 1, batch "))
    #expect(folder.names() == [])
  }

  @Test func jsonModelsLoadToo() throws {
    #expect(
      descent("train", "xor", "--save-json", "--quiet", "--output", folder["run"]).code == 0)
    let one = descent("evaluate", folder["run/model.json"], "--json", in: folder)
    let other = descent("evaluate", folder["run/model.safetensors"], "--json", in: folder)
    #expect(one.code == 0)
    #expect(one.output.replacing("model.json", with: "model.safetensors") == other.output)
  }

  @Test func oneLinePerEpochOutsideOfATerminal() throws {
    let answer = descent("train", "moons", "--epochs", "2", "--output", folder["run"])
    let lines = answer.notes.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("epoch 1/2  loss "))
    #expect(lines[1].contains("  val_accuracy "))
    #expect(answer.notes.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
  }

  @Test func eightyColumnsAreEnoughOutsideOfATerminal() throws {
    let answer = descent(
      "train", "digits", "--epochs", "1", "--save-json", "--output", folder["run"], in: folder)
    #expect(
      answer.output.hasPrefix(
        "digits: 10 classes, rows of 8x8x1; 1,294 to train, 144 to validate, 359 to test\n"))
    #expect(
      answer.output.hasSuffix(
        "\nsaved in DIR/run:\n"
          + "  model.safetensors, model.json, config.yaml, metrics.csv, metrics.jsonl,\n"
          + "  manifest.json, histograms.jsonl, report.html, MODEL_CARD.md\n"
          + "next: descent predict DIR/run/model.safetensors digits\n"))
    for line in answer.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test func fewerLinesWhereAsked() {
    let answer = descent(
      "train", "xor", "--epochs", "8", "--show-every", "3", "--output", folder["run"])
    #expect(
      answer.notes.split(separator: "\n").map { $0.prefix(9) }
        == ["epoch 1/8", "epoch 3/8", "epoch 6/8", "epoch 8/8"])
  }

  @Test func accuracyIsAlwaysMeasuredForClasses() throws {
    let answer = descent(
      "train", "moons", "--epochs", "2", "--metrics", "f1_macro", "--early-stopping", "1",
      "--monitor", "val_roc_auc", "--json", "--output", folder["run"])
    let epoch = try #require(try json(answer.output)["epochs"]?.list?.first?.table)
    #expect(
      epoch.entries.map(\.name) == [
        "epoch", "seconds", "loss", "accuracy", "val_loss", "val_accuracy", "val_f1_macro",
        "val_roc_auc", "learning_rate",
      ])
  }

  @Test func sixtyColumnsAreEnough() throws {
    let answer = descent(
      "train", "digits", "--epochs", "2", "--output", folder["run"], environment: ["NO_COLOR": "1"],
      width: 60, in: folder)
    #expect(answer.code == 0)
    for line in answer.output.split(separator: "\n") where !line.hasPrefix("next: ") {
      #expect(line.count <= 60, "\(line)")
    }
    for line in answer.notes.split(whereSeparator: { $0 == "\r" || $0 == "\n" || $0 == "\r\n" }) {
      #expect(line.count <= 60 + 3, "\(line)")
    }
    #expect(!answer.output.contains("\u{1B}"))
  }
}
