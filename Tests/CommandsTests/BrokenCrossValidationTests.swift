import Descent
import Foundation
import Testing

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Cross-validations that are stopped or killed.
@Suite(.enabled(if: binary != nil, "the command is not built")) struct BrokenCrossValidationTests {
  private let folder: Folder
  private let arguments: [String]

  init() throws {
    folder = try Folder()
    var text = classTable(rows: 400)
    text = text.split(separator: "\n").enumerated().map { row, line in
      row == 0 ? "who,\(line)" : "p\(row % 31),\(line)"
    }.joined(separator: "\n")
    try folder.write(text, "t.csv")
    arguments = [
      "train", folder["t.csv"], "--epochs", "150", "--early-stopping", "0", "--folds", "3",
      "--split-by", "group=who", "--sampling", "oversample",
    ]
  }

  private func start(_ more: String...) throws -> ChildProcess {
    try ChildProcess.descent(
      arguments + more + ["--output", folder["run"]], output: folder["out"])
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder[name])
  }

  private func expectTheSame() throws {
    #expect(descent(arguments + ["--quiet", "--output", folder["whole"]]).code == 0)
    for name in ["cross-validation.json"] + (1...3).map({ "folds/\($0)/model.safetensors" }) {
      #expect(try folder.bytes("run/" + name) == folder.bytes("whole/" + name), "\(name)")
    }
    #expect(folder.names("run") == folder.names("whole"))
    for number in 1...3 {
      #expect(folder.names("run/folds/\(number)") == folder.names("whole/folds/\(number)"))
    }
    let manifest = try json(String(decoding: folder.bytes("run/manifest.json"), as: UTF8.self))
    #expect(manifest["command"]?.text?.hasPrefix("descent train ") == true)
    #expect(manifest["command"]?.text?.contains("--resume") == false)
    #expect((manifest["resumed"]?.list?.count ?? 0) >= 1)
  }

  @Test func ctrlCSaysHowToGoOn() throws {
    let child = try start()
    #expect(waits { exists("run/folds/2/config.yaml") })
    #expect(
      waits {
        let text = (try? folder.bytes("out")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.components(separatedBy: "epoch   2/").count > 2
      })
    child.send(SIGINT)
    let end = try child.wait()
    #expect(end.code == 130)
    #expect(end.output.contains("\nstopped in fold 2 of 3, after "))
    #expect(end.output.hasSuffix("\ngo on: descent train --resume \(folder["run"])\n"))
    #expect(exists("run/folds/1/manifest.json"))
    #expect(exists("run/folds/2/" + CheckpointFolder.name))
    #expect(!exists("run/cross-validation.json"))
    let refused = descent("train", "--resume", folder["run"], "--epochs", "9", in: folder)
    #expect(refused.code == 64)
    let other = train(to: "run")
    #expect(other.code == 73)
    #expect(other.notes.contains("Go on with the training in it: descent train --resume DIR/run."))
    let answer = descent("train", "--resume", folder["run"], "--threads", "2", in: folder)
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(answer.output.contains("going on in DIR/run/folds/2 after "))
    try expectTheSame()
  }

  private func train(to name: String) -> Answer {
    descent(arguments + ["--output", folder[name]], in: folder)
  }

  @Test func scriptsGetADocument() throws {
    let child = try start("--json", "--checkpoint-every", "1epochs")
    #expect(waits { exists("run/folds/2/" + CheckpointFolder.name) })
    child.send(SIGTERM)
    let end = try child.wait()
    #expect(end.code == 143)
    let document = try json(end.output)
    #expect(document["interrupted"] == true)
    #expect(document["folds"] == 3)
    #expect(document["finished_folds"]?.list?.first == 1)
    #expect(document["resume"]?.text == "descent train --resume \(folder["run"])")
    #expect(descent("train", "--resume", folder["run"], "--quiet").code == 0)
    try expectTheSame()
  }

  @Test func killedAtAnyMomentItComesToTheSameBytes() throws {
    var random = RandomSource(seed: 6, .other)
    var kills = 0
    var isFinished = false
    while !isFinished {
      let isBegun = exists("run/" + "cross-validation-begun.json")
      if !isBegun { try? FileManager.default.removeItem(atPath: folder["run"]) }
      let interval = ["1steps", "2epochs", "0.01s", "none"][kills % 4]
      let child = try ChildProcess.descent(
        (isBegun
          ? ["train", "--resume", folder["run"]] : arguments + ["--output", folder["run"]])
          + ["--checkpoint-every", interval, "--quiet"], output: folder["out"])
      if kills < 12 {
        usleep(UInt32(random.uniform(20_000, 500_000)))
        child.send(SIGKILL)
      }
      let end = try child.wait()
      if end.code == -SIGKILL {
        kills += 1
        isFinished = exists("run/manifest.json")
      } else {
        #expect(end.code == 0, "\(end.output)")
        isFinished = true
      }
    }
    if exists("run/cross-validation-begun.json") {
      #expect(descent("train", "--resume", folder["run"]).code == 64)
    }
    #expect(descent(arguments + ["--quiet", "--output", folder["whole"]]).code == 0)
    for name in ["cross-validation.json"] + (1...3).map({ "folds/\($0)/model.safetensors" }) {
      #expect(try folder.bytes("run/" + name) == folder.bytes("whole/" + name), "\(name)")
    }
    #expect(folder.names("run") == folder.names("whole"))
  }

  @Test func whatAFoldWithoutCheckpointLeftIsTrainedAnew() throws {
    let child = try start("--checkpoint-every", "none")
    #expect(waits { exists("run/folds/2/config.yaml") })
    child.send(SIGKILL)
    #expect(try child.wait().code == -SIGKILL)
    #expect(exists("run/folds/1/manifest.json"))
    // Killed while it was writing its results.
    try folder.write("half a model", "run/folds/2/model.safetensors")
    try? FileManager.default.removeItem(atPath: folder["run/folds/2/manifest.json"])
    let answer = descent(
      "train", "--resume", folder["run"], "--checkpoint-every", "none", in: folder)
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(!answer.output.contains("fold 1 of 3"))
    #expect(answer.output.contains("fold 2 of 3"))
    try expectTheSame()
  }

  @Test func otherDataAndSettingsAreRefused() throws {
    let child = try start("--checkpoint-every", "1steps")
    #expect(waits { exists("run/folds/1/" + CheckpointFolder.name) })
    child.send(SIGKILL)
    _ = try child.wait()
    func resume() -> Answer { descent("train", "--resume", folder["run"], in: folder) }
    let table = String(decoding: try folder.bytes("t.csv"), as: UTF8.self)
    try folder.write(table.replacingOccurrences(of: "\np3,", with: "\np4,"), "t.csv")
    let other = resume()
    #expect(other.code == 65)
    #expect(
      other.notes.hasPrefix(
        "error: DIR/t.csv: the data is not what the training began with: expected SHA-256 "))
    try folder.write(table, "t.csv")
    let config = String(decoding: try folder.bytes("run/config.yaml"), as: UTF8.self)
    try folder.write(
      config.replacingOccurrences(of: "\nfolds: 3\n", with: "\nfolds: 4\n"), "run/config.yaml")
    #expect(
      resume()
        == Answer(
          code: 65, output: "",
          notes: "error: DIR/run/config.yaml: folds: the training began with 3, and the file now "
            + "says 4. Put it back, or begin a new training with: descent train --config "
            + "DIR/run/config.yaml\n"))
    try folder.write(config, "run/config.yaml")
    let begun = String(decoding: try folder.bytes("run/cross-validation-begun.json"), as: UTF8.self)
    try folder.write("{}", "run/cross-validation-begun.json")
    #expect(
      resume()
        == Answer(
          code: 65, output: "",
          notes: "error: DIR/run/cross-validation-begun.json: this is not what a cross-validation "
            + "began with. Begin again with: descent train --config DIR/run/config.yaml\n"))
    try folder.write(
      begun.replacingOccurrences(of: "\"0.1.0\"", with: "\"9.9.9\""),
      "run/cross-validation-begun.json")
    #expect(resume().notes.contains("the training began with Descent 9.9.9, this is 0.1.0, "))
    try folder.write(begun, "run/cross-validation-begun.json")
    #expect(descent("train", "--resume", folder["run"], "--quiet").code == 0)
    try expectTheSame()
  }
}
