import Basics

/// What one parameter tensor of a layer is.
public struct ParameterSpec: Sendable {
  /// What a parameter does; regularization and optimizers treat the roles differently.
  public enum Role: Sendable, Hashable {
    /// Multiplies inputs. Penalties, weight decay and max-norm apply to weights alone.
    case weight
    /// Is added.
    case bias
    /// Scales a normalized value.
    case gain
    /// Follows the data instead of a gradient: after each step it becomes
    /// (1 - momentum) * old + momentum * the batch's value.
    case statistic(momentum: Double)
  }

  /// The name within the layer: `weight`, `bias`.
  public var name: String
  /// The sizes as stored, row-major; a dense weight is [in, out].
  public var shape: [Int]
  /// What it does.
  public var role: Role
  /// How it starts.
  public var initializer: any Initializer
  /// Inputs that feed one output.
  public var fanIn: Int
  /// Outputs that one input feeds.
  public var fanOut: Int
  /// Whether the gradient may be asked for in tiles of the first dimension.
  public var tiled: Bool
  /// Whether files hold it transposed: a dense weight is [out, in] there, as in PyTorch.
  public var transposedInFiles: Bool

  /// A parameter.
  public init(
    _ name: String, shape: [Int], role: Role, initializer: any Initializer, fanIn: Int = 1,
    fanOut: Int = 1, tiled: Bool = false, transposedInFiles: Bool = false
  ) {
    self.name = name
    self.shape = shape
    self.role = role
    self.initializer = initializer
    self.fanIn = fanIn
    self.fanOut = fanOut
    self.tiled = tiled
    self.transposedInFiles = transposedInFiles
  }

  /// The number of scalars.
  public var count: Int { Shape(shape).count }
}
