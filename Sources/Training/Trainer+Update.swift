import Basics
import Kernels
import Networks

// Unsafe: threads update disjoint tiles of the parameters, the optimizer's state and the average
// through pointers that live for one call.

extension Trainer {
  /// Computes the parameters' gradient and moves them along it. Returns the gradient's l2 norm.
  ///
  /// Without clipping by norm each tile is updated right after its gradient was computed. Clipping by
  /// norm needs the whole gradient first.
  func update(rows: Int, mode: Pass.Mode, learningRate: Double) -> Double {
    let layout = network.layout
    let step = OptimizerStep(number: stepCount, learningRate: learningRate)
    let slots = optimizer.stateSlots
    parameters.values.withUnsafeMutableBufferPointer { values in
      state.withUnsafeMutableBufferPointer { state in
        squares.withUnsafeMutableBufferPointer { squares in
          // Lent to the threads for the length of this call; each touches its own tiles.
          nonisolated(unsafe) let values = values
          nonisolated(unsafe) let state = state
          nonisolated(unsafe) let squares = squares
          func move(_ tile: Int, _ gradient: inout MutableSpan<Scalar>) {
            let place = layout.tiles[tile].range
            var parameters = MutableSpan(_unsafeElements: values.extracting(place))
            let part = (place.lowerBound * slots)..<(place.upperBound * slots)
            var state = MutableSpan(_unsafeElements: state.extracting(part))
            updateTile(tile, &parameters, &gradient, &state, step)
          }
          func prepare(_ tile: Int, _ gradient: inout MutableSpan<Scalar>) {
            let place = layout.tiles[tile].range
            let parameters = Span(_unsafeElements: UnsafeBufferPointer(values.extracting(place)))
            squares[tile] = complete(tile, parameters, &gradient)
          }
          if let clipNorm = regularization.clipNorm {
            network.parameterGradients(rows: rows, in: workspace, mode: mode) { prepare($0, &$1) }
            let norm = squares.reduce(0) { $0 + $1.clipped }.squareRoot()
            let factor = Scalar(norm > clipNorm ? clipNorm / norm : 1)
            network.eachGradientTile(in: workspace) { tile, gradient in
              if factor != 1 && !isStatistic(tile) {
                for i in 0..<gradient.count { gradient[i] *= factor }
              }
              move(tile, &gradient)
            }
          } else {
            network.parameterGradients(rows: rows, in: workspace, mode: mode, isKept: false) {
              tile, gradient in
              prepare(tile, &gradient)
              move(tile, &gradient)
            }
          }
        }
      }
    }
    limitNorms()
    updateAverage()
    return squares.reduce(0) { $0 + $1.whole }.squareRoot()
  }

  private func role(_ tile: Int) -> ParameterSpec.Role {
    network.layout.tiles[tile].role
  }

  private func isStatistic(_ tile: Int) -> Bool {
    if case .statistic = role(tile) { true } else { false }
  }

  /// The sum of the squares of a tile's gradient, before and after clipping by value.
  struct Squares {
    var whole = 0.0
    var clipped = 0.0
  }

  /// Adds the gradient of the penalties and clips by value; returns the sums of squares, if anybody
  /// wants them.
  private func complete(
    _ tile: Int, _ parameters: Span<Scalar>, _ gradient: inout MutableSpan<Scalar>
  ) -> Squares {
    if isStatistic(tile) { return Squares() }
    if role(tile) == .weight { regularization.addGradient(of: parameters, to: &gradient) }
    let isWanted = measuresNorm || regularization.clipNorm != nil
    let squares = isWanted ? sumOfSquares(gradient.span) : 0
    guard regularization.clipValue != nil else { return Squares(whole: squares, clipped: squares) }
    regularization.clipByValue(&gradient)
    return Squares(whole: squares, clipped: isWanted ? sumOfSquares(gradient.span) : 0)
  }

  /// Moves one tile of the parameters.
  private func updateTile(
    _ tile: Int, _ parameters: inout MutableSpan<Scalar>, _ gradient: inout MutableSpan<Scalar>,
    _ state: inout MutableSpan<Scalar>, _ step: OptimizerStep
  ) {
    switch role(tile) {
    case .statistic(let momentum):
      let share = Scalar(momentum)
      for i in 0..<parameters.count {
        parameters[i] = (1 - share) * parameters[i] + share * gradient[i]
      }
      return
    case .weight:
      let decay = optimizer.weightDecay + regularization.weightDecay
      if decay > 0 {
        let factor = Scalar(1 - step.learningRate * decay)
        for i in 0..<parameters.count { parameters[i] *= factor }
      }
    case .bias, .gain: break
    }
    optimizer.update(&parameters, gradient: gradient.span, state: &state, step: step)
  }

  /// Projects the weights into each unit back to the largest norm allowed.
  private func limitNorms() {
    guard regularization.maxNorm != nil else { return }
    var span = parameters.values.mutableSpan
    for entry in network.layout.entries where entry.spec.role == .weight {
      var part = span._mutatingExtracting(entry.range)
      regularization.limitNorms(&part, units: entry.spec.shape.last ?? 1)
    }
  }

  private func updateAverage() {
    guard average != nil else { return }
    var average = ContiguousArray<Scalar>()
    swap(&average, &self.average!)
    var span = average.mutableSpan
    regularization.updateAverage(&span, with: parameters.values.span, step: stepCount)
    for entry in network.layout.entries {
      // Statistics already are averages; the latest value is the right one.
      if case .statistic = entry.spec.role {
        for i in entry.range { span[i] = parameters.values[i] }
      }
    }
    self.average = average
  }

  /// What l1 and l2 add to the loss with the parameters as they are.
  public var penalty: Double {
    guard regularization.l1 > 0 || regularization.l2 > 0 else { return 0 }
    let flat = parameters.values
    let values = flat.span
    return network.layout.entries.reduce(0.0) { sum, entry in
      guard entry.spec.role == .weight else { return sum }
      return sum + regularization.penalty(of: values.extracting(entry.range))
    }
  }
}
