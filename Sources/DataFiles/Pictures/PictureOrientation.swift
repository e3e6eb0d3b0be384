import Datasets

/// How a picture must be turned and mirrored to be seen upright: the EXIF tag 0x0112 (CIPA DC-008).
///
/// The names say where row 0 and column 0 of what is stored belong.
enum PictureOrientation: Int, Sendable, CaseIterable {
  case topLeft = 1
  case topRight
  case bottomRight
  case bottomLeft
  case leftTop
  case rightTop
  case rightBottom
  case leftBottom

  /// Whether height and width change places.
  var swapsSides: Bool { rawValue >= 5 }

  /// Reads it from EXIF data, which is laid out as TIFF; upright where it isn't in there.
  init(exif bytes: ArraySlice<UInt8>) {
    self = Self.value(bytes).flatMap { Self(rawValue: $0) } ?? .topLeft
  }

  private static func value(_ bytes: ArraySlice<UInt8>) -> Int? {
    let order = bytes.prefix(4)
    let isBig: Bool
    if order.elementsEqual([0x4D, 0x4D, 0, 0x2A]) {
      isBig = true
    } else if order.elementsEqual([0x49, 0x49, 0x2A, 0]) {
      isBig = false
    } else {
      return nil
    }
    func number(_ place: Int, _ size: Int) -> Int? {
      guard place >= 0, place + size <= bytes.count else { return nil }
      let part = bytes[(bytes.startIndex + place)..<(bytes.startIndex + place + size)]
      return (isBig ? Array(part) : part.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
    for index in 0..<entries {
      let entry = directory + 2 + 12 * index
      guard let tag = number(entry, 2) else { return nil }
      // A short number stands in the first bytes of the value itself.
      if tag == 0x0112 { return number(entry + 2, 2) == 3 ? number(entry + 8, 2) : nil }
    }
    return nil
  }
}

extension Picture {
  /// The picture as it is seen.
  func turned(_ orientation: PictureOrientation) -> Picture {
    guard orientation != .topLeft else { return self }
    let swaps = orientation.swapsSides
    let (rows, columns) = swaps ? (width, height) : (height, width)
    // Where the first sample comes from, and how far it is to the next row and column.
    let last = (row: (height - 1) * width, column: width - 1)
    let (start, rowStep, columnStep) =
      switch orientation {
      case .topLeft: (0, width, 1)
      case .topRight: (last.column, width, -1)
      case .bottomRight: (last.row + last.column, -width, -1)
      case .bottomLeft: (last.row, -width, 1)
      case .leftTop: (0, 1, width)
      case .rightTop: (last.row, 1, -width)
      case .rightBottom: (last.row + last.column, -1, -width)
      case .leftBottom: (last.column, -1, width)
      }
    var turned = ContiguousArray<UInt8>()
    turned.reserveCapacity(samples.count)
    for row in 0..<rows {
      for column in 0..<columns {
        let place = (start + row * rowStep + column * columnStep) * channels
        for channel in 0..<channels { turned.append(samples[place + channel]) }
      }
    }
    return Picture(trusted: turned, height: rows, width: columns, channels: channels)
  }
}
