import Basics
import Datasets

/// Reads many picture files at a time, on all cores, into features of one shape.
public struct PictureReader: Sendable {
  /// How the pictures became features.
  public let encoding: PictureEncoding
  /// What was done to the pictures.
  public let counts: PictureCounts
  /// The places of the pictures among the files: all of them, unless some were left out.
  public let rows: [Int]
  /// The features, row-major in the order of the files, [rows][encoding.shape.count].
  public let features: Numbers<UInt8>
  private let faults: PictureFaults

  /// A picture that was read.
  private struct Row: Sendable {
    var samples: ContiguousArray<UInt8>
    var isGrey: Bool
    var size: PictureSize
    var hadAlpha: Bool
    var wasTurned: Bool
    /// Whether its name promises another format.
    var isMisnamed: Bool
    var hasStrayBytes: Bool
    /// The largest sample of a picture of 16 bits; nil for any other.
    var deepest: UInt8?
  }

  /// Reads files.
  ///
  /// - Parameter memory: how much the features may take before they go to a file.
  ///
  /// Throws `DescentError` for files that can't be read or are no pictures, unless these are skipped: the
  /// error itself where it is one, otherwise how many there are with the first five by name. A library that
  /// is missing and faults of a disk are never skipped. Can't write where a file is needed and can't be
  /// made.
  public init(
    _ files: [String], _ options: PictureOptions = PictureOptions(), memory: MemoryLimit = .none
  ) throws {
    let size = options.size ?? Self.size(of: files)
    var pictures = PictureSpool(size.height * size.width, options.color, memory)
    var faults = PictureFaults()
    var counts = PictureCounts()
    var rows: [Int] = []
    let skips = options.skipsUnreadable
    // In parts, so that no more of them are in memory.
    let step = 1024
    for start in stride(from: 0, to: files.count, by: step) {
      let part = files[start..<min(start + step, files.count)]
      let results = parallelMap(part.count) { index in
        Swift.Result { () throws(DescentError) in
          try Self.row(part[start + index], size, options.color)
        }
      }
      for (index, result) in results.enumerated() {
        let file = part[start + index]
        switch result {
        case .success(let row):
          Self.count(row, file, size, in: &counts)
          guard faults.count == 0 || skips else { break }
          rows.append(start + index)
          try pictures.append(row.samples, isGrey: row.isGrey)
        case .failure(let error):
          guard !skips || error.isOfPicture else { throw error }
          faults.add(error)
          if skips {
            counts.unreadable.append(UnreadablePicture(path: file, reason: error.message))
          }
        }
      }
    }
    if !skips, let error = faults.error(files: files.count) { throw error }
    self.counts = counts
    self.rows = rows
    self.faults = faults
    encoding = PictureEncoding(size: size, color: pictures.color)
    features = try pictures.finish()
  }

  private static func count(
    _ row: Row, _ file: String, _ size: PictureSize, in counts: inout PictureCounts
  ) {
    if row.size != size {
      counts.resized += 1
      counts.add(row.size)
    }
    if row.hadAlpha { counts.transparent += 1 }
    if row.wasTurned { counts.turned += 1 }
    if row.isMisnamed { counts.misnamed.append(file) }
    if row.hasStrayBytes { counts.withStrayBytes.append(file) }
    if let deepest = row.deepest {
      counts.deep += 1
      counts.deepest = max(counts.deepest, deepest)
    }
  }

  /// Throws `DescentError` where there are files and none of them could be read.
  public func checkAny() throws {
    if rows.isEmpty, var error = faults.error(files: faults.count) {
      // Nothing would be left.
      error.fix = faults.count == 1 ? "Mend it." : "Mend some of them."
      throw error
    }
  }

  /// What was done to the pictures, in words.
  ///
  /// - Parameter isSizeChosen: whether somebody has said which size they get.
  public func notes(isSizeChosen: Bool) -> [String] {
    counts.notes(
      size: encoding.size, hint: isSizeChosen ? "" : "; --picture-size chooses another size")
  }

  /// The size that all of the pictures have.
  private static func size(of files: [String]) -> PictureSize {
    var common: PictureSize?
    // In parts, because the first few tell in most cases that sizes differ.
    for start in stride(from: 0, to: files.count, by: 256) {
      let part = files[start..<min(start + 256, files.count)]
      let sizes = parallelMap(part.count) { index -> PictureSize? in
        let file = part[start + index]
        // What can't be read is named later.
        guard let stored = try? stored(file) else { return nil }
        return PictureSize(height: stored.size.height, width: stored.size.width)
      }
      for size in sizes.compactMap({ $0 }) {
        if let common, common != size { return PictureOptions.otherSize }
        common = size
      }
    }
    guard let common, common.height <= PictureSize.sideLimit, common.width <= PictureSize.sideLimit,
      common.height * common.width <= PictureOptions.commonPixels
    else { return PictureOptions.otherSize }
    return common
  }

  private static func stored(_ file: String) throws -> StoredPicture {
    guard fileKind(file) != .file || isRegularFile(file) else {
      throw DescentError(
        .badData, "expected a picture, found a pipe or a device", at: Position(file: file))
    }
    return try StoredPicture(readFile(file), name: file)
  }

  /// Reads one file. `color` nil leaves grey pictures with one channel.
  private static func row(
    _ file: String, _ size: PictureSize, _ color: PictureColor?
  ) throws(DescentError) -> Row {
    do {
      let stored = try stored(file)
      let (decoded, hasStrayBytes) = try stored.decoded()
      let isGrey = decoded.isGrey
      let opaque = decoded.withoutAlpha
      let colored = (color ?? (isGrey ? .grey : .color)) == .grey ? opaque.grey : opaque.color
      // Turning what is small already comes to the same and takes less.
      let swaps = stored.orientation.swapsSides
      let small = colored.resized(
        height: swaps ? size.width : size.height, width: swaps ? size.height : size.width)
      let promised = PictureFormat(fileName: file)
      return Row(
        samples: small.turned(stored.orientation).samples, isGrey: isGrey,
        size: PictureSize(height: stored.size.height, width: stored.size.width),
        hadAlpha: decoded.hasAlpha, wasTurned: stored.orientation != .topLeft,
        isMisnamed: promised != nil && promised != stored.format, hasStrayBytes: hasStrayBytes,
        deepest: stored.isDeep ? decoded.largestSample : nil)
    } catch let error as DescentError {
      throw error
    } catch {
      throw DescentError(.bug, "\(error)", at: Position(file: file))
    }
  }
}
