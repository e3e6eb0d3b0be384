import Descent
import Testing

/// `descent plot`.
@Suite struct PlotCommandTests {
  private let folder: Folder

  init() throws {
    folder = try Folder()
    for (name, data) in [("a", "moons"), ("b", "moons"), ("numbers", "sine")] {
      let answer = descent(
        "train", data, "--epochs", "3", "--quiet", "--no-report", "--output", folder[name])
      #expect(answer.code == 0, "\(answer.notes)")
    }
  }

  @Test func everyKindOrAWordWhyNot() {
    let classes = ["actual", "residuals", "deciles", "predictions", "most-wrong", "least-certain"]
    for (name, _, _) in PlotKind.all {
      let answer = descent(
        "plot", folder["a"], "--kind", name, "--map-points", "30", in: folder)
      if classes.contains(name) || ["samples", "first-layer"].contains(name) {
        #expect(answer.code == 65)
        #expect(answer.notes.hasPrefix("error: --kind \(name): a has nothing of that kind. "))
      } else if name != "importance" {
        #expect(answer.code == 0, "\(name): \(answer.notes)")
        #expect(answer.output.hasPrefix("<svg") && answer.output.hasSuffix("</svg>\n"))
      }
    }
    #expect(descent("plot", folder["numbers"], "--kind", "residuals").code == 0)
  }

  @Test func severalRunsAreOverlaid() {
    let svg = descent("plot", folder["a"], folder["b"], "--kind", "loss").output
    #expect(svg.contains(">a</text>") && svg.contains(">b (training)</text>"))
    #expect(svg.contains("prefers-color-scheme"))
    let one = descent(
      "plot", folder["a"], "--theme", "dark", "--size", "640x300", "-o", folder["x.svg"], in: folder
    )
    #expect(one.output == "saved  DIR/x.svg\n")
    let file = String(decoding: (try? folder.bytes("x.svg")) ?? [], as: UTF8.self)
    #expect(file.contains("width=\"640\" height=\"300\""))
    #expect(!file.contains("prefers-color-scheme") && file.contains("class=\"ground\""))
  }

  @Test func pictures() throws {
    let answer = descent(
      "plot", folder["a"], "--kind", "confusion", "-o", folder["x.png"], in: folder)
    guard !answer.notes.contains("can't be started") else { return }
    #expect(answer == Answer(code: 0, output: "saved  DIR/x.png\n", notes: ""))
    #expect(try folder.bytes("x.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
  }

  @Test func withoutTheConverter() throws {
    let child = try ChildProcess(
      [
        "/usr/bin/env", "PATH=/nowhere", binary ?? "", "plot", folder["a"], "-o", folder["x.png"],
      ], output: folder["log"])
    let end = try child.wait()
    #expect(end.code == 64)
    #expect(
      end.output
        == "error: PNG is made with rsvg-convert, which can't be started: no such file or folder. "
        + "Install it (Debian and Ubuntu: librsvg2-bin, Fedora: librsvg2-tools, macOS: brew install "
        + "librsvg), or write SVG: -o FILE.svg\n")
    #expect(!folder.names().contains("x.png"))
  }

  @Test func faults() {
    func notes(_ arguments: String...) -> String {
      let answer = descent(["plot"] + arguments, in: folder)
      #expect(answer.output == "")
      return "\(answer.code) \(answer.notes)"
    }
    #expect(
      notes(folder["a"], "--kind", "confusin").hasPrefix(
        "64 error: --kind: unknown kind \"confusin\". Did you mean \"confusion\"? Known: loss, "))
    #expect(
      notes(folder["a"], folder["b"], "--kind", "confusion")
        == "64 error: --kind confusion is drawn of one run, found 2. Name a single run.\n")
    #expect(
      notes(folder["a"], "-o", "x.pdf")
        == "64 error: --output: expected a file that ends in .svg or .png, found \"x.pdf\"\n")
    #expect(
      notes(folder["a"], "--theme", "drak").hasPrefix(
        "64 error: --theme: unknown theme \"drak\". Did you mean \"dark\"? "))
    for size in ["640", "640x", "x", "10x10", "640x400x2", "-1x200", "99999999999999999999x200"] {
      #expect(notes(folder["a"], "--size=" + size).hasPrefix("64 error: --size: expected width "))
    }
    #expect(
      notes(folder["numbers"], "--kind", "residuals", "--target", "z").hasPrefix(
        "64 error: --target: unknown number \"z\""))
    #expect(
      notes(folder["a"], "--kind", "confusion", "--target", "z").hasPrefix(
        "64 error: --target: the run predicts classes"))
    #expect(notes(folder["c"]).hasPrefix("66 error: DIR/c: no such run folder"))
  }
}
