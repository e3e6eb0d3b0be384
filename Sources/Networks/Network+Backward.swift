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
    let weightSum = Self.sum(of: weights, rows: rows)
    evaluateLoss(
      loss, 0..<rows, of: rows, targets: targets, weights: weights, weightSum: weightSum,
      in: workspace)
    return (lossSum(weights: weights, rows: rows, in: workspace), weightSum)
  }

  /// The sum of the rows' weights.
  static func sum(of weights: Span<Scalar>?, rows: Int) -> Double {
    guard let weights else { return Double(rows) }
    var sum = 0.0
    for row in 0..<rows { sum += Double(weights[row]) }
    return sum
  }

  /// The sum of the rows' losses, each times its weight, row after row.
  func lossSum(weights: Span<Scalar>?, rows: Int, in workspace: Workspace) -> Double {
    let losses = Span(_unsafeStart: workspace.losses.part(0..<rows), count: rows)
    var sum = 0.0
    for row in 0..<rows {
      var weight = 1.0
      if let weights { weight = Double(weights[row]) }
      if weight != 0 { sum += weight * Double(losses[row]) }
    }
    return sum
  }

  /// Loss and gradient of some rows of a batch.
  ///
  /// - Parameters:
  ///   - targets: of the whole batch.
  ///   - weights: of the whole batch.
  func evaluateLoss(
    _ loss: any Loss, _ rows: Range<Int>, of batchSize: Int, targets: Span<Scalar>,
    weights: Span<Scalar>?, weightSum: Double, in workspace: Workspace
  ) {
    let width = output.count
    let place = rows.scaled(by: width)
    let targetWidth = targets.count / max(1, batchSize)
    var losses = MutableSpan(_unsafeStart: workspace.losses.part(rows), count: rows.count)
    var gradient = MutableSpan(
      _unsafeStart: workspace.gradients[layers.count].part(place), count: place.count)
    loss.evaluate(
      outputs: Span(
        _unsafeStart: workspace.activations[layers.count].part(place), count: place.count),
      targets: targets.extracting(rows.scaled(by: targetWidth)), width: width, losses: &losses,
      gradient: &gradient)
    guard let weights else {
      let share = weightSum > 0 ? 1 / Scalar(weightSum) : 0
      for i in 0..<gradient.count { gradient[i] *= share }
      return
    }
    for row in 0..<rows.count {
      let share = weightSum > 0 ? weights[rows.lowerBound + row] / Scalar(weightSum) : 0
      // A row without weight must not spoil the gradient, whatever its loss.
      for i in (row * width)..<((row + 1) * width) {
        gradient[i] = share == 0 ? 0 : gradient[i] * share
      }
    }
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

  /// Runs a gradient of the outputs back through all layers after `forward`, in place of that of a loss:
  /// down to the gradient of the input, if the workspace has it.
  ///
  /// In inference it is the gradient of what `forward` computes there: without dropout, with running
  /// statistics.
  ///
  /// - Parameter outputGradient: [rows][output width].
  public func backward(
    from outputGradient: Span<Scalar>, rows: Int, parameters: borrowing Parameters,
    in workspace: Workspace, mode: Pass.Mode
  ) {
    let count = rows * output.count
    precondition(outputGradient.count == count, "a gradient of other rows")
    precondition(workspace.hasWayBack, "a workspace without the way back")
    var gradient = MutableSpan(
      _unsafeStart: workspace.gradients[layers.count].part(0..<count), count: count)
    for i in 0..<count { gradient[i] = outputGradient[i] }
    backward(rows: rows, parameters: parameters, in: workspace, mode: mode)
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
        workspace.workers.split(rows, parts: parts(of: rows, workspace)) { part in
          for work in stage.work { backward(work, part, rows, values, workspace, mode) }
        }
        // In inference no row depends on the others.
        if let layer = stage.observed, mode != .inference {
          observeGradient(layer, rows, values, workspace, mode)
        }
      }
    }
  }

  /// One call of a layer on the way back, for some rows.
  func backward(
    _ work: Stages.RowWork, _ rows: Range<Int>, _ batchSize: Int,
    _ values: UnsafeBufferPointer<Scalar>, _ workspace: Workspace, _ mode: Pass.Mode
  ) {
    switch work {
    case .prepare(let layer): prepare(layer, rows, batchSize, workspace, mode)
    case .propagate(let layer):
      if layer > 0 || workspace.wantsInputGradient {
        propagate(layer, rows, batchSize, values, workspace, mode)
      }
    case .join(let from, let into):
      if into > 0 || workspace.wantsInputGradient { join(from, into, rows, workspace) }
    case .load, .forward, .loss: break
    }
  }

  /// Computes the gradient of the parameters, tile by tile, after `backward`.
  ///
  /// - Parameters:
  ///   - isKept: false where only `finish` needs the gradient: then no memory is taken for all of it.
  ///   - finish: called for each tile, an index into `layout.tiles`, right after its gradient was
  ///     written and on the thread that wrote it: the place to update the tile's parameters while its
  ///     gradient is still at hand. It gets the gradient and may change it.
  public func parameterGradients(
    rows: Int, in workspace: Workspace, mode: Pass.Mode, isKept: Bool = true,
    finish: (Int, inout MutableSpan<Scalar>) -> Void = { _, _ in }
  ) {
    let kept = isKept ? workspace.keepGradient() : nil
    workspace.workers.run(parts: workspace.tasks.count) { task, thread in
      workspace.clock.measure(.weightGradient) {
        var rest = workspace.tasks[task]
        while let tile = rest.first {
          // Tiles of one parameter are computed in one go.
          let tiles = rest.clamped(to: tile..<layout.tiles[tile].end)
          let place =
            layout.tiles[tile].range.lowerBound..<layout.tiles[tiles.last ?? tile].range.upperBound
          let first = thread * workspace.scratchSize
          let memory =
            kept?.part(place) ?? workspace.scratch.part(first..<(first + place.count))
          var gradient = MutableSpan(_unsafeStart: memory, count: place.count)
          parameterGradient(tiles, rows, workspace, mode, &gradient)
          for tile in tiles {
            let range = layout.tiles[tile].range
            var part = MutableSpan(
              _unsafeStart: memory + (range.lowerBound - place.lowerBound), count: range.count)
            finish(tile, &part)
          }
          rest = tiles.upperBound..<rest.upperBound
        }
      }
    }
  }

  /// Visits all tiles with their gradients once more, on all threads, after a pass that kept them.
  public func eachGradientTile(
    in workspace: Workspace, _ body: (Int, inout MutableSpan<Scalar>) -> Void
  ) {
    let kept = workspace.keepGradient()
    workspace.workers.run(parts: workspace.tasks.count) { task in
      for tile in workspace.tasks[task] {
        let place = layout.tiles[tile].range
        var gradient = MutableSpan(_unsafeStart: kept.part(place), count: place.count)
        body(tile, &gradient)
      }
    }
  }

  private func prepare(
    _ layer: Int, _ rows: Range<Int>, _ batchSize: Int, _ workspace: Workspace, _ mode: Pass.Mode
  ) {
    let pass = pass(layer, rows, of: batchSize, mode, workspace)
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

  func observeGradient(
    _ layer: Int, _ rows: Int, _ values: UnsafeBufferPointer<Scalar>, _ workspace: Workspace,
    _ mode: Pass.Mode
  ) {
    let pass = pass(layer, 0..<rows, of: rows, mode, workspace)
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
    let pass = pass(layer, rows, of: batchSize, mode, workspace)
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
    _ tiles: Range<Int>, _ rows: Int, _ workspace: Workspace, _ mode: Pass.Mode,
    _ gradient: inout MutableSpan<Scalar>
  ) {
    let first = layout.tiles[tiles.lowerBound]
    let tileRows = first.rows.lowerBound..<layout.tiles[tiles.upperBound - 1].rows.upperBound
    let layer = first.layer
    let pass = pass(layer, 0..<rows, of: rows, mode, workspace)
    let inputs = 0..<(rows * pass.inputWidth)
    let outputs = 0..<(rows * pass.outputWidth)
    let kept = 0..<(rows * plans[layer].savedPerRow)
    let region = workspace.shared[layer]
    layers[layer].parameterGradient(
      first.index, tile: tileRows,
      Span(_unsafeStart: workspace.gradients[layer + 1].part(outputs), count: outputs.count),
      input: Span(_unsafeStart: workspace.activations[layer].part(inputs), count: inputs.count),
      output: Span(
        _unsafeStart: workspace.activations[layer + 1].part(outputs), count: outputs.count),
      saved: Span(_unsafeStart: workspace.saved[layer].part(kept), count: kept.count),
      shared: Span(_unsafeStart: region.part(0..<region.count), count: region.count),
      gradient: &gradient, pass: pass)
  }
}
