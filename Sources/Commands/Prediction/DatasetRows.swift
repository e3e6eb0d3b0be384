import Descent

/// The rows of a data set that is in memory: its test rows where it has some.
struct DatasetRows: RowSource {
  let notes: [String]
  let kept: [KeptColumn]? = nil
  let counts: [String] = []
  private let data: Dataset
  private var row = 0

  /// Throws `DescentError` where the data doesn't fit the model or has no columns to keep.
  init(_ loaded: LoadedData, for model: Model, keep: KeepChoice?) throws {
    let data = loaded.test ?? loaded.train
    try model.checkLayout(data.shape, of: "a row of \(data.name)")
    if let keep, keep != .none {
      throw DescentError(
        .usage, "--keep: \(data.name) has no columns to keep", fix: "Leave --keep out.")
    }
    self.data = data
    let which = loaded.test == nil ? "all rows" : "the test rows"
    notes =
      loaded.notes + ["\(which) of \(data.name): \(grouped(data.rows))"]
      + (model.rangeNote(data.features, of: data.name).map { [$0] } ?? [])
  }

  mutating func next() -> InputRows? {
    guard row < data.rows else { return nil }
    let width = data.shape.count
    let rows = row..<min(row + InputRows.step(width: width), data.rows)
    row = rows.upperBound
    var features = ContiguousArray<Scalar>(repeating: 0, count: rows.count * width)
    var span = features.mutableSpan
    data.gatherFeatures(of: Array(rows)[...], into: &span)
    return InputRows(count: rows.count, features: features)
  }

  func position(ofRow row: Int) -> Position? { Position(file: data.name) }
}
