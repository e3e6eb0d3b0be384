import Basics
import CPictures
import Datasets

/// A library of the system that decodes pictures, looked for when the first one is read.
package struct PictureLibrary: Sendable {
  private let format: PictureFormat
  /// Whether it is on this machine.
  package let isThere: Bool

  /// Looks for a library under several file names.
  package init(_ format: PictureFormat, files: [String]) {
    self.format = format
    isThere = files.contains { file in
      switch format {
      case .png: descent_png_load(file) == 1
      case .jpeg: descent_jpeg_load(file) == 1
      }
    }
  }

  private static let png = PictureLibrary(
    .png,
    files: [
      "libpng16.so.16", "libpng16.so", "libpng16.16.dylib", "/opt/homebrew/lib/libpng16.16.dylib",
      "/usr/local/lib/libpng16.16.dylib",
    ])
  private static let jpeg = PictureLibrary(
    .jpeg,
    files: [
      "libturbojpeg.so.0", "libturbojpeg.so", "libturbojpeg.0.dylib",
      "/opt/homebrew/lib/libturbojpeg.0.dylib", "/usr/local/lib/libturbojpeg.0.dylib",
    ])

  /// The one for a format.
  package static func of(_ format: PictureFormat) -> PictureLibrary {
    switch format {
    case .png: png
    case .jpeg: jpeg
    }
  }

  /// Whether a file is there that can't be read because its library is missing.
  static func isMissing(for file: String?) -> Bool {
    guard let file, let start = try? readStart(of: file, PictureFormat.startLength),
      let format = PictureFormat(start)
    else { return false }
    return !of(format).isThere
  }

  /// Throws `DescentError` (no input) that says what to install where it is missing.
  package func check(_ file: String) throws {
    guard !isThere else { return }
    let (name, install) =
      switch format {
      case .png: ("libpng 1.6", "on Debian and Ubuntu with: apt-get install libpng16-16")
      case .jpeg:
        (
          "TurboJPEG 2.0 or newer",
          "on Debian with: apt-get install libturbojpeg0 (on Ubuntu it is called libturbojpeg)"
        )
      }
    throw DescentError(
      .noInput,
      "\(format.rawValue) pictures are read with the system's library \(name), which is not on this "
        + "machine", at: Position(file: file),
      fix: "Install it, \(install)")
  }
}

/// The text that a C function leaves behind when it fails.
func reasonGiven(_ body: (UnsafeMutablePointer<CChar>) -> Int32) -> String? {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(DESCENT_REASON_ROOM)) { reason in
    reason.initialize(repeating: 0)
    guard let start = reason.baseAddress, body(start) == 0 else { return nil }
    return String(cString: start)
  }
}
