extension RandomSource {
  /// A sample of the normal distribution with mean 0 and deviation 1.
  ///
  /// The polar method (Marsaglia and Bray, 1964). Uses only `Portable.log` beyond basic
  /// arithmetic, so that a seed gives the same numbers everywhere.
  public mutating func normal() -> Double {
    while true {
      let u = uniform(-1, 1)
      let v = uniform(-1, 1)
      let s = u * u + v * v
      if s > 0 && s < 1 { return u * (-2 * Portable.log(s) / s).squareRoot() }
    }
  }
}
