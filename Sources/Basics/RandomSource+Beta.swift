extension RandomSource {
  /// A sample of the beta distribution with both parameters alpha, above 0: a share, one half on
  /// average, near 0 or 1 where alpha is small.
  ///
  /// One of two gamma samples over their sum. Logarithms of them, because those of a small alpha are
  /// too small for a Double. Uses only `Portable` beyond basic arithmetic.
  public mutating func beta(_ alpha: Double) -> Double {
    let first = logGamma(alpha)
    let second = logGamma(alpha)
    // Where both vanish even so, all of it goes to one of them.
    guard first > -.infinity || second > -.infinity else { return uniform() < 0.5 ? 0 : 1 }
    return 1 / (1 + Portable.exp(second - first))
  }

  /// The logarithm of a sample of the gamma distribution with scale 1: Marsaglia and Tsang, "A simple
  /// method for generating gamma variables", 2000. Below a shape of 1 a sample of the next one is
  /// multiplied with a uniform number to the power of 1 / shape.
  private mutating func logGamma(_ shape: Double) -> Double {
    // From 1 down to above 0, so that there is a logarithm.
    if shape < 1 { return logGamma(shape + 1) + Portable.log(1 - uniform()) / shape }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      let logV = Portable.log(v)
      if Portable.log(1 - uniform()) < x * x / 2 + d * (1 - v + logV) {
        return Portable.log(d) + logV
      }
    }
  }
}
