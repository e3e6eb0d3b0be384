import Descent
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `descent compare`.
@Suite struct CompareCommandTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func train(_ data: String, _ arguments: String..., to name: String) {
    let answer = descent(
      ["train", data, "--epochs", "2", "--quiet", "--no-report"] + arguments
        + ["--output", folder[name]])
    #expect(answer.code == 0, "\(answer.notes)")
  }

  /// A manifest of known figures, so that nothing depends on the training.
  private func known(_ name: String, loss: Double, accuracy: Double, data: String = "moons") throws
  {
    let settings = "hidden: [4]\ndata: \(data)\nseed: \(Int(accuracy * 100))\n"
    mkdir(folder[name], 0o755)
    try folder.write(settings, "\(name)/config.yaml")
    try folder.write(
      """
      {"data": {"name": "\(data)", "sha256": "\(data)"}, "parameters": 1234,
       "seconds": {"training": 2.5, "total": 3}, "figures": {"test_loss": \(loss), "test_accuracy": \(accuracy)}}
      """, "\(name)/manifest.json")
    try folder.write(
      "{\"epoch\":1,\"loss\":\(loss),\"accuracy\":0.5}\n", "\(name)/metrics.jsonl")
  }

  @Test func tablesForPeople() throws {
    try known("a-2", loss: 0.5, accuracy: 0.9)
    try known("a-10", loss: 0.25, accuracy: 0.8)
    let answer = descent("compare", folder.path, in: folder)
    #expect(
      answer
        == Answer(
          code: 0,
          output: """
            Run    test_accuracy   test_loss   loss   epochs   seconds   parameters
            a-2          90.00 %*        0.5    0.5        1      2.50        1,234
            a-10         80.00 %        0.25*  0.25*       1      2.50        1,234

            Run    seed
            a-2    90
            a-10   80

            """, notes: ""))
    let colored = descent("compare", folder.path, environment: ["TERM": "xterm"], width: 90)
    #expect(colored.output.contains("\u{1B}[1m\u{1B}[32m90.00 %\u{1B}[0m\u{1B}[0m"))
    #expect(!colored.output.contains("*"))
    let narrow = descent("compare", folder.path, environment: ["CI": "1"], width: 40).output
    for line in narrow.split(separator: "\n") { #expect(line.count <= 60, "\(line)") }
    #expect(narrow.contains("more with --json, --html, or a wider terminal."))
  }

  @Test func otherDataIsNotCompared() throws {
    try known("a", loss: 0.5, accuracy: 0.9)
    try known("b", loss: 0.25, accuracy: 0.8)
    try known("c", loss: 0.125, accuracy: 1, data: "circles")
    let answer = descent(
      "compare", folder["c"], folder["a"], folder["b"], folder["a"], "--json", in: folder)
    #expect(answer.code == 0 && answer.notes == "")
    let runs = try #require(try json(answer.output)["runs"]?.list?.compactMap(\.table))
    #expect(runs.map { $0["name"]?.text } == ["c", "a", "b"])
    #expect(runs[0]["best"] == [])
    #expect(runs[1]["best"] == ["test_accuracy"])
    #expect(runs[2]["best"] == ["test_loss", "loss"])
    #expect(runs[1]["figures"]?.table?["parameters"] == 1234)
    #expect(runs[1]["settings"]?.table == ["seed": "90", "data": "moons"])
    #expect(
      descent("compare", folder.path).output
        .contains("The best are marked among runs on the same data.\n"))
  }

  @Test func aPageWithCurvesAndLinks() throws {
    train("moons", to: "runs/<b>1")
    train("moons", "--hidden", "8", to: "runs/2")
    train("sine", to: "runs/3")
    try folder.write("x", "runs/2/report.html")
    let answer = descent("compare", folder["runs"], "--html", folder["c.html"], in: folder)
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(answer.output.hasSuffix("\n\nsaved  DIR/c.html\n"))
    let html = String(decoding: try folder.bytes("c.html"), as: UTF8.self)
    for part in [
      "3 runs compared", "moons, sine", "Settings that differ", "2 (training)", "&lt;b&gt;1",
      "<a href=\"\(folder["runs/2/report.html"])\">2</a>",
    ] { #expect(html.contains(part), "\(part)") }
    #expect(!html.contains("<b>"))
  }

  @Test func runsThatAreNotFinishedAndFolds() throws {
    try known("a", loss: 0.5, accuracy: 0.9)
    try known("b", loss: 0.25, accuracy: 0.8)
    unlink(folder["b/manifest.json"])
    train("xor", "--folds", "2", to: "c")
    let output = descent("compare", folder.path, in: folder).output
    #expect(output.contains("stopped"))
    #expect(output.split(separator: "\n").contains { $0.hasPrefix("c ") && $0.contains("%") })
  }

  @Test func faults() throws {
    try known("a-1", loss: 0.5, accuracy: 0.9)
    func notes(_ arguments: String...) -> String {
      let answer = descent(["compare"] + arguments, in: folder)
      #expect(answer.output == "")
      return "\(answer.code) \(answer.notes)"
    }
    #expect(
      notes(folder["a-1"])
        == "64 error: DIR/a-1: one run can't be compared. Name two runs or more, or a folder of runs.\n"
    )
    #expect(
      notes(folder["a-1"], folder["a-11"])
        == "66 error: DIR/a-11: no such run folder. Did you mean \"DIR/a-1\"?\n")
    try known("b", loss: 1, accuracy: 1)
    #expect(
      notes(folder["a-1"], folder["b"], "--html", folder["none/c.html"])
        .hasPrefix("73 error: DIR/none/c.html: "))
    try folder.write("learning-rat: 3\n", "b/config.yaml")
    #expect(notes(folder["a-1"], folder["b"]).contains("DIR/b/config.yaml"))
  }
}
