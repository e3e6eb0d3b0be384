import Basics
import Kernels

// Unsafe: pointers to the parameters are lent to the threads for the length of a call.

extension Network {
  /// Takes a batch from its features to the gradient of every layer's output: `load`, `forward`,
  /// `evaluateLoss` and `backward` in one, with the same bits. `parameterGradients` comes next.
  ///
  /// Each thread takes its rows all the way while they are in its cache; only a layer that looks at
  /// the whole batch makes the threads wait for each other.
  ///
  /// - Parameters:
  ///   - targets: [rows][targetWidth], encoded for the loss.
  ///   - weights: [rows], or nil where all count the same.
  ///   - load: writes the features of some rows, [range.count][input width].
  ///   - look: called with some rows' outputs, [range.count][output width], on the thread that has
  ///     them at hand.
  /// - Returns: the sum of the weighted row losses and the sum of the weights.
  public func takeStep(
    rows: Int, loss: any Loss, targets: Span<Scalar>, weights: Span<Scalar>?,
    parameters: borrowing Parameters, in workspace: Workspace, mode: Pass.Mode,
    load: (Range<Int>, inout MutableSpan<Scalar>) -> Void,
    look: (Range<Int>, Span<Scalar>) -> Void = { _, _ in }
  ) -> (lossSum: Double, weightSum: Double) {
    precondition(rows <= workspace.capacity, "more rows than the workspace has room for")
    precondition(parameters.values.count == layout.count, "parameters of another network")
    let weightSum = Self.sum(of: weights, rows: rows)
    let clock = workspace.clock
    parameters.values.withUnsafeBufferPointer { values in
      nonisolated(unsafe) let values = values
      for stage in stages.step {
        switch stage {
        case .observe(let layer):
          clock.measure(.forward) { observe(layer, rows: rows, values, workspace, mode) }
        case .observeGradient(let layer):
          clock.measure(.inputGradient) {
            observeGradient(layer, rows, values, workspace, mode)
          }
        case .rows(let list):
          workspace.workers.split(rows, parts: parts(of: rows, workspace)) { part in
            for work in list {
              switch work {
              case .load: clock.measure(.data) { self.load(part, workspace, load) }
              case .forward(let layer):
                clock.measure(.forward) { forward(layer, part, rows, values, workspace, mode) }
              case .loss:
                clock.measure(.loss) {
                  evaluateLoss(
                    loss, part, of: rows, targets: targets, weights: weights,
                    weightSum: weightSum, in: workspace)
                  let place = part.scaled(by: output.count)
                  look(
                    part,
                    Span(
                      _unsafeStart: workspace.activations[layers.count].part(place),
                      count: place.count))
                }
              default:
                clock.measure(.inputGradient) {
                  backward(work, part, rows, values, workspace, mode)
                }
              }
            }
          }
        }
      }
    }
    return (lossSum(weights: weights, rows: rows, in: workspace), weightSum)
  }
}
