import Basics

/// How features are scaled before the network sees them: the choice.
///
/// What it comes to for some data is a `FittedScaling`, made from the training rows alone and applied
/// unchanged to everything else.
public enum Scaling: String, CaseIterable, Sendable {
  /// As they are.
  case none
  /// x / c, with c the largest value that the data can take: 255 for bytes, 16 for the 8x8 digits.
  case unit
  /// x / max(row): every picture by its own largest value, where that is positive.
  case imageMax = "image-max"
  /// (x - mean(row)) / deviation(row): every picture by its own mean and deviation.
  case imageStandardize = "image-standardize"
  /// (x - min) / (max - min), each feature by its range in the training rows.
  case minMax = "min-max"
  /// (x - mean) / deviation, each feature by its mean and deviation in the training rows.
  case standardize
  /// (x - median) / (third quartile - first quartile), each feature by the training rows: outliers don't
  /// decide how the others are scaled.
  case robust
  /// sign(x) log(1 + |x|), then standardized: for amounts that span powers of ten.
  case log
  /// The share of the training rows below x, by percentiles and straight lines between them, stretched
  /// to mean 0 and deviation 1: from -1.732 to 1.732. What lies outside of the training rows gets the
  /// end.
  case quantile

  /// Whether each feature is scaled by itself, by what its training rows hold.
  package var isPerFeature: Bool {
    switch self {
    case .none, .unit, .imageMax, .imageStandardize: false
    case .minMax, .standardize, .robust, .log, .quantile: true
    }
  }
}

/// A scaling with everything that was fitted on the training rows: part of the model.
public struct FittedScaling: Sendable, Equatable {
  /// What was chosen.
  public let scaling: Scaling
  /// The constant that `unit` divides by.
  public let divisor: Double
  /// What is taken off each feature (mean, minimum or median); empty unless per feature.
  public let offsets: [Double]
  /// What each feature is divided by then (deviation or range); empty unless per feature.
  public let divisors: [Double]
  /// For `quantile`, the percentiles 0 to 100 of each feature; an empty list for one that is left as it is.
  public let percentiles: [[Double]]
  /// For `log`, the features that are left as they are, ascending.
  public let unscaled: [Int]
  /// How many features were the same in every training row. They are divided by 1.
  public let constantFeatures: Int

  // The same in the type that is computed in.
  package let scalarOffsets: ContiguousArray<Scalar>
  package let scalarDivisors: ContiguousArray<Scalar>

  init(
    _ scaling: Scaling, divisor: Double = 1, offsets: [Double] = [], divisors: [Double] = [],
    percentiles: [[Double]] = [], unscaled: [Int] = [], constantFeatures: Int = 0
  ) {
    self.percentiles = percentiles
    self.unscaled = unscaled
    self.scaling = scaling
    self.divisor = divisor
    self.offsets = offsets
    self.divisors = divisors
    self.constantFeatures = constantFeatures
    scalarOffsets = ContiguousArray(offsets.map { Scalar($0) })
    scalarDivisors = ContiguousArray(divisors.map { Scalar($0) })
  }

  /// No scaling.
  public static let none = FittedScaling(.none)

  /// Division of everything by a constant, which must be positive.
  public static func dividing(by divisor: Double) throws -> FittedScaling {
    guard divisor > 0, divisor.isFinite, Scalar(divisor) > 0, Scalar(divisor).isFinite else {
      throw DescentError(
        .usage, "features can't be divided by \(divisor); expected a positive number")
    }
    return FittedScaling(.unit, divisor: divisor)
  }

  /// Fits a scaling on the training rows.
  ///
  /// Statistics are computed in Double, row after row. Deviations are those of the population
  /// (divided by n). For `unit` the divisor is 255 where all values are whole numbers from 0 to 255
  /// and one exceeds 16, 16 where they are whole, none exceeds 16 and one exceeds 1, and the largest
  /// magnitude otherwise.
  ///
  /// - Parameters:
  ///   - rows: the training rows of the data; all of them unless stated.
  ///   - unscaled: features that stay as they are where each is scaled by itself.
  ///
  /// Throws `DescentError` (bad data) where there are no rows, and for numbers too far apart to be scaled in
  /// `Scalar`.
  public init(
    _ scaling: Scaling, training data: Dataset, rows chosen: [Int]? = nil,
    unscaled: Set<Int> = []
  ) throws {
    let rows = chosen ?? Array(0..<data.rows)
    guard !rows.isEmpty else {
      throw DescentError(
        .badData, "\(data.name): no rows to fit the scaling \(scaling.rawValue) on")
    }
    switch scaling {
    case .none, .imageMax, .imageStandardize: self.init(scaling)
    case .unit: self.init(.unit, divisor: data.unitDivisor(of: rows))
    case .minMax:
      let (least, most) = data.featureRanges(of: rows)
      try data.checkRange(scaling, least, least: least, most: most)
      self.init(
        .minMax, offsets: least, ranges: zip(most, least).map { $0 - $1 }, unscaled: unscaled)
    case .standardize:
      let (means, deviations) = data.featureMoments(of: rows)
      // What isn't a number is not below it, either.
      if !zip(means, deviations).allSatisfy({ $0.magnitude + $1 <= Self.large }) {
        let (least, most) = data.featureRanges(of: rows)
        try data.checkRange(scaling, means, least: least, most: most)
      }
      self.init(.standardize, offsets: means, ranges: deviations, unscaled: unscaled)
    case .robust:
      let quartiles = data.featureQuantiles(of: rows, parts: 4)
      try data.checkRange(
        scaling, quartiles.map { $0[2] }, least: quartiles.map { $0[0] },
        most: quartiles.map { $0[4] },
        divisors: quartiles.map { Scalar($0[3] - $0[1]) > 0 ? $0[3] - $0[1] : 1 })
      self.init(
        .robust, offsets: quartiles.map { $0[2] }, ranges: quartiles.map { $0[3] - $0[1] },
        unscaled: unscaled)
    case .log:
      let (means, deviations) = data.featureMoments(of: rows) { logarithm($0) }
      self.init(.log, offsets: means, ranges: deviations, unscaled: unscaled)
    case .quantile:
      let percentiles = data.featureQuantiles(of: rows, parts: 100)
      self.init(
        .quantile,
        percentiles: percentiles.enumerated().map { unscaled.contains($0) ? [] : $1 },
        constantFeatures: percentiles.count { $0[0] == $0[100] })
    }
  }

  /// Beyond this, differences may leave the range of `Scalar`.
  private static let large = Double(Scalar.greatestFiniteMagnitude) / 1e6

  /// Fits a scaling of targets on the training rows: the same for numbers that are predicted.
  ///
  /// Throws `DescentError` (usage) where the scaling isn't `none`, `minMax`, `standardize` or `log`, or
  /// where the targets are classes; (bad data) where there are no rows.
  public init(_ scaling: Scaling, trainingTargets data: Dataset, rows: [Int]) throws {
    guard scaling == .none || data.task.classes.isEmpty else {
      throw DescentError(.usage, "\(data.name) has classes as targets; they are not scaled")
    }
    guard [.none, .standardize, .minMax, .log].contains(scaling) else {
      throw DescentError(
        .usage, "targets can't be scaled by \(scaling.rawValue)",
        fix: "Use standardize, min-max, log or none.")
    }
    let targets =
      scaling == .none
      ? data
      : try Dataset(
        name: data.name, shape: Shape([data.task.targetWidth]), features: .scalars(data.targets),
        targets: data.targets, task: data.task)
    try self.init(scaling, training: targets, rows: rows)
  }

  private init(
    _ scaling: Scaling, offsets: [Double], ranges: [Double], unscaled: Set<Int> = []
  ) {
    // A range that vanishes in `Scalar` would divide by zero.
    let usable = ranges.enumerated().map { index, range in
      Scalar(range) > 0 && !unscaled.contains(index) ? range : 1
    }
    self.init(
      scaling, offsets: offsets.enumerated().map { unscaled.contains($0) ? 0 : $1 },
      divisors: usable, unscaled: scaling == .log ? unscaled.sorted() : [],
      constantFeatures: ranges.count { !(Scalar($0) > 0) })
  }

  /// Scales rows in place: `features` is [rows][width], row-major.
  ///
  /// A picture whose maximum isn't positive, or whose deviation is 0, is divided by 1. `width` must
  /// be that of the training rows.
  public func apply(to features: inout MutableSpan<Scalar>, width: Int) {
    let rows = width > 0 ? features.count / width : 0
    switch scaling {
    case .none: break
    case .unit:
      divide(&features, 0..<features.count, by: Scalar(divisor))
    case .imageMax:
      for row in 0..<rows { scaleByMaximum(&features, row * width..<(row + 1) * width) }
    case .imageStandardize:
      for row in 0..<rows { standardizeRow(&features, row * width..<(row + 1) * width) }
    case .minMax, .standardize, .robust: shiftAndDivide(&features, rows: rows, width: width)
    case .log:
      let isPlain = Set(unscaled)
      for place in 0..<(rows * width) where !isPlain.contains(place % width) {
        features[place] = Scalar(logarithm(Double(features[place])))
      }
      shiftAndDivide(&features, rows: rows, width: width)
    case .quantile:
      precondition(percentiles.count == width, "the scaling was fitted on rows of another width")
      for place in 0..<(rows * width) where !percentiles[place % width].isEmpty {
        features[place] = Scalar(rank(of: Double(features[place]), in: percentiles[place % width]))
      }
    }
  }

  private func shiftAndDivide(
    _ features: inout MutableSpan<Scalar>, rows: Int, width: Int
  ) {
    precondition(scalarOffsets.count == width, "the scaling was fitted on rows of another width")
    let offsets = scalarOffsets.span
    let divisors = scalarDivisors.span
    for row in 0..<rows {
      for index in 0..<width {
        let place = row &* width &+ index
        features[unchecked: place] =
          (features[unchecked: place] - offsets[unchecked: index]) / divisors[unchecked: index]
      }
    }
  }
}

extension FittedScaling {
  /// Takes numbers back to what they were: x * divisor + offset, and sign(x) (exp |x| - 1) of that for
  /// `log`. Only for scalings that targets may have.
  public func undo(on values: inout MutableSpan<Scalar>) {
    let width = scalarOffsets.count
    guard width > 0 else { return }
    for place in 0..<values.count {
      let value = values[place] * scalarDivisors[place % width] + scalarOffsets[place % width]
      values[place] = scaling == .log ? Scalar(exponential(Double(value))) : value
    }
  }
}

extension Dataset {
  /// Refuses features that can't be scaled without leaving the range of `Scalar`.
  ///
  /// - Parameters:
  ///   - offsets: what is taken off each.
  ///   - divisors: what each is divided by then.
  fileprivate func checkRange(
    _ scaling: Scaling, _ offsets: [Double], least: [Double], most: [Double],
    divisors: [Double]? = nil
  ) throws {
    for (index, offset) in offsets.enumerated() {
      let divisor = divisors?[index] ?? 1
      let isInRange = [least[index], most[index], most[index] - least[index] + offset].allSatisfy {
        Scalar($0 - offset).isFinite && Scalar(Scalar($0 - offset) / Scalar(divisor)).isFinite
      }
      guard !isInRange else { continue }
      let name =
        featureNames.isEmpty ? "feature \(index + 1)" : "column \(shown(featureNames[index]))"
      throw DescentError(
        .badData,
        "\(self.name): \(name) has numbers from \(Scalar(least[index])) to \(Scalar(most[index])), too "
          + "far apart to be scaled by \(scaling.rawValue) in \(Scalar.self)",
        fix: "Divide them by a constant first, or correct them.")
    }
  }
}
