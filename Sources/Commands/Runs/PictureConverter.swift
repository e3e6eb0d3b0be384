import Descent

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Makes PNG of SVG with the system's `rsvg-convert`.
enum PictureConverter {
  /// The bytes of a PNG file.
  ///
  /// - Parameters:
  ///   - zoom: pixels for each unit of the drawing.
  ///   - folder: for temporary files, which have no name and are gone afterwards.
  ///
  /// Throws `DescentError`: usage where there is no such program, input/output where it fails.
  static func png(_ svg: String, zoom: Int, folder: String) throws -> ContiguousArray<UInt8> {
    let input = try temporary(in: folder)
    let notes = try temporary(in: folder)
    defer {
      close(input)
      close(notes)
    }
    try write(svg, input)
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw failure("can't be started: \(systemReason(errno))") }
    defer { close(ends[0]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var child: pid_t = 0
    let code = spawn(
      ["rsvg-convert", "--format", "png", "--zoom", "\(zoom)"], input: input, output: ends[1],
      notes: notes, &child)
    close(ends[1])
    guard code == 0 else {
      throw DescentError(
        .usage, "PNG is made with rsvg-convert, which can't be started: \(systemReason(code))",
        fix:
          "Install it (Debian and Ubuntu: librsvg2-bin, Fedora: librsvg2-tools, macOS: brew install "
          + "librsvg), or write SVG: -o FILE.svg")
    }
    let bytes = try readAll(ends[0], name: "rsvg-convert")
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    guard status == 0, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else {
      lseek(notes, 0, SEEK_SET)
      let said = String(decoding: (try? readAll(notes, name: "rsvg-convert")) ?? [], as: UTF8.self)
      let line = said.split(separator: "\n").first.map(String.init) ?? ""
      throw failure(line.isEmpty ? "made no picture" : "made no picture: \(line.printable)")
    }
    return bytes
  }

  private static func failure(_ what: String) -> DescentError {
    DescentError(.inputOutput, "rsvg-convert \(what)", fix: "Write SVG: -o FILE.svg")
  }

  private static func temporary(in folder: String) throws -> Int32 {
    var path = Array(joined(folder, "descent-plot-XXXXXX").utf8CString)
    let descriptor = mkstemp(&path)
    guard descriptor >= 0 else {
      throw DescentError(
        .cannotWrite, "no temporary file can be made here: \(systemReason(errno))",
        at: Position(file: folder), fix: "Name another folder in the variable TMPDIR.")
    }
    unlink(path)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }

  private static func write(_ text: String, _ descriptor: Int32) throws {
    let bytes = ContiguousArray(text.utf8)
    var done = 0
    while done < bytes.count {
      let wrote = bytes.withUnsafeBytes { buffer in
        #if canImport(Glibc)
          Glibc.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
        #elseif canImport(Musl)
          Musl.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
        #else
          Darwin.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
        #endif
      }
      if wrote < 0, errno == EINTR { continue }
      guard wrote > 0 else { throw failure("can't be given the drawing: \(systemReason(errno))") }
      done += wrote
    }
    lseek(descriptor, 0, SEEK_SET)
  }
}
