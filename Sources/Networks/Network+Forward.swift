import Basics
import Kernels

// Unsafe: spans are made here of the workspace's regions. Threads get disjoint rows.

extension Network {
  /// Puts a batch into the workspace, on all threads.
  ///
  /// - Parameter fill: writes some rows of the input, [range.count][input width].
  public func load(
    rows: Int, into workspace: Workspace, _ fill: (Range<Int>, inout MutableSpan<Scalar>) -> Void
  ) {
    precondition(rows <= workspace.capacity, "more rows than the workspace has room for")
    workspace.workers.split(rows, parts: parts(of: rows, workspace)) { part in
      load(part, workspace, fill)
    }
  }

  func load(
    _ rows: Range<Int>, _ workspace: Workspace,
    _ fill: (Range<Int>, inout MutableSpan<Scalar>) -> Void
  ) {
    let place = rows.scaled(by: input.count)
    var span = MutableSpan(_unsafeStart: workspace.activations[0].part(place), count: place.count)
    fill(rows, &span)
  }

  /// How many parts the rows of a batch are taken in: as many as keep the threads busy and what a part
  /// touches in the cache. Never changes a result.
  package func parts(of rows: Int, _ workspace: Workspace) -> Int {
    let threads = workspace.workers.active
    let pieces = (rows + rowsPerPart - 1) / rowsPerPart
    if pieces == 1 && rows < 2 * threads { return 1 }
    return (pieces + threads - 1) / threads * threads
  }

  /// Runs the batch that was loaded through all layers.
  ///
  /// The result is in `workspace.outputs(rows:)`. It is the same for any number of threads, and in
  /// inference a row's result doesn't depend on the other rows.
  public func forward(
    rows: Int, parameters: borrowing Parameters, in workspace: Workspace, mode: Pass.Mode
  ) {
    precondition(rows <= workspace.capacity, "more rows than the workspace has room for")
    precondition(parameters.values.count == layout.count, "parameters of another network")
    parameters.values.withUnsafeBufferPointer { values in
      // Pointers are lent to the threads for the length of this call.
      nonisolated(unsafe) let values = values
      for stage in mode == .inference ? stages.inference : stages.forward {
        if let layer = stage.observed { observe(layer, rows: rows, values, workspace, mode) }
        workspace.workers.split(rows, parts: parts(of: rows, workspace)) { part in
          for layer in stage.layers { forward(layer, part, rows, values, workspace, mode) }
        }
      }
    }
  }

  /// Takes a batch from its features to its outputs: `load` and `forward` for inference in one, with
  /// the same bits. Each thread takes its rows all the way while they are in its cache.
  ///
  /// - Parameters:
  ///   - load: writes the features of some rows, [range.count][input width].
  ///   - finish: called with some rows and their outputs, [range.count][output width], on the thread
  ///     that has them at hand.
  public func infer(
    rows: Int, parameters: borrowing Parameters, in workspace: Workspace,
    load: (Range<Int>, inout MutableSpan<Scalar>) -> Void,
    finish: (Range<Int>, Span<Scalar>) -> Void
  ) {
    precondition(rows <= workspace.capacity, "more rows than the workspace has room for")
    precondition(parameters.values.count == layout.count, "parameters of another network")
    parameters.values.withUnsafeBufferPointer { values in
      // Pointers are lent to the threads for the length of this call.
      nonisolated(unsafe) let values = values
      workspace.workers.split(rows, parts: parts(of: rows, workspace)) { part in
        self.load(part, workspace, load)
        for layer in layers.indices { forward(layer, part, rows, values, workspace, .inference) }
        let place = part.scaled(by: output.count)
        finish(
          part,
          Span(
            _unsafeStart: workspace.activations[layers.count].part(place), count: place.count))
      }
    }
  }

  /// The same for features that need nothing done to them: the first layer reads them where they are.
  ///
  /// - Parameters:
  ///   - features: [rows][input width].
  ///   - look: called with some rows before they are used, on the thread that uses them.
  public func infer(
    rows: Int, features: Span<Scalar>, parameters: borrowing Parameters, in workspace: Workspace,
    look: (Range<Int>, Span<Scalar>) -> Void, finish: (Range<Int>, Span<Scalar>) -> Void
  ) {
    precondition(features.count >= rows * input.count, "fewer features than rows")
    guard !added.contains(0) else {
      // The input is needed once more, where a layer adds it to its output.
      let width = input.count
      infer(
        rows: rows, parameters: parameters, in: workspace,
        load: { part, span in
          let source = features.extracting(part.scaled(by: width))
          look(part, source)
          for i in 0..<span.count { span[i] = source[i] }
        }, finish: finish)
      return
    }
    precondition(rows <= workspace.capacity, "more rows than the workspace has room for")
    precondition(parameters.values.count == layout.count, "parameters of another network")
    parameters.values.withUnsafeBufferPointer { values in
      // Pointers are lent to the threads for the length of this call.
      nonisolated(unsafe) let values = values
      workspace.workers.split(rows, parts: parts(of: rows, workspace)) { part in
        let own = part.scaled(by: input.count)
        look(part, features.extracting(own))
        features.withUnsafeBufferPointer { features in
          forward(
            0, part, rows, values, workspace, .inference,
            input: features.baseAddress.map { $0 + own.lowerBound })
        }
        for layer in layers.indices.dropFirst() {
          forward(layer, part, rows, values, workspace, .inference)
        }
        let place = part.scaled(by: output.count)
        finish(
          part,
          Span(
            _unsafeStart: workspace.activations[layers.count].part(place), count: place.count))
      }
    }
  }

  /// What a layer is told about a call.
  func pass(
    _ layer: Int, _ rows: Range<Int>, of batchSize: Int, _ mode: Pass.Mode, _ workspace: Workspace
  ) -> Pass {
    Pass(
      rows: rows, batchSize: batchSize, inputWidth: width(before: layer),
      outputWidth: width(before: layer + 1), mode: mode, layer: layer,
      skipsZeros: layer == 0 && workspace.skipsZeros, precision: workspace.precision)
  }

  func observe(
    _ layer: Int, rows: Int, _ values: UnsafeBufferPointer<Scalar>, _ workspace: Workspace,
    _ mode: Pass.Mode
  ) {
    let pass = pass(layer, 0..<rows, of: rows, mode, workspace)
    let inputs = rows * pass.inputWidth
    let parameters = values.extracting(layout.layerRanges[layer])
    let region = workspace.shared[layer]
    var shared = MutableSpan(_unsafeStart: region.part(0..<region.count), count: region.count)
    layers[layer].observe(
      Span(_unsafeStart: workspace.activations[layer].part(0..<inputs), count: inputs),
      parameters: Span(_unsafeElements: parameters), shared: &shared, pass: pass)
  }

  /// - Parameter input: these rows of the layer's input, where they aren't in the workspace.
  func forward(
    _ layer: Int, _ rows: Range<Int>, _ batchSize: Int, _ values: UnsafeBufferPointer<Scalar>,
    _ workspace: Workspace, _ mode: Pass.Mode, input: UnsafePointer<Scalar>? = nil
  ) {
    let pass = pass(layer, rows, of: batchSize, mode, workspace)
    let inputs = rows.scaled(by: pass.inputWidth)
    let outputs = rows.scaled(by: pass.outputWidth)
    // A workspace without the way back has no room to save anything, and needs none.
    let kept = rows.scaled(by: workspace.hasWayBack ? plans[layer].savedPerRow : 0)
    let region = workspace.shared[layer]
    let parameters = values.extracting(layout.layerRanges[layer])
    var output = MutableSpan(
      _unsafeStart: workspace.activations[layer + 1].part(outputs), count: outputs.count)
    var saved = MutableSpan(_unsafeStart: workspace.saved[layer].part(kept), count: kept.count)
    layers[layer].forward(
      Span(
        _unsafeStart: input ?? UnsafePointer(workspace.activations[layer].part(inputs)),
        count: inputs.count),
      parameters: Span(_unsafeElements: parameters),
      shared: Span(_unsafeStart: region.part(0..<region.count), count: region.count),
      output: &output, saved: &saved, pass: pass)
    if let added = added[layer] {
      let skipped = Span(
        _unsafeStart: workspace.activations[added].part(outputs), count: outputs.count)
      for i in 0..<output.count { output[i] += skipped[i] }
    }
  }
}

extension Range<Int> {
  /// Rows to scalars.
  func scaled(by width: Int) -> Range<Int> { (lowerBound * width)..<(upperBound * width) }
}
