import Descent
import Kernels

/// The most that this machine's processor can do, measured: floating-point operations a second.
///
/// Other programs only ever make a measurement too low, so the greatest of all of them counts.
struct MachinePeak {
  /// Threads of the second measurement.
  let threads: Int
  /// Fused multiply-adds on one thread, and on all of them.
  private(set) var scalar = (one: 0.0, all: 0.0)
  /// Products of bfloat16 numbers, likewise; 0 where the processor has none.
  private(set) var bfloat16 = (one: 0.0, all: 0.0)
  private let single = Workers(1)
  private let team: Workers

  /// Measures for the first time.
  init(threads: Int) {
    self.threads = threads
    team = Workers(threads)
    measure()
  }

  /// Measures once more.
  mutating func measure() {
    scalar.one = max(scalar.one, Self.speed(.scalar, single))
    scalar.all = max(scalar.all, Self.speed(.scalar, team))
    bfloat16.one = max(bfloat16.one, Self.speed(.bfloat16, single))
    bfloat16.all = max(bfloat16.all, Self.speed(.bfloat16, team))
  }

  /// The best of some bursts of a few milliseconds.
  private static func speed(_ arithmetic: PeakArithmetic, _ workers: Workers) -> Double {
    let perRound = multiplyAddInRegisters(arithmetic, rounds: 1)
    guard perRound > 0 else { return 0 }
    let watch = SystemStopWatch()
    func seconds(_ rounds: Int) -> Double {
      let start = watch.seconds
      workers.run(parts: workers.count) { _ in
        _ = multiplyAddInRegisters(arithmetic, rounds: rounds)
      }
      return watch.seconds - start
    }
    var rounds = 1000
    while seconds(rounds) < 0.004, rounds < 1 << 40 { rounds *= 2 }
    let best = (0..<8).map { _ in seconds(rounds) }.min() ?? 0
    return best > 0 ? perRound * Double(rounds) * Double(workers.count) / best : 0
  }

  /// For JSON.
  var document: Settings {
    var document: Settings = [
      "threads": .integer(threads), "one_thread": .number(scalar.one),
      "all_threads": .number(scalar.all),
    ]
    document["bf16_one_thread"] = bfloat16.one > 0 ? .number(bfloat16.one) : .null
    document["bf16_all_threads"] = bfloat16.all > 0 ? .number(bfloat16.all) : .null
    return document
  }

  /// `peak 115.9 GFLOP/s on one thread, 226.1 on 2; bf16 233.0 and 462.0`
  var line: String {
    func pair(_ figures: (one: Double, all: Double)) -> [String] {
      [fixed(figures.one / 1e9, 1), fixed(figures.all / 1e9, 1)]
    }
    let plain = pair(scalar)
    let short = pair(bfloat16)
    let bfloat16 =
      bfloat16.one > 0
      ? "; bf16 " + (threads > 1 ? short.joined(separator: " and ") : short[0]) : ""
    return "peak \(plain[0]) GFLOP/s on one thread"
      + (threads > 1 ? ", \(plain[1]) on \(threads)" : "") + bfloat16
  }
}
