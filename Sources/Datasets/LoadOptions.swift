/// What is said about a data source besides its name.
public struct LoadOptions: Sendable, Hashable {
  /// How generated data sets are made.
  public var generation: GeneratorOptions
  /// What is made of CSV files. `task` and `classes` hold for NPZ files too.
  public var csv: CSVOptions

  /// Options; whatever is left out is the default.
  public init(
    generation: GeneratorOptions = GeneratorOptions(), csv: CSVOptions = CSVOptions()
  ) {
    self.generation = generation
    self.csv = csv
  }
}
