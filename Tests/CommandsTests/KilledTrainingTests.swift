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

/// Trainings that are killed at random moments and go on come to the same bytes.
///
/// `Scripts/kill-and-resume` does the same for as long as one likes.
@Suite(.enabled(if: binary != nil, "the command is not built"), .serialized)
struct KilledTrainingTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  /// Trainings that differ in what a checkpoint must hold.
  static let trainings: [[String]] = [
    [
      "digits", "--hidden", "12", "--dropout", "0.3", "--epochs", "5", "--checkpoint-every",
      "2steps",
    ],
    [
      "moons", "--optimizer", "nadam", "--average-decay", "0.9", "--early-stopping", "3",
      "--epochs", "30", "--batch-size", "64", "--checkpoint-every", "1epochs",
    ],
    [
      "spirals", "--hidden", "9,7", "--batch-norm", "--optimizer", "momentum", "--class-weight",
      "balanced", "--schedule", "reduce-on-plateau", "--epochs", "8", "--checkpoint-every",
      "3steps",
    ],
    [
      "sine", "--validation", "0", "--epochs", "12", "--clip-norm", "0.5", "--batch-size", "50",
      "--checkpoint-every", "0.001s",
    ],
    [
      "digits", "--augment", "shift=1,rotate=10,zoom=0.1,noise=0.05,erase=0.2,mixup=0.2",
      "--hidden", "10", "--epochs", "4", "--checkpoint-every", "5steps",
    ],
  ]

  /// Sixty-five kills in all.
  static let killsEach = 13

  @Test(arguments: trainings)
  func comesToTheSameBytes(_ arguments: [String]) throws {
    let whole = descent(["train"] + arguments + ["--quiet", "--output", folder["whole"]])
    #expect(whole.code == 0, "\(whole.notes)")
    var random = RandomSource(seed: 11, .other, arguments.count)
    var (kills, ends, tries) = (0, 0, 0)
    while kills < Self.killsEach || ends == 0 {
      tries += 1
      try #require(tries < 1000, "only \(kills) kills, \(ends) ends")
      let isOver = kills >= Self.killsEach
      switch try round(arguments, &random, kill: !isOver) {
      case .killed: kills += 1
      case .ended:
        ends += 1
        try expectTheSame()
        try FileManager.default.removeItem(atPath: folder["run"])
      }
    }
  }

  private enum End { case killed, ended }

  /// Begins the training or goes on with it, on some number of threads; kills it or lets it end.
  private func round(
    _ arguments: [String], _ random: inout RandomSource, kill: Bool
  ) throws -> End {
    let files = CheckpointFolder(folder["run"])
    if FileManager.default.fileExists(atPath: folder["run/manifest.json"]) {
      // Killed after all was done, at most while tidying up.
      #expect(descent("train", "--resume", folder["run"]).code == 64)
      return .ended
    }
    if !files.hasFiles, FileManager.default.fileExists(atPath: folder["run"]) {
      // Killed before there was anything: never a silent fresh start.
      let answer = descent("train", "--resume", folder["run"])
      #expect(answer.code == 65 || answer.code == 66)
      try FileManager.default.removeItem(atPath: folder["run"])
    }
    let threads = ["--threads", String(1 + Int(random.uniform(0, 4)))]
    let line =
      files.hasFiles
      ? ["train", "--resume", folder["run"], "--quiet"] + threads
      : ["train"] + arguments + ["--quiet", "--output", folder["run"]] + threads
    let child = try ChildProcess.descent(line, output: folder["out"])
    if kill { wait(&random) }
    if kill { child.send(SIGKILL) }
    let end = try child.wait()
    if end.code == -SIGKILL { return .killed }
    #expect(end.code == 0, "\(end.output)")
    return .ended
  }

  /// Until the moment to kill: any moment, or one at which a file is being written.
  private func wait(_ random: inout RandomSource) {
    if random.uniform(0, 1) < 0.6 {
      usleep(UInt32(exp(random.uniform(log(2000), log(250_000)))))
      return
    }
    usleep(UInt32(random.uniform(0, 60_000)))
    for _ in 0..<20_000 {
      if folder.names("run").contains(where: { $0.hasSuffix(".tmp") }) { break }
      usleep(10)
    }
    usleep(UInt32(random.uniform(0, 300)))
  }

  private func expectTheSame() throws {
    #expect(
      try folder.bytes("run/model.safetensors") == folder.bytes("whole/model.safetensors"))
    #expect(
      try folder.bytes("run/histograms.jsonl") == folder.bytes("whole/histograms.jsonl"))
    #expect(folder.names("run") == folder.names("whole"))
    func metrics(_ name: String) throws -> [[Substring]] {
      String(decoding: try folder.bytes(name + "/metrics.csv"), as: UTF8.self)
        .split(separator: "\n").map { line in
          let cells = line.split(separator: ",", omittingEmptySubsequences: false)
          return Array(cells[..<1] + cells[2...])
        }
    }
    #expect(try metrics("run") == metrics("whole"))
  }
}
