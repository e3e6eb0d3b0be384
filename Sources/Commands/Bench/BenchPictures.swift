import Descent

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder of generated pictures, two classes of them, that goes away with the last reference to it.
final class BenchPictures {
  /// The folder.
  let folder: String
  /// Bytes of all files.
  private(set) var bytes = 0
  private var files: [String] = []
  private var folders: [String] = []

  /// Writes so many square pictures in color: slopes with some noise, much as photographs have.
  init(_ format: PictureFormat, count: Int, side: Int) throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array(joined(parent, "descent-bench-XXXXXX").utf8CString)
    let isMade = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) } != nil
    }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard isMade else {
      throw DescentError(
        .cannotWrite, "no folder for the pictures can be made: \(systemReason(errno))",
        at: Position(file: parent))
    }
    folders = ["a", "b"].map { joined(folder, $0) }
    for folder in folders { mkdir(folder, 0o700) }
    var random = RandomSource(seed: 0, .generation)
    for index in 0..<max(2, count) {
      let picture = try Self.picture(side, &random)
      let file = joined(folders[index % 2], "\(index).\(format.rawValue.lowercased())")
      let content = try format == .png ? picture.png() : picture.jpeg(quality: 90)
      try AtomicFile.write(content, to: file)
      files.append(file)
      bytes += content.count
      try Interrupt.check("stopped")
    }
  }

  deinit {
    for file in files { unlink(file) }
    for folder in folders + [folder] { rmdir(folder) }
  }

  private static func picture(_ side: Int, _ random: inout RandomSource) throws -> Picture {
    let slopes = (0..<6).map { _ in random.uniform(-1, 1) }
    var samples = ContiguousArray<UInt8>()
    samples.reserveCapacity(3 * side * side)
    for y in 0..<side {
      for x in 0..<side {
        let noise = Double(random.next() & 15)
        for channel in 0..<3 {
          let slope = slopes[2 * channel] * Double(x) + slopes[2 * channel + 1] * Double(y)
          samples.append(UInt8(min(max(128 + 100 * slope / Double(side) + noise, 0), 255)))
        }
      }
    }
    return try Picture(height: side, width: side, channels: 3, samples: samples)
  }
}
