import Basics

/// What a generated data set is made with; nil takes the generator's own default.
public struct GeneratorOptions: Sendable, Hashable {
  /// The number of rows.
  public var rows: Int?
  /// The deviation of the normal noise added to every coordinate (to the target for `sine`).
  public var noise: Double?
  /// The number of classes, for `spirals` and `blobs`.
  public var classes: Int?
  /// The seed of everything random.
  public var seed: UInt64

  /// Options; whatever is left out is the generator's default.
  public init(rows: Int? = nil, noise: Double? = nil, classes: Int? = nil, seed: UInt64 = 0) {
    self.rows = rows
    self.noise = noise
    self.classes = classes
    self.seed = seed
  }
}

/// Small data sets that are computed, not loaded: the same numbers for the same options.
///
/// All but `sine` are points (x, y) in classes; row i is of class i modulo the number of classes.
public enum Generator: String, CaseIterable, Sendable {
  /// The four points (0,0), (0,1), (1,0), (1,1) with the exclusive or as class "0" or "1"; with
  /// `rows`, so many points around these four. Default: 4 rows without noise, noise 0.1 with `rows`.
  case xor
  /// Two half circles that reach into each other. Default: 1,000 rows, noise 0.1.
  case moons
  /// A circle of radius 1 and one of 0.5 within it. Default: 1,000 rows, noise 0.05.
  case circles
  /// Arms that wind outwards around the origin. Default: 1,000 rows, noise 0.02, 3 classes.
  case spirals
  /// Round clouds with their centers on a circle of radius 4. Default: 1,000 rows, noise 1,
  /// 3 classes.
  case blobs
  /// y = sin(x) + noise for x in [-pi, pi): a regression. Default: 1,000 rows, noise 0.1.
  case sine

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .xor: "the four points of the exclusive or (2 features, 2 classes)"
    case .moons: "two half circles that reach into each other (2 features, 2 classes)"
    case .circles: "one circle within another (2 features, 2 classes)"
    case .spirals: "arms that wind around the origin (2 features, 3 classes)"
    case .blobs: "round clouds of points (2 features, 3 classes)"
    case .sine: "a noisy sine (1 feature, regression)"
    }
  }

  /// The options with every default written out; the number of classes stays nil for `sine`.
  public func resolved(_ options: GeneratorOptions) -> GeneratorOptions {
    var resolved = options
    resolved.rows = options.rows ?? (self == .xor ? 4 : 1000)
    resolved.noise = options.noise ?? defaultNoise(exact: options.rows == nil)
    switch self {
    case .spirals, .blobs: resolved.classes = options.classes ?? 3
    case .xor, .moons, .circles: resolved.classes = options.classes ?? 2
    case .sine: break
    }
    return resolved
  }

  /// Makes the data set.
  ///
  /// Throws `DescentError` (usage) for fewer rows than classes, more than 10 million rows, noise that
  /// is negative or not finite, and a number of classes that the generator can't make.
  public func dataset(_ options: GeneratorOptions = GeneratorOptions()) throws -> Dataset {
    let classes = try checkedClasses(options.classes)
    let resolved = self.resolved(options)
    let rows = resolved.rows ?? 0
    guard rows >= classes, rows <= 10_000_000 else {
      throw DescentError(
        .usage, "\(rawValue): can't make \(counted(rows, "row")); expected \(classes) to 10,000,000"
      )
    }
    let noise = resolved.noise ?? 0
    guard noise >= 0, noise <= 1e6 else {
      throw DescentError(
        .usage, "\(rawValue): the noise is \(noise); expected 0 or more, up to 1,000,000")
    }
    var random = RandomSource(seed: options.seed, .generation)
    var features = ContiguousArray<Scalar>()
    var targets = ContiguousArray<Scalar>()
    if self == .sine {
      for _ in 0..<rows {
        let x = random.uniform(-Double.pi, Double.pi)
        features.append(Scalar(x))
        targets.append(Scalar(Portable.sin(x) + noise * random.normal()))
      }
      return try Dataset(
        name: rawValue, shape: [1], features: .scalars(features), featureNames: ["x"],
        targets: targets, task: .regression(targets: ["y"]))
    }
    for row in 0..<rows {
      let label = self == .xor ? [0, 1, 1, 0][row % 4] : row % classes
      let point = self.point(row: row, label: label, classes: classes, &random)
      features.append(Scalar(point.x + noise * random.normal()))
      features.append(Scalar(point.y + noise * random.normal()))
      targets.append(Scalar(label))
    }
    return try Dataset(
      name: rawValue, shape: [2], features: .scalars(features), featureNames: ["x", "y"],
      targets: targets, task: .classification(classes: (0..<classes).map(String.init)))
  }

  private func point(
    row: Int, label: Int, classes: Int, _ random: inout RandomSource
  ) -> (x: Double, y: Double) {
    switch self {
    case .xor: return (Double(row / 2 % 2), Double(row % 2))
    case .moons:
      let angle = random.uniform(0, Double.pi)
      return label == 0
        ? (Portable.cos(angle), Portable.sin(angle))
        : (1 - Portable.cos(angle), 0.5 - Portable.sin(angle))
    case .circles:
      let angle = random.uniform(0, 2 * Double.pi)
      let radius = label == 0 ? 1 : 0.5
      return (radius * Portable.cos(angle), radius * Portable.sin(angle))
    case .spirals:
      // One and a quarter turns per arm, the arms evenly around.
      let radius = random.uniform(0.05, 1)
      let angle = 2 * Double.pi * (1.25 * radius + Double(label) / Double(classes))
      return (radius * Portable.cos(angle), radius * Portable.sin(angle))
    case .blobs:
      let angle = 2 * Double.pi * Double(label) / Double(classes)
      return (4 * Portable.cos(angle), 4 * Portable.sin(angle))
    case .sine: return (0, 0)
    }
  }

  private func checkedClasses(_ wanted: Int?) throws -> Int {
    switch self {
    case .spirals, .blobs:
      let classes = wanted ?? 3
      guard (2...100).contains(classes) else {
        throw DescentError(
          .usage,
          "\(rawValue): can't make \(counted(classes, "class", plural: "classes")); "
            + "expected 2 to 100")
      }
      return classes
    case .xor, .moons, .circles, .sine:
      let made = self == .sine ? 1 : 2
      guard wanted == nil || self != .sine && wanted == made else {
        throw DescentError(
          .usage, "\(rawValue): the number of classes can't be chosen",
          fix: "It can for spirals and blobs.")
      }
      return made
    }
  }

  private func defaultNoise(exact: Bool) -> Double {
    switch self {
    case .xor: exact ? 0 : 0.1
    case .moons, .sine: 0.1
    case .circles: 0.05
    case .spirals: 0.02
    case .blobs: 1
    }
  }
}
