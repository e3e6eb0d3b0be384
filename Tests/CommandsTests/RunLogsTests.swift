import Commands
import Descent
import Foundation
import Testing

/// `histograms.jsonl` and TensorBoard's files in a run folder.
@Suite struct RunLogsTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func snapshots(_ run: String = "run") throws -> [LayerHistograms] {
    try LayerHistograms.read(try folder.bytes("\(run)/histograms.jsonl"), file: "h")
  }

  private func events(_ place: String) -> [String] {
    folder.names(place).filter { $0.hasPrefix("events.out.tfevents.") }
  }

  @Test func everyTrainingLeavesHistogramsAndTheSameModel() throws {
    let arguments = ["train", "digits", "--epochs", "6", "--dropout", "0.3", "--output"]
    #expect(descent(arguments + [folder["run"]]).code == 0)
    #expect(descent(arguments + [folder["bare"], "--no-report"]).code == 0)
    let found = try snapshots()
    #expect(found.first?.epoch == 1 && found.last?.epoch == 6)
    #expect(found.allSatisfy { $0.entries.count == 10 })
    #expect(
      try folder.bytes("run/model.safetensors") == folder.bytes("bare/model.safetensors"))
  }

  @Test func onRequestThereAreEventFiles() throws {
    let answer = descent(
      "train", "digits", "--epochs", "2", "--tensorboard", "--output", folder["run"], in: folder)
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(answer.output.contains(", tensorboard\n"))
    for place in ["run/tensorboard", "run/tensorboard/train", "run/tensorboard/validation"] {
      #expect(events(place).count == 1)
    }
    let config = String(decoding: try folder.bytes("run/config.yaml"), as: UTF8.self)
    #expect(config.contains("\ntensorboard: true\n"))
    // From the config file, without histograms of its own and without validation rows.
    try folder.write("data: xor\nepochs: 3\ntensorboard: true\n", "x.yaml")
    let other = descent(
      "train", "--config", folder["x.yaml"], "--no-report", "--output", folder["other"])
    #expect(other.code == 0)
    #expect(folder.names("other/tensorboard").count == 2)
    #expect(!folder.names("other").contains("histograms.jsonl"))
  }

  @Test func ofATrainingThatFailsNothingIsLeft() throws {
    let answer = descent(
      "train", "moons", "--optimizer", "sgd", "--learning-rate", "1e30", "--tensorboard",
      "--checkpoint-every", "none", "--output", folder["run"])
    #expect(answer.code == 65, "\(answer.notes)")
    #expect(folder.names() == [])
  }
}

/// What processes leave that are stopped on their way.
@Suite(.enabled(if: binary != nil, "the command is not built")) struct StoppedLogsTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  @Test func whoGoesOnKeepsWhatWasThere() throws {
    let arguments = ["digits", "--hidden", "8", "--epochs", "3000", "--tensorboard"]
    let child = try ChildProcess.descent(
      ["train"] + arguments + ["--checkpoint-every", "1epochs", "--output", folder["run"]],
      output: folder["out"])
    #expect(waits { folder.names("run").contains(CheckpointFolder.name) })
    child.send(SIGINT)
    #expect(try child.wait().code == 130)
    #expect(folder.names("run").contains("histograms.jsonl"))
    func files(_ part: String) -> Int { folder.names("run/tensorboard" + part).count }
    #expect(files("") == 3 && files("/train") == 1)
    let taken = try LayerHistograms.read(try folder.bytes("run/histograms.jsonl")).count
    // It goes on with TensorBoard as it began, and is stopped once more.
    let second = try ChildProcess.descent(
      ["train", "--resume", folder["run"]], output: folder["out"])
    #expect(waits { files("/train") == 2 })
    second.send(SIGINT)
    #expect(try second.wait().code == 130)
    #expect(files("") == 4 && files("/validation") == 2)
    #expect(try LayerHistograms.read(try folder.bytes("run/histograms.jsonl")).count >= taken)
  }

  @Test func aDamagedFileIsBegunAnewWithANote() throws {
    let child = try ChildProcess.descent(
      ["train", "digits", "--hidden", "8", "--epochs", "3000", "--checkpoint-every", "1epochs"]
        + ["--output", folder["run"]], output: folder["out"])
    #expect(waits { folder.names("run").contains(CheckpointFolder.name) })
    child.send(SIGKILL)
    _ = try child.wait()
    try folder.write("{\"epoch\":0}\n", "run/histograms.jsonl")
    let second = try ChildProcess.descent(
      ["train", "--resume", folder["run"], "--show-every", "1000"], output: folder["out"])
    let said = "histograms.jsonl:1:1: the setting \"steps\" is missing. The file is begun anew."
    #expect(
      waits {
        (try? folder.bytes("out")).map { String(decoding: $0, as: UTF8.self).contains(said) }
          ?? false
      })
    second.send(SIGKILL)
    _ = try second.wait()
  }
}
