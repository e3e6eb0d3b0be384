import Basics
import Foundation
import Kernels
import Testing

@Suite struct PictureMapTests {
  /// What a map is made of.
  struct Move: Sendable, CustomTestStringConvertible {
    var isMirrored = false
    var isUpsideDown = false
    var degrees = 0.0
    var zoom = 1.0
    var columns = 0
    var rows = 0
    var testDescription: String {
      "\(isMirrored) \(isUpsideDown) \(degrees) \(zoom) \(columns) \(rows)"
    }

    func map(_ height: Int, _ width: Int) -> PictureMap {
      PictureMap(
        height: height, width: width, isMirrored: isMirrored, isUpsideDown: isUpsideDown,
        degrees: degrees, zoom: zoom, columns: columns, rows: rows)
    }
  }

  static func moved(
    _ picture: ContiguousArray<Scalar>, _ size: (Int, Int, Int), _ move: Move, times: Int = 1
  ) -> ContiguousArray<Scalar> {
    var copy = picture
    var room = ContiguousArray<Scalar>(
      repeating: 0, count: PictureMap.room(height: size.0, width: size.1, channels: size.2))
    var span = copy.mutableSpan
    var roomSpan = room.mutableSpan
    for _ in 0..<times { move.map(size.0, size.1).move(&span, channels: size.2, room: &roomSpan) }
    return copy
  }

  /// Plainly, in Double, from one pixel at a time: the picture with zeros around it.
  static func expected(
    _ picture: ContiguousArray<Scalar>, _ size: (Int, Int, Int), _ move: Move
  ) -> [Double] {
    let (height, width, channels) = size
    func pixel(_ row: Int, _ column: Int, _ channel: Int) -> Double {
      guard (0..<height).contains(row), (0..<width).contains(column) else { return 0 }
      return Double(picture[(row * width + column) * channels + channel])
    }
    let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    let angle = move.degrees * Double.pi / 180
    var result: [Double] = []
    for row in 0..<height {
      for column in 0..<width {
        let x = (Double(column) - middleX - Double(move.columns)) / move.zoom
        let y = (Double(row) - middleY - Double(move.rows)) / move.zoom
        // Rows count down: a turn against the clock takes the right to the top.
        var (fromX, fromY) = (cos(angle) * x - sin(angle) * y, sin(angle) * x + cos(angle) * y)
        if move.isMirrored { fromX = -fromX }
        if move.isUpsideDown { fromY = -fromY }
        (fromX, fromY) = (fromX + middleX, fromY + middleY)
        let (left, top) = (Int(fromX.rounded(.down)), Int(fromY.rounded(.down)))
        let (u, v) = (fromX - Double(left), fromY - Double(top))
        for channel in 0..<channels {
          result.append(
            (1 - v) * ((1 - u) * pixel(top, left, channel) + u * pixel(top, left + 1, channel))
              + v
              * ((1 - u) * pixel(top + 1, left, channel) + u * pixel(top + 1, left + 1, channel)))
        }
      }
    }
    return result
  }

  static let pictureSizes = [
    (1, 1, 1), (1, 6, 1), (5, 1, 2), (8, 8, 1), (7, 9, 3), (28, 28, 1), (4, 31, 4),
  ]

  @Test func turnsAndZoomsInterpolate() {
    var random = RandomSource(seed: 3, .other)
    for size in Self.pictureSizes {
      let picture = spread(size.0 * size.1 * size.2, seed: 2, scale: 255)
      for _ in 0..<40 {
        let move = Move(
          isMirrored: random.uniform() < 0.5, isUpsideDown: random.uniform() < 0.5,
          degrees: random.uniform(-180, 180), zoom: random.uniform(0.1, 1.9),
          columns: random.below(5) - 2, rows: random.below(5) - 2)
        let found = Self.moved(picture, size, move)
        let expected = Self.expected(picture, size, move)
        let worst = zip(found, expected).map { abs(Double($0) - $1) }.max() ?? 0
        // Places are multiples of 2^-32 and add up across a row.
        #expect(worst < (Scalar.self == Float.self ? 1e-4 : 1e-5), "\(size) \(move)")
      }
    }
  }

  /// No bit differs from what copying gives.
  @Test func shiftsAndMirroringAreExact() {
    for size in Self.pictureSizes {
      let picture = spread(size.0 * size.1 * size.2, seed: 4, scale: 255)
      for (columns, rows) in [(0, 0), (1, 0), (0, -1), (-2, 3), (30, 0), (0, 40), (-40, -40)] {
        for mirrored in 0..<4 {
          let move = Move(
            isMirrored: mirrored & 1 == 1, isUpsideDown: mirrored & 2 == 2, columns: columns,
            rows: rows)
          let expected = Self.expected(picture, size, move).map { Scalar($0) }
          #expect(Self.moved(picture, size, move) == ContiguousArray(expected), "\(size) \(move)")
        }
      }
    }
  }

  @Test func aQuarterTurnAgainstTheClockTakesTheRightToTheTop() {
    // Interpolation between neighbours of which one counts next to nothing.
    let turned = Self.moved([1, 2, 3, 4], (2, 2, 1), Move(degrees: 90)).map { $0.rounded() }
    #expect(turned == [2, 4, 1, 3])
    let twice = Self.moved([1, 2, 3, 4], (2, 2, 1), Move(degrees: 90), times: 2).map {
      $0.rounded()
    }
    #expect(twice == [4, 3, 2, 1])
  }

  @Test func theRoomCanBeUsedAgain() {
    let size = (9, 6, 2)
    let picture = spread(108, seed: 5)
    let move = Move(degrees: 33, zoom: 1.2, columns: 1)
    let once = Self.moved(picture, size, move)
    #expect(Self.moved(once, size, move) == Self.moved(picture, size, move, times: 2))
  }

  @Test func aTurnByNothingChangesNothing() {
    let picture = spread(64, seed: 6)
    for degrees in [0, -0.0, 1e-9, 360] {
      let found = Self.moved(picture, (8, 8, 1), Move(degrees: degrees))
      #expect(sameBits(found, picture), "\(degrees)")
    }
  }
}
