import Basics
import Datasets
import Kernels
import Networks

/// An augmentation made ready for pictures of one size: what a `TrainingRun` changes batches with, and
/// what a training loop of your own can.
///
///     let augmenter = try Augmenter(augmentation, shape: digits.shape, largest: 16, seed: 1)
///     var span = batch.mutableSpan
///     augmenter.change(&span, step: trainer.stepCount)
public struct Augmenter: Sendable {
  /// What is done.
  public let augmentation: Augmentation
  private let height: Int
  private let width: Int
  private let channels: Int
  private let deviation: Double
  let seed: UInt64

  /// An augmentation for pictures of a size.
  ///
  /// - Parameters:
  ///   - shape: [height, width] or [height, width, channels].
  ///   - largest: the largest value that a pixel can take: 255 for bytes.
  ///   - name: what the data is called, for errors.
  ///
  /// Throws `DescentError` (usage) for values out of range, a shape that is no picture's, or a shift that
  /// moves pictures out of sight.
  public init(
    _ augmentation: Augmentation, shape: Shape, largest: Double, seed: UInt64,
    name: String = "the data"
  ) throws {
    try augmentation.check()
    let sizes = shape.dimensions
    guard sizes.count == 2 || sizes.count == 3, sizes.allSatisfy({ $0 > 0 }),
      max(sizes[0], sizes[1]) <= PictureMap.largestSide
    else {
      let rows = sizes.count == 1 ? counted(sizes[0], "feature") : shape.description
      throw DescentError(
        .usage,
        "augment: \(name) has rows of \(rows), no pictures with a height and a width of at most "
          + grouped(PictureMap.largestSide), fix: "Leave augment out.")
    }
    let most = min(sizes[0], sizes[1]) - 1
    guard augmentation.shift <= most else {
      throw DescentError(
        .usage,
        "augment.shift: expected at most \(counted(most, "pixel")) for pictures of \(shape), "
          + "found \(augmentation.shift)")
    }
    self.augmentation = augmentation
    (height, width, channels) = (sizes[0], sizes[1], sizes.count == 3 ? sizes[2] : 1)
    deviation = augmentation.noise * largest
    self.seed = seed
  }

  /// Numbers in a picture.
  var size: Int { height * width * channels }

  private var movesPictures: Bool {
    augmentation.flip != .none || augmentation.rotate > 0 || augmentation.zoom > 0
      || augmentation.shift > 0
  }

  /// Changes pictures, each for itself: everything but `mixup`.
  ///
  /// - Parameters:
  ///   - pictures: changed, as they are before any scaling, [count][height][width][channels].
  ///   - step: which step they are for; every step has other random numbers.
  ///   - first: the place of the first of them in the batch of that step.
  public func change(_ pictures: inout MutableSpan<Scalar>, step: Int, first: Int = 0) {
    precondition(pictures.count % size == 0, "no whole number of pictures")
    let count =
      movesPictures ? PictureMap.room(height: height, width: width, channels: channels) : 0
    var room = ContiguousArray<Scalar>(repeating: 0, count: count)
    var roomSpan = room.mutableSpan
    for index in 0..<(pictures.count / size) {
      var picture = pictures._mutatingExtracting(index * size..<(index + 1) * size)
      let place = first + index
      // Every change draws its numbers, switched on or not: one more leaves the others as they are.
      var random = RandomSource(seed: seed, .augmentation, step, place)
      let map = map(&random)
      let erased = erasedPart(&random)
      if movesPictures { map.move(&picture, channels: channels, room: &roomSpan) }
      if deviation > 0 {
        let noise = RandomSource(seed: seed, .augmentation, step, place, 1)
        addNoise(to: &picture, random: noise, deviation: deviation)
      }
      if let erased { erase(erased, of: &picture) }
    }
  }

  private func map(_ random: inout RandomSource) -> PictureMap {
    let isMirrored = random.uniform() < 0.5
    let isUpsideDown = random.uniform() < 0.5
    let degrees = random.uniform(-augmentation.rotate, augmentation.rotate)
    let zoom = random.uniform(1 - augmentation.zoom, 1 + augmentation.zoom)
    func pixels() -> Int {
      Int(random.uniform() * Double(2 * augmentation.shift + 1)) - augmentation.shift
    }
    let (columns, rows) = (pixels(), pixels())
    let flip = augmentation.flip
    return PictureMap(
      height: height, width: width,
      isMirrored: isMirrored && (flip == .horizontal || flip == .both),
      isUpsideDown: isUpsideDown && (flip == .vertical || flip == .both), degrees: degrees,
      zoom: zoom, columns: columns, rows: rows)
  }

  /// The rectangle that is set to 0; nil where none is.
  private func erasedPart(
    _ random: inout RandomSource
  ) -> (rows: Range<Int>, columns: Range<Int>)? {
    let isErased = random.uniform() < augmentation.erase
    let area = random.uniform(0.02, 0.4) * Double(height * width)
    let longest = -Portable.log(0.3)
    let ratio = Portable.exp(random.uniform(-longest, longest))
    func side(_ length: Double, of whole: Int, _ random: inout RandomSource) -> Range<Int> {
      let count = Int(min(max(length.rounded(), 1), Double(whole)))
      let start = Int(random.uniform() * Double(whole - count + 1))
      return start..<(start + count)
    }
    let rows = side((area * ratio).squareRoot(), of: height, &random)
    let columns = side((area / ratio).squareRoot(), of: width, &random)
    return isErased ? (rows, columns) : nil
  }

  private func erase(
    _ part: (rows: Range<Int>, columns: Range<Int>), of picture: inout MutableSpan<Scalar>
  ) {
    for row in part.rows {
      let start = row * width
      for i in (start + part.columns.lowerBound) * channels..<(start + part.columns.upperBound)
        * channels
      { picture[i] = 0 }
    }
  }
}

extension Augmenter {
  /// An augmentation for the rows of a training; nil where nothing is changed.
  ///
  /// Throws `DescentError` (usage) where the rows or the loss don't allow it.
  init?(
    _ augmentation: Augmentation, for data: TrainingData, loss: any Loss, seed: UInt64
  ) throws {
    guard augmentation != .none else { return nil }
    let dataset = data.dataset
    try self.init(
      augmentation, shape: dataset.shape,
      largest: augmentation.noise > 0 ? dataset.unitDivisor(of: data.rows) : 1, seed: seed,
      name: dataset.name)
    if augmentation.mixup > 0 { try Self.checkMixing(data, loss) }
  }

  /// Writes the features of a part of a batch, changed and then scaled.
  ///
  /// - Parameter mixes: of the whole batch; empty where nothing is mixed.
  func load(
    _ part: Range<Int>, of batch: ArraySlice<Int>, from data: TrainingData, step: Int,
    mixes: [Mix], into features: inout MutableSpan<Scalar>
  ) {
    let first = batch.startIndex
    data.gather(batch[(first + part.lowerBound)..<(first + part.upperBound)], into: &features)
    change(&features, step: step, first: part.lowerBound)
    if !mixes.isEmpty {
      // The other picture of a mix may be another thread's: each makes it for itself.
      var other = ContiguousArray<Scalar>(repeating: 0, count: size)
      for (index, place) in part.enumerated() where mixes[place].other != place {
        let mix = mixes[place]
        var otherSpan = other.mutableSpan
        data.gather(batch[(first + mix.other)...(first + mix.other)], into: &otherSpan)
        change(&otherSpan, step: step, first: mix.other)
        var picture = features._mutatingExtracting(index * size..<(index + 1) * size)
        mix.apply(to: &picture, with: other.span)
      }
    }
    data.scaling.apply(to: &features, width: size)
  }
}

extension TrainingData {
  /// Writes the features of rows as they are, before any scaling.
  fileprivate func gather(_ rows: ArraySlice<Int>, into features: inout MutableSpan<Scalar>) {
    let width = dataset.shape.count
    switch dataset.features {
    case .bytes(let values):
      values.withSpan { Kernels.gather($0, rows: rows, width: width, into: &features) }
    case .scalars(let values):
      values.withSpan { Kernels.gather($0, rows: rows, width: width, into: &features) }
    }
  }
}
