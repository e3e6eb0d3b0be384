import Descent
import Testing

/// `init` and what becomes of the file.
@Suite struct InitCommandTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func model(_ arguments: String...) throws -> ContiguousArray<UInt8> {
    let run = "run-\(folder.names().count)"
    let answer = descent(["train"] + arguments + ["--quiet", "--output", folder[run]])
    #expect(answer.code == 0, "\(answer.notes)")
    return try folder.bytes(run + "/model.safetensors")
  }

  @Test(arguments: ["kind", "y"]) func trainsTheSameModel(_ target: String) throws {
    try folder.write(target == "y" ? regressionTable() : classTable(), "t.csv")
    let (data, config) = (folder["t.csv"], folder["c.yaml"])
    #expect(
      descent("init", data, "--target", target, "-o", config, in: folder)
        == Answer(
          code: 0, output: "DIR/c.yaml is written\nnext: descent train --config DIR/c.yaml\n",
          notes: ""))
    #expect(try model("--config", config) == model(data, "--target", target))
    #expect(descent("init", "moons", "--output", folder["m.yaml"]).code == 0)
    #expect(
      try model("--config", folder["m.yaml"], "--epochs", "2") == model("moons", "--epochs", "2"))
  }

  @Test func everySettingIsExplained() throws {
    try folder.write(
      "name,age,city,y\n"
        + (0..<60).map {
          "n\($0),\($0 == 3 ? "" : "\($0 % 7).5"),\($0 % 3 == 0 ? "Oslo" : "Rome"),\($0 * 7 % 59).25\n"
        }
        .joined(), "t.csv")
    let answer = descent("init", folder["t.csv"], "--output", folder["c.yaml"], in: folder)
    #expect(
      answer.notes
        == "note: 2 findings in the data; see: descent data describe DIR/t.csv\n")
    let text = String(decoding: try folder.bytes("c.yaml"), as: UTF8.self)
      .replacing(folder.path, with: "DIR")
    #expect(
      text.hasPrefix(
        """
        # Settings to train on DIR/t.csv, made by Descent 0.1.0. Change what you like, then:
        #   descent train --config DIR/c.yaml
        # Paths start in the folder where the command runs. A line that is deleted has its default;
        # flags of the command win over this file.
        #
        # The columns, as they were found in 60 rows:
        #   name  texts, not used
        #   age   number, 1 missing
        #   city  category of 2: Oslo, Rome
        #   y     the target: number

        # ---- Data ----
        """), "\(text)")
    #expect(
      text.contains(
        """
        # One of: error, mean, median, constant=X, drop. (default: error: they are refused) 1 cell is
        # empty here.
        missing: mean

        """), "\(text)")
    #expect(text.contains("\ntarget: [\"y\"]\n"))
    #expect(text.contains("\ntask: regression\n"))
    // Nothing stands there without a line above it.
    var previous = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.first?.isLetter == true { #expect(previous.hasPrefix("# "), "\(line)") }
      previous = String(line)
    }
    #expect(try model("--config", folder["c.yaml"]) == model(folder["t.csv"], "--missing", "mean"))
  }

  @Test func nothingIsOverwritten() throws {
    try folder.write(classTable(), "t.csv")
    try folder.write("mine", "c.yaml")
    #expect(
      descent("init", folder["t.csv"], "-o", folder["c.yaml"], in: folder)
        == Answer(
          code: 73, output: "",
          notes: "error: DIR/c.yaml: there is a file already. Write over it with --force, or name "
            + "another one with --output.\n"))
    #expect(try folder.bytes("c.yaml") == ContiguousArray("mine".utf8))
    #expect(descent("init", folder["t.csv"], "-o", folder["c.yaml"], "--force").code == 0)
    #expect(try folder.bytes("c.yaml").count > 1000)
    #expect(
      descent("init", folder["t.csv"], "-o", folder["no/c.yaml"], in: folder)
        == Answer(
          code: 73, output: "",
          notes:
            "error: DIR/no/c.yaml: can't be written: the folder \"DIR/no\" does not exist. Create "
            + "it with mkdir -p, or choose another place.\n"))
  }

  @Test func wrongInputIsRefusedAsByTrain() throws {
    try folder.write("a,b\n1.5,2\nx,3.5\n2.5,4.5\n", "x.csv")
    for arguments in [
      [folder["none.csv"]], [folder["x.csv"]], [folder["x.csv"], "--target", "c"], ["digts"],
    ] {
      let answer = descent(["init"] + arguments + ["--output", folder["c.yaml"]], in: folder)
      #expect(answer.code != 0)
      #expect(answer == descent(["train"] + arguments + ["--output", folder["run"]], in: folder))
      #expect(folder.names() == ["x.csv"])
    }
  }
}
