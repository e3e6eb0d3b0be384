import Foundation
import Testing

/// The built command as a process of its own: signals, full disks, closed pipes, run folders.
@Suite(.enabled(if: binary != nil, "the command is not built")) struct ProcessTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  /// Runs a line of the shell in the folder; `$D` is the command.
  private func shell(_ line: String) throws -> (code: Int32, output: String) {
    let text = "cd '\(folder.path)'; D='\(binary ?? "")'; \(line)"
    return try ChildProcess(["/bin/sh", "-c", text], output: folder.path + ".out").wait()
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
    for run in folder.names("runs") { #expect(folder.names("runs/\(run)").count == 8) }
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
    #expect(lines == ["0", "73", "73", "73", "1", "8"])
  }

  @Test func anInterruptedTrainingWithoutCheckpointsLeavesNothing() throws {
    let answer = try shell(
      "$D train digits --epochs 1000000 --checkpoint-every none >/dev/null 2>err & P=$!; "
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

  @Test func namedPipesAreReadLikeFiles() throws {
    try folder.write(classTable(), "t.csv")
    let answer = try shell(
      "mkfifo p.csv; cat t.csv >p.csv & $D inspect p.csv >a; wait; $D inspect t.csv >b; "
        + "sed 's/^[pt]:/x:/; s/[pt][.]csv/x/' a | cksum; sed 's/^[pt]:/x:/; s/[pt][.]csv/x/' b | cksum"
    )
    let sums = answer.output.split(separator: "\n")
    #expect(sums.count == 2 && sums.first == sums.last, "\(answer.output)")
    #expect(try folder.bytes("a").count > 100)
  }

  /// Numbers are written and read in one way, wherever the command runs.
  @Test func languageChangesNothing() throws {
    try folder.write(regressionTable(), "t.csv")
    let answer = try shell(
      "for L in C C.UTF-8 de_DE.UTF-8; do LC_ALL=$L LANG=$L $D inspect t.csv --json | cksum; done")
    let sums = answer.output.split(separator: "\n")
    #expect(sums.count == 3 && Set(sums).count == 1, "\(answer.output)")
  }

  /// Predictions come while the input is still being written, and their number takes no memory.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status")))
  func predictionsAreStreamed() throws {
    #if DEBUG
      let rows = 30_000
    #else
      let rows = 1_000_000
    #endif
    try folder.write(classTable(), "t.csv")
    let answer = try shell(
      "$D train t.csv --quiet --epochs 1 --output run >/dev/null 2>&1; mkfifo in; : >out; "
        + "$D predict run - <in >out 2>err & P=$!; exec 3>in; "
        + "seen() { N=0; while [ $(wc -l <out) -lt $1 ] && [ $N -lt 3000 ]; do sleep 0.02; "
        + "N=$((N+1)); done; wc -l <out; }; "
        + "peak() { sed -n 's/^VmHWM:[^0-9]*\\([0-9]*\\).*/\\1/p' /proc/$P/status; }; "
        + "echo a,b >&3; echo 1,2 >&3; seen 2; echo 3,4 >&3; seen 3; "
        + "awk 'BEGIN { for (i = 0; i < \(rows); i++) print i % 97 \",\" i % 89 }' >&3; "
        + "seen \(rows + 3); peak; exec 3>&-; wait $P; echo $?; cat err")
    let lines = answer.output.split(separator: "\n").map { $0.filter { $0 != " " } }
    try #require(lines.count == 5, "\(answer.output)")
    #expect(lines[..<3] == ["2", "3", "\(rows + 3)"])
    #expect(try #require(Int(lines[3])) < 100_000, "kilobytes")
    #expect(lines[4] == "0")
  }

  @Test func anInterruptedPredictionLeavesNothing() throws {
    try folder.write(classTable(), "t.csv")
    let answer = try shell(
      "$D train t.csv --quiet --epochs 1 --output run >/dev/null 2>&1; mkfifo in; "
        + "$D predict run - -o out.csv <in 2>err & P=$!; exec 3>in; echo a,b >&3; echo 1,2 >&3; "
        + "while ! ls -a | grep -q descent-; do sleep 0.02; done; sleep 0.2; kill -INT $P; wait $P; "
        + "echo $?; cat err; ls -A")
    #expect(answer.output == "130\nerror: stopped; nothing was saved\nerr\nin\nrun\nt.csv\n")
  }
}
