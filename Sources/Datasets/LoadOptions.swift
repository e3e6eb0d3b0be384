/// What is said about a data source besides its name.
public struct LoadOptions: Sendable, Hashable {
  /// How generated data sets are made.
  public var generation: GeneratorOptions
  /// What is made of CSV files. `task` and `classes` hold for NPZ files too.
  public var csv: CSVOptions
  /// What is made of pictures.
  public var pictures: PictureOptions

  /// Options; whatever is left out is the default.
  public init(
    generation: GeneratorOptions = GeneratorOptions(), csv: CSVOptions = CSVOptions(),
    pictures: PictureOptions = PictureOptions()
  ) {
    self.generation = generation
    self.csv = csv
    self.pictures = pictures
  }
}
