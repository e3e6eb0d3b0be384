import Basics

/// Whether pictures become grey or coloured.
public enum PictureColor: String, CaseIterable, Sendable {
  /// One number for each pixel.
  case grey
  /// Red, green and blue.
  case color

  /// Numbers for each pixel.
  public var channels: Int { self == .grey ? 1 : 3 }
}

/// Rows and columns of pixels.
public struct PictureSize: Sendable, Hashable, CustomStringConvertible {
  /// Rows of pixels.
  public var height: Int
  /// Pixels in a row.
  public var width: Int

  /// A side's length at most.
  public static let sideLimit = 4096

  /// A size.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// Reads `28x28`, height before width, or `28` for both; nil for anything else and for sides below 1
  /// or above `sideLimit`.
  public init?(_ text: String) {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard sides.count <= 2, let height = sides[0], let width = sides.last ?? nil,
      1...Self.sideLimit ~= height, 1...Self.sideLimit ~= width
    else { return nil }
    self.init(height: height, width: width)
  }

  /// `28x28`, height before width.
  public var description: String { "\(height)x\(width)" }
}

/// How pictures become features: part of the model.
///
/// A picture is turned as its EXIF data says, laid on white where it is transparent, made grey or coloured,
/// and brought to one size by area averaging. Its bytes are the features, [height][width][channels].
public struct PictureEncoding: Sendable, Hashable {
  /// The size that all get.
  public var size: PictureSize
  /// Whether they become grey.
  public var color: PictureColor

  /// An encoding.
  public init(size: PictureSize, color: PictureColor) {
    self.size = size
    self.color = color
  }

  /// The shape of a picture's features: `[28, 28, 1]`.
  public var shape: Shape { [size.height, size.width, color.channels] }

  /// In words: `28x28 grey`.
  public var summary: String { "\(size) \(color.rawValue)" }

  /// The encoding for a model file: `{height: 28, width: 28, color: grey}`.
  public var value: Value {
    .table([
      "height": .integer(size.height), "width": .integer(size.width),
      "color": .text(color.rawValue),
    ])
  }

  /// Reads an encoding back.
  ///
  /// Throws `DescentError` (bad data) naming the setting that is missing, unknown or out of range.
  public init(_ value: Value, path: String = "features.pictures") throws {
    var reader = try SettingsReader(value, path: path)
    let range = 1...PictureSize.sideLimit
    let expected = "a whole number from 1 to \(grouped(PictureSize.sideLimit))"
    let height = try reader.integer("height", expected: expected) { range ~= $0 }
    let width = try reader.integer("width", expected: expected) { range ~= $0 }
    let name = try reader.text("color")
    guard let color = PictureColor(rawValue: name) else {
      throw DescentError(
        .badData, "\(path).color: expected grey or color, found \"\(name)\"")
    }
    try reader.finish()
    self.init(size: PictureSize(height: height, width: width), color: color)
  }
}
