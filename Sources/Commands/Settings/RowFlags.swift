import ArgumentParser

/// The flags that say which rows train, validate and test, and what they count.
struct RowFlags: ParsableArguments {
  @Option(help: help("split-by")) var splitBy: String?
  @Flag(inversion: .prefixedNo, help: help("split-feature")) var splitFeature: Bool?
  @Option(parsing: .unconditional, help: help("folds")) var folds: String?
  @Option(parsing: .unconditional, help: help("fold")) var fold: String?
  @Option(help: help("sample-weight")) var sampleWeight: String?
  @Option(help: help("sampling")) var sampling: String?

  var given: [(name: String, text: String?)] {
    [
      ("split-by", splitBy), ("split-feature", splitFeature.map(String.init)), ("folds", folds),
      ("fold", fold), ("sample-weight", sampleWeight), ("sampling", sampling),
    ]
  }
}
