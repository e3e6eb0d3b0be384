/// How much of one data set's numbers is kept in memory; what is more goes to a file.
public struct MemoryLimit: Sendable, Hashable {
  /// The most bytes; an array of numbers that takes more lies in a file.
  public var bytes: Int
  /// The folder for files that Descent itself makes. They have no name and vanish with the process.
  public var folder: String

  /// A limit.
  ///
  /// - Parameter folder: `/var/tmp` unless given: on many machines `/tmp` is memory itself.
  public init(bytes: Int, folder: String = "/var/tmp") {
    self.bytes = bytes
    self.folder = folder
  }

  /// Everything in memory, whatever it takes.
  public static let none = MemoryLimit(bytes: .max)
}
