import Basics
import Kernels

/// The memory of a network at work: the activations and gradients of one batch, the gradient of the
/// parameters, and the threads that compute them. Made once, used for every step.
///
/// Unsafe inside: threads write disjoint rows and tiles of the same buffers, which spans of arrays
/// can't express. Everything is handed to layers as spans of exactly what they may touch.
public final class Workspace {
  /// The network it was made for.
  public let network: Network
  /// The most rows a batch may have.
  public let capacity: Int
  /// The threads.
  public let workers: Workers

  /// Activations: [0] the input, [i + 1] the output of layer i; each [capacity][width].
  let activations: [Region]
  /// Gradients of the activations; [0] is empty unless the input's gradient is wanted.
  let gradients: [Region]
  /// What each layer saves, [capacity][savedPerRow].
  let saved: [Region]
  /// What the rows of each layer share, [shared].
  let shared: [Region]
  /// The gradient of all parameters, as laid out; nil until a gradient is to be kept.
  private(set) var parameterGradient: Region?
  /// Where a thread computes the gradient of a task, if it needn't be kept: [threads][scratchSize]. It
  /// stays in the thread's cache, while the whole gradient of a large layer wouldn't.
  let scratch: Region
  let scratchSize: Int
  /// The loss of each row, [capacity].
  let losses: Region

  /// Memory for batches of up to `capacity` rows.
  ///
  /// - Parameters:
  ///   - training: false leaves out everything that only the way back needs.
  ///   - precision: what products of matrices are computed in; the processor must have it.
  ///   - inputGradient: true to have the gradient of the input computed as well.
  public init(
    for network: Network, capacity: Int, workers: Workers = Workers(1), training: Bool = true,
    inputGradient: Bool = false, precision: Precision = .full
  ) {
    precondition(canMultiply(in: precision), "this processor doesn't multiply in \(precision)")
    self.network = network
    self.capacity = max(1, capacity)
    self.workers = workers
    let rows = self.capacity
    let widths = (0...network.layers.count).map { network.width(before: $0) }
    activations = widths.map { Region(rows * $0) }
    gradients = widths.enumerated().map { index, width in
      Region(training && (index > 0 || inputGradient) ? rows * width : 0)
    }
    saved = network.plans.map { Region(training ? rows * $0.savedPerRow : 0) }
    shared = network.plans.map { Region(training ? $0.shared : 0) }
    losses = Region(rows)
    hasWayBack = training
    wantsInputGradient = training && inputGradient
    self.precision = precision
    tasks =
      training
      ? network.layout.tasks(
        batchSize: rows, threads: workers.count, isPacked: precision == .bfloat16) : []
    let tiles = network.layout.tiles
    scratchSize =
      (tasks.map { task in
        tiles[task.upperBound - 1].range.upperBound - tiles[task.lowerBound].range.lowerBound
      }.max() ?? 0).roundedUp(to: 1024)
    scratch = Region(workers.count * scratchSize)
  }

  /// Memory for a gradient that is kept, made when it is needed first.
  func keepGradient() -> Region {
    if let parameterGradient { return parameterGradient }
    let region = Region(network.layout.count)
    parameterGradient = region
    return region
  }

  /// Whether there is memory for gradients.
  let hasWayBack: Bool
  let wantsInputGradient: Bool
  /// What products of matrices are computed in.
  public let precision: Precision
  /// The tiles of the parameters in the portions that a thread takes.
  let tasks: [Range<Int>]

  /// Whether the first layer leaves out products with inputs that are 0: worth it where most are, and
  /// the same bits either way as long as the weights are finite.
  public var skipsZeros = false

  /// Set to measure where the time of steps goes.
  public var clock: PartClock?

  /// The outputs of the last forward pass, [rows][output width].
  public func outputs(rows: Int) -> ContiguousArray<Scalar> {
    activations[network.layers.count].array(rows * network.output.count)
  }

  /// Lends the outputs of the last forward pass, [rows][output width].
  public func withOutputs<Result>(rows: Int, _ body: (Span<Scalar>) -> Result) -> Result {
    let count = rows * network.output.count
    let start = activations[network.layers.count].part(0..<count)
    return body(Span(_unsafeStart: start, count: count))
  }

  /// The output of a layer (-1 for the input) in the last forward pass, [rows][width].
  public func activation(ofLayer layer: Int, rows: Int) -> ContiguousArray<Scalar> {
    activations[layer + 1].array(rows * network.width(before: layer + 1))
  }

  /// The gradient of the input after a backward pass, [rows][input width].
  public func inputGradient(rows: Int) -> ContiguousArray<Scalar> {
    gradients[0].array(wantsInputGradient ? rows * network.input.count : 0)
  }

  /// The gradient of the output of a layer that leaves `prepareBackward` out, after a backward pass,
  /// [rows][width].
  package func gradient(ofLayer layer: Int, rows: Int) -> ContiguousArray<Scalar> {
    gradients[layer + 1].array(hasWayBack ? rows * network.width(before: layer + 1) : 0)
  }

  /// The gradient of the parameters after a backward pass that kept it, as laid out; empty before.
  public var gradient: ContiguousArray<Scalar> {
    parameterGradient.map { $0.array($0.count) } ?? []
  }

  /// The loss of each row after `evaluateLoss`, [rows].
  public func rowLosses(rows: Int) -> ContiguousArray<Scalar> { losses.array(rows) }
}

extension Int {
  fileprivate func roundedUp(to step: Int) -> Int { (self + step - 1) / step * step }
}

/// A stretch of memory that several threads write at disjoint places.
///
/// 64-byte aligned, zeroed, never resized.
package final class Region: @unchecked Sendable {
  package let count: Int
  private let base: UnsafeMutablePointer<Scalar>
  private let memory: UnsafeMutableRawPointer

  package init(_ count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Scalar>.stride
    memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    base = memory.bindMemory(to: Scalar.self, capacity: max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { memory.deallocate() }

  /// The start of a part, checked to lie inside. The caller sees to it that nobody writes what
  /// somebody else uses at the same time.
  package func part(_ range: Range<Int>) -> UnsafeMutablePointer<Scalar> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "outside of the region")
    return base + range.lowerBound
  }

  /// A copy of the first scalars.
  package func array(_ count: Int) -> ContiguousArray<Scalar> {
    ContiguousArray(UnsafeBufferPointer(start: base, count: min(count, self.count)))
  }
}
