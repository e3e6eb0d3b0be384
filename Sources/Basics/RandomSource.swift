/// Seeded random numbers as a value: the same seed, purpose and indices give the same numbers,
/// on every machine and in every order of calls.
///
/// Nothing in Descent keeps a generator between uses. The order of epoch 7 is
/// `RandomSource(seed: seed, .shuffle, 7)`, so a resumed training needs no generator state.
///
/// The sequence is SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014.
public struct RandomSource: RandomNumberGenerator, Sendable {
  /// What the numbers are for; each purpose has its own independent stream.
  public enum Purpose: UInt64, Sendable {
    /// Initial parameters.
    case initialization = 1
    /// The order of the rows in an epoch.
    case shuffle = 2
    /// Dropout masks.
    case dropout = 3
    /// Which rows go to training, validation and test.
    case split = 4
    /// Generated data sets.
    case generation = 5
    /// Random changes of training pictures.
    case augmentation = 6
    /// Anything else, user code included.
    case other = 7
    /// Which rows of a class an epoch has.
    case sampling = 8
  }

  @usableFromInline var state: UInt64

  /// What `value(at:)` is computed from: mix(key + golden · (position + 1)), for kernels that do so for
  /// many positions at once.
  @inlinable public var key: UInt64 { state }

  /// The stream of one purpose, told apart further by any number of indices.
  public init(seed: UInt64, _ purpose: Purpose, _ indices: Int...) {
    var key = Self.mix(seed &+ Self.golden)
    key = Self.mix(key ^ purpose.rawValue &* 0xD1B5_4A32_D192_ED03)
    for index in indices {
      key = Self.mix(key ^ (UInt64(bitPattern: Int64(index)) &+ Self.golden))
    }
    state = key
  }

  @usableFromInline static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The finalizer of SplitMix64: a bijection that spreads every input bit over all output bits.
  @inlinable public static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 64 random bits.
  @inlinable public mutating func next() -> UInt64 {
    state &+= Self.golden
    return Self.mix(state)
  }

  /// The number at a position of this stream, without walking there.
  @inlinable public func value(at position: Int) -> UInt64 {
    Self.mix(state &+ Self.golden &* (UInt64(bitPattern: Int64(position)) &+ 1))
  }

  /// Uniform in [0, 1), from the upper 53 bits.
  @inlinable public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Uniform in [lower, upper).
  @inlinable public mutating func uniform(_ lower: Double, _ upper: Double) -> Double {
    lower + (upper - lower) * uniform()
  }

  /// Uniform in 0 ..< bound, without bias (Lemire, "Fast random integer generation in an
  /// interval", 2019). `bound` must be positive.
  @inlinable public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "bound must be positive")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// A random order of 0 ..< count (Fisher and Yates).
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<max(0, count))
    shuffle(&order)
    return order
  }

  /// Puts the elements in a random order (Fisher and Yates).
  @inlinable public mutating func shuffle<Element>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, below(last + 1))
    }
  }
}
