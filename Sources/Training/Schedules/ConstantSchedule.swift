import Basics

/// The base learning rate in every step.
public struct ConstantSchedule: Schedule, Hashable {
  /// `constant`
  public static let kind = "constant"

  /// The schedule; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// 1
  public func factor(at position: TrainingPosition) -> Double { 1 }
}
