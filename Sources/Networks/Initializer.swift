import Basics

/// How a parameter starts.
public protocol Initializer: Described {
  /// Writes the starting values of one parameter.
  ///
  /// - Parameters:
  ///   - values: written, the parameter as stored.
  ///   - spec: its shape and fans.
  ///   - random: numbers of the network's seed and this parameter.
  func fill(
    _ values: inout MutableSpan<Scalar>, for spec: ParameterSpec, random: inout RandomSource)
}
