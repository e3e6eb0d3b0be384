import Basics
import Datasets

extension Dataset {
  /// Whether its rows are pictures: [height, width], or [height, width, channels] of 1 to 4 channels.
  public var holdsPictures: Bool {
    let sizes = shape.dimensions
    return columns == nil && (2...3).contains(sizes.count)
      && sizes[0] <= Picture.pixelLimit / sizes[1]
      && (sizes.count == 2 || (1...4).contains(sizes[2]))
  }

  /// Some rows as pictures, all with one measure of black and white; none where the rows aren't pictures.
  ///
  /// Bytes are as they are, or, where all of them are below 32 as those of the digits, stretched to white.
  /// Other numbers go from 0 to 1 or to 255 where none lies outside, otherwise from the least to the greatest.
  public func pictures(ofRows rows: [Int]) -> [Picture] {
    guard holdsPictures else { return [] }
    let sizes = shape.dimensions
    let channels = sizes.count > 2 ? sizes[2] : 1
    var values = ContiguousArray<Double>(repeating: 0, count: shape.count)
    func forEachRow(_ body: (ContiguousArray<Double>) -> Void) {
      for row in rows {
        features.read((row * shape.count)..<((row + 1) * shape.count), into: &values)
        body(values)
      }
    }
    var (low, high) = (Double.infinity, -Double.infinity)
    forEachRow { for value in $0 { (low, high) = (min(low, value), max(high, value)) } }
    (low, high) = range(low, high)
    var pictures: [Picture] = []
    forEachRow { values in
      let samples = values.map { value -> UInt8 in
        let share = (value / 2 - low / 2) / (high / 2 - low / 2)
        return share.isFinite ? UInt8((min(max(share, 0), 1) * 255).rounded()) : 0
      }
      pictures.append(
        Picture(
          trusted: ContiguousArray(samples), height: sizes[0], width: sizes[1], channels: channels))
    }
    return pictures
  }

  /// What is black and what is white.
  private func range(_ low: Double, _ high: Double) -> (Double, Double) {
    switch features {
    case .bytes: (0, high > 0 && high < 32 ? high : 255)
    case .scalars: low >= 0 && high <= 255 ? (0, high <= 1 ? 1 : 255) : (low, high)
    }
  }
}
