import Descent
import Foundation
import Testing

/// `--split-by`, `--sample-weight` and `--sampling`: train, evaluate, config files, and what is refused.
@Suite struct SplitCommandTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  /// Rows of 24 patients at 60 times, with a weight and the name of a part.
  private func table(rows: Int = 240) -> String {
    var random = RandomSource(seed: 3, .other)
    var text = "a,b,patient,day,part,w,kind\n"
    for row in 0..<rows {
      let (a, b) = (random.uniform(-1, 1), random.uniform(-1, 1))
      let day = (row * 37) % rows / 4
      let date = "2024-0\(1 + day / 28)-\(day % 28 < 9 ? "0" : "")\(1 + day % 28)"
      let part = row % 10 == 0 ? "test" : row % 10 == 1 ? "val" : "train"
      let kind = a > b ? "more" : row % 3 == 0 ? "less" : "more"
      text += "\(fixed(a, 4)),\(fixed(b, 4)),p\(row % 24),\(date),\(part),\(1 + row % 3),\(kind)\n"
    }
    return text
  }

  private func train(_ arguments: String...) throws -> Answer {
    try folder.write(table(), "t.csv")
    return descent(
      [
        "train", folder["t.csv"], "--target", "kind", "--epochs", "3", "--ignore",
        "patient,day,part",
      ]
        + arguments + ["--output", folder["run"]], in: folder)
  }

  private func manifest() throws -> Settings {
    try json(String(decoding: try folder.bytes("run/manifest.json"), as: UTF8.self))
  }

  private func rows(_ part: String) throws -> Int? {
    try manifest()["data"]?.table?["rows"]?.table?[part]?.integer
  }

  /// What holds for every way to divide the rows: the same test rows in `evaluate`, the same model again
  /// from its config, and another fingerprint than without it.
  private func check(_ text: String) throws {
    let evaluated = descent("evaluate", folder["run"], "--json", in: folder)
    #expect(evaluated.code == 0, "\(evaluated.notes)")
    let document = try json(evaluated.output)
    #expect(document["evaluated_on"] == "the test rows")
    let figures = try #require(try manifest()["figures"]?.table)
    #expect(document["loss"]?.number == figures["test_loss"]?.number)
    #expect(try document["rows"]?.integer == rows("test"))
    let again = descent(
      "train", "--config", folder["run/config.yaml"], "--output", folder["again"], "--quiet",
      in: folder)
    #expect(again.code == 0, "\(again.notes)")
    #expect(
      try folder.bytes("run/model.safetensors") == folder.bytes("again/model.safetensors"))
    #expect(try manifest()["data"]?.table?["split_by"]?.text == text)
    let config = String(decoding: try folder.bytes("run/config.yaml"), as: UTF8.self)
    #expect(config.contains("\nsplit-by: "))
    // Other keys, other data: which rows were test rows isn't known any more.
    try folder.write(
      table().replacingOccurrences(of: ",p3,2024-01-0", with: ",p4,2024-01-1")
        .replacingOccurrences(of: ",val,", with: ",train,"), "t.csv")
    let changed = descent("evaluate", folder["run"], "--part", "test", in: folder)
    #expect(changed.code == 65)
    #expect(changed.notes.contains("t.csv has changed since the training"))
  }

  @Test func byGroup() throws {
    let answer = try train("--split-by", "group=patient")
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(answer.notes.contains("note: Column \"patient\" divides the rows and is no feature.\n"))
    #expect(
      answer.notes.contains(
        "note: Rows divided by group=patient: 17 groups to train, 2 groups to validate, "
          + "5 groups to test.\n"))
    #expect(try rows("test") == 50)
    try check("group=patient")
  }

  @Test func byTime() throws {
    let answer = try train("--split-by", "time=day")
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(
      answer.notes.contains(
        "note: Rows divided by time=day: 2024-01-01 to 2024-02-15 to train, 2024-02-16 to "
          + "2024-02-20 to validate, 2024-02-21 to 2024-03-04 to test.\n"))
    try check("time=day")
  }

  @Test func byColumn() throws {
    let answer = try train("--split-by", "column=part")
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(
      answer.notes.contains(
        "note: Rows divided by column=part: 192 rows to train, 24 rows to validate, "
          + "24 rows to test.\n"))
    let config = String(decoding: try folder.bytes("run/config.yaml"), as: UTF8.self)
    #expect(config.contains("\nvalidation: given\n"))
    #expect(config.contains("\ntest: given\n"))
    try check("column=part")
  }

  @Test func byHash() throws {
    let answer = try train("--split-by", "hash=patient")
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(answer.notes.contains("note: Rows divided by hash=patient: "))
    try check("hash=patient")
  }

  @Test func theColumnMayBeAFeature() throws {
    let ignored = try train("--split-by", "group=patient", "--split-feature")
    #expect(ignored.code == 64)
    #expect(
      ignored.notes
        == "error: DIR/t.csv: column \"patient\" is ignored; it can't be a feature, too\n")
    try folder.write(table(), "t.csv")
    let answer = descent(
      "train", folder["t.csv"], "--ignore", "day,patient", "--split-by", "group=part",
      "--split-feature", "--validation", "0", "--epochs", "2", "--output", folder["run"], in: folder
    )
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(answer.notes.contains("part (category of 3)"))
    let config = String(decoding: try folder.bytes("run/config.yaml"), as: UTF8.self)
    #expect(config.contains("\nsplit-feature: true\n"))
  }

  @Test func partsThatTheColumnLacksAreHeldOut() throws {
    try folder.write(table().replacingOccurrences(of: ",val,", with: ",train,"), "t.csv")
    func counts(_ arguments: String...) throws -> [Int?] {
      let answer = descent(
        ["train", folder["t.csv"], "--split-by", "column=part", "--ignore", "patient,day"]
          + ["--epochs", "1", "--quiet", "--output", folder["run"]] + arguments, in: folder)
      #expect(answer.code == 0, "\(answer.notes)")
      let counts = try ["training", "validation", "test"].map(rows)
      try FileManager.default.removeItem(atPath: folder["run"])
      return counts
    }
    #expect(try counts() == [194, 22, 24])
    #expect(try counts("--validation", "0") == [216, 0, 24])
    #expect(try counts("--validation", "0", "--test", "0") == [216, 0, 0])
    try folder.write(table().replacingOccurrences(of: ",test,", with: ",train,"), "t.csv")
    #expect(try counts() == [216, 24, 0])
    #expect(try counts("--test", "0.25") == [162, 24, 54])
    #expect(try counts("--test", "0.25", "--validation", "0") == [162, 0, 54])
  }

  @Test func aClassWithoutTrainingRowsIsSaid() throws {
    try folder.write("a,t,y\n1,1,x\n2,2,z\n3,3,x\n4,4,z\n5,5,w\n6,6,w\n", "t.csv")
    let answer = descent(
      "train", folder["t.csv"], "--split-by", "time=t", "--test", "0.34", "--validation", "0",
      "--epochs", "1", "--output", folder["run"], in: folder)
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(
      answer.notes.contains(
        "note: No training row is of class \"w\": 2 rows of it can't be recognized.\n"))
  }

  // MARK: Weights and sampling

  @Test func weightsCountInTheLossAndTheFigures() throws {
    let answer = try train("--sample-weight", "w")
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(answer.notes.contains("note: Column \"w\" weighs the rows and is no feature.\n"))
    let weighted = try folder.bytes("run/model.safetensors")
    let evaluated = try json(descent("evaluate", folder["run"], "--json").output)
    #expect(
      try evaluated["loss"]?.number == manifest()["figures"]?.table?["test_loss"]?.number)
    #expect(try manifest()["data"]?.table?["sample_weight"] == "w")
    try FileManager.default.removeItem(atPath: folder["run"])
    #expect(try train("--ignore", "patient,day,part,w").code == 0)
    #expect(try folder.bytes("run/model.safetensors") != weighted)
  }

  @Test func samplingIsSaidAndWritten() throws {
    let answer = try train("--sampling", "undersample", "--ignore", "patient,day,part,w")
    #expect(answer.code == 0, "\(answer.notes)")
    let sampling = try #require(try manifest()["data"]?.table?["sampling"]?.table)
    #expect(sampling["kind"] == "undersample")
    let training = try #require(sampling["training_rows"]?.table)
    let drawn = try #require(sampling["rows_in_an_epoch"]?.table)
    let (less, more) = (training["less"]?.integer ?? 0, training["more"]?.integer ?? 0)
    #expect(try less > 0 && less < more && less + more == rows("training"))
    #expect(drawn == ["less": .integer(less), "more": .integer(less)])
    #expect(
      answer.notes.contains(
        "note: Rows of each class in an epoch (undersample): less \(less) from \(less), "
          + "more \(less) from \(more).\n"))
    try FileManager.default.removeItem(atPath: folder["run"])
    let over = try train("--sampling", "oversample", "--ignore", "patient,day,part,w", "--json")
    #expect(try json(over.output)["epochs"]?.list?.count == 3)
    let drawnMore = try #require(try manifest()["data"]?.table?["sampling"]?.table)
    #expect(
      drawnMore["rows_in_an_epoch"]?.table == ["less": .integer(more), "more": .integer(more)])
  }

  // MARK: What is refused

  @Test(
    arguments: [
      (
        64, ["--split-by", "grop=patient"],
        "--split-by: unknown way to divide the rows \"grop\". Did you mean \"group\"? "
          + "Known: group, time, column, hash."
      ),
      (64, ["--split-by", "group"], "--split-by: expected group=COLUMN, found \"group\""),
      (64, ["--split-by", "group="], "--split-by: expected group=COLUMN, found \"group=\""),
      (
        64, ["--split-by", "group=patent"],
        "DIR/t.csv: no splitting column \"patent\". Did you mean \"patient\"? "
          + "Known: a, b, patient, day, part, w, kind."
      ),
      (
        64, ["--split-by", "group=kind"],
        "DIR/t.csv: column \"kind\" is the target; it can't divide the rows, too"
      ),
      (
        65, ["--split-by", "time=patient"],
        "DIR/t.csv:2:17: column \"patient\": \"p0\" is neither a number nor a date. "
          + "Write times as numbers, or as 2026-11-21 or 2026-11-21T05:30:00."
      ),
      (
        65, ["--split-by", "column=patient"],
        "DIR/t.csv:2:17: column \"patient\": \"p0\" is no part of the rows. Known: train, training, "
          + "validation, val, valid, dev, test, testing."
      ),
      (
        64, ["--split-by", "column=part", "--test", "0.3"],
        "test: t comes with test rows of its own; no others are held out. "
          + "Leave test out, or say 0 to do without a test."
      ),
      (
        64, ["--split-by", "column=part", "--validation", "0.3"],
        "validation: a column of t marks rows for it; no others are held out. "
          + "Leave validation out, or say 0 to do without."
      ),
      (
        64, ["--validation", "given"],
        "validation: t comes without validation rows of its own. "
          + "Give the share of rows to hold out, such as 0.1."
      ),
      (
        64, ["--validation", "1"],
        "--validation: expected a share of at least 0 and less than 1, or given, found 1"
      ),
      (
        64, ["--split-feature"],
        "split-feature: there is no column that divides the rows. "
          + "Name it with split-by, or leave split-feature out."
      ),
      (
        64, ["--sample-weight", "weight"],
        "DIR/t.csv: no weight column \"weight\". Known: a, b, patient, day, part, w, kind."
      ),
      (
        65, ["--sample-weight", "a"],
        "DIR/t.csv:"
      ),
      (
        64, ["--sampling", "over"],
        "--sampling: unknown way to draw rows \"over\". Did you mean \"oversample\"? "
          + "Known: none, oversample, undersample."
      ),
      (
        64, ["--sampling", "oversample", "--class-weight", "balanced"],
        "sampling and class-weight balanced would make up for the same twice. "
          + "Leave one of them out."
      ),
      (
        64, ["--fold", "2"], "fold: there are no folds. Say how many with folds, or leave fold out."
      ),
      (
        64, ["--folds", "3", "--fold", "4"],
        "fold: expected a whole number from 1 to 3, found 4"
      ),
      (
        64, ["--folds", "1"],
        "--folds: expected a whole number from 2 to 1,000, or none, found 1"
      ),
      (
        64, ["--folds", "5", "--test", "0.1"],
        "--test can't be combined with --folds: each fold is tested on rows of its own. "
          + "Leave one of them out."
      ),
      (
        64, ["--folds", "5", "--split-by", "column=part"],
        "folds: the column \"part\" names the part of each row already. "
          + "Leave folds out, or divide the rows by group, time or hash."
      ),
      (
        65, ["--folds", "30", "--split-by", "group=patient"],
        "t: 24 groups are too few for 30 folds. Use fewer folds, or give it more rows."
      ),
    ] as [(Int32, [String], String)])
  func isRefused(_ code: Int32, _ arguments: [String], _ message: String) throws {
    try folder.write(table(), "t.csv")
    let answer = descent(
      ["train", folder["t.csv"], "--epochs", "1", "--output", folder["run"]] + arguments,
      in: folder)
    if message.hasSuffix(":") {
      #expect(answer.notes.hasPrefix("error: " + message))
      #expect(answer.notes.contains("is below 0. The weight of a row is a number of 0 or more."))
    } else {
      #expect(answer.notes == "error: \(message)\n")
    }
    #expect(answer.code == code)
    #expect(answer.output == "")
    #expect(folder.names() == ["t.csv"], "nothing may be left behind")
  }

  @Test(
    arguments: [
      (
        ["digits", "--split-by", "group=x"], "split-by: digits has no columns. Leave split-by out."
      ),
      (
        ["moons", "--sample-weight", "x"],
        "sample-weight: moons has no columns. Leave sample-weight out."
      ),
      (
        ["sine", "--sampling", "oversample"],
        "sampling: oversample needs classes, but sine has the number y. Leave sampling out."
      ),
    ] as [([String], String)])
  func otherDataHasNoColumns(_ arguments: [String], _ message: String) {
    #expect(
      descent(["train"] + arguments) == Answer(code: 64, output: "", notes: "error: \(message)\n"))
  }
}
