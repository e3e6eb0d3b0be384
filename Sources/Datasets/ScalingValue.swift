import Basics

extension FittedScaling {
  /// The scaling for a config or model file: `{kind: standardize, mean: […], deviation: […]}`.
  public var value: Value {
    var settings: Settings = ["kind": .text(scaling.rawValue)]
    switch scaling {
    case .none, .imageMax, .imageStandardize: break
    case .unit: settings["divisor"] = .number(divisor)
    case .minMax, .standardize, .robust, .log:
      let (offset, range) = scaling.names
      settings[offset] = .list(offsets.map { .number($0) })
      settings[range] = .list(divisors.map { .number($0) })
      if !unscaled.isEmpty { settings["unscaled"] = .list(unscaled.map { .integer($0) }) }
      settings["constant-features"] = .integer(constantFeatures)
    case .quantile:
      settings["percentiles"] = .list(percentiles.map { .list($0.map { .number($0) }) })
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
    case .quantile:
      let lists = try Self.percentiles(&reader, features)
      self.init(
        .quantile, percentiles: lists, constantFeatures: try Self.constants(&reader, features))
    case .minMax, .standardize, .robust, .log:
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
        unscaled: try Self.unscaled(&reader, scaling, features),
        constantFeatures: try Self.constants(&reader, features))
    }
    try reader.finish()
  }

  private static func constants(_ reader: inout SettingsReader, _ features: Int) throws -> Int {
    try reader.integer(
      "constant-features", default: 0, expected: "a count of features",
      where: { (0...features).contains($0) })
  }
}

extension FittedScaling {
  /// The features that `log` leaves as they are.
  fileprivate static func unscaled(
    _ reader: inout SettingsReader, _ scaling: Scaling, _ features: Int
  ) throws -> [Int] {
    guard scaling == .log, let value = reader.optional("unscaled") else { return [] }
    let places = value.list?.compactMap(\.integer) ?? []
    guard places.count == value.list?.count, places.allSatisfy((0..<features).contains) else {
      throw reader.wrong(
        "unscaled", value, expected: "a list of features from 0 to \(features - 1)")
    }
    return places
  }

  /// The percentiles of every feature: 101 ascending numbers, or none.
  fileprivate static func percentiles(
    _ reader: inout SettingsReader, _ features: Int
  ) throws -> [[Double]] {
    let value = try reader.required("percentiles")
    let path = reader.path(of: "percentiles")
    guard let lists = value.list, lists.count == features else {
      throw DescentError(
        .badData,
        "\(path): expected \(counted(features, "list")) of numbers, one per feature, found "
          + (value.list.map { grouped($0.count) } ?? value.found), at: value.position)
    }
    return try lists.enumerated().map { index, list in
      let numbers = list.list?.compactMap(\.number) ?? []
      let isEmpty = list.list?.isEmpty ?? false
      guard isEmpty || numbers.count == 101 && list.list?.count == 101,
        numbers.allSatisfy({ Scalar($0).isFinite }), numbers == numbers.sorted()
      else {
        throw DescentError(
          .badData, "\(path)[\(index)]: expected 101 ascending numbers, or none",
          at: list.position)
      }
      return numbers
    }
  }
}

extension Scaling {
  /// What offset and divisor of a feature are called in files.
  fileprivate var names: (offset: String, divisor: String) {
    switch self {
    case .minMax: ("minimum", "range")
    case .robust: ("median", "range")
    default: ("mean", "deviation")
    }
  }
}

/// Whether something can be divided by this number in `Scalar`.
private func isDivisor(_ value: Double) -> Bool {
  value > 0 && Scalar(value) > 0 && Scalar(value).isFinite
}
