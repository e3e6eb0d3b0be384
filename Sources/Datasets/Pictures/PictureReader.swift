import Basics

/// Reads many picture files at a time, on all cores, into features of one shape.
public struct PictureReader: Sendable {
  /// How the pictures became features.
  public private(set) var encoding: PictureEncoding
  /// What was done to the pictures.
  public private(set) var counts = PictureCounts()
  /// The features, row-major in the order of the files, [files][encoding.shape.count].
  public private(set) var features: ContiguousArray<UInt8>

  /// A picture that was read.
  private struct Row: Sendable {
    var samples: ContiguousArray<UInt8>
    var isGrey: Bool
    var size: PictureSize
    var hadAlpha: Bool
    var wasTurned: Bool
    /// Whether its name promises another format.
    var isMisnamed: Bool
  }

  /// Reads files.
  ///
  /// Throws `DescentError` for files that can't be read or are no pictures: the error itself where it is
  /// one, otherwise how many there are with the first five by name.
  public init(_ files: [String], _ options: PictureOptions = PictureOptions()) throws {
    let size = options.size ?? Self.size(of: files)
    let results = parallelMap(files.count) { index in
      Swift.Result { () throws(DescentError) in try Self.row(files[index], size, options.color) }
    }
    let rows = try Self.successes(results, files)
    let isGrey = rows.allSatisfy(\.isGrey)
    encoding = PictureEncoding(size: size, color: options.color ?? (isGrey ? .grey : .color))
    features = ContiguousArray()
    features.reserveCapacity(rows.count * encoding.shape.count)
    for row in rows {
      // Where colour was to be found out, grey pictures have one channel so far.
      let isNarrow = row.samples.count < encoding.shape.count
      if isNarrow {
        for sample in row.samples { for _ in 0..<3 { features.append(sample) } }
      } else {
        features += row.samples
      }
    }
    for (row, file) in zip(rows, files) {
      if row.size != size {
        counts.resized += 1
        counts.add(row.size)
      }
      if row.hadAlpha { counts.transparent += 1 }
      if row.wasTurned { counts.turned += 1 }
      if row.isMisnamed { counts.misnamed.append(file) }
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
      let decoded = try stored.picture()
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
        isMisnamed: promised != nil && promised != stored.format)
    } catch let error as DescentError {
      throw error
    } catch {
      throw DescentError(.bug, "\(error)", at: Position(file: file))
    }
  }

  /// All rows, or an error that names the files that are none.
  private static func successes(
    _ results: [Swift.Result<Row, DescentError>], _ files: [String]
  ) throws -> [Row] {
    var rows: [Row] = []
    rows.reserveCapacity(results.count)
    // The first five; of a hundred thousand the others are counted.
    var errors: [DescentError] = []
    var count = 0
    var areAlike = true
    for result in results {
      switch result {
      case .success(let row): rows.append(row)
      case .failure(let error):
        if errors.count < 5 { errors.append(error) }
        count += 1
        areAlike = areAlike && error.isLike(errors[0])
      }
    }
    guard let first = errors.first else { return rows }
    guard count > 1 else { throw first }
    let start = "\(grouped(count)) of \(counted(files.count, "picture")) can't be read: "
    // A library that is missing is missed by all of them.
    if areAlike {
      let names = errors.map { $0.position?.description ?? "" }
      let more = count > 5 ? ", …" : ""
      throw DescentError(
        first.kind, start + names.joined(separator: ", ") + more + ": " + first.message,
        fix: first.fix ?? "Mend or remove them.")
    }
    let shown = errors.map { "\($0.position?.description ?? ""): \($0.message)" }
    let more = count > 5 ? "; and \(grouped(count - 5)) more" : ""
    throw DescentError(
      .badData, start + shown.joined(separator: "; ") + more, fix: "Mend or remove them.")
  }
}

extension DescentError {
  /// Whether it says the same, of another file perhaps.
  fileprivate func isLike(_ other: DescentError) -> Bool {
    message == other.message && fix == other.fix && kind == other.kind
  }
}
