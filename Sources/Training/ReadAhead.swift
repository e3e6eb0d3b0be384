import Basics
import Datasets

/// Has the rows of the next batches read from disk while this one is computed.
///
/// Which rows these are the order of the epoch says; how far it looks ahead changes the time that is
/// waited, never a result.
final class ReadAhead {
  /// How many bytes of features are asked for ahead of their use.
  private static let bytes = 16 << 20
  private let data: TrainingData
  /// Up to where in the order rows were asked for.
  private var reached = 0

  /// Asks for rows of this data.
  init(_ data: TrainingData) { self.data = data }

  /// Asks for the rows behind a place in an order.
  func goOn(from start: Int, of order: [Int], batch: Int) {
    let width = max(1, data.dataset.shape.count * MemoryLayout<Scalar>.size)
    let ahead = max(2 * batch, Self.bytes / width)
    // A new epoch, or a training taken up again.
    if reached < start || reached > start + 2 * ahead { reached = start }
    guard reached < start + ahead / 2 || start == 0 else { return }
    let end = min(order.count, start + ahead)
    if reached < end { data.dataset.prefetch(order[reached..<end]) }
    reached = end
  }
}
