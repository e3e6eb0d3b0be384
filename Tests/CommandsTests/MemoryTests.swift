import Commands
import Descent
import Foundation
import Testing

/// `--memory`: rows on disk give the same model, and take no more memory than they may.
@Suite struct MemoryTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func train(_ data: String, _ more: String..., output: String) -> Answer {
    descent(
      ["train", data, "--hidden", "4", "--epochs", "2", "--output", folder[output]] + more,
      in: folder)
  }

  @Test func tablesTrainAlike() throws {
    var text = "a,b,c,kind\n"
    for row in 0..<300 {
      text += "\(row % 7),\(row % 5 == 0 ? "" : "x\(row % 3)"),\(row * 37 % 11),"
      text += row % 7 > 3 ? "more\n" : "less\n"
    }
    let file = try folder.write(text, "t.csv")
    for (index, more) in [[], ["--missing", "drop"], ["--folds", "2"]].enumerated() {
      let arguments = ["--hidden", "4", "--epochs", "2", "--missing", "mean", "--quiet"] + more
      let (memory, disk) = (folder["m\(index)"], folder["d\(index)"])
      #expect(descent(["train", file, "--output", memory] + arguments).code == 0)
      #expect(
        descent(["train", file, "--output", disk, "--memory", "1"] + arguments).code == 0)
      let name = more == ["--folds", "2"] ? "/folds/2/model.safetensors" : "/model.safetensors"
      #expect(try readFile(memory + name) == readFile(disk + name), "\(more)")
    }
  }

  @Test func itIsSaidAndWritten() throws {
    let file = try folder.write(classTable(), "t.csv")
    let answer = train(file, "--memory", "100", output: "run")
    #expect(answer.code == 0)
    #expect(
      answer.notes.contains("note: Rows are read from disk: more than 100 of memory.\n"))
    #expect(
      try String(decoding: folder.bytes("run/config.yaml"), as: UTF8.self)
        .contains("\nmemory: \"100\"\n"))
    let all = train(file, output: "all")
    #expect(!all.notes.contains("disk"))
    #expect(try folder.bytes("run/model.safetensors") == folder.bytes("all/model.safetensors"))
  }

  @Test(arguments: [
    ("1", "\"1\""), ("64K", "64K"), ("65536", "64K"), ("1.5 GiB", "1536M"), ("2tb", "\"2T\""),
    ("300MB", "300M"),
  ]) func sizesAreRead(text: String, written: String) {
    let answer = descent("train", "xor", "--memory", text, "--print-config")
    #expect(answer.output.contains("\nmemory: \(written)\n"), "\(answer)")
  }

  @Test(arguments: ["0", "-4G", "4X", "G", "4GG", "1e400", "99999999999999999999T", "nan"])
  func otherTextsAreRefused(text: String) {
    let answer = descent("train", "xor", "--memory", text)
    #expect(
      answer.notes
        == "error: --memory: expected a number of bytes, such as 500M or 4G, or auto, "
        + "found \"\(text)\"\n")
    #expect(answer.code == 64)
  }

  @Test func groupsSayWhatTheyAllow() {
    #expect(
      limitFiles(ofGroups: "9:name=systemd:/\n8:cpu,memory:/a/b\n0::/c\nnonsense\n") == [
        "/sys/fs/cgroup/memory/a/b/memory.limit_in_bytes",
        "/sys/fs/cgroup/memory/a/memory.limit_in_bytes",
        "/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/c/memory.max",
        "/sys/fs/cgroup/memory.max",
      ])
  }
}

/// The same with the command as a process of its own.
@Suite(.enabled(if: binary != nil, "the command is not built")) struct MemoryProcessTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func shell(_ line: String) throws -> String {
    let text = "cd '\(folder.path)'; D='\(binary ?? "")'; \(line)"
    return try ChildProcess(["/bin/sh", "-c", text], output: folder.path + ".out").wait().output
  }

  /// 120,000 pictures of 784 zeros in two classes: 94 MB.
  private let pictures = """
    mkdir p; printf '\\0\\0\\010\\003\\0\\001\\324\\300\\0\\0\\0\\034\\0\\0\\0\\034' >p/images-idx3-ubyte; \
    truncate -s 94080016 p/images-idx3-ubyte; \
    (printf '\\0\\0\\010\\001\\0\\001\\324\\300'; head -c 60000 /dev/zero; \
    head -c 60000 /dev/zero | tr '\\0' '\\1') >p/labels-idx1-ubyte; \
    TRAIN="$D train p --hidden 2 --batch-size 1000 --quiet --early-stopping 0"; 
    """

  #if os(Linux)
    @Test func rowsOnDiskTakeNoMemory() throws {
      let output = try shell(
        pictures + "(ulimit -d 60000; $TRAIN --epochs 1 --output a >/dev/null 2>&1; echo $?; "
          + "$TRAIN --epochs 1 --memory 8M --output b >/dev/null 2>&1; echo $?); "
          + "$TRAIN --epochs 1 --output c >/dev/null; cmp b/model.safetensors c/model.safetensors && echo same"
      )
      let lines = output.split(separator: "\n")
      // What would be held in memory doesn't fit.
      #expect(lines.first != "0" && lines.dropFirst() == ["0", "same"], "\(output)")
    }
  #endif

  @Test func aFileThatIsCutShortEndsTheTraining() throws {
    let output = try shell(
      pictures + "$TRAIN --epochs 100000 --memory 8M --output a --checkpoint-every none "
        + ">out 2>&1 & P=$!; while [ ! -s a/config.yaml ] && kill -0 $P 2>/dev/null; do sleep 0.05; done; "
        + "sleep 0.3; "
        + "truncate -s 20000 p/images-idx3-ubyte; wait $P; echo $?; tail -n 1 out")
    // Seen between two epochs, or met within one.
    #expect(
      [
        "65\nerror: p/images-idx3-ubyte: the file was changed while its rows were read. "
          + "Begin again, and leave the file as it is.\n",
        "74\nerror: the rows can't be read any more: their file was cut short, or its disk failed\n",
      ].contains(output), "\(output)")
  }

  @Test func standardInputIsRead() throws {
    try folder.write(classTable(), "t.csv")
    let output = try shell(
      "T='--hidden 4 --epochs 2 --quiet'; ($D train t.csv $T --output a; "
        + "$D train - $T --output b <t.csv; cat t.csv | $D train - $T --output c; "
        + "gzip -c t.csv | $D train - $T --output d) | grep ^test | uniq | wc -l; "
        + "$D evaluate a --data - --json <t.csv | head -c 1; "
        + "$D inspect - <t.csv | head -n 1; $D data describe - <t.csv >describe; echo $?; "
        + "head -c 1 /dev/zero | $D train - $T; echo $?")
    #expect(
      output
        == "1\n{standard input: 60 rows of 2, 2 classes\n0\n"
        + "error: standard input:1:1: a NUL byte; expected text. This is not a CSV file.\n65\n")
  }
}
