import Basics
import Datasets

/// The samples of pictures of one size, one after the other; grey as long as all of them are, where nobody
/// has said what they are to be.
struct PictureSpool: ~Copyable {
  private let pixels: Int
  private let memory: MemoryLimit
  /// Whether a coloured picture makes all of them coloured.
  private let mayChange: Bool
  /// What the pictures are so far.
  private(set) var color: PictureColor
  private var samples: NumberSpool<UInt8>

  /// - Parameters:
  ///   - pixels: of each picture.
  ///   - color: what the pictures are; nil where that is to be found out.
  init(_ pixels: Int, _ color: PictureColor?, _ memory: MemoryLimit) {
    self.pixels = pixels
    self.memory = memory
    self.color = color ?? .grey
    mayChange = color == nil
    samples = NumberSpool(memory)
  }

  /// Takes a picture; where colours are to be found out, a grey one has one channel.
  mutating func append(_ picture: ContiguousArray<UInt8>, isGrey: Bool) throws {
    if mayChange, color == .grey, !isGrey { try makeColored() }
    let isNarrow = color == .color && picture.count == pixels
    try samples.append(contentsOf: isNarrow ? Self.colored(picture.span) : picture)
  }

  /// Gives the grey pictures so far three channels.
  private mutating func makeColored() throws {
    color = .color
    var old = NumberSpool<UInt8>(memory)
    swap(&old, &samples)
    let grey = try old.finish()
    try grey.forEachPiece { try samples.append(contentsOf: Self.colored($0)) }
  }

  private static func colored(_ grey: Span<UInt8>) -> ContiguousArray<UInt8> {
    ContiguousArray(unsafeUninitializedCapacity: 3 * grey.count) { buffer, count in
      for index in grey.indices {
        for channel in 0..<3 { buffer.initializeElement(at: 3 * index + channel, to: grey[index]) }
      }
      count = 3 * grey.count
    }
  }

  /// All samples.
  consuming func finish() throws -> Numbers<UInt8> { try samples.finish() }
}
