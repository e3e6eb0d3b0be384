import Basics
import Datasets

extension Picture {
  /// Reads a picture from the bytes of a PNG or JPEG file, told apart by the first of them.
  ///
  /// The picture is turned as its EXIF data says. Samples of 16 bits become their upper 8, fewer are
  /// widened to 8, palettes become colours (grey where all of them are), CMYK becomes RGB; alpha stays.
  /// Gamma and colour profiles are left out of account, and so are bytes between the pixels and the end of a
  /// JPEG file that belong to neither, as cameras write them.
  ///
  /// - Parameter name: the file's, for errors.
  ///
  /// Throws `DescentError`: bad data for what is no such picture, damaged, cut or too large, which is
  /// known before memory is taken for it; no input where the system's library is missing.
  public init(_ bytes: ContiguousArray<UInt8>, name: String) throws {
    let stored = try StoredPicture(bytes, name: name)
    self = try stored.decoded().picture.turned(stored.orientation)
  }

  /// Reads a picture file.
  ///
  /// Throws as `init(_:name:)` does, and as `readFile` where the file can't be read.
  public init(contentsOf path: String) throws {
    try self.init(readFile(path), name: path)
  }
}
