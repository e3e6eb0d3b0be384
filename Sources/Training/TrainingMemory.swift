import Basics
import Kernels
import Networks

/// How much memory a training takes, worked out before any of it is asked for.
public struct TrainingMemory: Sendable {
  /// Bytes, as a Double so that no count can overflow.
  public let bytes: Double
  private let parameters: Int
  private let batchSize: Int

  /// The memory for a network and batches of so many rows.
  ///
  /// - Parameters:
  ///   - stateSlots: of the optimizer.
  ///   - copies: of the parameters beyond the usual ones: a moving average, the best epoch's.
  public init(_ network: Network, batchSize: Int, stateSlots: Int, copies: Int = 0) {
    // Parameters, gradient, a copy at the start of the epoch and one while they are made.
    let copies = Double(4 + stateSlots + copies)
    var perRow = Double(network.input.count) * 2
    for plan in network.plans {
      perRow += 2 * Double(plan.output.count) + Double(plan.savedPerRow)
    }
    let scalars = copies * Double(network.layout.count) + perRow * Double(batchSize)
    bytes = scalars * Double(MemoryLayout<Scalar>.stride)
    parameters = network.layout.count
    self.batchSize = batchSize
  }

  /// Throws `DescentError` (usage) where the machine doesn't have that much.
  public func check(available: Double = Double(availableMemory)) throws {
    guard bytes > available else { return }
    throw DescentError(
      .usage,
      "the training takes \(gigabytes(bytes)) of memory, with \(counted(parameters, "parameter")) "
        + "and \(counted(batchSize, "row")) at once; this machine has \(gigabytes(available))",
      fix: "Use fewer or smaller hidden layers, or a smaller batch size.")
  }

  private func gigabytes(_ bytes: Double) -> String {
    "\(fixed(bytes / 1e9, bytes < 1e11 ? 1 : 0)) GB"
  }
}
