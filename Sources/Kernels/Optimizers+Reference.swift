import Basics

/// What `optimize` computes, in the fewest words: its documentation and its oracle. Same bits.
public func optimizeReference(
  _ rule: OptimizerKernel, _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>,
  state: inout MutableSpan<Scalar>
) {
  let count = parameters.count
  for i in 0..<count {
    let g = gradient[i]
    let p = parameters[i]
    var first = rule.slots > 0 ? state[i] : 0
    var second = rule.slots > 1 ? state[count + i] : 0
    switch rule {
    case .sgd(let rate): parameters[i] = p - rate * g
    case .momentum(let rate, let kept):
      first = kept * first + g
      parameters[i] = p - rate * first
    case .nesterov(let rate, let kept):
      first = kept * first + g
      parameters[i] = p - rate * (g + kept * first)
    case .rmsprop(let rate, let kept, let share, let epsilon):
      first = kept * first + share * g * g
      parameters[i] = p - rate * g / (squareRoot(first) + epsilon)
    case .adam(let rate, let share1, let kept2, let share2, let scale, let epsilon):
      first += share1 * (g - first)
      second = kept2 * second + share2 * g * g
      parameters[i] = p - rate * first / (scale * squareRoot(second) + epsilon)
    case .nadam(let gRate, let mRate, let share1, let kept2, let share2, let scale, let epsilon):
      first += share1 * (g - first)
      second = kept2 * second + share2 * g * g
      parameters[i] =
        p - (gRate * g + mRate * first) / (scale * squareRoot(second) + epsilon)
    case .adamax(let rate, let share1, let kept2, let epsilon):
      first += share1 * (g - first)
      let (old, new) = (kept2 * second, g.magnitude + epsilon)
      second = old > new ? old : new
      parameters[i] = p - rate * first / second
    case .adadelta(let rate, let kept, let share, let epsilon):
      first = kept * first + share * g * g
      let d = squareRoot(second + epsilon) / squareRoot(first + epsilon) * g
      second = kept * second + share * d * d
      parameters[i] = p - rate * d
    }
    if rule.slots > 0 { state[i] = first }
    if rule.slots > 1 { state[count + i] = second }
  }
}
