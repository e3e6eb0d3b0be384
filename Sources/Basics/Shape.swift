/// The dimensions of one sample. The batch is never part of a shape.
///
/// `[784]` is a vector, `[28, 28, 1]` a picture as height, width and channels.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The size along each dimension, outermost first.
  public let dimensions: [Int]

  /// A shape with the given sizes.
  public init(_ dimensions: [Int]) { self.dimensions = dimensions }

  /// A shape with the given sizes.
  public init(arrayLiteral elements: Int...) { self.dimensions = elements }

  /// The number of scalars in one sample: the product of the dimensions.
  ///
  /// Saturates at `Int.max` so that a hostile file can't overflow it.
  public var count: Int {
    var product = 1
    for dimension in dimensions {
      let (value, overflow) = product.multipliedReportingOverflow(by: dimension)
      if overflow { return Int.max }
      product = value
    }
    return product
  }

  /// `28x28x1`
  public var description: String {
    dimensions.isEmpty ? "scalar" : dimensions.map(String.init).joined(separator: "x")
  }
}
