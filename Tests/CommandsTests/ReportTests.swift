import Commands
import Descent
import Testing

/// `report.html` of a training.
@Suite struct ReportTests {
  private func page(_ folder: Folder, _ run: String = "run") throws -> String {
    String(decoding: try folder.bytes("\(run)/report.html"), as: UTF8.self)
  }

  @Test func everythingIsThere() throws {
    let folder = try Folder()
    let answer = descent("train", "digits", "--epochs", "3", "--output", folder["run"])
    #expect(answer.code == 0)
    let html = try page(folder)
    for part in [
      "<title>run</title>", "It is right in", "on 359 rows", "Confusion matrix", "best epoch",
      "The least certain", "Weights of the first layer", "How good: test rows",
      "How good: validation rows", "SHA-256 of the data", "descent train --config",
      "epochs: 3", "seed", "<dt>machine</dt>", "<dt>system</dt>", "Spread of the gradient by layer",
      "Outputs of layer 1 (dense)",
    ] { #expect(html.contains(part), "\(part)") }
    #expect(html.utf8.count < 2_000_000)
  }

  @Test func nothingOfATableIsTakenForMarkup() throws {
    let folder = try Folder()
    var table = "<b>x</b>,\"a\"\"b\",<script>alert(1)</script>\n"
    for row in 0..<60 {
      table += "\(row),\(row % 7),\(row % 3 == 0 ? "<img src=x>" : "</svg>&amp;'\"")\n"
        .replacing("'\"", with: "'")
    }
    try folder.write(table, "t.csv")
    let answer = descent(
      "train", folder["t.csv"], "--target", "<script>alert(1)</script>", "--epochs", "2",
      "--output", folder["run"])
    #expect(answer.code == 0, "\(answer.notes)")
    let html = try page(folder)
    #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("</svg>&"))
    #expect(html.contains("&lt;img src=x&gt;"))
  }

  @Test func theCardQuotesWhatComesFromOutside() throws {
    let folder = try Folder()
    var table = "a,kind\n"
    for row in 0..<40 { table += "\(row),\(row < 20 ? "x: [`y`" : "\"# \"\"z\"\"\"")\n" }
    try folder.write(table, "t.csv")
    #expect(
      descent(
        "train", folder["t.csv"], "--target", "kind", "--epochs", "2", "--name", "a: \"b",
        "--output", folder["run"]
      ).code == 0)
    let card = String(decoding: try folder.bytes("run/MODEL_CARD.md"), as: UTF8.self)
    let parts = card.split(separator: "---\n", maxSplits: 2)
    let front = try YAMLReader().read(String(parts[0]))
    let index = try #require(front.table?["model-index"]?.list?.first?.table)
    #expect(index["name"] == "run")
    let results = try #require(index["results"]?.list)
    #expect(results.count == 2)
    #expect(results[0].table?["dataset"]?.table?["split"] == "test rows")
    #expect(results[0].table?["metrics"]?.list?.first?.table?["type"] == "accuracy")
    #expect(parts[1].contains("`# \"z\"`, `` x: [`y` ``"))
  }

  @Test func oneEpochWithoutAnythingHeldOut() throws {
    let folder = try Folder()
    #expect(descent("train", "xor", "--epochs", "1", "--output", folder["run"]).code == 0)
    let html = try page(folder)
    #expect(html.contains("nothing is held out"))
    #expect(html.contains("that it was trained on") && !html.contains("did not see"))
  }

  @Test func onRequestThereIsNone() throws {
    let folder = try Folder()
    let answer = descent(
      "train", "xor", "--epochs", "1", "--no-report", "--output", folder["run"])
    #expect(answer.code == 0)
    #expect(
      folder.names("run") == [
        "config.yaml", "manifest.json", "metrics.csv", "metrics.jsonl", "model.safetensors",
      ])
    #expect(!answer.output.contains("report.html"))
  }
}
