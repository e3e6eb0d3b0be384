import Datasets

/// The formats of picture files that are read.
public enum PictureFormat: String, Sendable, CaseIterable {
  /// Portable Network Graphics (ISO/IEC 15948).
  case png = "PNG"
  /// JPEG in whatever wrapping, JFIF or EXIF (ITU-T T.81).
  case jpeg = "JPEG"

  private static let pngStart: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let jpegStart: [UInt8] = [0xFF, 0xD8, 0xFF]

  /// How many bytes of a file tell what it is.
  static let startLength = pngStart.count

  /// The format that the first bytes of a file tell, whatever its name is; nil for any other.
  public init?(_ bytes: some Sequence<UInt8>) {
    let start = Array(bytes.prefix(Self.startLength))
    if start == Self.pngStart {
      self = .png
    } else if start.starts(with: Self.jpegStart) {
      self = .jpeg
    } else {
      return nil
    }
  }

  /// The format that the name of a file promises; nil where it promises none.
  public init?(fileName: String) {
    let name = fileName.lowercased()
    if name.hasSuffix(".png") {
      self = .png
    } else if name.hasSuffix(".jpg") || name.hasSuffix(".jpeg") {
      self = .jpeg
    } else {
      return nil
    }
  }
}
