import Basics

/// What decides to which part a row belongs: one key per row, and how the keys decide.
///
/// A CSV file gives the keys with `CSVOptions.splitBy`; they lie in `Dataset.splitKeys` then, are chosen
/// with the rows and counted in the fingerprint. `Dataset.split(by:)` and `Dataset.folds(_:by:)` use them.
public struct SplitKeys: Sendable, Hashable {
  /// How keys decide.
  public enum Rule: String, CaseIterable, Sendable {
    /// Rows with the same key stay in one part.
    case group
    /// The latest rows test, those before them validate; rows of the same time stay in one part.
    case time
    /// The key is the name of the part.
    case column
    /// The part follows from the key and the seed alone, so that a row stays in its part whatever rows
    /// are added or taken away.
    case hash
  }

  package enum Keys: Sendable, Hashable {
    /// The number of the group, from 0 in the order in which they come.
    case groups([Int])
    case times([Double], areDates: Bool)
    case parts([Split.Part])
    /// The first 64 bits of the SHA-256 of the id's UTF-8.
    case ids([UInt64])
  }

  let keys: Keys

  package init(_ keys: Keys) { self.keys = keys }

  /// Keys that name the group of each row.
  public static func groups(_ names: [some Hashable]) -> SplitKeys {
    SplitKeys(.groups(numbered(names)))
  }

  /// Keys that are the time of each row, in any unit; later is larger.
  ///
  /// Throws `DescentError` (bad data) for a time that is not finite; it names the row.
  public static func times(_ times: [Double]) throws -> SplitKeys {
    if let row = times.firstIndex(where: { !$0.isFinite }) {
      throw DescentError(.badData, "row \(grouped(row + 1)): the time is \(times[row]), not finite")
    }
    return SplitKeys(.times(times, areDates: false))
  }

  /// Keys that name the part of each row: see `Split.Part.init(named:)`.
  ///
  /// Throws `DescentError` (bad data) for any other name, with the nearest one; it names the row.
  public static func parts(_ names: [String]) throws -> SplitKeys {
    SplitKeys(
      .parts(
        try names.enumerated().map { row, name in
          guard let part = Split.Part(named: name) else {
            var error = Split.Part.unknown(name)
            error.message = "row \(grouped(row + 1)): " + error.message
            throw error
          }
          return part
        }))
  }

  /// Keys that tell who a row is: its part follows from the hash of the id and the seed.
  public static func ids(_ ids: [String]) -> SplitKeys {
    SplitKeys(.ids(ids.map(hash(of:))))
  }

  /// How the keys decide.
  public var rule: Rule {
    switch keys {
    case .groups: .group
    case .times: .time
    case .parts: .column
    case .ids: .hash
    }
  }

  /// The number of rows.
  public var count: Int {
    switch keys {
    case .groups(let groups): groups.count
    case .times(let times, _): times.count
    case .parts(let parts): parts.count
    case .ids(let ids): ids.count
    }
  }

  /// Whether the keys name the parts, this one among them.
  public func name(_ part: Split.Part) -> Bool {
    if case .parts(let parts) = keys { parts.contains(part) } else { false }
  }

  /// The keys of these rows, in this order.
  public func subset(_ rows: [Int]) -> SplitKeys {
    switch keys {
    case .groups(let groups): SplitKeys(.groups(rows.map { groups[$0] }))
    case .times(let times, let areDates):
      SplitKeys(.times(rows.map { times[$0] }, areDates: areDates))
    case .parts(let parts): SplitKeys(.parts(rows.map { parts[$0] }))
    case .ids(let ids): SplitKeys(.ids(rows.map { ids[$0] }))
    }
  }

  /// What these rows have for keys, in words: `12 groups`, `2024-01-01 to 2024-03-31`, `90 ids`, `90 rows`.
  public func summary(of rows: [Int]) -> String {
    switch keys {
    case .groups(let groups): return counted(Set(rows.map { groups[$0] }).count, "group")
    case .ids(let ids): return counted(Set(rows.map { ids[$0] }).count, "id")
    case .parts: return counted(rows.count, "row")
    case .times(let times, let areDates):
      let chosen = rows.map { times[$0] }
      guard let first = chosen.min(), let last = chosen.max() else { return counted(0, "row") }
      func text(_ time: Double) -> String {
        areDates ? CalendarDate.text(secondsSince1970: time) : "\(time)".withoutZero
      }
      return first == last ? text(first) : "\(text(first)) to \(text(last))"
    }
  }

  /// Numbers that stand for the keys, the same where they decide the same.
  var bits: ContiguousArray<UInt64> {
    switch keys {
    case .groups(let groups): ContiguousArray(Self.numbered(groups).map { UInt64($0) })
    // 0 and -0 are the same time.
    case .times(let times, _): ContiguousArray(times.map { ($0 + 0).bitPattern })
    case .parts(let parts): ContiguousArray(parts.map { UInt64($0.rawValue) })
    case .ids(let ids): ContiguousArray(ids)
    }
  }

  package static func hash(of id: String) -> UInt64 {
    let digits = SHA256.hexadecimal(of: ContiguousArray(id.utf8)).prefix(16)
    return UInt64(digits, radix: 16) ?? 0
  }

  /// Each key as a number, from 0 in the order in which they come.
  static func numbered<Key: Hashable>(_ names: [Key]) -> [Int] {
    var numbers: [Key: Int] = [:]
    return names.map { name in
      if let number = numbers[name] { return number }
      numbers[name] = numbers.count
      return numbers.count - 1
    }
  }
}

extension Split {
  /// A part of the rows.
  public enum Part: UInt8, CaseIterable, Sendable {
    /// The rows that are trained on.
    case training
    /// The rows that watch the training.
    case validation
    /// The rows of the final figure.
    case test

    /// The names of the parts, the usual one of each first.
    static let names: [(name: String, part: Part)] = [
      ("train", .training), ("training", .training), ("validation", .validation),
      ("val", .validation), ("valid", .validation), ("dev", .validation), ("test", .test),
      ("testing", .test),
    ]

    /// The part of a name: train or training; validation, val, valid or dev; test or testing, in capital
    /// or small letters. Nil for any other.
    public init?(named name: String) {
      let wanted = name.lowercased()
      guard let known = Self.names.first(where: { $0.name == wanted }) else { return nil }
      self = known.part
    }

    /// The names that are known.
    package static var allNames: [String] { names.map(\.name) }

    package static func unknown(_ name: String) -> DescentError {
      DescentError(
        .badData, "\(shown(name)) is no part of the rows",
        fix: suggestion(for: name, in: allNames))
    }
  }
}

/// A column that divides the rows of a table, and how.
public struct SplitColumn: Sendable, Hashable {
  /// How its cells decide.
  public var rule: SplitKeys.Rule
  /// Its name, or its number from 1.
  public var column: String

  /// A column that divides the rows.
  public init(_ rule: SplitKeys.Rule, _ column: String) {
    self.rule = rule
    self.column = column
  }

  /// `group=patient`
  public var text: String { "\(rule.rawValue)=\(column)" }
}

extension String {
  /// A whole number without `.0`.
  fileprivate var withoutZero: String { hasSuffix(".0") ? String(dropLast(2)) : self }
}
