import Datasets

/// Which arrays of a file of several are features and targets.
public struct ArrayChoice: Sendable, Hashable {
  /// The array of features in an NPZ file; found by its name where nil.
  public var x: String?
  /// The array of targets in an NPZ file, found by its name where nil; for a single array of features, the
  /// path of the .npy file of the targets.
  public var y: String?

  /// A choice; whatever is left out is found.
  public init(x: String? = nil, y: String? = nil) {
    self.x = x
    self.y = y
  }
}

/// What is said about a data source besides its name.
public struct LoadOptions: Sendable, Hashable {
  /// How generated data sets are made.
  public var generation: GeneratorOptions
  /// What is made of CSV files. `task` and `classes` hold for NPZ files too.
  public var csv: CSVOptions
  /// What is made of pictures.
  public var pictures: PictureOptions
  /// Which arrays of an NPZ file are taken.
  public var arrays = ArrayChoice()
  /// How much memory the numbers of one array or table may take; what is more is read from disk.
  public var memory = MemoryLimit.none

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
