import Basics

extension FittedScaling {
  /// The scaling for a config or model file: `{kind: standardize, mean: […], deviation: […]}`.
  public var value: Value {
    var settings: Settings = ["kind": .text(scaling.rawValue)]
    switch scaling {
    case .none, .imageMax, .imageStandardize: break
    case .unit: settings["divisor"] = .number(divisor)
    case .minMax, .standardize:
      let (offset, range) = scaling.names
      settings[offset] = .list(offsets.map { .number($0) })
      settings[range] = .list(divisors.map { .number($0) })
      settings["constant-features"] = .integer(constantFeatures)
    }
    return .table(settings)
  }

  /// Reads a scaling back for rows of so many features.
  ///
  /// Throws `DescentError` (bad data) naming the setting that is missing, unknown, of the wrong count
  /// or out of range.
  public init(_ value: Value, features: Int, path: String = "scaling") throws {
    var reader = try SettingsReader(value, path: path)
    let kind = try reader.text("kind")
    guard let scaling = Scaling(rawValue: kind) else {
      throw DescentError(
        .badData, "\(path).kind: unknown scaling \"\(kind)\"", at: value.position,
        fix: suggestion(for: kind, in: Scaling.allCases.map(\.rawValue)))
    }
    switch scaling {
    case .none, .imageMax, .imageStandardize: self.init(scaling)
    case .unit:
      let divisor = try reader.number("divisor", expected: "a positive number", where: isDivisor)
      self.init(.unit, divisor: divisor)
    case .minMax, .standardize:
      let (offset, range) = scaling.names
      let offsets = try reader.numbers(offset)
      let divisors = try reader.numbers(range)
      for (name, list) in [(offset, offsets), (range, divisors)] where list.count != features {
        throw DescentError(
          .badData,
          "\(path).\(name): \(counted(list.count, "number")) for "
            + counted(features, "feature"), at: value.position)
      }
      if let wrong = offsets.firstIndex(where: { !Scalar($0).isFinite }) {
        throw DescentError(
          .badData, "\(path).\(offset)[\(wrong)]: \(offsets[wrong]) is out of range",
          at: value.position)
      }
      if let wrong = divisors.firstIndex(where: { !isDivisor($0) }) {
        throw DescentError(
          .badData,
          "\(path).\(range)[\(wrong)]: expected a positive number, found "
            + Value.number(divisors[wrong]).found, at: value.position)
      }
      self.init(
        scaling, offsets: offsets, divisors: divisors,
        constantFeatures: try reader.integer(
          "constant-features", default: 0, expected: "a count of features",
          where: { (0...features).contains($0) }))
    }
    try reader.finish()
  }
}

extension Scaling {
  /// What offset and divisor of a feature are called in files.
  fileprivate var names: (offset: String, divisor: String) {
    self == .standardize ? ("mean", "deviation") : ("minimum", "range")
  }
}

/// Whether something can be divided by this number in `Scalar`.
private func isDivisor(_ value: Double) -> Bool {
  value > 0 && Scalar(value) > 0 && Scalar(value).isFinite
}
