import Descent

/// How many threads a training gets where nobody says it.
enum ThreadCount {
  /// As many as have enough to do in a step.
  static func useful(_ network: Network, batchSize: Int?, rows: Int) -> Int {
    let batch = min(batchSize ?? rows, rows)
    let work = 6.0 * Double(network.layout.count) * Double(batch)
    return max(1, min(coreCount(), Int(work / 2e6)))
  }
}
