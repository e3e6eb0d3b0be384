import Descent
import Foundation
import Testing

/// `descent train --folds`.
@Suite struct CrossValidationTests {
  private let folder: Folder

  init() throws {
    folder = try Folder()
    try folder.write(classTable(rows: 90), "t.csv")
  }

  private func train(_ arguments: String..., to name: String = "run") -> Answer {
    descent(
      ["train", folder["t.csv"], "--epochs", "4"] + arguments + ["--output", folder[name]],
      in: folder)
  }

  private func document(_ name: String) throws -> Settings {
    try json(String(decoding: try folder.bytes(name), as: UTF8.self))
  }

  private let files = [
    "MODEL_CARD.md", "config.yaml", "histograms.jsonl", "manifest.json", "metrics.csv",
    "metrics.jsonl",
    "model.safetensors", "report.html",
  ]

  @Test func everyFoldIsARunFolder() throws {
    let answer = train("--folds", "3")
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(
      folder.names("run") == [
        "config.yaml", "cross-validation.json", "folds", "manifest.json", "report.html",
      ])
    let page = String(decoding: try folder.bytes("run/report.html"), as: UTF8.self)
    #expect(page.contains("mean and deviation of 3 folds"))
    #expect(page.contains("<a href=\"folds/3/report.html\">fold 3</a>"))
    #expect(folder.names("run/folds") == ["1", "2", "3"])
    let summary = try document("run/cross-validation.json")
    #expect(summary["folds"] == 3)
    #expect(
      Set(try (1...3).map { try folder.bytes("run/folds/\($0)/model.safetensors") }).count == 3)
    for number in 1...3 {
      let fold = "run/folds/\(number)"
      #expect(folder.names(fold) == files)
      // Measured again, trained again, trained alone.
      let evaluated = try json(descent("evaluate", folder[fold], "--json").output)
      let result = summary["results"]?.list?[number - 1].table
      #expect(evaluated["loss"] == result?["test"]?.table?["loss"])
      #expect(evaluated["rows"] == 30)
      #expect(result?["rows"]?.table == ["training": 54, "validation": 6, "test": 30])
      let model = try folder.bytes(fold + "/model.safetensors")
      let again = folder["again\(number)"]
      #expect(
        descent(
          "train", "--config", folder[fold + "/config.yaml"], "--quiet", "--output", again
        ).code == 0)
      #expect(try folder.bytes("again\(number)/model.safetensors") == model)
      #expect(
        train("--folds", "3", "--fold", "\(number)", "--quiet", to: "alone\(number)").code == 0)
      #expect(try folder.bytes("alone\(number)/model.safetensors") == model)
      #expect(
        try document(fold + "/manifest.json")["data"]?.table?["fold"]
          == .table(["number": .integer(number), "of": 3]))
    }
    #expect(
      try document("run/manifest.json")["files"]?.table?.entries.map(\.name)
        == ["cross-validation.json"] + (1...3).map { "folds/\($0)/model.safetensors" })
  }

  @Test func meanAndDeviationAreThoseOfTheFolds() throws {
    #expect(train("--folds", "4", "--quiet").code == 0)
    let summary = try document("run/cross-validation.json")
    let values = try #require(summary["results"]?.list).compactMap {
      $0.table?["test"]?.table?["accuracy"]?.number
    }
    #expect(values.count == 4)
    let mean = values.reduce(0, +) / 4
    let deviation = (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 3).squareRoot()
    #expect(abs((summary["mean"]?.table?["accuracy"]?.number ?? 0) - mean) < 1e-12)
    #expect(
      abs((summary["standard_deviation"]?.table?["accuracy"]?.number ?? 0) - deviation) < 1e-12)
  }

  @Test func aTableIsShown() throws {
    let answer = train("--folds", "2", "--hidden", "4")
    #expect(answer.code == 0)
    let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "t: 2 classes, rows of 2; 2 folds of 90 rows")
    #expect(lines.contains("fold 1 of 2: 40 to train, 5 to validate, 45 to test"))
    #expect(lines.contains("fold 2 of 2: 40 to train, 5 to validate, 45 to test"))
    let header = try #require(lines.firstIndex { $0.hasPrefix("Fold ") })
    #expect(lines[header + 1].hasPrefix("1 "))
    #expect(lines[header + 2].hasPrefix("2 "))
    #expect(lines[header + 3].hasPrefix("---"))
    #expect(lines[header + 4].hasPrefix("mean "))
    #expect(lines[header + 5].hasPrefix("deviation "))
    #expect(
      answer.output.contains("\nsaved in DIR/run:\n  folds/1 … folds/2, cross-validation.json, "))
    #expect(answer.output.hasSuffix("next: descent evaluate DIR/run/folds/1\n"))
    let quiet = train("--folds", "2", "--hidden", "4", "--quiet", to: "quiet")
    #expect(quiet.notes == "")
    #expect(quiet.output.split(separator: "\n").count == 2)
    #expect(quiet.output.hasSuffix("\nsaved  DIR/quiet/cross-validation.json\n"))
  }

  @Test func threadsAndJSONChangeNothing() throws {
    let first = train("--folds", "3", "--json", "--threads", "1", to: "one")
    let second = train("--folds", "3", "--quiet", "--threads", "3", to: "two")
    #expect(first.code == 0 && second.code == 0)
    var document = try json(first.output)
    #expect(first.notes == "")
    #expect(document["run"] == "DIR/one")
    #expect(document["seconds"]?.number != nil)
    (document["run"], document["seconds"]) = (nil, nil)
    #expect(try document == self.document("two/cross-validation.json"))
    for name in ["cross-validation.json"] + (1...3).map({ "folds/\($0)/model.safetensors" }) {
      #expect(try folder.bytes("one/" + name) == folder.bytes("two/" + name))
    }
    #expect(train("--folds", "3", "--quiet", "--seed", "1", to: "three").code == 0)
    #expect(
      try folder.bytes("one/cross-validation.json") != folder.bytes("three/cross-validation.json"))
  }

  @Test func groupsAndSharesOfClassesHold() throws {
    var text = "a,who,y\n"
    for row in 0..<60 { text += "\(row % 7),p\(row % 9),\(row % 5 == 0 ? "x" : "z")\n" }
    try folder.write(text, "g.csv")
    func counts(_ name: String) throws -> [Value?] {
      try #require(document(name + "/cross-validation.json")["results"]?.list).map {
        $0.table?["rows"]?.table?["test"]
      }
    }
    let data = ["train", folder["g.csv"], "--epochs", "1", "--quiet", "--folds", "3"]
    #expect(
      descent(data + ["--split-by", "group=who", "--output", folder["groups"]]).code == 0)
    // Each fold has two groups of 7 rows and one of 6.
    #expect(try counts("groups") == [20, 20, 20])
    let plain = descent(data + ["--ignore", "who", "--output", folder["plain"]])
    #expect(plain.code == 0)
    #expect(try counts("plain") == [20, 20, 20])
  }

  @Test func aRareClassIsSaid() throws {
    try folder.write("a,y\n1,x\n2,x\n3,x\n4,x\n5,z\n6,z\n7,x\n8,x\n", "r.csv")
    let answer = descent(
      "train", folder["r.csv"], "--folds", "3", "--epochs", "1", "--output", folder["run"],
      "--validation", "0", in: folder)
    #expect(answer.code == 0, "\(answer.notes)")
    let note =
      "note: Class \"z\" has 2 rows, so that not each of the 3 folds is tested on it.\n"
    #expect(answer.notes.components(separatedBy: note).count == 2, "once, not for each fold")
  }

  @Test func testRowsOfTheirOwnStayAside() throws {
    let answer = descent(
      "train", "digits", "--folds", "2", "--epochs", "1", "--hidden", "4", "--output",
      folder["run"], in: folder)
    #expect(answer.code == 0, "\(answer.notes)")
    let config = String(decoding: try folder.bytes("run/config.yaml"), as: UTF8.self)
    #expect(!config.contains("\ntest: "))
    #expect(config.contains("\nfolds: 2\n"))
    #expect(!config.contains("\nfold: "))
  }

  @Test func oneModelIsWantedOfOneFold() throws {
    #expect(train("--folds", "2", "--quiet").code == 0)
    for command in ["evaluate", "predict", "inspect"] {
      #expect(
        descent(command, folder["run"], in: folder)
          == Answer(
            code: 64, output: "",
            notes: "error: DIR/run: a cross-validation has a model for each fold. "
              + "Name one of them: DIR/run/folds/1\n"))
    }
    #expect(
      descent("train", "--resume", folder["run"], in: folder)
        == Answer(
          code: 64, output: "",
          notes: "error: DIR/run: the cross-validation is finished; its figures are in "
            + "DIR/run/cross-validation.json\n"))
    #expect(train("--folds", "2").code == 73)
  }

  @Test func aFoldThatFailsIsNamed() throws {
    let answer = train("--folds", "2", "--class-weight", "1,2,3")
    #expect(answer.code == 64)
    #expect(
      answer.notes.hasSuffix(
        "error: fold 1 of 2: expected 2 class weights, one per class, found 3\n"))
    #expect(folder.names() == ["t.csv"], "nothing may be left behind")
  }
}
