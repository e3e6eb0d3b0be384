/// What is said about a data source besides its name.
public struct LoadOptions: Sendable, Hashable {
  /// How generated data sets are made.
  public var generation: GeneratorOptions

  /// Options; whatever is left out is the default.
  public init(generation: GeneratorOptions = GeneratorOptions()) {
    self.generation = generation
  }
}
