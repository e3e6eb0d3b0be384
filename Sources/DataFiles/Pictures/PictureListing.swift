import Basics
import Datasets

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is in a folder, hidden names left out; all of it sorted byte-wise.
struct PictureListing {
  /// The paths of pictures, and of what is called like one.
  private(set) var pictures: [String] = []
  /// Pictures in formats that are not read.
  private(set) var otherPictures: [OtherPicture] = []
  /// The paths of files that are no pictures, of pipes and devices.
  private(set) var others: [String] = []
  /// The paths of folders.
  private(set) var folders: [String] = []

  /// Looks into a folder, not into folders inside it.
  ///
  /// Throws `DescentError`: no input where it can't be read, bad data for a name that is no text.
  init(_ folder: String) throws {
    guard let names = namesInFolder(folder) else {
      throw DescentError(.noInput, "the folder can't be read", at: Position(file: folder))
    }
    for name in names where !name.hasPrefix(".") {
      let path = joined(folder, name)
      guard !name.unicodeScalars.contains("\u{FFFD}") || Self.isThere(path) else {
        throw DescentError(
          .badData, "a name that is not UTF-8: \(shown(name))", at: Position(file: folder),
          fix: "Rename it.")
      }
      if fileKind(path) == .folder {
        folders.append(path)
      } else if Self.isPicture(path) {
        pictures.append(path)
      } else if let format = Self.otherFormat(path) {
        otherPictures.append(OtherPicture(path: path, format: format))
      } else {
        others.append(path)
      }
    }
  }

  /// Whether there is something of this name, if only a link that leads nowhere.
  private static func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether a path leads to a picture, by its first bytes or, where it isn't one, by its name.
  static func isPicture(_ path: String) -> Bool {
    guard isRegularFile(path) else { return false }
    if PictureFormat(fileName: path) != nil { return true }
    guard let start = try? readStart(of: path, PictureFormat.startLength) else { return false }
    return PictureFormat(start) != nil
  }

  /// The format of a picture that is not read; nil for all other files.
  private static func otherFormat(_ path: String) -> OtherPictureFormat? {
    guard isRegularFile(path),
      let start = try? readStart(of: path, OtherPictureFormat.startLength)
    else { return nil }
    return OtherPictureFormat(start)
  }
}

/// What is in a folder and the folders inside it, sorted by path; symbolic links to folders are not followed.
public struct PictureSearch: Sendable {
  /// The paths of all pictures.
  public private(set) var pictures: [String] = []
  /// The paths of files that are no pictures.
  public private(set) var others: [String] = []
  private var otherPictures: [OtherPicture] = []

  /// Looks for pictures.
  ///
  /// Throws `DescentError` (no input) where a folder can't be read.
  public init(in folder: String) throws {
    let listing = try PictureListing(folder)
    (pictures, others) = (listing.pictures, listing.others)
    otherPictures = listing.otherPictures
    for inner in listing.folders where !isLink(inner) {
      let search = try PictureSearch(in: inner)
      pictures += search.pictures
      others += search.others
      otherPictures += search.otherPictures
    }
  }

  /// Pictures in formats that are not read, in words: `2 WebP pictures, such as photos/1.webp`; nil where
  /// there are none.
  public var otherFormats: String? { otherPictures.isEmpty ? nil : otherPictures.summary }
}

/// Whether a path is a symbolic link itself.
func isLink(_ path: String) -> Bool {
  var status = stat()
  return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
}

/// Whether a file is a picture, by its first bytes or by its name.
public func isPictureFile(_ path: String) -> Bool { PictureListing.isPicture(path) }
