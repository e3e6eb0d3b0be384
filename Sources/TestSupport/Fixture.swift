import Basics
import Foundation

/// A case of a fixture: named numbers and settings from a JSON file.
public struct Fixture: Sendable {
  /// The names and values.
  public let table: Settings

  /// The cases of a file in the folder Fixtures of a test target: `Fixture.cases("dense", .module)`.
  public static func cases(_ name: String, _ bundle: Bundle) throws -> [Fixture] {
    guard let path = bundle.path(forResource: name, ofType: "json", inDirectory: "Fixtures") else {
      throw DescentError(.noInput, "there is no fixture \(name).json")
    }
    let root = try JSONReader().read(try readFile(path), file: path)
    guard let list = root.list, !list.isEmpty else {
      throw DescentError(.badData, "the fixture \(name).json is not a list of cases")
    }
    return try list.map { Fixture(table: try $0.table.required("a case")) }
  }

  /// The value of a name.
  public func value(_ name: String) throws -> Value { try table[name].required(name) }

  /// The whole number of a name.
  public func integer(_ name: String) throws -> Int { try value(name).integer.required(name) }

  /// The number of a name.
  public func number(_ name: String) throws -> Double { try value(name).number.required(name) }

  /// The numbers of a name, in the precision in use.
  public func scalars(_ name: String) throws -> ContiguousArray<Scalar> {
    let list = try value(name).list.required(name)
    return ContiguousArray(try list.map { Scalar(try $0.number.required(name)) })
  }

  /// The whole numbers of a name.
  public func integers(_ name: String) throws -> [Int] {
    try value(name).list.required(name).map { try $0.integer.required(name) }
  }
}

extension Optional {
  fileprivate func required(_ name: String) throws -> Wrapped {
    guard let self else { throw DescentError(.badData, "the fixture lacks \(name)") }
    return self
  }
}

/// The largest difference of two arrays, relative to elements above 1; infinite where the counts
/// differ or a number isn't finite.
public func difference(_ a: ContiguousArray<Scalar>, _ b: ContiguousArray<Scalar>) -> Double {
  guard a.count == b.count else { return .infinity }
  var worst = 0.0
  for (x, y) in zip(a, b) {
    let error = Double(x - y).magnitude / max(1, Double(y).magnitude)
    guard error.isFinite else { return .infinity }
    worst = max(worst, error)
  }
  return worst
}

/// How far a result may be from golden numbers.
public let goldenTolerance = Scalar.self == Float.self ? 5e-6 : 1e-12
