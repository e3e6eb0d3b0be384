import Descent

extension Model {
  /// Refuses rows whose numbers are not laid out as the model takes them.
  ///
  /// Rows without dimensions of their own, as of a table, are taken where they have as many numbers; so is
  /// every shape where the model was trained on such rows. Dimensions of 1 make no difference.
  ///
  /// - Parameters:
  ///   - shape: of a row.
  ///   - rows: what the rows are called: `a row of a.npy`.
  ///
  /// Throws `DescentError` (bad data).
  func checkLayout(_ shape: Shape, of rows: String, file: String? = nil) throws {
    let taken = network.input
    let place = file.map { Position(file: $0) }
    guard shape.count == taken.count else {
      throw DescentError(
        .badData,
        "the model takes \(counted(taken.count, "feature")) (\(taken)), but \(rows) has "
          + "\(grouped(shape.count)) (\(shape))", at: place)
    }
    let sizes = shape.dimensions.filter { $0 > 1 }
    let wanted = taken.dimensions.filter { $0 > 1 }
    guard sizes.count > 1, wanted.count > 1, sizes != wanted else { return }
    let isTurned =
      shape.dimensions.count == 3
      && taken.dimensions
        == [shape.dimensions[1], shape.dimensions[2], shape.dimensions[0]]
    throw DescentError(
      .badData,
      "the model takes rows of \(taken), but \(rows) is \(shape): as many numbers in another order",
      at: place,
      fix: isTurned
        ? "Put the channels last: x.transpose(0, 2, 3, 1)."
        : "If their order is that of the model, say so: x.reshape(len(x), -1).")
  }

  /// What there is to say about numbers that all lie within 0 and 1, where the model was trained on those
  /// from 0 to 255; nil for others.
  func rangeNote(_ values: FeatureStorage, of name: String) -> String? {
    guard scaling.scaling == .unit, scaling.divisor == 255, case .scalars(let scalars) = values
    else { return nil }
    var most: Scalar = 0
    let isWithin = scalars.withSpan { span in
      for index in span.indices {
        guard span[index] >= 0, span[index] <= 1 else { return false }
        most = max(most, span[index])
      }
      return true
    }
    guard isWithin, most > 0 else { return nil }
    return
      "All numbers of \(name) lie within 0 and 1, but the model was trained on numbers from 0 to 255 "
      + "and divides them by 255. Multiply them by 255 first."
  }
}
