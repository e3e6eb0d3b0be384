import Basics
import Datasets

extension Model {
  /// The error for a row of which the model makes no finite number.
  ///
  /// - Parameters:
  ///   - row: what the row is called: `row 7`.
  ///   - features: of that row, unscaled.
  ///   - output: what the model makes of it.
  package func overflow(
    _ row: String, _ features: some Sequence<Scalar>, output: Scalar
  ) -> DescentError {
    let plain = ContiguousArray(features)
    var scaled = plain
    var span = scaled.mutableSpan
    scaling.apply(to: &span, width: plain.count)
    func size(_ value: Scalar) -> Scalar { value.isNaN ? .infinity : value.magnitude }
    let largest = scaled.indices.max { size(scaled[$0]) < size(scaled[$1]) } ?? 0
    let message = "\(row): the model's output is \(text(output)), not a finite number"
    guard size(scaled[largest]) > 1e6 else {
      return DescentError(
        .badData, message,
        fix: "The row or the model's weights are out of range; train again with scaled features.")
    }
    let name =
      featureNames.count == plain.count
      ? "feature \(shown(featureNames[largest]))" : "feature \(largest + 1)"
    let value = scaling.scaling == .none ? "" : ", and \(text(scaled[largest])) when scaled"
    return DescentError(
      .badData, "\(message); the largest is \(name): \(text(plain[largest]))\(value)",
      fix: "Correct it if it is a slip of the pen.")
  }

  /// Not a number has no sign.
  private func text(_ value: Scalar) -> String { value.isNaN ? "nan" : "\(value)" }
}
