import Descent
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `descent report`.
@Suite struct ReportCommandTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func train(_ data: String, _ arguments: String..., to name: String = "run") -> Answer {
    descent(
      ["train", data, "--epochs", "2", "--quiet"] + arguments + ["--output", folder[name]],
      in: folder)
  }

  private func page(_ name: String = "run/report.html") throws -> String {
    String(decoding: try folder.bytes(name), as: UTF8.self)
  }

  @Test func theSameBytesAgain() throws {
    try folder.write(classTable(), "t.csv")
    for (index, data) in [folder["t.csv"], "sine"].enumerated() {
      let run = "run\(index)"
      #expect(train(data, to: run).code == 0)
      let files = ["report.html", "MODEL_CARD.md"].map { "\(run)/\($0)" }
      let before = try files.map { try folder.bytes($0) }
      for file in files { unlink(folder[file]) }
      let answer = descent("report", folder[run], "--threads", "2", in: folder)
      #expect(
        answer
          == Answer(
            code: 0, output: "saved  DIR/\(run)/report.html\nsaved  DIR/\(run)/MODEL_CARD.md\n",
            notes: ""))
      #expect(try files.map { try folder.bytes($0) } == before)
    }
  }

  @Test func toAFileWithMorePoints() throws {
    #expect(train("moons").code == 0)
    let before = try folder.bytes("run/report.html")
    let answer = descent(
      "report", folder["run"], "-o", folder["x.html"], "--map-points", "20", in: folder)
    #expect(answer.output == "saved  DIR/x.html\n")
    #expect(try page("x.html").contains("20 of 200 rows"))
    #expect(try folder.bytes("run/report.html") == before)
    #expect(
      descent("report", folder["run"], "-o", folder["x.html"], "--map-points", "0").code == 0)
    #expect(!(try page("x.html").contains("Maps of the rows")))
  }

  @Test func dataThatChangedOrIsGone() throws {
    let table = try folder.write(classTable(), "t.csv")
    #expect(train(table).code == 0)
    try folder.write(classTable(rows: 61), "t.csv")
    let changed = descent("report", folder["run"], in: folder)
    #expect(changed.code == 65)
    #expect(
      changed.notes.hasPrefix(
        "error: DIR/t.csv: the data has changed since run was trained: expected SHA-256 "))
    #expect(
      changed.notes.hasSuffix(
        "Bring it back as it was, name it where it is now with --data, or leave the rows out: "
          + "--without-data\n"))
    try folder.write(classTable(), "moved.csv")
    #expect(descent("report", folder["run"], "--data", folder["moved.csv"]).code == 0)
    unlink(table)
    let gone = descent("report", folder["run"], in: folder)
    #expect(gone.code == 66)
    #expect(gone.notes.contains("(it is what run was trained on)"))
    #expect(gone.notes.contains("--without-data"))
    let without = descent("report", folder["run"], "--without-data", in: folder)
    #expect(
      without == Answer(code: 0, output: "saved  DIR/run/report.html\n", notes: ""))
    let html = try page()
    #expect(html.contains("The data was left out: rows were not judged."))
    #expect(html.contains("best epoch") && html.contains("id=\"network\""))
    #expect(!html.contains("How good"))
  }

  @Test func aTrainingThatRunsAndOneThatWasStopped() throws {
    let run = folder["run"]
    let child = try ChildProcess.descent(
      ["train", "moons", "--epochs", "1000000", "--checkpoint-every", "1 epochs", "--output", run],
      output: folder["log"])
    #expect(waits { folder.names("run").contains("checkpoint.safetensors") })
    let running = descent("report", run, "-o", folder["running.html"], in: folder)
    #expect(running.code == 0, "\(running.notes)")
    #expect(try page("running.html").contains("The training goes on; this is how it stood after"))
    child.send(SIGINT)
    #expect(try child.wait().code == 130)
    let stopped = descent("report", run, in: folder)
    #expect(stopped.output == "saved  DIR/run/report.html\n", "\(stopped.notes)")
    let html = try page()
    #expect(html.contains("The training was stopped after "))
    #expect(html.contains("Go on with: descent train --resume \(run)"))
    #expect(html.contains("How good: test rows"))
    // Without its checkpoint there are curves.
    for name in ["checkpoint.safetensors", "checkpoint-previous.safetensors"] {
      unlink(folder["run/\(name)"])
    }
    #expect(descent("report", run).code == 0)
    #expect(try page().contains("There is no checkpoint yet, so only its curves are shown."))
  }

  @Test func foldsAndSeveralRunsAtOnce() throws {
    try folder.write(classTable(), "t.csv")
    #expect(train(folder["t.csv"], "--folds", "2", to: "runs/folds-1").code == 0)
    #expect(train("xor", to: "runs/xor-1").code == 0)
    let before = try folder.bytes("runs/folds-1/report.html")
    mkdir(folder["runs/other"], 0o755)
    let answer = descent("report", folder["runs"], in: folder)
    #expect(
      answer
        == Answer(
          code: 0,
          output: """
            saved  DIR/runs/folds-1/report.html
            saved  DIR/runs/xor-1/report.html
            saved  DIR/runs/xor-1/MODEL_CARD.md

            """, notes: "note: DIR/runs: 1 folder without a run passed over\n"))
    #expect(try folder.bytes("runs/folds-1/report.html") == before)
  }

  @Test func faults() throws {
    #expect(train("xor", to: "xor-1").code == 0)
    func notes(_ arguments: String...) -> String {
      let answer = descent(["report"] + arguments, in: folder)
      #expect(answer.output == "")
      return "\(answer.code) \(answer.notes)"
    }
    #expect(
      notes(folder["xor-2"])
        == "66 error: DIR/xor-2: no such run folder. Did you mean \"DIR/xor-1\"?\n")
    #expect(
      notes(folder["xor-1/model.safetensors"])
        == "65 error: DIR/xor-1/model.safetensors: expected a run folder, found a file. Give the "
        + "folder: DIR/xor-1\n".replacing("DIR", with: "DIR"))
    mkdir(folder["empty"], 0o755)
    #expect(
      notes(folder["empty"])
        == "65 error: DIR/empty: no run folder, and none in it. Run folders are runs/<name>-<n> or "
        + "what --output named.\n")
    #expect(
      notes(folder["xor-1"], "--map-points", "3")
        == "64 error: --map-points: expected 0 or a whole number from 4 to 20000, found 3\n")
    #expect(
      notes(folder["xor-1"], "--data", "x", "--without-data")
        == "64 error: --data and --without-data exclude each other. Leave one out.\n")
    #expect(train("xor", to: "xor-3").code == 0)
    #expect(
      notes(folder["xor-1"], folder["xor-3"], "-o", "x.html")
        == "64 error: --output is for one run, found 2. Name a single run.\n")
    try folder.write("{", "xor-1/manifest.json")
    #expect(notes(folder["xor-1"]).hasPrefix("65 error: DIR/xor-1/manifest.json:1:2: "))
  }
}
