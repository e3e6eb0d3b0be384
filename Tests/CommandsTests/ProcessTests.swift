import Foundation
import Testing

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The built command as a process of its own: signals, full disks, closed pipes, run folders.
@Suite(.enabled(if: binary != nil, "the command is not built")) struct ProcessTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  /// Runs a line of the shell in the folder; `$D` is the command.
  private func shell(_ line: String) throws -> (code: Int32, output: String) {
    let text = "cd '\(folder.path)'; D='\(binary ?? "")'; \(line)"
    return try run(["/bin/sh", "-c", text], output: folder.path + ".out")
  }

  /// Runs a program with no signal blocked: the threads of tests block them, and `Process` hands
  /// that down.
  private func run(_ arguments: [String], output: String) throws -> (code: Int32, output: String) {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var texts: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    texts.append(nil)
    defer { texts.forEach { free($0) } }
    var child: pid_t = 0
    #if canImport(Darwin)
      let variables = _NSGetEnviron().pointee
    #else
      let variables = environ
    #endif
    let code = posix_spawn(&child, arguments[0], &actions, &attributes, texts, variables)
    guard code == 0 else { throw POSIXError(POSIXError.Code(rawValue: code) ?? .EIO) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {}
    defer { unlink(output) }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: output))
    return (status & 0x7F == 0 ? status >> 8 & 0xFF : -1, String(decoding: bytes, as: UTF8.self))
  }

  @Test func runsAreNumberedAndNeverOverwritten() throws {
    for _ in 0..<2 {
      #expect(try shell("$D train xor --quiet --epochs 1").code == 0)
    }
    #expect(folder.names("runs") == ["xor-1", "xor-2"])
    #expect(try shell("$D train xor --quiet --epochs 1 --name mine").code == 0)
    #expect(folder.names("runs") == ["mine-1", "xor-1", "xor-2"])
    let many = (0..<8).map { _ in "$D train xor --quiet --epochs 1 & " }.joined()
    #expect(try shell(many + "wait").code == 0)
    #expect(folder.names("runs").count == 11)
    for run in folder.names("runs") { #expect(folder.names("runs/\(run)").count == 4) }
  }

  @Test func relativeDataIsLookedForWhereItWas() throws {
    try folder.write(classTable(), "t.csv")
    let answer = try shell(
      "$D train t.csv --quiet --epochs 1 --output run >/dev/null 2>&1; "
        + "mkdir sub; cd sub; $D evaluate ../run; echo $?")
    #expect(
      answer.output
        == "error: t.csv: no such file. The training read it from \(folder.path); "
        + "name it with --data.\n66\n")
  }

  @Test func theNextCommandRuns() throws {
    try folder.write(classTable(), "t.csv")
    try folder.write(classTable(), "it's my data.csv")
    try folder.write(
      classTable().split(separator: "\n").dropFirst().joined(separator: "\n"), "plain.csv")
    try folder.write(
      classTable().split(separator: "\n").map {
        $0.split(separator: ",").reversed().joined(separator: ",")
      }.joined(separator: "\n"), "first.csv")
    for data in [
      "digits", "moons", "sine", "xor", "t.csv", "\"it's my data.csv\"", "plain.csv",
      "first.csv --target kind", "first.csv --target 1", "\"$PWD/t.csv\" --classes more,less",
    ] {
      let answer = try shell(
        "$D train \(data) --epochs 1 --output 'a run' >out 2>&1 || cat out; "
          + "N=$(sed -n 's/^next: descent //p' out); eval \"$D $N\" >out 2>err || cat err; "
          + "echo $?; grep -c . out; rm -r 'a run'")
      #expect(answer.output.hasPrefix("0\n"), "\(data)")
      #expect(!answer.output.hasSuffix("\n0\n"), "\(data)")
    }
  }

  @Test func oneFolderHoldsOneRun() throws {
    let answer = try shell(
      "for S in 1 2 3 4; do ($D train digits --hidden 4 --epochs 20 --quiet --seed $S --output run "
        + ">out$S 2>&1; echo $? >code$S) & done; wait; cat code? | sort; "
        + "grep -c '^seed: ' run/config.yaml; ls run | wc -l")
    let lines = answer.output.split(separator: "\n").map { $0.filter { $0 != " " } }
    #expect(lines == ["0", "73", "73", "73", "1", "4"])
  }

  @Test func anInterruptedTrainingLeavesNothing() throws {
    let answer = try shell(
      "$D train digits --epochs 1000000 >/dev/null 2>err & P=$!; "
        + "while ! grep -q epoch err 2>/dev/null; do sleep 0.05; done; ls runs; kill -INT $P; wait $P; "
        + "echo $?; tail -n 1 err")
    #expect(answer.output == "digits-1\n130\nerror: stopped; nothing was saved\n")
    #expect(folder.names() == ["err"])
  }

  @Test func aClosedPipeIsQuiet() throws {
    let answer = try shell("{ $D predict $(:) nothing; echo $?; } 2>&1; $D data list | head -n 1")
    #expect(answer.output.hasSuffix("part of Descent\n"))
    let many = try shell(
      "$D train moons --rows 20000 --epochs 1 --quiet --output run >/dev/null 2>&1; "
        + "{ $D predict run moons 2>/dev/null; echo $? >code; } | head -n 1 >/dev/null; cat code")
    #expect(many.output == "0\n" || many.output == "74\n")
  }

  @Test func closedStandardOutputIsAnError() throws {
    let answer = try shell("$D train xor >&- 2>err; echo $?; tail -n 1 err")
    #expect(answer.output.hasPrefix("74\nerror: standard output can't be written: "))
    #expect(folder.names() == ["err"])
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsAnError() throws {
    let answer = try shell("$D data list >/dev/full; echo $?")
    #expect(
      answer.output
        == "error: standard output can't be written: the disk is full. Free some space.\n74\n")
  }

  @Test func aLimitOnFileSizesIsAnErrorAndLeavesNothing() throws {
    let answer = try shell(
      "(ulimit -f 8; $D train moons --hidden 2000 --epochs 1 --quiet --output run) 2>&1; echo $?")
    #expect(
      answer.output
        == "error: run/model.safetensors: can't be written: the file would be larger than allowed. "
        + "Raise the limit on file sizes, or choose another place.\n74\n")
    #expect(folder.names() == [])
  }

  @Test func anUnwritableFolderIsAnError() throws {
    let answer = try shell("$D train xor --output /proc/none/run; echo $?")
    #expect(answer.output.hasPrefix("error: /proc/none: the run folder can't be written: "))
    #expect(answer.output.hasSuffix(". Choose another place with --output.\n73\n"))
  }
}

/// The built command, beside the tests.
private let binary: String? = {
  var places = [CommandLine.arguments[0]]
  places += Bundle.allBundles.map(\.bundlePath).filter { $0.hasSuffix(".xctest") }
  return places.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path + "/descent" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
}()
