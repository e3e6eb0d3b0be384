import Basics
import Charts
import Datasets

/// The rows of a data set as pictures to be shown.
struct RowPictures: Sendable {
  private let dataset: Dataset
  private let height: Int
  private let width: Int
  private let channels: Int

  /// Nil where the rows are no pictures of 2 x 2 pixels or more, grey or in colors.
  init?(_ dataset: Dataset?) {
    guard let dataset, dataset.columns == nil else { return nil }
    let sizes = dataset.shape.dimensions
    guard sizes.count == 2 || sizes.count == 3 && [1, 3].contains(sizes[2]), sizes[0] > 1,
      sizes[1] > 1
    else { return nil }
    self.dataset = dataset
    (height, width, channels) = (sizes[0], sizes[1], sizes.count > 2 ? sizes[2] : 1)
  }

  /// A row as a picture, as large as it is.
  subscript(row: Int) -> Picture? {
    let count = height * width * channels
    guard row >= 0, row < dataset.rows else { return nil }
    let place = (row * count)..<((row + 1) * count)
    switch dataset.features {
    case .bytes(let bytes):
      let samples = bytes.array(place)
      let greatest = samples.max() ?? 0
      // The 8x8 digits go to 16, not to 255.
      let scale = greatest > 0 && greatest < 32 ? 255 / Int(greatest) : 1
      return try? Picture(
        height: height, width: width, channels: channels,
        samples: ContiguousArray(samples.map { UInt8(Int($0) * scale) }))
    case .scalars(let numbers):
      return stretched(numbers.array(place).map { Double($0) })
    }
  }

  private func stretched(_ values: [Double]) -> Picture? {
    guard channels > 1 else {
      return try? Picture(height: height, width: width, stretching: values)
    }
    // All channels alike, so that colors stay what they are.
    return (try? Picture(height: height, width: width * channels, stretching: values)).flatMap {
      try? Picture(height: height, width: width, channels: channels, samples: $0.samples)
    }
  }

  /// One number for each number of a row as a picture, channels added up: orange below 0, blue above.
  func map(of values: [Scalar]) -> Picture? {
    guard values.count == height * width * channels else { return nil }
    let sums = (0..<height * width).map { pixel in
      (0..<channels).reduce(0.0) { $0 + Double(values[pixel * channels + $1]) }
    }
    // A few very large ones must not make all others pale.
    let sizes = sums.map(\.magnitude).filter { $0 > 0 && $0.isFinite }.sorted()
    let most = sizes.isEmpty ? 1 : sizes[(sizes.count - 1) * 97 / 100]
    return try? Picture(
      height: height, width: width, diverging: sums.map { min(max($0, -most), most) })
  }

  /// Rows as pictures so small that all of them together take about so many bytes in a page, and no larger
  /// than they are shown.
  func small(_ rows: [Int], bytes: Int) -> (Int) -> Picture? {
    let tried = evenly(rows.count, most: 8).map { rows[$0] }
    var side = 64
    for next in [64, 48, 32, 24, 16, 8] {
      side = next
      let sizes = tried.map { self[$0]?.shrunk(to: side).address.utf8.count ?? 0 }
      let mean = Double(sizes.reduce(0, +)) / Double(max(sizes.count, 1))
      if mean * Double(rows.count) <= Double(bytes) { break }
    }
    return { [self, side] in self[$0]?.shrunk(to: side) }
  }
}

extension Picture {
  /// The picture with no more than so many pixels across and down: each is the mean of those that it
  /// stands for.
  func shrunk(to side: Int) -> Picture {
    let longest = max(height, width)
    guard longest > side, side > 0 else { return self }
    let (high, wide) = (max(height * side / longest, 1), max(width * side / longest, 1))
    var small = ContiguousArray<UInt8>()
    small.reserveCapacity(high * wide * channels)
    for y in 0..<high {
      let rows = (y * height / high)..<((y + 1) * height / high)
      for x in 0..<wide {
        let columns = (x * width / wide)..<((x + 1) * width / wide)
        for channel in 0..<channels {
          var sum = 0
          for row in rows {
            for column in columns {
              sum += Int(samples[(row * width + column) * channels + channel])
            }
          }
          let count = rows.count * columns.count
          small.append(UInt8((sum + count / 2) / count))
        }
      }
    }
    return (try? Picture(height: high, width: wide, channels: channels, samples: small)) ?? self
  }
}
