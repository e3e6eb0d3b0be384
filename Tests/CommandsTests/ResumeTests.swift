import Commands
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

/// `descent train --resume`: what goes on, and what is refused.
@Suite(.enabled(if: binary != nil, "the command is not built")) struct ResumeTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  /// Starts a training in `run`, saves it at every step, and kills it when it has two checkpoints.
  private func kill(_ arguments: [String]) throws {
    // Between two renamings the newest has the older name only; that is another test's.
    for _ in 0..<20 {
      try killOnce(arguments)
      if FileManager.default.fileExists(atPath: folder["run/" + CheckpointFolder.name]) { return }
      try FileManager.default.removeItem(atPath: folder["run"])
    }
  }

  private func killOnce(_ arguments: [String]) throws {
    let child = try ChildProcess.descent(
      ["train"] + arguments + ["--checkpoint-every", "1steps", "--output", folder["run"]],
      output: folder["out"])
    let isSaved = waits {
      FileManager.default.fileExists(atPath: folder["run/" + CheckpointFolder.previousName])
        && FileManager.default.fileExists(atPath: folder["run/" + CheckpointFolder.name])
    }
    child.send(SIGKILL)
    let end = try child.wait()
    #expect(isSaved && end.code == -SIGKILL, "\(end.output)")
  }

  private func resume(_ arguments: String...) -> Answer {
    descent(["train", "--resume", folder["run"]] + arguments, in: folder)
  }

  /// The model that the same training comes to without a break.
  private func expected(_ arguments: [String], _ name: String = "whole") throws
    -> ContiguousArray<UInt8>
  {
    let answer = descent(["train"] + arguments + ["--quiet", "--output", folder[name]])
    #expect(answer.code == 0, "\(answer.notes)")
    return try folder.bytes(name + "/model.safetensors")
  }

  private func metrics(_ name: String) throws -> [[Substring]] {
    String(decoding: try folder.bytes(name + "/metrics.csv"), as: UTF8.self)
      .split(separator: "\n").map { line in
        var cells = line.split(separator: ",", omittingEmptySubsequences: false)
        cells.remove(at: 1)
        return cells
      }
  }

  private let digits = ["digits", "--hidden", "6", "--epochs", "4", "--batch-size", "64"]

  @Test func comesToTheSameBytes() throws {
    try kill(digits)
    let answer = resume("--threads", "3", "--checkpoint-every", "none", "--memory", "1")
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(answer.output.hasPrefix("going on in DIR/run after step "))
    #expect(try folder.bytes("run/model.safetensors") == expected(digits))
    #expect(try metrics("run") == metrics("whole"))
    #expect(
      folder.names("run") == [
        "MODEL_CARD.md", "config.yaml", "histograms.jsonl", "manifest.json", "metrics.csv",
        "metrics.jsonl",
        "model.safetensors", "report.html",
      ])
    let manifest = try json(String(decoding: folder.bytes("run/manifest.json"), as: UTF8.self))
    #expect(manifest["command"]?.text?.hasPrefix("descent train digits --hidden 6 ") == true)
    #expect(manifest["resumed"]?.list?.count == 1)
    #expect(
      resume()
        == Answer(
          code: 64, output: "",
          notes: "error: DIR/run: the training is finished; its model is DIR/run/model.safetensors."
            + " Train on from it with: descent train DATA --from DIR/run/model.safetensors\n"))
  }

  @Test(arguments: [
    ["--recipe", "xor", "--epochs", "40"],
    [
      "moons", "--early-stopping", "2", "--epochs", "9", "--average-decay", "0.9", "--optimizer",
      "nadam", "--batch-size", "100",
    ],
    ["sine", "--epochs", "3", "--validation", "0", "--batch-norm", "--schedule", "one-cycle"],
    [
      "spirals", "--epochs", "3", "--class-weight", "balanced", "--layers",
      "[{kind: dense, units: 5, activation: tanh}, {kind: dropout, rate: 0.25}, "
        + "{kind: dense, units: 3}]",
    ],
    ["blobs", "--classes", "0,2", "--epochs", "4", "--seed", "77", "--name", "mine"],
  ])
  func everySourceOfSettings(_ arguments: [String]) throws {
    try kill(arguments)
    let answer = resume("--json")
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(try json(answer.output)["model"] == "DIR/run/model.safetensors")
    #expect(try folder.bytes("run/model.safetensors") == expected(arguments))
    #expect(try metrics("run") == metrics("whole"))
    #expect(
      String(decoding: try folder.bytes("run/config.yaml"), as: UTF8.self)
        .split(separator: "\n").filter { !$0.hasPrefix("checkpoint-every: ") }
        == String(decoding: try folder.bytes("whole/config.yaml"), as: UTF8.self)
        .split(separator: "\n").filter { !$0.hasPrefix("checkpoint-every: ") })
  }

  @Test func goesOnFromAModelThatIsGone() throws {
    #expect(descent("train", "digits", "--epochs", "1", "--output", folder["first"]).code == 0)
    let arguments = ["digits", "--from", folder["first"], "--epochs", "2", "--batch-size", "400"]
    let whole = try expected(arguments)
    try kill(arguments)
    try FileManager.default.removeItem(atPath: folder["first"])
    #expect(resume("--quiet").code == 0)
    #expect(try folder.bytes("run/model.safetensors") == whole)
  }

  // MARK: Data

  @Test func relativeDataIsFoundAgain() throws {
    try folder.write(classTable(), "t.csv")
    let D = binary ?? ""
    let whole = try expected([folder["t.csv"], "--epochs", "5"])
    let answer = try ChildProcess(
      [
        "/bin/sh", "-c",
        """
        cd '\(folder.path)'
        '\(D)' train t.csv --epochs 5 --checkpoint-every 1steps --output run >/dev/null 2>&1 & P=$!
        while [ ! -e run/checkpoint-previous.safetensors ]; do sleep 0.01; done
        kill -KILL $P; wait $P; mkdir sub; cd sub; '\(D)' train --resume ../run --quiet; echo $?
        """,
      ], output: folder["out"]
    ).wait()
    #expect(answer.output.hasSuffix("\nsaved  ../run/model.safetensors\n0\n"), "\(answer.output)")
    #expect(try folder.bytes("run/model.safetensors") == whole)
  }

  @Test func otherDataIsRefused() throws {
    try folder.write(classTable(), "t.csv")
    try kill([folder["t.csv"], "--epochs", "50"])
    let changed = classTable().replacingOccurrences(of: "0.5", with: "0.6")
    #expect(changed != classTable())
    try folder.write(changed, "t.csv")
    let answer = resume()
    #expect(answer.code == 65)
    #expect(
      answer.notes.hasPrefix(
        "error: DIR/t.csv: the data is not what the training began with: expected SHA-256 "))
    #expect(answer.notes.contains("…, found "))
    #expect(
      answer.notes.hasSuffix(
        "…. Bring the data back as it was, or begin a new training with: "
          + "descent train --config DIR/run/config.yaml\n"))
    #expect(answer.output == "")
    try FileManager.default.removeItem(atPath: folder["t.csv"])
    #expect(resume().code == 66)
    try folder.write(classTable(), "t.csv")
    #expect(resume("--quiet").code == 0)
  }

  // MARK: What can't go on

  @Test func whatWouldChangeTheResultIsRefused() throws {
    try kill(digits)
    let flags: [[String]] = [
      ["--epochs", "9"], ["--seed", "1"], ["--no-shuffle"], ["--learning-rate", "1"],
      ["--name", "x"], ["--output", "x"], ["--save-json"], ["--config", "x"], ["--recipe", "x"],
      ["--print-config"], ["--hidden", "3"], ["--from", "x"], ["--scale", "unit"],
    ]
    for flag in flags {
      let answer = descent(["train", "--resume", folder["run"]] + flag, in: folder)
      let name = flag[0].replacingOccurrences(of: "--no-", with: "--")
      #expect(
        answer
          == Answer(
            code: 64, output: "",
            notes: "error: \(name) can't be combined with --resume: a run goes on with what it "
              + "began with. Leave it out, or begin a new training from the same settings with: "
              + "descent train --config DIR/run/config.yaml\n"))
    }
    let data = resume("moons")
    #expect(data.code == 64)
    #expect(data.notes.hasPrefix("error: the data set moons can't be combined with --resume: "))
    let all = resume(
      "--threads", "2", "--quiet", "--show-every", "2", "--checkpoint-every", "2", "--json")
    #expect(all.code == 0, "\(all.notes)")
  }

  @Test func whatIsNoRunIsRefused() throws {
    try folder.write("x", "file.txt")
    try folder.write("digits\n", "runs.txt")
    func fault(_ path: String) -> Answer { descent("train", "--resume", path, in: folder) }
    #expect(
      fault(folder["ruins.txt"])
        == Answer(
          code: 66, output: "",
          notes: "error: DIR/ruins.txt: no such run folder. Did you mean \"DIR/runs.txt\"?\n"))
    #expect(fault(folder["file.txt"]).code == 65)
    #expect(
      fault(folder["file.txt"]).notes
        == "error: DIR/file.txt: expected a run folder, found a file\n")
    #expect(fault(folder.path).code == 65)
    #expect(fault("").code == 66)
    #expect(
      fault(folder.path).notes
        == "error: DIR: no run folder: it has neither config.yaml nor checkpoint.safetensors. "
        + "Run folders are runs/<name>-<n> or what --output named.\n")
    #expect(folder.names() == ["file.txt", "runs.txt"])
  }

  @Test func aRunWithoutCheckpointIsNotBegunAgain() throws {
    let child = try ChildProcess.descent(
      ["train", "digits", "--epochs", "100000", "--checkpoint-every", "none", "--output"]
        + [folder["run"]], output: folder["out"])
    #expect(
      waits {
        (try? folder.bytes("run/config.yaml"))?.isEmpty == false
      })
    child.send(SIGKILL)
    _ = try child.wait()
    #expect(
      resume()
        == Answer(
          code: 66, output: "",
          notes: "error: DIR/run: there is no checkpoint to go on from: the training was stopped "
            + "before its first. Begin again with: descent train --config DIR/run/config.yaml\n"))
    // The training may have been killed before it began the others.
    #expect(
      Set(folder.names("run")).isSubset(of: ["config.yaml", "histograms.jsonl", "metrics.jsonl"]))
    #expect(folder.names("run").contains("config.yaml"))
  }

  @Test func aChangedConfigIsRefused() throws {
    try kill(digits)
    let config = String(decoding: try folder.bytes("run/config.yaml"), as: UTF8.self)
    try folder.write(
      config.replacingOccurrences(of: "\nepochs: 4\n", with: "\nepochs: 5\n"), "run/config.yaml")
    #expect(
      resume()
        == Answer(
          code: 65, output: "",
          notes: "error: DIR/run/config.yaml: epochs: the training began with 4, and the file now "
            + "says 5. Put it back, or begin a new training with: descent train --config "
            + "DIR/run/config.yaml\n"))
    // What never changes a result may be changed, and a file that is gone is written again.
    try folder.write(
      config.replacingOccurrences(of: "\nthreads: auto\n", with: "\nthreads: 2\n"),
      "run/config.yaml")
    #expect(config.contains("\nthreads: auto\n"))
    try FileManager.default.removeItem(atPath: folder["run/config.yaml"])
    #expect(resume("--quiet").code == 0)
    #expect(try folder.bytes("run/config.yaml") == ContiguousArray(config.utf8))
    #expect(try folder.bytes("run/model.safetensors") == expected(digits))
  }

  @Test func aDamagedCheckpointIsNamedAndTheOneBeforeItUsed() throws {
    try kill(digits)
    let name = "run/" + CheckpointFolder.name
    var bytes = try folder.bytes(name)
    bytes[bytes.count / 2] ^= 4
    try AtomicFile.write(bytes, to: folder[name])
    let answer = resume("--quiet")
    #expect(answer.code == 0)
    #expect(
      answer.notes
        == "note: DIR/run/checkpoint.safetensors: the file is damaged or was changed: its checksum "
        + "doesn't match; going on from DIR/run/checkpoint-previous.safetensors\n")
    #expect(try folder.bytes("run/model.safetensors") == expected(digits))
  }

  @Test func twoDamagedCheckpointsAreAnError() throws {
    try kill(digits)
    for name in [CheckpointFolder.name, CheckpointFolder.previousName] {
      try AtomicFile.write(
        ContiguousArray(try folder.bytes("run/" + name).dropLast(3)), to: folder["run/" + name])
    }
    let answer = resume()
    #expect(answer.code == 65)
    #expect(answer.notes.hasPrefix("error: no checkpoint is whole. "))
    let parts = answer.notes.split(separator: ". ").dropFirst()
    let names = [CheckpointFolder.name, CheckpointFolder.previousName]
    #expect(parts.count == 2)
    for (part, name) in zip(parts, names) {
      #expect(part.hasPrefix("DIR/run/\(name): ") && part.contains("the file is cut short: "))
    }
    #expect(
      folder.names("run")
        == (names + ["config.yaml", "histograms.jsonl", "metrics.jsonl"]).sorted())
  }

  @Test func anotherVersionIsRefused() throws {
    try kill(digits)
    var files = CheckpointFolder(folder["run"])
    var checkpoint = try #require(try files.load()).checkpoint
    checkpoint.program = "0.0.7"
    try files.save(checkpoint)
    let answer = resume()
    #expect(answer.code == 65)
    #expect(
      answer.notes
        == "error: DIR/run/checkpoint.safetensors: the training began with Descent 0.0.7, this is "
        + "\(Program.version), which may compute in another order. Go on with Descent 0.0.7, or "
        + "begin again with: descent train --config DIR/run/config.yaml\n")
  }

  @Test func oneProcessAtATime() throws {
    let child = try ChildProcess.descent(
      ["train", "digits", "--hidden", "4", "--epochs", "3000", "--checkpoint-every", "5steps"]
        + ["--output", folder["run"]], output: folder["out"])
    #expect(
      waits { FileManager.default.fileExists(atPath: folder["run/" + CheckpointFolder.name]) })
    #expect(
      resume("--checkpoint-every", "none")
        == Answer(
          code: 73, output: "",
          notes: "error: DIR/run: another process is training in this run folder. Wait until it is "
            + "done, or stop it.\n"))
    let new = descent("train", "xor", "--output", folder["run"], in: folder)
    #expect(
      new.notes
        == "error: DIR/run: the run folder exists and isn't empty. Go on with the training in it: "
        + "descent train --resume DIR/run. Or choose another name, or leave --output out.\n")
    child.send(SIGKILL)
    _ = try child.wait()
  }
}
