import Basics

/// A picture in memory: samples of 8 bits.
///
///     let picture = try Picture(contentsOf: "cat.jpg")
///     let small = picture.withoutAlpha.resized(height: 28, width: 28).grey
public struct Picture: Sendable, Equatable {
  /// Rows of pixels.
  public let height: Int
  /// Pixels in a row.
  public let width: Int
  /// Samples of a pixel: 1 grey, 2 grey and alpha, 3 red, green and blue, 4 those and alpha.
  public let channels: Int
  /// The samples, row-major from the upper left, [height][width][channels].
  public let samples: ContiguousArray<UInt8>

  /// Pixels of a picture at most: 8,192 x 8,192.
  public static let pixelLimit = 1 << 26

  /// A picture of these samples.
  ///
  /// Throws `DescentError` (usage) where there are no pixels or more than `pixelLimit`, for other
  /// than 1 to 4 channels, and for another count of samples than height * width * channels.
  public init(
    height: Int, width: Int, channels: Int, samples: ContiguousArray<UInt8>
  ) throws {
    guard (1...4).contains(channels), height > 0, width > 0, height <= Self.pixelLimit / width,
      samples.count == height * width * channels
    else {
      throw DescentError(
        .usage,
        "\(counted(samples.count, "sample")) don't make a picture of \(height)x\(width) pixels with "
          + counted(channels, "channel"))
    }
    self.init(trusted: samples, height: height, width: width, channels: channels)
  }

  /// Sizes and count must agree.
  package init(trusted samples: ContiguousArray<UInt8>, height: Int, width: Int, channels: Int) {
    self.height = height
    self.width = width
    self.channels = channels
    self.samples = samples
  }

  /// Whether there is an alpha channel.
  public var hasAlpha: Bool { channels == 2 || channels == 4 }
}
