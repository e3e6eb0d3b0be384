// The number type that everything computes in. Built with the package trait `DoublePrecision` the
// whole library and its tests run in Double: gradient checks then see errors of 1e-10 instead of 1e-4.

#if DoublePrecision
  /// The number type that everything computes in: `Double`, because the trait is set.
  public typealias Scalar = Double
#else
  /// The number type that everything computes in: `Float`, or `Double` under `DoublePrecision`.
  public typealias Scalar = Float
#endif
