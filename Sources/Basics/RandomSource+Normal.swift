#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension RandomSource {
  /// A sample of the normal distribution with mean 0 and deviation 1.
  ///
  /// The polar method (Marsaglia and Bray, 1964). Uses only `log` beyond basic arithmetic.
  public mutating func normal() -> Double {
    while true {
      let u = uniform(-1, 1)
      let v = uniform(-1, 1)
      let s = u * u + v * v
      if s > 0 && s < 1 { return u * (-2 * log(s) / s).squareRoot() }
    }
  }
}
