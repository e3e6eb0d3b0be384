import Basics
import Datasets

/// The bytes of a picture file whose header has been read and checked; no pixel is decoded yet.
struct StoredPicture {
  /// What the header says.
  enum Header {
    case png(PNGHeader)
    case jpeg(JPEGHeader)
  }

  let bytes: ContiguousArray<UInt8>
  let name: String
  let header: Header

  /// Reads the header, and checks that the size is within the bounds and the file long enough for it.
  ///
  /// Throws `DescentError` (bad data) naming the file.
  init(_ bytes: ContiguousArray<UInt8>, name: String) throws {
    self.bytes = bytes
    self.name = name
    switch PictureFormat(bytes) {
    case .png: header = .png(try PNGHeader(bytes, name: name))
    case .jpeg: header = .jpeg(try JPEGHeader(bytes, name: name))
    case nil:
      let other = OtherPictureFormat(bytes)
      let found = other?.described ?? (bytes.isEmpty ? "nothing" : "something else")
      throw DescentError(
        .badData, "expected a PNG or JPEG picture, found \(found)", at: Position(file: name),
        fix: other == nil ? nil : OtherPictureFormat.fix)
    }
    try checkSize()
  }

  var format: PictureFormat {
    switch header {
    case .png: .png
    case .jpeg: .jpeg
    }
  }

  /// Whether its samples have 16 bits, of which the upper 8 count.
  var isDeep: Bool {
    switch header {
    case .png(let header): header.isDeep
    case .jpeg: false
    }
  }

  /// How it is to be turned.
  var orientation: PictureOrientation {
    switch header {
    case .png(let header): header.orientation
    case .jpeg(let header): header.orientation
    }
  }

  /// The size as it is stored, before it is turned.
  private var storedSize: (height: Int, width: Int) {
    switch header {
    case .png(let header): (header.height, header.width)
    case .jpeg(let header): (header.height, header.width)
    }
  }

  /// The size as it is seen.
  var size: (height: Int, width: Int) {
    let (height, width) = storedSize
    return orientation.swapsSides ? (width, height) : (height, width)
  }

  /// Decodes the picture as it is stored, not turned, and tells whether bytes follow its pixels that belong
  /// to nothing.
  func decoded() throws -> (picture: Picture, hasStrayBytes: Bool) {
    try PictureLibrary.of(format).check(name)
    switch header {
    case .png(let header): return (try header.decode(bytes, name: name), false)
    case .jpeg(let header): return try header.decode(bytes, name: name)
    }
  }

  /// What decoding takes besides the file, at most: 20 MiB, and 64 bytes more for each of the file's.
  private static let freeBytes = 20 << 20
  private static let bytesPerByte = 64

  private func checkSize() throws {
    let (height, width) = storedSize
    let place = Position(file: name)
    guard height > 0, width > 0 else {
      throw damaged("it has \(height == 0 ? "no rows" : "no columns")")
    }
    guard height <= Picture.pixelLimit / width, max(height, width) <= 65_535 else {
      throw DescentError(
        .badData,
        "the picture is \(counted(width, "pixel")) wide and \(grouped(height)) high; at most "
          + "\(grouped(Picture.pixelLimit)) pixels are read, and 65,535 on a side", at: place,
        fix: "Save it smaller.")
    }
    let (needed, isPossible) =
      switch header {
      case .png(let header): (header.memory, header.fits)
      case .jpeg(let header): (header.memory, header.fits(bytes.count))
      }
    guard isPossible else {
      throw damaged(
        "\(grouped(width)) x \(grouped(height)) pixels can't be in \(counted(bytes.count, "byte"))")
    }
    guard needed <= Self.freeBytes + Self.bytesPerByte * bytes.count else {
      throw DescentError(
        .badData,
        "decoding the picture takes \(grouped(needed)) bytes, too many for a file of "
          + counted(bytes.count, "byte"), at: place, fix: "Save it smaller.")
    }
  }

  private func damaged(_ reason: String) -> DescentError { format.damaged(reason, name) }
}

extension PictureFormat {
  /// The error for a file that isn't what it begins to be.
  func damaged(_ reason: String, _ name: String) -> DescentError {
    DescentError(
      .badData, "the \(rawValue) picture is damaged: \(reason)", at: Position(file: name))
  }

  /// The error for a file that ends early.
  func cut(_ name: String) -> DescentError {
    DescentError(
      .badData, "the \(rawValue) picture is cut: its end is missing", at: Position(file: name))
  }
}

extension ContiguousArray<UInt8> {
  /// A number of 16 bits, most significant byte first. The bytes must be there.
  func big16(_ place: Int) -> Int { Int(self[place]) << 8 | Int(self[place + 1]) }

  /// A number of 32 bits, most significant byte first. The bytes must be there.
  func big32(_ place: Int) -> Int { big16(place) << 16 | big16(place + 2) }
}
