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

/// Ctrl-C once and twice, SIGTERM, full disks.
@Suite(.enabled(if: binary != nil, "the command is not built")) struct InterruptTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private let long = ["digits", "--hidden", "8", "--epochs", "400", "--schedule", "one-cycle"]

  /// Starts a training and waits for its first epoch.
  private func start(_ arguments: [String]) throws -> ChildProcess {
    let child = try ChildProcess.descent(
      ["train"] + arguments + ["--output", folder["run"]], output: folder["out"])
    #expect(
      waits {
        (try? folder.bytes("out")).map { String(decoding: $0, as: UTF8.self) }?
          .contains("epoch   1/") == true
      })
    return child
  }

  @Test func ctrlCSavesMeasuresAndSaysHowToGoOn() throws {
    let child = try start(long)
    child.send(SIGINT)
    let end = try child.wait()
    #expect(end.code == 130)
    #expect(end.output.contains("\nstopped after "))
    #expect(end.output.contains("\nvalidation  loss "))
    #expect(end.output.contains("\ntest  loss "))
    #expect(end.output.hasSuffix("\ngo on: descent train --resume \(folder["run"])\n"))
    #expect(!end.output.contains("error"))
    #expect(folder.names("run").contains(CheckpointFolder.name))
    #expect(descent("train", "--resume", folder["run"], "--quiet").code == 0)
    #expect(descent(["train"] + long + ["--quiet", "--output", folder["whole"]]).code == 0)
    #expect(
      try folder.bytes("run/model.safetensors") == folder.bytes("whole/model.safetensors"))
  }

  @Test func aRequestToEndHasItsOwnCode() throws {
    for (signal, code) in [(SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)] {
      let child = try start(long)
      child.send(signal)
      #expect(try child.wait().code == code)
      #expect(folder.names("run").contains(CheckpointFolder.name))
      try FileManager.default.removeItem(atPath: folder["run"])
    }
  }

  @Test func scriptsGetADocument() throws {
    let child = try ChildProcess.descent(
      ["train"] + long + ["--json", "--checkpoint-every", "5steps", "--output", folder["run"]],
      output: folder["out"])
    #expect(
      waits { FileManager.default.fileExists(atPath: folder["run/" + CheckpointFolder.name]) })
    child.send(SIGINT)
    let end = try child.wait()
    #expect(end.code == 130)
    let document = try json(end.output)
    #expect(document["interrupted"] == true)
    #expect(document["model"] == .null)
    #expect(document["steps"]?.integer ?? 0 >= 5)
    #expect(document["test"]?.table?["accuracy"]?.number != nil)
    #expect(document["resume"]?.text == "descent train --resume \(folder["run"])")
  }

  /// One step takes so long that the second signal comes within it.
  @Test func ctrlCTwiceEndsAtOnce() throws {
    let child = try ChildProcess.descent(
      ["train", "digits", "--hidden", "1500,1500", "--batch-size", "full", "--epochs", "1000"]
        + ["--output", folder["run"]], output: folder["out"])
    #expect(waits { (try? folder.bytes("run/config.yaml"))?.isEmpty == false })
    usleep(20_000)
    // On a busy machine two signals can arrive as one, so there are more of them.
    for _ in 0..<20 {
      child.send(SIGINT)
      usleep(4000)
    }
    let end = try child.wait()
    #expect(end.code == 130)
    #expect(!end.output.contains("go on: "))
    // Nothing in the folder is broken: there is a whole checkpoint, or none.
    var files = CheckpointFolder(folder["run"])
    #expect(throws: Never.self) { _ = try files.load() }
  }

  /// Over and over, two signals a moment apart: whatever was being written, what is there is whole.
  @Test func twoSignalsNeverBreakAFile() throws {
    var random = RandomSource(seed: 4, .other)
    for _ in 0..<12 {
      let child = try ChildProcess.descent(
        ["train"] + long + ["--checkpoint-every", "1steps", "--output", folder["run"]],
        output: folder["out"])
      #expect(
        waits { FileManager.default.fileExists(atPath: folder["run/" + CheckpointFolder.name]) })
      usleep(UInt32(random.uniform(0, 30_000)))
      child.send(SIGINT)
      usleep(UInt32(random.uniform(0, 10_000)))
      child.send(SIGINT)
      #expect(try child.wait().code == 130)
      var files = CheckpointFolder(folder["run"])
      // Between two renamings only the older name is there; a file that is there is whole.
      let found = try #require(try files.load())
      #expect(found.fault.map { $0.message == "no such file" } ?? true)
      try FileManager.default.removeItem(atPath: folder["run"])
    }
  }

  // MARK: Disks

  private func limited(_ line: String) throws -> (code: Int32, output: String) {
    let text = "cd '\(folder.path)'; D='\(binary ?? "")'; ulimit -f 8; \(line)"
    return try ChildProcess(["/bin/sh", "-c", text], output: folder["out"]).wait()
  }

  private let wide = ["moons", "--hidden", "600", "--epochs", "300", "--batch-size", "100"]

  @Test func aFullDiskBeforeTheFirstCheckpoint() throws {
    let answer = try limited(
      "$D train \(wide.joined(separator: " ")) --quiet --checkpoint-every 1 --output run; echo $?")
    #expect(
      answer.output
        == "error: run/checkpoint.safetensors: can't be written: the file would be larger than "
        + "allowed. Raise the limit on file sizes, or choose another place.\n74\n")
    #expect(folder.names() == ["out"] || folder.names() == [])
  }

  @Test func aFullDiskKeepsTheLastGoodCheckpoint() throws {
    let child = try ChildProcess.descent(
      ["train"] + wide + ["--checkpoint-every", "1steps", "--output", folder["run"]],
      output: folder["out"])
    #expect(
      waits { FileManager.default.fileExists(atPath: folder["run/" + CheckpointFolder.name]) })
    child.send(SIGKILL)
    _ = try child.wait()
    var files = CheckpointFolder(folder["run"])
    let before = try #require(try files.load()).checkpoint.training
    let answer = try limited("$D train --resume run --quiet --checkpoint-every 3steps; echo $?")
    #expect(
      answer.output
        == "note: the last checkpoint stays in run\n"
        + "error: run/checkpoint.safetensors: can't be written: the file would be larger than "
        + "allowed. The checkpoint before it is whole. Free some space, then go on with: "
        + "descent train --resume run\n74\n")
    #expect(try files.load()?.checkpoint.training == before)
    #expect(descent("train", "--resume", folder["run"], "--quiet").code == 0)
    #expect(descent(["train"] + wide + ["--quiet", "--output", folder["whole"]]).code == 0)
    #expect(
      try folder.bytes("run/model.safetensors") == folder.bytes("whole/model.safetensors"))
  }
}
