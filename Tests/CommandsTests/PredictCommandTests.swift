import Descent
import Foundation
import Testing

/// What `predict` keeps, in which form, and what happens half-way.
@Suite struct PredictCommandTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func train(_ table: String, _ arguments: String...) throws {
    try folder.write(table, "t.csv")
    let answer = descent(
      ["train", folder["t.csv"], "--quiet", "--epochs", "3", "--output", folder["run"]] + arguments)
    #expect(answer.code == 0, "\(answer.notes)")
  }

  /// The fields of the lines of CSV.
  private func fields(_ text: String) -> [[String]] {
    text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func columnsAreKept() throws {
    try train(classTable())
    let rows = "b,kind,id,a\n0.50,,007,1.0\n-1,\"x,\"\"y\"\"\",8, 2 \n"
    let all = descent("predict", folder["run"], input: rows)
    #expect(all.notes == "note: 2 columns not used: kind, id\n")
    let lines = all.output.split(separator: "\n")
    #expect(lines[0] == "b,kind,id,a,predicted_kind,probability")
    #expect(lines[1].hasPrefix("0.50,,007,1.0,"))
    #expect(lines[2].hasPrefix("-1,\"x,\"\"y\"\"\",8,2,"))
    #expect(descent("predict", folder["run"], "--keep", "all", input: rows) == all)
    let some = descent("predict", folder["run"], "--keep", "id, a", input: rows).output
    #expect(fields(some).map { $0.prefix(2) } == [["id", "a"], ["007", "1.0"], ["8", "2"]])
    #expect(fields(some).map { $0.suffix(2) } == fields(all.output).map { $0.suffix(2) })
    let none = descent("predict", folder["run"], "--keep", "none", input: rows).output
    #expect(fields(none).map(\.[0]) == ["row", "1", "2"])
    #expect(fields(none)[0] == ["row", "label", "probability"])
    let top = descent("predict", folder["run"], "--keep", "3", "--top", "2", input: rows).output
    #expect(
      fields(top)[0] == [
        "id", "predicted_kind", "probability", "predicted_kind_2", "probability_2",
      ])
    // Without a header columns have the model's names, or numbers.
    let plain = descent("predict", folder["run"], "--keep", "all", input: "1,2\n").output
    #expect(plain.hasPrefix("a,b,predicted_kind,probability\n1,2,"))
    #expect(
      descent("predict", folder["run"], "--keep", "idd", input: rows)
        == Answer(
          code: 64, output: "",
          notes: "error: standard input: no kept column \"idd\". Did you mean \"id\"? "
            + "Known: b, kind, id, a.\n"))
    #expect(
      descent("predict", folder["run"], "moons", "--keep", "all")
        == Answer(
          code: 64, output: "",
          notes: "error: --keep: moons has no columns to keep. "
            + "Leave --keep out.\n"))
  }

  @Test func aNameThatIsTakenIsMadeLonger() throws {
    try train(regressionTable())
    let answer = descent(
      "predict", folder["run"], input: "a,b,y,predicted_y\n0.5,0,7,8\n")
    let lines = fields(answer.output)
    #expect(lines[0] == ["a", "b", "y", "predicted_y", "predicted_predicted_y"])
    #expect(lines[1].prefix(4) == ["0.5", "0", "7", "8"])
    #expect(lines[1].count == 5)
  }

  @Test func jsonIsOneListAndLinesAreLines() throws {
    try train(classTable())
    let rows = "id,a,b\n07,1.50,2\n8,-1,3\n"
    let lines = descent("predict", folder["run"], "--format", "jsonl", input: rows).output
      .split(separator: "\n").map(String.init)
    #expect(lines.count == 2)
    let first = try json(lines[0])
    #expect(
      first.entries.map(\.name) == ["row", "columns", "label", "probability", "probabilities"])
    #expect(first["columns"] == .table(["id": "07", "a": 1.5, "b": 2]))
    let whole = descent("predict", folder["run"], "--json", input: rows).output
    #expect(whole == "[\n" + lines.joined(separator: ",\n") + "\n]\n")
    #expect(try JSONReader().read(whole).list?.count == 2)
    let none = descent(
      "predict", folder["run"], "--format", "jsonl", "--keep", "none", input: rows
    ).output
    #expect(try json(String(none.split(separator: "\n")[0]))["columns"] == nil)
  }

  /// In JSON, too, kept cells are what they were.
  @Test func keptCellsStayAsTheyStood() throws {
    try train(classTable())
    func columns(_ input: String) -> [String] {
      descent("predict", folder["run"], "--format", "jsonl", input: input).output
        .split(separator: "\n").map { line in
          let start = line.range(of: "\"columns\":")?.upperBound ?? line.startIndex
          let end = line.range(of: ",\"label\"")?.lowerBound ?? line.endIndex
          return String(line[start..<end])
        }
    }
    #expect(
      columns("id,zip,a,b,t\n9007199254740993,01234,1.50,+2,true\n-0.5e3,.5,1e0,2,\n") == [
        #"{"id":9007199254740993,"zip":"01234","a":1.50,"b":"+2","t":"true"}"#,
        #"{"id":-0.5e3,"zip":".5","a":1e0,"b":2,"t":""}"#,
      ])
    #expect(
      columns(
        #"{"id": 123456789012345678901234567890, "a": 1.0, "b": "2", "t": true}"# + "\n"
          + #"{"id": "7", "a": 1, "b": 2, "u": null}"# + "\n") == [
          #"{"id":123456789012345678901234567890,"a":1.0,"b":"2","t":true,"u":null}"#,
          #"{"id":"7","a":1,"b":2,"t":null,"u":null}"#,
        ])
  }

  @Test func otherSpellingsOfYesAndNo() throws {
    let rows = (0..<60).map { "\($0 % 7),\($0 % 3 == 0 ? "no" : "yes"),\($0 % 5).5\n" }
    try train("a,ok,y\n" + rows.joined())
    func predicted(_ cells: String...) -> [String] {
      let input = "a,ok\n" + cells.map { "1,\($0)\n" }.joined()
      return fields(descent("predict", folder["run"], "--keep", "none", input: input).output)
        .dropFirst().map { $0[1] }
    }
    let known = predicted("yes", "no")
    #expect(known[0] != known[1])
    #expect(predicted("YES", "No", "true", "FALSE") == known + known)
    let json = descent(
      "predict", folder["run"], "--keep", "none",
      input: #"{"a": 1, "ok": true}"# + "\n" + #"{"a": 1, "ok": false}"# + "\n")
    #expect(fields(json.output).dropFirst().map { $0[1] } == known)
    #expect(
      descent("predict", folder["run"], input: "a,ok\n1,y\n").notes
        == "error: standard input:2:3: column \"ok\": expected yes or no, found \"y\". Correct it, or "
        + "delete the row.\n")
  }

  @Test func unknownTextsAreNamed() throws {
    let rows = (0..<60).map { "\($0 % 7),\(["Oslo", "Rome", "Bern"][$0 % 3]),\($0 % 5).5\n" }
    try train("a,city,y\n" + rows.joined())
    let cells = ["Lima", "Rome", "Nice", "Lima", "Bonn", "Graz"].map { "1,\($0)\n" }.joined()
    #expect(
      descent("predict", folder["run"], input: "a,city\n" + cells).notes
        == "note: Column \"city\": 5 cells with a text that the training rows don't have, none of its "
        + "levels: \"Lima\" (2), \"Nice\" (1), \"Bonn\" (1) and others.\n")
    #expect(
      descent("predict", folder["run"], input: "A,city\n1,Rome\n").notes
        == "error: standard input: a column is missing: a. Did you mean \"a\" by \"A\"? The file has: "
        + "A, city.\n")
  }

  @Test func aRowThatIsTooLargeIsNamed() throws {
    #if DoublePrecision
      let large = "1.7e+308"
    #else
      let large = "3e+38"
    #endif
    try train(regressionTable())
    let file = try folder.write("a,b\n1,2\n1,\(large)\n", "new.csv")
    let answer = descent("predict", folder["run"], file, in: folder)
    #expect(answer.code == 65)
    #expect(fields(answer.output).count == 2)
    #expect(
      answer.notes
        == "error: DIR/new.csv:3: row 2: the model's output is nan, not a finite number; the largest is "
        + "feature \"b\": \(large), and inf when scaled. Correct it if it is a slip of the pen.\n")
  }

  @Test func evaluateKnowsTheNearestTarget() throws {
    try train(regressionTable())
    for arguments in [[], [folder["t.csv"]]] {
      #expect(
        descent(["evaluate", folder["run"]] + arguments + ["--target", "yy"], in: folder)
          == Answer(
            code: 64, output: "",
            notes:
              "error: DIR/t.csv: no target column \"yy\". Did you mean \"y\"? Known: a, b, y.\n"))
    }
  }

  /// A file that turns out bad half-way: the rows before are written, and the line is named.
  @Test(arguments: [1, 5000, 30000]) func rowsBeforeAFaultAreWritten(_ good: Int) throws {
    try train(classTable())
    let head = "a,b\n" + (0..<good).map { "\($0 % 7),\($0 % 5)\n" }.joined()
    let whole = descent("predict", folder["run"], input: head).output
    for (fault, message) in [
      ("1,x\n", ":3: column \"b\": \"x\" is not a number. The model takes numbers."),
      ("1\n", ": 1 cell, but the first row has 2"),
      ("1,\"2\n", ":3: the quote that opens here is never closed"),
      ("\n", ": a blank line. Delete it."),
    ] {
      let text = head + fault + "1,2\n3,4\n"
      let answer = descent("predict", folder["run"], input: text)
      #expect(answer.code == 65)
      #expect(answer.notes == "error: standard input:\(good + 2)\(message)\n")
      #expect(answer.output == whole, "\(fault)")
      try folder.write(text, "bad.csv")
      let filed = descent(
        "predict", folder["run"], folder["bad.csv"], "-o", folder["out.csv"], in: folder)
      #expect(filed.notes == "error: DIR/bad.csv:\(good + 2)\(message)\n")
      #expect(folder.names() == ["bad.csv", "run", "t.csv"])
    }
  }

  @Test func aFileIsWrittenWhole() throws {
    try train(classTable())
    try folder.write("a,b\n1,2\n", "new.csv")
    let expected = descent("predict", folder["run"], folder["new.csv"]).output
    try folder.write("old", "out.csv")
    #expect(
      descent(
        "predict", folder["run"], folder["new.csv"], "--output", folder["out.csv"], in: folder)
        == Answer(code: 0, output: "", notes: "note: 1 prediction in DIR/out.csv\n"))
    #expect(try folder.bytes("out.csv") == ContiguousArray(expected.utf8))
    // The input itself may be the output.
    #expect(
      descent("predict", folder["run"], folder["new.csv"], "-o", folder["new.csv"]).code == 0)
    #expect(try folder.bytes("new.csv") == ContiguousArray(expected.utf8))
    #expect(
      descent("predict", folder["run"], input: "a,b\n1,2\n").output == expected)
    #expect(
      descent(
        "predict", folder["run"], "-o", folder["no/out.csv"], in: folder
      ).code == 73)
  }

  @Test func compressedTablesAreRead() throws {
    try train(classTable())
    let table = "a,b\n" + (0..<3000).map { "\($0),\($0 % 5)\n" }.joined()
    try folder.write(table, "new.csv")
    let zip = Process()
    zip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    zip.arguments = ["gzip", "-k", folder["new.csv"]]
    try zip.run()
    zip.waitUntilExit()
    let answer = descent("predict", folder["run"], folder["new.csv.gz"])
    #expect(answer.code == 0)
    #expect(answer.output == descent("predict", folder["run"], input: table).output)
  }

  /// Squared error on a linear output gives numbers of any size, which are no probabilities.
  @Test func scoresAreCalledScores() throws {
    try train(
      "a,b,kind\n"
        + (0..<60).map { "\($0 % 10),\($0 % 7),\(["low", "middle", "high"][$0 % 10 / 4])\n" }
        .joined(),
      "--loss", "mean-squared-error")
    let rows = "a,b\n900,-900\n"
    let csv = descent("predict", folder["run"], input: rows).output
    #expect(csv.hasPrefix("a,b,predicted_kind,score\n"))
    #expect(
      descent("predict", folder["run"], "--keep", "none", "--top", "2", input: rows).output
        .hasPrefix("row,label,score,label_2,score_2\n"))
    let document = try json(
      descent("predict", folder["run"], "--format", "jsonl", "--top", "1", input: rows).output)
    #expect(
      document.entries.map(\.name) == ["row", "columns", "label", "score", "top", "scores"])
    #expect(document["top"]?.list?.first?.table?["score"] == document["score"])
    let scores = document["scores"]?.table?.entries.compactMap(\.value.number) ?? []
    #expect(scores.contains { $0 < 0 || $0 > 1 }, "\(scores)")
  }

  /// What was filled in the rows that are measured, and nothing that the training has said already.
  @Test func evaluateCountsWhatItFills() throws {
    try train(
      "name,a,y\n"
        + (0..<100).map { "n\($0),\($0 % 10 == 0 ? "" : "\($0 % 7).5"),\($0 * 7 % 31).25\n" }
        .joined(), "--missing", "constant=2.5")
    let part = descent("evaluate", folder["run"], "--part", "all").notes
    #expect(part == "note: Column \"a\": 10 missing values filled with 2.5.\n")
    let test = descent("evaluate", folder["run"]).notes
    let training = descent("evaluate", folder["run"], "--part", "training").notes
    let validation = descent("evaluate", folder["run"], "--part", "validation").notes
    let counts = [test, training, validation].map {
      $0.split(separator: " ").compactMap { Int($0) }.first ?? 0
    }
    #expect(counts.reduce(0, +) == 10, "\(counts)")
  }
}
