import Descent

/// The rows of an array of features alone: its first dimension counts them.
struct ArrayRows: RowSource {
  let notes: [String]
  let kept: [KeptColumn]? = nil
  let counts: [String] = []
  private let name: String
  private let values: FeatureStorage
  private let rows: Int
  private let width: Int
  private var row = 0

  /// - Parameter part: which rows of which data these are, to be said before the first one:
  ///   `the test rows of a`.
  ///
  /// Throws `DescentError` where the array doesn't fit the model, or columns are to be kept.
  init(_ array: NPY, part: String? = nil, for model: Model, keep: KeepChoice?) throws {
    width = model.network.input.count
    let shape = array.rowShape
    guard let count = array.dimensions.first, count > 0, shape.count == width else {
      throw DescentError(
        .badData,
        "the model takes \(counted(width, "feature")) (\(model.network.input)), but this is an array of "
          + "\(Shape(array.dimensions))", at: Position(file: array.name))
    }
    try model.checkLayout(shape, of: "a row here", file: array.name)
    try array.values.checkFinite(width: width, file: array.name)
    if let keep, keep != .none {
      throw DescentError(
        .usage, "--keep: \(array.name) has no columns to keep", fix: "Leave --keep out.")
    }
    name = array.name
    rows = count
    values = array.values
    notes =
      (part.map { ["\($0): \(grouped(count))"] } ?? [])
      + (model.rangeNote(array.values, of: array.name).map { [$0] } ?? [])
  }

  mutating func next() -> InputRows? {
    guard row < rows else { return nil }
    let piece = row..<min(row + InputRows.step(width: width), rows)
    row = piece.upperBound
    let place = (piece.lowerBound * width)..<(piece.upperBound * width)
    let features: ContiguousArray<Scalar> =
      switch values {
      case .bytes(let bytes): ContiguousArray(bytes.array(place).map { Scalar($0) })
      case .scalars(let scalars): scalars.array(place)
      }
    return InputRows(count: piece.count, features: features)
  }

  func position(ofRow row: Int) -> Position? { Position(file: name) }
}
