import Descent
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Folders of pictures that hold more, or less, than pictures of classes.
@Suite(.enabled(if: hasPNG, "libpng 1.6 is not on this machine"))
struct BadFoldersTests {
  private let folder: Folder

  init() throws {
    folder = try Folder()
    try writePictures(folder["p"], count: 3)
  }

  private func refuses(
    code: Int32 = 65, _ notes: String, _ place: SourceLocation = #_sourceLocation
  ) {
    #expect(
      descent("inspect", folder["p"], in: folder)
        == Answer(code: code, output: "", notes: "error: \(notes)\n"), sourceLocation: place)
  }

  /// The notes of a folder that is read.
  private func notes() throws -> [String] {
    let answer = descent("inspect", folder["p"], "--json", in: folder)
    #expect(answer.code == 0, "\(answer.notes)")
    return try json(answer.output)["notes"]?.list?.compactMap(\.text) ?? []
  }

  private func write(_ name: String, _ text: String = "no picture") throws {
    try FileManager.default.createDirectory(
      atPath: splitPath(folder[name]).folder, withIntermediateDirectories: true)
    try folder.write(text, name)
  }

  @Test func oneClass() throws {
    try FileManager.default.removeItem(atPath: folder["p/lying"])
    for hasEmptyFolder in [false, true] {
      if hasEmptyFolder {
        try FileManager.default.createDirectory(
          atPath: folder["p/lying"], withIntermediateDirectories: true)
      }
      #expect(
        descent("train", folder["p"], "--output", folder["run"], in: folder)
          == Answer(
            code: 65, output: "",
            notes:
              "error: p: one class only: all 3 rows are \"upright\". Training needs rows of two "
              + "classes at least.\n"))
    }
  }

  @Test func noPictureAtAll() throws {
    try FileManager.default.removeItem(atPath: folder["p"])
    try write("p/a/notes.txt")
    refuses(
      "DIR/p: no data found in this folder; expected a subfolder of pictures for each class, or IDX "
        + "files such as train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz. Name the file if "
        + "it is a CSV or NPZ file.")
  }

  @Test func whatSystemsLeaveBehind() throws {
    try write("p/lying/.DS_Store")
    try write("p/lying/Thumbs.db")
    try write("p/.git/config")
    #expect(
      try notes() == ["Not used, because no pictures in a class folder: DIR/p/lying/Thumbs.db."])
  }

  @Test func linksAndDevices() throws {
    symlink("..", folder["p/lying/loop"])
    symlink("self.png", folder["p/lying/self.png"])
    symlink("nowhere", folder["p/lying/none.png"])
    symlink("/dev/zero", folder["p/lying/zeros.png"])
    mkfifo(folder["p/lying/pipe.png"], 0o600)
    #expect(
      try notes() == [
        "Not used, because no pictures in a class folder: DIR/p/lying/none.png, "
          + "DIR/p/lying/pipe.png, DIR/p/lying/self.png, DIR/p/lying/zeros.png, DIR/p/lying/loop."
      ])
  }

  /// It can be opened, and gives an error when it is read.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/mem")))
  func filesThatCannotBeRead() throws {
    symlink("/proc/self/mem", folder["p/lying/a.png"])
    refuses(code: 74, "DIR/p/lying/a.png: can't be read: the disk reports a fault")
  }

  @Test func namesOfAnyKind() throws {
    let picture = try bar(upright: false, at: 1).png()
    for name in ["\u{1F600}", "a b", String(repeating: "x", count: 251), "two\nlines"] {
      try AtomicFile.write(picture, to: folder["p/lying/\(name).png"])
    }
    #expect(try notes() == [])
    try write("p/lying/two\nlines.png")
    refuses(
      "DIR/p/lying/two?lines.png: expected a PNG or JPEG picture, found something else. Mend or remove it, "
        + "or leave it out with --unreadable skip.")
  }

  @Test func namesThatAreNoText() throws {
    let name = folder["p/lying"].utf8.map { CChar(bitPattern: $0) } + [0x2F, 0x78, -1, 0]
    close(open(name, O_CREAT | O_WRONLY, 0o600))
    defer { unlink(name) }
    refuses("DIR/p/lying: a name that is not UTF-8: \"x\u{FFFD}\". Rename it.")
  }

  @Test func classesThatDiffer() throws {
    try FileManager.default.moveItem(atPath: folder["p"], toPath: folder["train"])
    try FileManager.default.createDirectory(
      atPath: folder["p"], withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: folder["train"], toPath: folder["p/train"])
    try AtomicFile.write(
      try bar(upright: false, at: 1).png(),
      to: {
        try FileManager.default.createDirectory(
          atPath: folder["p/test/lying"], withIntermediateDirectories: true)
        return folder["p/test/lying/1.png"]
      }())
    #expect(try notes() == ["No pictures of upright in DIR/p/test."])
    try FileManager.default.moveItem(atPath: folder["p/test/lying"], toPath: folder["p/test/lyng"])
    refuses(
      "DIR/p/test/lyng: unknown class \"lyng\": there is no such folder in DIR/p/train. Did you mean "
        + "\"lying\"? Known: lying, upright.")
  }

  @Test func listsOfPicturesThatAreMissing() throws {
    try folder.write("picture,way\np/lying/00.png,lying\np/upright/0.png,upright\n", "list.csv")
    #expect(
      descent("inspect", folder["list.csv"], in: folder)
        == Answer(
          code: 66, output: "",
          notes:
            "error: DIR/list.csv:3:1: no such file: \"p/upright/0.png\"; paths start in the folder of the "
            + "list, DIR. Did you mean \"DIR/p/upright/00.png\"? Or leave out such rows with --unreadable "
            + "skip.\n"
        ))
  }
}
