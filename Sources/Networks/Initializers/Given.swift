import Basics

/// Starts from values that the caller gives. Not written to files: a model file holds the trained
/// values, and its description says `zeros` here.
struct Given: Initializer {
  static let kind = "zeros"
  let values: [[Scalar]]

  init(_ values: [[Scalar]]) { self.values = values }
  init(from reader: inout SettingsReader) throws { values = [] }

  var rows: Int { values.count }
  /// The width of the rows, or -1 where they differ.
  var columns: Int {
    let width = values.first?.count ?? 0
    return values.allSatisfy { $0.count == width } ? width : -1
  }
  var found: String {
    columns < 0 ? "rows of different lengths" : "\(rows) rows with \(columns) columns each"
  }

  func fill(
    _ values: inout MutableSpan<Scalar>, for spec: ParameterSpec, random: inout RandomSource
  ) {
    var index = 0
    for row in self.values {
      for value in row where index < values.count {
        values[index] = value
        index += 1
      }
    }
  }
}
