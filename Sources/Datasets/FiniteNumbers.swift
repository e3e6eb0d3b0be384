import Basics

extension FeatureStorage {
  /// Refuses numbers that are not finite, while it is known which file they come from.
  ///
  /// - Parameter width: numbers of a row; 1 where a row is a single target.
  ///
  /// Throws `DescentError` (bad data) that names file, row and column.
  package func checkFinite(width: Int, file: String) throws {
    guard width > 0, case .scalars(let values) = self, !values.allFinite,
      let place = values.firstIndex(where: { !$0.isFinite })
    else { return }
    let column = width == 1 ? "" : ", column \(grouped(place % width + 1))"
    throw DescentError(
      .badData,
      "row \(grouped(place / width + 1))\(column) is \(values[place]), not a finite number",
      at: Position(file: file), fix: "Replace it, or leave out its row.")
  }
}

extension Numbers<Scalar> {
  /// Whether all are finite. Those in a file are let go of as soon as they were looked at.
  var allFinite: Bool {
    var isFinite = true
    forEachPiece { if !$0.allFinite { isFinite = false } }
    return isFinite
  }
}
