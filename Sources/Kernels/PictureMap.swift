import Basics

/// Where the pixels of a moved picture come from.
///
/// The picture is mirrored first, then turned and magnified about its middle, then shifted: the pixel in
/// column x and row y comes from M (p - m - s) + m, with p = (x, y), the middle m, the shift s, and the
/// inverse M of what mirrors, turns and magnifies. Columns count to the right, rows down.
///
/// Places are whole numbers of 2^-32 pixels: the same on every processor, and exact for mirroring and
/// shifts by whole pixels.
public struct PictureMap: Sendable, Hashable {
  /// Pixels that a side may have at most.
  public static let largestSide = 65_536
  /// What a picture may be magnified by.
  public static let zooms = 0.0625...16

  /// One pixel, as places count.
  private static let pixel = 1 << 32

  private let height: Int
  private let width: Int
  /// Where the pixel in row 0 and column 0 comes from.
  private let start: Place
  /// What the next pixel to the right adds to that.
  private let right: Place
  /// What the next pixel down adds.
  private let down: Place

  private struct Place: Sendable, Hashable {
    var column: Int
    var row: Int

    init(_ column: Double, _ row: Double) {
      self.column = Int((column * 0x1p32).rounded())
      self.row = Int((row * 0x1p32).rounded())
    }

    /// Whether there is nothing behind the point.
    var isWhole: Bool { (column | row) & (PictureMap.pixel - 1) == 0 }
  }

  /// A move of pictures of one size.
  ///
  /// - Parameters:
  ///   - isMirrored: left and right change places.
  ///   - isUpsideDown: top and bottom change places.
  ///   - degrees: the turn against the clock.
  ///   - zoom: how many times as large everything becomes.
  ///   - columns: how many pixels everything moves to the right.
  ///   - rows: how many pixels everything moves down.
  public init(
    height: Int, width: Int, isMirrored: Bool = false, isUpsideDown: Bool = false,
    degrees: Double = 0, zoom: Double = 1, columns: Int = 0, rows: Int = 0
  ) {
    let sides = 1...Self.largestSide
    precondition(sides.contains(height) && sides.contains(width), "no size of a picture")
    precondition(degrees.magnitude <= 360, "a turn of more than a whole one")
    precondition(Self.zooms.contains(zoom), "no zoom of a picture")
    precondition(max(columns.magnitude, rows.magnitude) < Self.largestSide, "no shift of a picture")
    self.height = height
    self.width = width
    let angle = degrees * (Double.pi / 180)
    let cosine = Portable.cos(angle) / zoom
    let sine = Portable.sin(angle) / zoom
    let across: Double = isMirrored ? -1 : 1
    let along: Double = isUpsideDown ? -1 : 1
    right = Place(across * cosine, along * sine)
    down = Place(-across * sine, along * cosine)
    let middle = (column: Double(width - 1) / 2, row: Double(height - 1) / 2)
    let (x, y) = (-middle.column - Double(columns), -middle.row - Double(rows))
    start = Place(
      middle.column + across * (cosine * x - sine * y),
      middle.row + along * (sine * x + cosine * y))
  }

  /// Scalars that `move` needs room for.
  public static func room(height: Int, width: Int, channels: Int) -> Int {
    (height + 3) * (width + 3) * channels
  }

  /// Moves a picture. Between pixels values are interpolated bilinearly; around the picture everything
  /// is 0.
  ///
  /// - Parameters:
  ///   - picture: changed, [height][width][channels].
  ///   - room: zeros at first, `room(height:width:channels:)` of them; keep it for the next picture of the
  ///     same size.
  public func move(
    _ picture: inout MutableSpan<Scalar>, channels: Int, room: inout MutableSpan<Scalar>
  ) {
    precondition(picture.count == height * width * channels, "a picture of another size")
    precondition(
      room.count >= Self.room(height: height, width: width, channels: channels), "too little room")
    // A border of zeros, one pixel at the top and left and two at the bottom and right, stands for
    // everything outside.
    let stride = (width + 3) * channels
    for row in 0..<height {
      let from = row * width * channels
      let to = (row + 1) * stride + channels
      for i in 0..<(width * channels) { room[unchecked: to &+ i] = picture[unchecked: from &+ i] }
    }
    let isWhole = start.isWhole && right.isWhole && down.isWhole
    switch (isWhole, channels) {
    // The same with a number that the compiler knows takes half the time.
    case (true, 1): copy(room.span, 1, into: &picture)
    case (true, _): copy(room.span, channels, into: &picture)
    case (false, 1): interpolate(room.span, 1, into: &picture)
    case (false, _): interpolate(room.span, channels, into: &picture)
    }
  }

  /// Where the first pixel of a row of the result comes from, in the room.
  private func start(ofRow row: Int) -> Place {
    var place = start
    place.column &+= row &* down.column &+ Self.pixel
    place.row &+= row &* down.row &+ Self.pixel
    return place
  }

  @inline(__always) private func copy(
    _ room: Span<Scalar>, _ channels: Int, into picture: inout MutableSpan<Scalar>
  ) {
    let stride = (width + 3) * channels
    var to = 0
    for y in 0..<height {
      var place = start(ofRow: y)
      for _ in 0..<width {
        let column = min(max(place.column, 0), (width + 1) << 32) >> 32
        let row = min(max(place.row, 0), (height + 1) << 32) >> 32
        let from = row &* stride &+ column &* channels
        for channel in 0..<channels {
          picture[unchecked: to &+ channel] = room[unchecked: from &+ channel]
        }
        to &+= channels
        place.column &+= right.column
        place.row &+= right.row
      }
    }
  }

  @inline(__always) private func interpolate(
    _ room: Span<Scalar>, _ channels: Int, into picture: inout MutableSpan<Scalar>
  ) {
    let stride = (width + 3) * channels
    var to = 0
    for y in 0..<height {
      var place = start(ofRow: y)
      for _ in 0..<width {
        let column = min(max(place.column, 0), (width + 1) << 32)
        let row = min(max(place.row, 0), (height + 1) << 32)
        let above = (row >> 32) &* stride &+ (column >> 32) &* channels
        let below = above &+ stride
        let right = Scalar(UInt32(truncatingIfNeeded: column)) * 0x1p-32
        let down = Scalar(UInt32(truncatingIfNeeded: row)) * 0x1p-32
        for channel in 0..<channels {
          let (a, b) = (above &+ channel, below &+ channel)
          let top = (1 - right) * room[unchecked: a] + right * room[unchecked: a &+ channels]
          let bottom = (1 - right) * room[unchecked: b] + right * room[unchecked: b &+ channels]
          picture[unchecked: to &+ channel] = (1 - down) * top + down * bottom
        }
        to &+= channels
        place.column &+= self.right.column
        place.row &+= self.right.row
      }
    }
  }
}
