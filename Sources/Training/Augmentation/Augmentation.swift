import Basics
import Kernels

/// How training pictures are changed at random, anew each time they are trained on. Validation, test and
/// prediction see pictures as they are.
///
/// The changes come in the order of the properties, in pixel units before any scaling. Mirroring, shift,
/// rotation and zoom are one bilinear interpolation, beyond the picture's edges everything is 0. Shifts
/// and flips alone are exact. All off unless stated.
///
/// What happens to a picture is a function of the seed, the step and its place in the batch alone, so
/// the bits are the same for any number of threads and in a training that goes on.
public struct Augmentation: Sendable, Hashable {
  /// Which sides change places, each with a probability of one half.
  public enum Flip: String, CaseIterable, Sendable {
    case none
    /// Left and right.
    case horizontal
    /// Top and bottom.
    case vertical
    /// Left and right, and independently of that top and bottom.
    case both
  }

  /// Which sides change places.
  public var flip = Flip.none
  /// Turns by -rotate to rotate degrees, uniformly.
  public var rotate = 0.0
  /// Magnifies 1 - zoom to 1 + zoom times, uniformly.
  public var zoom = 0.0
  /// Shifts by -shift to shift whole pixels, all equally probable, across and independently down.
  public var shift = 0
  /// Adds noise to every number: near normal, with a deviation of `noise` times the largest value that the
  /// pixels can take (see `addNoise` in the module Kernels). The result isn't limited.
  public var noise = 0.0
  /// The probability with which a rectangle is set to 0: 0.02 to 0.4 of the picture, uniformly, its height
  /// over its width from 0.3 to 1 / 0.3, uniformly in the logarithm (Zhong, Zheng, Kang, Li and Yang,
  /// "Random erasing data augmentation", AAAI 2020; it is made to fit instead of drawn again).
  public var erase = 0.0
  /// Mixes the picture and the target of each row with those of another one of the batch: it keeps the
  /// larger of a share s and 1 - s of its own, with s drawn for each row from the beta distribution with
  /// both parameters `mixup` (Zhang, Cissé, Dauphin and Lopez-Paz, "mixup: beyond empirical risk
  /// minimization", ICLR 2018; the larger share as by Berthelot et al., "MixMatch", NeurIPS 2019). The
  /// row's weight is mixed, too.
  public var mixup = 0.0

  /// Nothing switched on.
  public init() {}

  /// No change at all.
  public static let none = Augmentation()

  /// A number with what it may be.
  private struct Limit: Sendable {
    var name: String
    var path: any WritableKeyPath<Augmentation, Double> & Sendable
    var range: ClosedRange<Double>
    var expected: String

    func allows(_ number: Double) -> Bool { range.contains(number) }
  }

  private static let limits = [
    Limit(
      name: "rotate", path: \.rotate, range: 0...180, expected: "a number of degrees from 0 to 180"),
    Limit(name: "zoom", path: \.zoom, range: 0...0.9, expected: "a number from 0 to 0.9"),
    Limit(name: "noise", path: \.noise, range: 0...1, expected: "a number from 0 to 1"),
    Limit(name: "erase", path: \.erase, range: 0...1, expected: "a probability from 0 to 1"),
    Limit(name: "mixup", path: \.mixup, range: 0...1000, expected: "a number from 0 to 1000"),
  ]
  private static let expectedShift = "a whole number of pixels, 0 or more"

  /// Throws `DescentError` (usage) for a value out of range.
  public func check() throws {
    for limit in Self.limits where !limit.allows(self[keyPath: limit.path]) {
      throw DescentError(
        .usage,
        "augment.\(limit.name): expected \(limit.expected), found \(self[keyPath: limit.path])")
    }
    guard shift >= 0 else {
      throw DescentError(.usage, "augment.shift: expected \(Self.expectedShift), found \(shift)")
    }
  }
}

extension Augmentation {
  /// From a file: `shift`, `rotate`, `zoom`, `flip`, `noise`, `erase`, `mixup`.
  public init(from reader: inout SettingsReader) throws {
    shift = try reader.integer("shift", default: 0, expected: Self.expectedShift) { $0 >= 0 }
    for limit in Self.limits.prefix(2) { try read(limit, &reader) }
    try readFlip(&reader)
    for limit in Self.limits.dropFirst(2) { try read(limit, &reader) }
  }

  private mutating func read(_ limit: Limit, _ reader: inout SettingsReader) throws {
    self[keyPath: limit.path] = try reader.number(
      limit.name, default: 0, expected: limit.expected, where: limit.allows)
  }

  private mutating func readFlip(_ reader: inout SettingsReader) throws {
    let names = Flip.allCases.map(\.rawValue)
    guard let value = reader.optional("flip") else { return }
    guard let text = value.text else {
      throw reader.wrong("flip", value, expected: "one of \(names.joined(separator: ", "))")
    }
    guard let flip = Flip(rawValue: text) else {
      throw DescentError(
        .badData, "\(reader.path(of: "flip")): unknown flip \"\(text)\"", at: value.position,
        fix: suggestion(for: text, in: names))
    }
    self.flip = flip
  }

  /// What is switched on, in the order of `init(from:)`.
  public var settings: Settings {
    var settings = Settings()
    if shift > 0 { settings["shift"] = .integer(shift) }
    func add(_ limits: some Sequence<Limit>) {
      for limit in limits where self[keyPath: limit.path] > 0 {
        settings[limit.name] = .number(self[keyPath: limit.path])
      }
    }
    add(Self.limits.prefix(2))
    if flip != .none { settings["flip"] = .text(flip.rawValue) }
    add(Self.limits.dropFirst(2))
    return settings
  }

  /// The settings as a table; `none` where nothing is switched on.
  public var described: Value { self == .none ? "none" : .table(settings) }
}
