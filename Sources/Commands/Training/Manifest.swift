import Descent

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `manifest.json`: where a run came from. Beside the model, because it says when and on which
/// machine, and the model's bytes must not depend on that.
struct Manifest {
  var arguments: [String]
  var settings: TrainSettings
  var recipe: String?
  var data: PreparedData
  var plan: TrainingPlan
  /// The epoch whose weights were kept.
  var keptEpoch: Int?
  var started: Int
  /// When and where the training went on after it had been stopped or killed.
  var resumed: [Value]
  var timings: [NamedFigure]
  var model: Model
  var figures: [Settings.Entry]
  /// The SHA-256 of each model file by its name: whoever finds both together knows that they belong
  /// together.
  var files: [(name: String, hash: String)]

  /// The document.
  var value: Value {
    var document: Settings = [
      "descent": .text(Program.version),
      "command": .text((["descent"] + arguments.map(Self.quoted)).joined(separator: " ")),
    ]
    if let recipe { document["recipe"] = .text(recipe) }
    document["folder"] = currentFolder.map { .text($0) } ?? .null
    document["files"] = .table(
      Settings(files.map { Settings.Entry($0.name, .text($0.hash)) }))
    document["started"] = .text(Self.utc(started))
    if !resumed.isEmpty { document["resumed"] = .list(resumed) }
    document["seed"] = .integer(Int(clamping: settings.seed))
    if settings.augmentation != .none { document["augment"] = settings.augmentation.described }
    var described: Settings = [
      "name": .text(data.main.name), "sources": .list(data.sources.map { .text($0) }),
      "sha256": .text(data.fingerprint), "notes": .list(data.notes.map { .text($0) }),
      "features": .integer(data.main.shape.count),
      "rows": .table([
        "training": .integer(data.split.training.count),
        "validation": .integer(data.split.validation.count),
        "test": .integer(data.testData == nil ? 0 : data.split.test.count),
      ]),
    ]
    described.entries += RowDivision.manifest(data.main, data.split, settings).entries
    document["data"] = .table(described)
    document["parameters"] = .integer(model.network.layout.trainableCount)
    document["threads"] = .integer(plan.threads)
    if let keptEpoch { document["kept_epoch"] = .integer(keptEpoch) }
    document["host"] = .table(Self.host)
    document["seconds"] = .table(
      Settings(timings.map { Settings.Entry($0.name, rounded($0.value)) }))
    document["figures"] = .table(Settings(figures))
    return .table(document)
  }

  /// What the machine calls itself.
  static var host: Settings {
    var name = utsname()
    var host: Settings = ["cores": .integer(coreCount())]
    guard uname(&name) == 0 else { return host }
    host["name"] = .text(text(of: name.nodename))
    host["system"] = .text(text(of: name.sysname) + " " + text(of: name.release))
    host["machine"] = .text(text(of: name.machine))
    host["scalar"] = .text("\(Scalar.self)")
    return host
  }

  private static func text<Buffer>(of buffer: Buffer) -> String {
    withUnsafeBytes(of: buffer) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// An argument as a shell would want it.
  static func quoted(_ argument: String) -> String { quotedForShell(argument) }

  /// `2026-11-21T05:30:00Z`
  static func utc(_ seconds: Int) -> String {
    var time = time_t(seconds)
    var parts = tm()
    guard gmtime_r(&time, &parts) != nil else { return "" }
    func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
    return "\(Int(parts.tm_year) + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T"
      + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }
}

/// The folder in which the command runs; nil where it is gone.
var currentFolder: String? {
  var buffer = [CChar](repeating: 0, count: 4096)
  guard getcwd(&buffer, buffer.count) != nil else { return nil }
  return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Seconds since 1970.
func currentTime() -> Int { Int(time(nil)) }

/// The processors that this process may use.
func coreCount() -> Int {
  max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}

/// A time in seconds, to the microsecond.
func rounded(_ seconds: Double) -> Value {
  seconds.isFinite ? .number((seconds * 1e6).rounded() / 1e6) : .null
}

/// A measured number; null where it is not finite.
func figureValue(_ number: Double?) -> Value {
  guard let number, number.isFinite else { return .null }
  return .number(number)
}
