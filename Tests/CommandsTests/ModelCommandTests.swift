import Descent
import Foundation
import Testing

/// `evaluate`, `predict` and `inspect`.
@Suite struct ModelCommandTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func train(_ arguments: String..., to run: String = "run") {
    let answer = descent(["train"] + arguments + ["--quiet", "--output", folder[run]])
    #expect(answer.code == 0, "\(answer.notes)")
  }

  // MARK: Evaluate

  @Test func evaluateRepeatsTheTestOfTheTraining() throws {
    let trained = try json(
      descent("train", "digits", "--epochs", "2", "--json", "--output", folder["run"]).output)
    let evaluated = try json(descent("evaluate", folder["run"], "--json").output)
    let test = try #require(trained["test"]?.table)
    for entry in test.entries { #expect(evaluated[entry.name] == entry.value) }
    #expect(evaluated["evaluated_on"] == "the test rows")
    let matrix = try #require(evaluated["confusion_matrix"]?.list)
    let counted = matrix.flatMap { $0.list ?? [] }.compactMap(\.integer).reduce(0, +)
    #expect(counted == 359)
    #expect(evaluated["per_class"]?.list?.count == 10)
    #expect(
      evaluated["per_class"]?.list?.first?.table?.entries.map(\.name) == [
        "class", "precision", "recall", "f1", "rows",
      ])
    for named in [["digits"], ["--data", "digits"]] {
      let again = descent(["evaluate", folder["run"]] + named + ["--json"])
      #expect(try json(again.output)["accuracy"] == evaluated["accuracy"])
    }
    let validation = descent("evaluate", folder["run"], "--part", "validation", "--json")
    #expect(try json(validation.output)["rows"] == 144)
    let all = descent("evaluate", folder["run"], "--part", "all", "--json")
    #expect(try json(all.output)["rows"] == 1797)
  }

  @Test func numbersAreEvaluatedAsNumbers() throws {
    try folder.write(regressionTable(), "t.csv")
    train(folder["t.csv"], "--epochs", "5")
    let document = try json(descent("evaluate", folder["run"], "--json").output)
    for name in ["loss", "mean_squared_error", "mean_absolute_error", "r2"] {
      #expect(document[name]?.number != nil)
    }
    #expect(document["confusion_matrix"] == nil)
  }

  /// A table as people have them: names, numbers, texts, yes/no, and cells that are empty.
  @Test func aTableWithTextsAndGaps() throws {
    var random = RandomSource(seed: 5, .other)
    var table = "name,age,city,member,price\n"
    for row in 0..<400 {
      let age = random.uniform(18, 80)
      let city = ["Oslo", "Paris", "Rome"][Int(random.uniform(0, 3))]
      let isMember = random.uniform(0, 1) < 0.5
      let price = 100 - age + (city == "Paris" ? 50 : 0) + (isMember ? 20 : 0)
      let cells = [
        "person \(row)", row % 20 == 3 ? "" : fixed(age, 2), row % 30 == 4 ? "NA" : city,
        isMember ? "yes" : "no", fixed(price, 3),
      ]
      table += cells.joined(separator: ",") + "\n"
    }
    try folder.write(table, "t.csv")
    // Looking at it refuses nothing.
    let inspection = descent("inspect", folder["t.csv"], width: 80, in: folder)
    #expect(inspection.code == 0, "\(inspection.notes)")
    #expect(inspection.output.contains("\ncity    category of 3       14"))
    #expect(inspection.output.contains("\nage     number              20  18"))
    let columns = try json(descent("inspect", folder["t.csv"], "--json").output)["features"]?.list
    #expect(columns?[0].table?["missing"] == 20)
    #expect(columns?[1].table?["levels"]?.table?.entries.count == 3)
    #expect(columns?[2].table?["kind"] == "yes-no")
    let refused = descent("train", folder["t.csv"], "--output", folder["run"], in: folder)
    #expect(
      refused.notes
        == "error: DIR/t.csv:5:10: 34 missing values in 2 columns: age (20), city (14). Say what "
        + "stands for them: --missing mean, median, constant=X, or drop to leave out their rows.\n")
    let trained = descent(
      "train", folder["t.csv"], "--missing", "mean", "--missing-indicator", "--epochs", "60",
      "--json", "--output", folder["run"], in: folder)
    #expect(trained.code == 0, "\(trained.notes)")
    #expect(try #require(try json(trained.output)["test"]?.table?["r2"]?.number) > 0.8)
    let manifest = String(decoding: try folder.bytes("run/manifest.json"), as: UTF8.self)
    #expect(manifest.contains("20 missing values filled with "))
    // The same rows come to the same figures when they are measured again.
    let again = descent("evaluate", folder["run"], "--json", in: folder)
    #expect(try json(again.output)["r2"] == json(trained.output)["test"]?.table?["r2"])
    // By name, in any order, with a column more; gaps and a city that nobody has heard of.
    try folder.write(
      "city,name,member,age\nParis,x,yes,30\nAtlantis,y,no,\n", "new.csv")
    let answer = descent("predict", folder["run"], folder["new.csv"], in: folder)
    #expect(answer.code == 0)
    #expect(answer.output.split(separator: "\n").count == 3)
    #expect(answer.notes.contains("note: 1 column not used: name\n"))
    #expect(answer.notes.contains("note: Column \"age\": 1 missing value filled with "))
    #expect(
      answer.notes.contains(
        "note: Column \"city\": 1 cell with a text that the training rows don't have, none of its "
          + "levels: \"Atlantis\" (1).\n"))
    let price = try #require(
      Double(answer.output.split(separator: "\n")[1].split(separator: ",")[4]))
    #expect(abs(price - 140) < 15, "\(answer.output)")
    let other = descent("evaluate", folder["run"], "--data", folder["t.csv"], "--part", "all")
    #expect(other.code == 0)
    try folder.write("city,age\nParis,30\n", "less.csv")
    #expect(
      descent("predict", folder["run"], folder["less.csv"], in: folder).notes
        == "error: DIR/less.csv: a column is missing: member. The file has: city, age.\n")
    // Going on from the model keeps its columns, whatever the new rows hold.
    let few = table.split(separator: "\n").prefix(60).filter { !$0.contains("Rome") }
    try folder.write(few.joined(separator: "\n") + "\n", "few.csv")
    let more = descent(
      "train", folder["few.csv"], "--from", folder["run"], "--missing", "mean", "--epochs", "2",
      "--output", folder["more"], in: folder)
    #expect(more.code == 0, "\(more.notes)")
  }

  /// Prices in the hundreds of thousands are learned as well as their thousandths.
  @Test func largeNumbersAreLearned() throws {
    var random = RandomSource(seed: 3, .other)
    var table = "rooms,age,price\n"
    var scaled = "rooms,age,price\n"
    for _ in 0..<300 {
      let (rooms, age) = (random.uniform(1, 8), random.uniform(0, 50))
      let price = 200_000 + 60_000 * rooms - 2000 * age
      table += "\(fixed(rooms, 3)),\(fixed(age, 3)),\(fixed(price, 2))\n"
      scaled += "\(fixed(rooms, 3)),\(fixed(age, 3)),\(fixed(price / 1000, 5))\n"
    }
    try folder.write(table, "t.csv")
    try folder.write(scaled, "s.csv")
    func r2(_ file: String, _ arguments: String...) throws -> Double {
      let answer = descent(
        ["train", folder[file], "--epochs", "40", "--json", "--output", folder[file + "-run"]]
          + arguments)
      try FileManager.default.moveItem(
        atPath: folder[file + "-run"], toPath: folder["\(file)-\(arguments.count)"])
      return try #require(try json(answer.output)["test"]?.table?["r2"]?.number)
    }
    let large = try r2("t.csv")
    #expect(large > 0.99)
    #expect(try abs(large - r2("s.csv")) < 0.001)
    #expect(try r2("t.csv", "--target-scale", "none") < 0.5)
    // Predictions are prices.
    try folder.write("age,rooms\n10,4\n", "new.csv")
    let answer = descent(
      "predict", folder["t.csv-0"], folder["new.csv"], "--format", "json", in: folder)
    #expect(answer.code == 0, "\(answer.notes)")
    let text = answer.output
    let price = try #require(
      text.split(whereSeparator: { !"0123456789.".contains($0) }).compactMap { Double($0) }
        .first { $0 > 100_000 })
    #expect(abs(price - 420_000) < 15_000, "\(text)")
    let inspection = descent("inspect", folder["t.csv-0"], in: folder).output
    #expect(inspection.contains("\ntargets     standardize, scaled back\n"))
  }

  @Test func otherDataIsMeasuredAsAWhole() throws {
    try folder.write(classTable(), "t.csv")
    train(folder["t.csv"])
    try folder.write("kind,b,a\nmore,-0.5,0.5\nless,0.5,-0.5\n", "other.csv")
    let answer = descent(
      "evaluate", folder["run"], "--data", folder["other.csv"], "--target", "kind", "--json",
      in: folder)
    #expect(answer.code == 0)
    let document = try json(answer.output)
    #expect(document["rows"] == 2)
    #expect(document["accuracy"] == 1)
    #expect(document["evaluated_on"] == "all rows")
  }

  @Test(arguments: ["kind", "y"]) func theOrderOfColumnsChangesNoFigure(_ target: String) throws {
    let table = target == "y" ? regressionTable() : classTable()
    try folder.write(table, "t.csv")
    let permuted = table.split(separator: "\n").map { line in
      let cells = line.split(separator: ",")
      return "\(cells[2]),\(cells[1]),\(cells[0])\n"
    }
    try folder.write(permuted.joined(), "p.csv")
    train(folder["t.csv"], "--epochs", "5")
    let plain = descent("evaluate", folder["run"], "--data", folder["t.csv"], "--part", "all")
    let other = descent("evaluate", folder["run"], "--data", folder["p.csv"], in: folder)
    #expect(other.notes == "")
    let figures = other.output.split(separator: "\n").dropFirst()
    #expect(figures == plain.output.split(separator: "\n").dropFirst())
    #expect(figures.count > 3)
    try folder.write(table.replacing(target, with: "z"), "z.csv")
    #expect(
      descent("evaluate", folder["run"], "--data", folder["z.csv"], in: folder)
        == Answer(
          code: 65, output: "",
          notes: "error: DIR/z.csv: the target is missing: \(target). The file has: a, b, z. "
            + "Name the target if it is called otherwise.\n"))
    #expect(
      descent("evaluate", folder["run"], "--data", folder["p.csv"], "--target", "a", in: folder)
        == Answer(
          code: 64, output: "",
          notes: "error: DIR/p.csv: column \"a\" is a feature; it can't be the target, too. "
            + "Name the column that holds the target.\n"))
  }

  @Test func aConfigOfSomebodyElseIsLeftAlone() throws {
    try folder.write(classTable(), "t.csv")
    train(folder["t.csv"], "--epochs", "2")
    train("moons", "--epochs", "1", to: "other")
    let plain = descent("evaluate", folder["run"], "--data", folder["t.csv"], "--part", "all")
    try folder.write("foo: bar\n", "config.yaml")
    try AtomicFile.write(folder.bytes("run/model.safetensors"), to: folder["model.safetensors"])
    let answer = descent("evaluate", folder.path, "--data", folder["t.csv"])
    #expect(answer.code == 0)
    #expect(
      answer.output.split(separator: "\n").dropFirst()
        == plain.output.split(separator: "\n").dropFirst())
    let missing = Answer(
      code: 64, output: "",
      notes: "error: no data to measure the model on: no manifest.json of this model lies beside "
        + "it. Name the data behind the model.\n")
    #expect(descent("evaluate", folder.path, in: folder) == missing)
    // The run folder of another model.
    try AtomicFile.write(
      folder.bytes("run/model.safetensors"), to: folder["other/model.safetensors"])
    #expect(descent("evaluate", folder["other"], in: folder) == missing)
  }

  @Test func dataThatChangedSinceTheTrainingIsNoticed() throws {
    try folder.write(classTable(), "t.csv")
    train(folder["t.csv"], "--epochs", "2")
    let rows = classTable().split(separator: "\n").prefix(31)
    try folder.write(rows.joined(separator: "\n") + "\n", "t.csv")
    let answer = descent("evaluate", folder["run"], in: folder)
    #expect(answer.code == 0)
    #expect(answer.output.hasPrefix("t, all rows: 30 rows\n"))
    #expect(
      answer.notes.hasSuffix(
        "note: DIR/t.csv has changed since the training: measured on all rows, "
          + "those it was trained on included\n"))
    #expect(
      descent("evaluate", folder["run"], "--part", "validation", in: folder)
        == Answer(
          code: 65, output: "",
          notes: "error: --part validation: DIR/t.csv has changed since the training; "
            + "which rows those were is not known. "
            + "Leave --part out to measure on all rows, or bring the old data back.\n"))
  }

  @Test func dataOfAnotherKindIsRefused() throws {
    train("moons", "--epochs", "1")
    #expect(
      descent("evaluate", folder["run"], "--data", "digits", in: folder)
        == Answer(
          code: 65, output: "",
          notes: "error: the model takes 2 features (2), but a row of digits has 64 (8x8x1)\n"))
    #expect(
      descent("evaluate", folder["run"], "--data", "blobs", in: folder)
        == Answer(
          code: 0, output: descent("evaluate", folder["run"], "--data", "blobs").output,
          notes: "note: 333 rows of other classes left out\n"))
  }

  // MARK: Predict

  @Test func predictsRowsOfACSV() throws {
    try folder.write(classTable(), "t.csv")
    train(folder["t.csv"])
    for (input, notes, expected) in [
      ("0.9,-0.9\n-0.9,0.9\n", "", ["row,label,probability", "1,more,", "2,less,"]),
      (
        "a,b\n0.9,-0.9\n-0.9,0.9\n", "",
        ["a,b,predicted_kind,probability", "0.9,-0.9,more,", "-0.9,0.9,less,"]
      ),
      (
        "b,extra,a\n-0.9,7,0.9\n0.9,8,-0.9\n", "note: 1 column not used: extra\n",
        ["b,extra,a,predicted_kind,probability", "-0.9,7,0.9,more,", "0.9,8,-0.9,less,"]
      ),
    ] {
      let answer = descent("predict", folder["run"], "-", input: input)
      #expect(answer.code == 0)
      #expect(answer.notes == notes)
      let lines = answer.output.split(separator: "\n").map(String.init)
      #expect(lines.count == 3)
      for (line, start) in zip(lines, expected) { #expect(line.hasPrefix(start)) }
    }
  }

  @Test func columnsThatAreMissingAreListed() throws {
    try folder.write(classTable(), "t.csv")
    train(folder["t.csv"])
    #expect(
      descent("predict", folder["run"], input: "a,c\n1,2\n")
        == Answer(
          code: 65, output: "",
          notes: "error: standard input: a column is missing: b. The file has: a, c.\n"))
    #expect(
      descent("predict", folder["run"], input: "1,2,3\n")
        == Answer(
          code: 65, output: "",
          notes: "error: standard input: 3 columns, but the model takes 2 features (a, b). "
            + "Remove the target column. Or add a header with names.\n"))
    let text = descent("predict", folder["run"], input: "1,x\n")
    #expect(text.code == 65)
  }

  @Test func jsonHasAllProbabilities() throws {
    train("digits", "--epochs", "2")
    let answer = descent("predict", folder["run"], "digits", "--top", "3", "--format", "jsonl")
    #expect(answer.notes == "note: all rows of digits: 1,797\n")
    let lines = answer.output.split(separator: "\n")
    #expect(lines.count == 1797)
    let first = try json(String(lines[0]))
    #expect(first["row"] == 1)
    #expect(first["top"]?.list?.count == 3)
    let probabilities = try #require(first["probabilities"]?.table)
    #expect(probabilities.entries.map(\.name) == (0...9).map(String.init))
    let sum = probabilities.entries.compactMap(\.value.number).reduce(0, +)
    #expect(abs(sum - 1) < 1e-5)
    let label = try #require(first["label"]?.text)
    #expect(first["probability"] == probabilities[label])
    #expect(first["top"]?.list?.first?.table?["label"]?.text == label)
    let csv = descent("predict", folder["run"], "digits", "--top", "2").output
    #expect(csv.hasPrefix("row,label,probability,label_2,probability_2\n1,\(label),"))
  }

  @Test func numbersArePredictedAsNumbers() throws {
    try folder.write(regressionTable(), "t.csv")
    train(folder["t.csv"])
    let answer = descent("predict", folder["run"], input: "0.5,0\n")
    let lines = answer.output.split(separator: "\n")
    #expect(lines.first == "row,y")
    let value = try #require(Double(lines.last?.split(separator: ",").last ?? ""))
    #expect(abs(value - 1) < 0.4)
    let document = try json(
      descent("predict", folder["run"], "--format", "jsonl", input: "0.5,0\n").output)
    #expect(document.entries.map(\.name) == ["row", "value", "values"])
    #expect(
      descent("predict", folder["run"], "--top", "2", input: "1,2\n").notes
        == "error: --top: the model predicts the number y, no classes. Leave --top out.\n")
  }

  @Test func aRowHasTheSameBitsAloneAndAmongOthers() throws {
    train("moons", "--epochs", "2")
    let together = descent("predict", folder["run"], input: "1,0.5\n0,0\n-1,0.25\n").output
    let alone = ["1,0.5\n", "0,0\n", "-1,0.25\n"].map { row in
      descent("predict", folder["run"], input: row).output.split(separator: "\n")[1].dropFirst(2)
    }
    #expect(together.split(separator: "\n").dropFirst().map { $0.dropFirst(2) } == alone)
  }

  // MARK: Inspect

  @Test func inspectsModelsAndData() throws {
    train("moons", "--hidden", "4", "--epochs", "1")
    let model = descent("inspect", folder["run"], in: folder)
    #expect(model.output.hasPrefix("DIR/run/model.safetensors, trained on moons\n"))
    #expect(model.output.contains("\n1 dense, relu       4          12\n"))
    let document = try json(descent("inspect", folder["run"], "--json").output)
    #expect(document["parameters"] == 22)
    #expect(document["dataset"] == "moons")
    let data = try json(descent("inspect", "digits", "--json").output)
    #expect(data["rows"] == 1797)
    #expect(data["shape"] == [8, 8, 1])
    #expect(data["range"] == [0, 16])
    #expect(data["classes"]?.table?["0"] == 178)
    #expect(
      descent("inspect", "xor").output.contains("\nx            0  0.5000     1     0.5000\n"))
  }

  // MARK: Damaged models

  @Test func aModelCutAnywhereIsRefused() throws {
    train("xor", "--epochs", "1")
    let bytes = try folder.bytes("run/model.safetensors")
    for length in Array(stride(from: 0, to: bytes.count, by: 7)) + [bytes.count - 1] {
      try AtomicFile.write(ContiguousArray(bytes.prefix(length)), to: folder["cut.safetensors"])
      let answer = descent("inspect", folder["cut.safetensors"], in: folder)
      #expect(answer.code == 65, "cut at \(length)")
      #expect(answer.notes.hasPrefix("error: DIR/cut.safetensors: "), "cut at \(length)")
      #expect(answer.notes.split(separator: "\n").count <= 2)
      #expect(answer.output == "")
    }
  }

  @Test func aFlippedByteOfTheHeaderNeverTraps() throws {
    train("xor", "--epochs", "1")
    let bytes = try folder.bytes("run/model.safetensors")
    for index in stride(from: 0, to: bytes.count - 130, by: 5) {
      var damaged = bytes
      damaged[index] ^= 0x55
      try AtomicFile.write(damaged, to: folder["flip.safetensors"])
      let answer = descent("inspect", folder["flip.safetensors"], in: folder)
      #expect(answer.code == 65 || answer.code == 0, "flipped at \(index)")
      #expect((answer.code == 0) == answer.notes.isEmpty)
    }
  }

  @Test func aModelForOtherInputIsRefused() throws {
    train("moons", "--epochs", "1")
    #expect(
      descent("predict", folder["run"], "digits", in: folder)
        == Answer(
          code: 65, output: "",
          notes: "error: the model takes 2 features (2), but a row of digits has 64 (8x8x1)\n"))
    #expect(
      descent("train", "digits", "--from", folder["run"], "--output", folder["b"], in: folder).notes
        == "error: DIR/run: the model predicts 0, 1, but digits has 0, 1, 2, 3, 4, 5, 6, 7, 8, 9\n")
  }

  @Test func aMissingModelIsRefused() throws {
    #expect(
      descent("predict", folder["none"], in: folder)
        == Answer(code: 66, output: "", notes: "error: DIR/none: no such file\n"))
    #expect(
      descent("evaluate", folder.path, in: folder)
        == Answer(code: 66, output: "", notes: "error: DIR/model.safetensors: no such file\n"))
  }
}
