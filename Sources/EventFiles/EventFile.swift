import Basics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file of events as TensorBoard reads them, also while they are written.
///
///     let file = try EventFile(in: "runs/mine/train")
///     try file.write([.scalar("loss", 0.25)], step: 100)
///
/// Each event is in the file when `write` returns. Whoever goes on with a training opens a new file in the
/// same folder: TensorBoard reads both, the older first.
public final class EventFile {
  private let file: AppendedFile
  private let clock: @Sendable () -> Double

  /// The path.
  public var path: String { file.path }

  /// A new file in a folder, which must be there.
  ///
  /// - Parameters:
  ///   - step: where the training goes on: what older files tell of this step and later ones is dropped
  ///     by TensorBoard; nil for a training that begins.
  ///   - clock: seconds since 1970.
  ///   - calls: the system's; tests give others.
  ///
  /// Throws `DescentError`: `cannotWrite` where the file can't be made, `inputOutput` where the disk fails.
  public init(
    in folder: String, from step: Int? = nil, clock: @escaping @Sendable () -> Double = now,
    calls: FileCalls = .system
  ) throws {
    self.clock = clock
    let time = clock()
    file = try AppendedFile(joined(folder, Self.name(in: folder, time)), calls: calls)
    try write(Event(time: time, step: 0, content: .version))
    if let step { try write(Event(time: time, step: step, content: .start)) }
  }

  /// Writes values of one step.
  ///
  /// Throws `DescentError` (input/output) where they can't be written; then the file is as before.
  public func write(_ values: [Summary], step: Int) throws {
    guard !values.isEmpty else { return }
    try write(Event(time: clock(), step: step, content: .summary(values)))
  }

  private func write(_ event: Event) throws {
    try file.append(EventRecord.framed(event.message))
  }

  /// Forces everything to the disk.
  ///
  /// Throws `DescentError` (input/output) where the disk fails.
  public func finish() throws { try file.finish() }

  /// `events.out.tfevents.<seconds>.<machine>.<process>.<number>`: TensorBoard takes the files of a folder
  /// in the order of their names, so a new one has the greatest.
  private static func name(in folder: String, _ time: Double) -> String {
    let prefix = "events.out.tfevents."
    let before = (namesInFolder(folder) ?? []).compactMap { name -> Int? in
      guard name.hasPrefix(prefix) else { return nil }
      return Int(name.dropFirst(prefix.count).prefix { $0 != "." })
    }
    let now = Int(exactly: time.rounded(.down)) ?? 0
    let seconds = max(now, (before.max() ?? -1).addingReportingOverflow(1).partialValue, 0)
    let digits = String(seconds)
    let padding = String(repeating: "0", count: max(0, 10 - digits.count))
    return "\(prefix)\(padding)\(digits).\(machine).\(getpid()).0"
  }

  /// The machine's name with nothing in it that a file's name can't have.
  private static var machine: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "machine" }
    let name = String(
      decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let safe = String(
      name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-.".contains($0)) })
    return safe.isEmpty ? "machine" : safe
  }

  /// Seconds since 1970.
  public static let now: @Sendable () -> Double = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
