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

/// What a training writes while it runs, as others read it.
@Suite(.enabled(if: binary != nil, "the command is not built")) struct RunRecorderTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private let long = [
    "digits", "--hidden", "8", "--epochs", "4000", "--checkpoint-every", "1epochs",
  ]

  private func start(_ arguments: [String]) throws -> ChildProcess {
    let child = try ChildProcess.descent(
      ["train"] + arguments + ["--output", folder["run"]], output: folder["out"])
    #expect(waits { (try? RunRecord(reading: folder["run"]))?.history.epochs.isEmpty == false })
    return child
  }

  @Test func aTrainingIsFollowedAndStoppedByAFile() throws {
    let child = try start(long)
    let running = try RunRecord(reading: folder["run"] + "/")
    #expect(running.state == .running && running.manifest == nil && running.name == "run")
    #expect(running.configuration.contains("epochs: 4000"))
    #expect(
      waits {
        let now = try? RunRecord(reading: folder["run"])
        return (now?.history.epochs.count ?? 0) > running.history.epochs.count
      })
    try folder.write("", "run/stop")
    let end = try child.wait()
    #expect(end.code == 130)
    #expect(end.output.contains("\nstopped after epoch "))
    #expect(end.output.hasSuffix("\ngo on: descent train --resume \(folder["run"])\n"))
    let stopped = try RunRecord(reading: folder["run"])
    #expect(stopped.state == .stopped && stopped.history.epochs.count < 4000)
    #expect(!folder.names("run").contains("stop"))
    // No step beyond the epoch was taken.
    let files = try #require(try CheckpointReader(folder["run"]).found)
    #expect(files.checkpoint.training.step == 0)
  }

  @Test func oneThatDiedIsNotTakenForOneThatRuns() throws {
    let child = try start(long)
    child.send(SIGKILL)
    #expect(try child.wait().code == -SIGKILL)
    let died = try RunRecord(reading: folder["run"])
    #expect(died.state == .stopped && !died.history.epochs.isEmpty)
  }

  @Test func aTrainingThatGoesOnHasEachEpochOnce() throws {
    let short = ["train", "xor", "--epochs", "40", "--quiet", "--seed", "3"]
    #expect(descent(short + ["--output", folder["whole"]]).code == 0)
    let whole = try RunRecord(reading: folder["whole"])
    #expect(whole.state == .finished && whole.history.epochs.count == 40)
    #expect(whole.manifest?["seed"]?.integer == 3)
    let child = try start(long)
    child.send(SIGKILL)
    _ = try child.wait()
    // More than the checkpoint knows of.
    let path = folder["run/metrics.jsonl"]
    let before = try String(contentsOfFile: path, encoding: .utf8)
    try (before + before).write(toFile: path, atomically: false, encoding: .utf8)
    try folder.write("", "run/stop")
    let resumed = try ChildProcess.descent(
      ["train", "--resume", folder["run"]], output: folder["out"])
    #expect(
      waits {
        let lines = before.split(separator: "\n").count
        return ((try? RunRecord(reading: folder["run"]))?.history.epochs.count ?? 0) > lines
      })
    resumed.send(SIGINT)
    #expect(try resumed.wait().code == 130)
    let record = try RunRecord(reading: folder["run"])
    #expect(record.history.epochs.map(\.epoch) == Array(1...record.history.epochs.count))
  }

  @Test func whatIsNoRunIsRefused() throws {
    func fault(_ name: String) -> String {
      do {
        _ = try RunRecord(reading: folder[name])
        return "none"
      } catch { return "\(error)".replacingOccurrences(of: folder.path, with: "DIR") }
    }
    try FileManager.default.createDirectory(
      atPath: folder["digits-1"], withIntermediateDirectories: true)
    try folder.write("", "file")
    #expect(fault("digit-1") == "DIR/digit-1: no such run folder. Did you mean \"DIR/digits-1\"?")
    #expect(fault("file") == "DIR/file: expected a run folder, found a file")
    #expect(
      fault("digits-1")
        == "DIR/digits-1: no run folder: it has neither config.yaml nor metrics.jsonl. "
        + "Run folders are runs/<name>-<n> or what --output named.")
    try folder.write("", "digits-1/config.yaml")
    #expect(try RunRecord(reading: folder["digits-1"]).state == .stopped)
    try folder.write("[]", "digits-1/manifest.json")
    #expect(fault("digits-1") == "DIR/digits-1/manifest.json: expected a table, found a list")
    try folder.write("{}", "digits-1/manifest.json")
    try folder.write("{}\n", "digits-1/metrics.jsonl")
    #expect(
      fault("digits-1")
        == "DIR/digits-1/metrics.jsonl:1: the line doesn't say which epoch it is")
  }
}

/// The checkpoint in a folder.
private struct CheckpointReader {
  let found: CheckpointFolder.Found?

  init(_ path: String) throws {
    var files = CheckpointFolder(path)
    found = try files.load()
  }
}
