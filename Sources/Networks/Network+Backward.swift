import Basics
import Kernels

// Unsafe: spans are made here of the workspace's regions. Threads get disjoint rows or tiles.

extension Network {
  /// Computes each row's loss after `forward`, and starts the way back.
  ///
  /// The loss of the batch is the weighted mean: sum of w_i loss_i over the sum of w_i. A batch whose
  /// weights are all 0 has loss 0 and no gradient.
  ///
  /// - Parameters:
  ///   - targets: [rows][targetWidth], encoded for the loss.
  ///   - weights: [rows], or nil where all count the same.
  /// - Returns: the sum of the weighted row losses and the sum of the weights.
  public func evaluateLoss(
    _ loss: any Loss, targets: Span<Scalar>, weights: Span<Scalar>?, rows: Int,
    in workspace: Workspace
  ) -> (lossSum: Double, weightSum: Double) {
    let width = output.count
    let count = rows * width
    let outputs = workspace.activations[layers.count].part(0..<count)
    var losses = MutableSpan(_unsafeStart: workspace.losses.part(0..<rows), count: rows)
    var gradient = MutableSpan(
      _unsafeStart: workspace.gradients[layers.count].part(0..<count), count: count)
    loss.evaluate(
      outputs: Span(_unsafeStart: outputs, count: count), targets: targets, width: width,
      losses: &losses, gradient: &gradient)
    var lossSum = 0.0
    var weightSum = 0.0
    for row in 0..<rows {
      var weight = 1.0
      if let weights { weight = Double(weights[row]) }
      if weight != 0 { lossSum += weight * Double(losses[row]) }
      weightSum += weight
    }
    for row in 0..<rows {
      var weight: Scalar = 1
      if let weights { weight = weights[row] }
      let share = weightSum > 0 ? weight / Scalar(weightSum) : 0
      // A row without weight must not spoil the gradient, whatever its loss.
      for i in (row * width)..<((row + 1) * width) {
        gradient[i] = share == 0 ? 0 : gradient[i] * share
      }
    }
    return (lossSum, weightSum)
  }

  /// The loss of each row after `forward`, without starting the way back; [rows].
  public func rowLosses(
    _ loss: any Loss, targets: Span<Scalar>, rows: Int, in workspace: Workspace
  ) -> ContiguousArray<Scalar> {
    let width = output.count
    let count = rows * width
    var losses = ContiguousArray<Scalar>(repeating: 0, count: rows)
    var gradient = ContiguousArray<Scalar>(repeating: 0, count: count)
    var lossSpan = losses.mutableSpan
    var gradientSpan = gradient.mutableSpan
    loss.evaluate(
      outputs: Span(
        _unsafeStart: workspace.activations[layers.count].part(0..<count), count: count),
      targets: targets, width: width, losses: &lossSpan, gradient: &gradientSpan)
    return losses
  }

  /// Runs the gradient that `evaluateLoss` left back through all layers, down to the gradient of
  /// every layer's output. `parameterGradients` comes next.
  public func backward(
    rows: Int, parameters: borrowing Parameters, in workspace: Workspace, mode: Pass.Mode
  ) {
    precondition(parameters.values.count == layout.count, "parameters of another network")
    parameters.values.withUnsafeBufferPointer { values in
      // Pointers are lent to the threads for the length of this call.
      nonisolated(unsafe) let values = values
      for stage in stages.backward {
        workspace.workers.split(rows, step: Self.rowStep) { part in
          for work in stage.work {
            switch work {
            case .prepare(let layer): prepare(layer, part, rows, workspace, mode)
            case .propagate(let layer):
              if layer > 0 || workspace.wantsInputGradient {
                propagate(layer, part, rows, values, workspace, mode)
              }
            case .join(let from, let into):
              if into > 0 || workspace.wantsInputGradient { join(from, into, part, workspace) }
            }
          }
        }
        if let layer = stage.observed { observeGradient(layer, rows, values, workspace, mode) }
      }
    }
  }

  /// Computes the gradient of the parameters, tile by tile, after `backward`.
  ///
  /// - Parameter finish: called for each tile, an index into `layout.tiles`, right after its gradient
  ///   was written and on the thread that wrote it: the place to update the tile's parameters while
  ///   its gradient is still at hand. It gets the gradient and may change it.
  public func parameterGradients(
    rows: Int, in workspace: Workspace, mode: Pass.Mode,
    finish: (Int, inout MutableSpan<Scalar>) -> Void = { _, _ in }
  ) {
    eachTile(on: workspace.workers) { tile in
      let place = layout.tiles[tile].range
      var gradient = MutableSpan(
        _unsafeStart: workspace.parameterGradient.part(place), count: place.count)
      parameterGradient(tile, rows, workspace, mode, &gradient)
      finish(tile, &gradient)
    }
  }

  /// Visits all tiles with their gradients once more, on all threads.
  public func eachGradientTile(
    in workspace: Workspace, _ body: (Int, inout MutableSpan<Scalar>) -> Void
  ) {
    eachTile(on: workspace.workers) { tile in
      let place = layout.tiles[tile].range
      var gradient = MutableSpan(
        _unsafeStart: workspace.parameterGradient.part(place), count: place.count)
      body(tile, &gradient)
    }
  }

  /// Visits all tiles, shared among the threads by their sizes.
  private func eachTile(on workers: Workers, _ body: (Int) -> Void) {
    workers.split(layout.count) { share in
      for tile in layout.tiles.indices where share.contains(layout.tiles[tile].range.lowerBound) {
        body(tile)
      }
    }
  }

  private func prepare(
    _ layer: Int, _ rows: Range<Int>, _ batchSize: Int, _ workspace: Workspace, _ mode: Pass.Mode
  ) {
    let pass = pass(layer, rows, of: batchSize, mode)
    let outputs = rows.scaled(by: pass.outputWidth)
    let kept = rows.scaled(by: plans[layer].savedPerRow)
    var gradient = MutableSpan(
      _unsafeStart: workspace.gradients[layer + 1].part(outputs), count: outputs.count)
    layers[layer].prepareBackward(
      &gradient,
      output: Span(
        _unsafeStart: workspace.activations[layer + 1].part(outputs), count: outputs.count),
      saved: Span(_unsafeStart: workspace.saved[layer].part(kept), count: kept.count), pass: pass)
  }

  private func observeGradient(
    _ layer: Int, _ rows: Int, _ values: UnsafeBufferPointer<Scalar>, _ workspace: Workspace,
    _ mode: Pass.Mode
  ) {
    let pass = pass(layer, 0..<rows, of: rows, mode)
    let inputs = 0..<(rows * pass.inputWidth)
    let outputs = 0..<(rows * pass.outputWidth)
    let region = workspace.shared[layer]
    var shared = MutableSpan(_unsafeStart: region.part(0..<region.count), count: region.count)
    layers[layer].observeGradient(
      Span(_unsafeStart: workspace.gradients[layer + 1].part(outputs), count: outputs.count),
      input: Span(_unsafeStart: workspace.activations[layer].part(inputs), count: inputs.count),
      parameters: Span(_unsafeElements: values.extracting(layout.layerRanges[layer])),
      shared: &shared, pass: pass)
  }

  private func propagate(
    _ layer: Int, _ rows: Range<Int>, _ batchSize: Int, _ values: UnsafeBufferPointer<Scalar>,
    _ workspace: Workspace, _ mode: Pass.Mode
  ) {
    let pass = pass(layer, rows, of: batchSize, mode)
    let inputs = rows.scaled(by: pass.inputWidth)
    let outputs = rows.scaled(by: pass.outputWidth)
    let kept = rows.scaled(by: plans[layer].savedPerRow)
    let region = workspace.shared[layer]
    var inputGradient = MutableSpan(
      _unsafeStart: workspace.gradients[layer].part(inputs), count: inputs.count)
    layers[layer].propagate(
      Span(_unsafeStart: workspace.gradients[layer + 1].part(outputs), count: outputs.count),
      input: Span(_unsafeStart: workspace.activations[layer].part(inputs), count: inputs.count),
      output: Span(
        _unsafeStart: workspace.activations[layer + 1].part(outputs), count: outputs.count),
      saved: Span(_unsafeStart: workspace.saved[layer].part(kept), count: kept.count),
      shared: Span(_unsafeStart: region.part(0..<region.count), count: region.count),
      parameters: Span(_unsafeElements: values.extracting(layout.layerRanges[layer])),
      inputGradient: &inputGradient, pass: pass)
  }

  /// gradient of activation `into` += gradient of activation `from`, for some rows.
  private func join(_ from: Int, _ into: Int, _ rows: Range<Int>, _ workspace: Workspace) {
    let place = rows.scaled(by: width(before: into))
    let source = Span(_unsafeStart: workspace.gradients[from].part(place), count: place.count)
    var target = MutableSpan(
      _unsafeStart: workspace.gradients[into].part(place), count: place.count)
    for i in 0..<target.count { target[i] += source[i] }
  }

  private func parameterGradient(
    _ tile: Int, _ rows: Int, _ workspace: Workspace, _ mode: Pass.Mode,
    _ gradient: inout MutableSpan<Scalar>
  ) {
    let entry = layout.entries[layout.tiles[tile].entry]
    let layer = entry.layer
    let pass = pass(layer, 0..<rows, of: rows, mode)
    let inputs = 0..<(rows * pass.inputWidth)
    let outputs = 0..<(rows * pass.outputWidth)
    let kept = 0..<(rows * plans[layer].savedPerRow)
    let region = workspace.shared[layer]
    layers[layer].parameterGradient(
      entry.index, tile: layout.tiles[tile].rows,
      Span(_unsafeStart: workspace.gradients[layer + 1].part(outputs), count: outputs.count),
      input: Span(_unsafeStart: workspace.activations[layer].part(inputs), count: inputs.count),
      output: Span(
        _unsafeStart: workspace.activations[layer + 1].part(outputs), count: outputs.count),
      saved: Span(_unsafeStart: workspace.saved[layer].part(kept), count: kept.count),
      shared: Span(_unsafeStart: region.part(0..<region.count), count: region.count),
      gradient: &gradient, pass: pass)
  }
}
