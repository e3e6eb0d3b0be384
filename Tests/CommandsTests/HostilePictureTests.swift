import Descent
import Foundation
import Testing

private let gnuTime: Bool = {
  #if os(Linux)
    FileManager.default.isExecutableFile(atPath: "/usr/bin/time")
  #else
    false
  #endif
}()

/// Pictures that promise more than they have, given to the command: what it takes to refuse them.
@Suite(
  .enabled(
    if: hasPNG && binary != nil && gnuTime, "needs libpng 1.6, the built command and GNU time"))
struct HostilePictureTests {
  private func refused(
    _ bytes: ContiguousArray<UInt8>, count: Int = 1, _ notes: String,
    _ place: SourceLocation = #_sourceLocation
  ) throws {
    let folder = try Folder()
    try FileManager.default.createDirectory(
      atPath: folder["pictures/a"], withIntermediateDirectories: true)
    for index in 1...count { try AtomicFile.write(bytes, to: folder["pictures/a/\(index).png"]) }
    // A child's own figure would be that of the tests, from which it was started.
    let child = try ChildProcess(
      [
        "/usr/bin/time", "-q", "-o", folder["peak"], "-f", "%M", binary ?? "", "inspect",
        folder["pictures"],
      ], output: folder["output"])
    let (code, output) = try child.wait()
    let figures = try readText(folder["peak"]).split(whereSeparator: \.isWhitespace)
    let peak = 1024 * (Int(figures.first ?? "") ?? .max / 1024)
    #expect(code == 65, sourceLocation: place)
    #expect(
      output.replacingOccurrences(of: folder.path, with: "DIR")
        == "error: \(notes)\n", sourceLocation: place)
    // Swift's runtime included.
    #expect(peak <= count * bytes.count + 64 << 20, "\(peak)", sourceLocation: place)
  }

  private func zeros(_ side: Int) throws -> ContiguousArray<UInt8> {
    try Picture(
      height: side, width: side, channels: 1,
      samples: ContiguousArray(repeating: 0, count: side * side)
    ).png()
  }

  @Test func bomb() throws {
    let bytes = try zeros(8192)
    try refused(
      bytes,
      "DIR/pictures/a/1.png: decoding the picture takes 67,108,864 bytes, too many for a file of \(grouped(bytes.count)) "
        + "bytes. Save it smaller. Or leave it out with --unreadable skip.")
  }

  /// The largest that are decoded at all, and found damaged at their very end.
  @Test func wrongAtItsEnd() throws {
    var bytes = try zeros(4500)
    bytes[bytes.count - 20] ^= 1
    try refused(
      bytes, count: 2,
      "2 of 2 pictures can't be read: DIR/pictures/a/1.png, DIR/pictures/a/2.png: the PNG picture is "
        + "damaged: IDAT: incorrect data check. Mend or remove them, or leave them out with --unreadable skip."
    )
  }

  @Test func promises() throws {
    var bytes = try zeros(1)
    bytes.replaceSubrange(16..<24, with: [0, 0, 0x1F, 0xFF, 0, 0, 0x1F, 0xFF])
    try refused(
      bytes,
      "DIR/pictures/a/1.png: the PNG picture is damaged: 8,191 x 8,191 pixels can't be in \(bytes.count) "
        + "bytes. Mend or remove it, or leave it out with --unreadable skip.")
  }
}
