/// The order of work in a step, planned once.
///
/// Between two stages the threads wait for each other. Inside one, each thread takes its rows through
/// all the work without looking at anybody else's. A network whose rows don't depend on each other
/// has one stage forward and one back; each batch normalization adds one to both.
struct Stages: Sendable {
  /// A look at the whole batch, then layers run on rows.
  struct Forward: Sendable {
    /// The layer that looks first.
    var observed: Int?
    /// The layers that then run, in order.
    var layers: Range<Int>
  }

  /// Work on rows, then a look at the whole batch's gradient.
  struct Backward: Sendable {
    /// What is done for each row, in order.
    var work: [RowWork]
    /// The layer that looks afterwards.
    var observed: Int?
  }

  /// What is done for some rows.
  enum RowWork: Sendable {
    /// Their features are put in place.
    case load
    case forward(layer: Int)
    case loss
    case prepare(layer: Int)
    case propagate(layer: Int)
    /// Adds the gradient of one activation to that of another, where a connection began.
    case join(from: Int, into: Int)
  }

  /// A stage of a whole step.
  enum Step: Sendable {
    /// Work on rows.
    case rows([RowWork])
    /// A look at the whole batch before a layer runs.
    case observe(layer: Int)
    /// A look at the whole batch's gradient before it goes through a layer.
    case observeGradient(layer: Int)
  }

  let forward: [Forward]
  let inference: [Forward]
  let backward: [Backward]
  /// All of a step up to the gradient of the parameters: forward, loss and backward without a break,
  /// so that rows stay in a thread's cache from their features to their gradient.
  let step: [Step]

  init(plans: [LayerPlan], added: [Int?]) {
    inference = [Forward(observed: nil, layers: 0..<plans.count)]
    var forward: [Forward] = []
    var backward: [Backward] = []
    for (layer, plan) in plans.enumerated() {
      if plan.shared > 0 || forward.isEmpty {
        forward.append(
          Forward(observed: plan.shared > 0 ? layer : nil, layers: layer..<(layer + 1)))
      } else {
        let first = forward[forward.count - 1].layers.lowerBound
        forward[forward.count - 1].layers = first..<(layer + 1)
      }
    }
    var work: [RowWork] = []
    for (layer, plan) in plans.enumerated().reversed() {
      work.append(.prepare(layer: layer))
      if plan.shared > 0 {
        backward.append(Backward(work: work, observed: layer))
        work = []
      }
      work.append(.propagate(layer: layer))
      // The gradient of this layer's input is there now; connections that began here add theirs.
      for (end, start) in added.enumerated() where start == layer {
        work.append(.join(from: end + 1, into: layer))
      }
    }
    backward.append(Backward(work: work, observed: nil))
    self.forward = forward
    self.backward = backward
    step = Self.step(forward, backward)
  }

  private static func step(_ forward: [Forward], _ backward: [Backward]) -> [Step] {
    var steps: [Step] = []
    var work: [RowWork] = [.load]
    for stage in forward {
      if let layer = stage.observed {
        steps += [.rows(work), .observe(layer: layer)]
        work = []
      }
      work += stage.layers.map { .forward(layer: $0) }
    }
    work.append(.loss)
    for stage in backward {
      work += stage.work
      steps.append(.rows(work))
      work = []
      if let layer = stage.observed { steps.append(.observeGradient(layer: layer)) }
    }
    return steps
  }
}
