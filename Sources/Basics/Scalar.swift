/// The number type that everything computes in.
///
/// `Float` as shipped. Built with the package trait `DoublePrecision` it is `Double`, and the whole
/// library and its tests run in it: gradient checks then see errors of 1e-10 instead of 1e-4.
#if DoublePrecision
  public typealias Scalar = Double
#else
  public typealias Scalar = Float
#endif
