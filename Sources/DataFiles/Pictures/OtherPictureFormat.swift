import Basics

/// Formats of pictures that are not read, so that they can be called by their names.
public enum OtherPictureFormat: String, Sendable, CaseIterable {
  /// WebP (RFC 9649).
  case webp = "WebP"
  /// High Efficiency Image File Format, as telephones write it (ISO/IEC 23008-12).
  case heic = "HEIC"
  /// AV1 Image File Format.
  case avif = "AVIF"
  /// Graphics Interchange Format.
  case gif = "GIF"
  /// Bitmaps of Windows.
  case bmp = "BMP"
  /// Tagged Image File Format.
  case tiff = "TIFF"
  /// Icons of Windows.
  case ico = "ICO"
  /// Documents of Photoshop.
  case psd = "PSD"
  /// Scalable Vector Graphics.
  case svg = "SVG"

  /// How many bytes of a file tell what it is.
  static let startLength = 512

  /// The format that the first bytes of a file tell, whatever its name is; nil for any other.
  public init?(_ bytes: some Sequence<UInt8>) {
    let start = Array(bytes.prefix(Self.startLength))
    func has(_ text: String, at place: Int = 0) -> Bool {
      start.count >= place && start[place...].starts(with: text.utf8)
    }
    if has("RIFF"), has("WEBP", at: 8) {
      self = .webp
    } else if has("ftyp", at: 4), let format = Self.ofBox(start) {
      self = format
    } else if has("GIF87a") || has("GIF89a") {
      self = .gif
    } else if has("BM"), start.count >= 14, start[6..<10].allSatisfy({ $0 == 0 }) {
      self = .bmp
    } else if has("II*\0") || has("MM\0*") {
      self = .tiff
    } else if start.starts(with: [0, 0, 1, 0]), start.count >= 22, start[4] > 0, start[5] == 0 {
      self = .ico
    } else if has("8BPS\0") {
      self = .psd
    } else if Self.isSVG(start) {
      self = .svg
    } else {
      return nil
    }
  }

  /// What a box of brands names: AVIF files have the brands of HEIC, too.
  private static func ofBox(_ start: [UInt8]) -> OtherPictureFormat? {
    let brands = stride(from: 8, to: min(start.count - 3, 64), by: 4).map {
      String(decoding: start[$0..<($0 + 4)], as: UTF8.self)
    }
    if brands.contains(where: ["avif", "avis"].contains) { return .avif }
    let known = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"]
    return brands.contains(where: known.contains) ? .heic : nil
  }

  private static func isSVG(_ start: [UInt8]) -> Bool {
    let text = String(decoding: start, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    return text.hasPrefix("<svg") || text.hasPrefix("<?xml") && text.contains("<svg")
  }

  /// What a file is: `a WebP picture`.
  public var described: String {
    let isVowel = [.avif, .ico, .svg].contains(self)
    return "\(isVowel ? "an" : "a") \(rawValue) picture"
  }

  /// The error where such a picture stands for data.
  public func refusal(as name: String) -> DescentError {
    DescentError(
      .badData,
      "\(described); expected a folder with a subfolder of PNG or JPEG pictures for each class, or a CSV "
        + "file of their paths and labels", at: Position(file: name), fix: Self.fix)
  }

  /// What to do about it.
  static let fix = "Convert it to PNG or JPEG."
}

/// A picture in a format that is not read.
struct OtherPicture: Sendable {
  var path: String
  var format: OtherPictureFormat
}

extension [OtherPicture] {
  /// `2 WebP pictures and 1 GIF picture, such as photos/1.webp`; must not be empty.
  var summary: String {
    let counts = OtherPictureFormat.allCases.compactMap { format -> String? in
      let count = count { $0.format == format }
      return count == 0 ? nil : counted(count, "\(format.rawValue) picture")
    }
    let text = counts.joined(separator: " and ")
    return count == 1 ? "\(text), \(self[0].path)" : "\(text), such as \(self[0].path)"
  }
}
