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
}

/// The paths of all pictures in a folder and the folders inside it, sorted by path; symbolic links to
/// folders are not followed.
///
/// - Parameter others: gets the paths of files that are no pictures.
///
/// Throws `DescentError` (no input) where a folder can't be read.
public func picturePaths(in folder: String, others: inout [String]) throws -> [String] {
  let listing = try PictureListing(folder)
  others += listing.others
  var paths = listing.pictures
  for inner in listing.folders {
    var status = stat()
    guard lstat(inner, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { continue }
    paths += try picturePaths(in: inner, others: &others)
  }
  return paths
}

/// Whether a file is a picture, by its first bytes or by its name.
public func isPictureFile(_ path: String) -> Bool { PictureListing.isPicture(path) }
