import Basics
import Networks
import TestSupport
import Testing

@Suite struct GradientCheckTests {
  @Test("Every gradient agrees with central differences", arguments: GradientTable.cases)
  func agrees(line: GradientCase) throws {
    #expect(try line.worstError() < gradientTolerance)
  }

  @Test("Every kind of the catalogs has a line")
  func tableIsComplete() {
    func kinds(_ sort: GradientCase.Sort) -> Set<String> {
      Set(GradientTable.cases.filter { $0.sort == sort }.map(\.kind))
    }
    // Composite layers only run in a network; `NetworkBackwardTests` checks their gradients.
    let composite = [Residual.kind]
    #expect(kinds(.layer).union(composite) == Set(LayerCatalog.standard.kinds))
    #expect(kinds(.activation) == Set(ActivationCatalog.standard.kinds))
    #expect(kinds(.loss) == Set(LossCatalog.standard.kinds))
    #expect(kinds(.regularizer) == ["l1", "l2"])
  }

  @Test("Rows in parts and parameters in tiles give the same bits", arguments: GradientTable.cases)
  func splits(line: GradientCase) throws {
    for (runner, batch) in try line.runners() {
      var parted = runner
      parted.rowsPerCall = 2
      parted.rowsPerTile = 1
      let (whole, parts) = (runner.forward(batch), parted.forward(batch))
      #expect(whole.output == parts.output)
      let weights = unevenWeights(whole.output.count)
      let gradients = runner.backward(whole, outputGradient: weights)
      #expect(gradients == parted.backward(parts, outputGradient: weights))
      #expect(gradients.input.count == batch.count)
      let inference = runner.forward(batch, mode: .inference).output
      #expect(inference == parted.forward(batch, mode: .inference).output)
      #expect(allFinite(inference))
    }
  }

  @Test("A wrong gradient is found, wherever the fault is")
  func findsFaults() throws {
    let faulty: [GradientCase] = [
      .activation(Faulty(factor: 1.01)), .layer(Activation(Faulty(factor: 0.99)), input: [3]),
      .loss(FaultyLoss(), width: 3, targets: points(12, seed: 1), rows: 4),
    ]
    for line in faulty { #expect(try line.worstError() > 2 * gradientTolerance) }
    let point = points(4, seed: 1)
    let right = ContiguousArray(point.map { 2 * $0 })
    func squares(_ x: ContiguousArray<Scalar>) -> Double {
      x.reduce(0) { $0 + Double($1) * Double($1) }
    }
    #expect(gradientError(at: point, right, of: squares) < gradientTolerance)
    for index in point.indices {
      var wrong = right
      wrong[index] = -right[index] + 0.1
      #expect(gradientError(at: point, wrong, of: squares) > gradientTolerance)
      wrong[index] = .nan
      #expect(gradientError(at: point, wrong, of: squares) == .infinity)
    }
  }
}

/// tanh with a derivative that is a little off.
private struct Faulty: ActivationFunction {
  static let kind = "faulty"
  var factor: Scalar
  init(factor: Scalar) { self.factor = factor }
  init(from reader: inout SettingsReader) throws { factor = 1 }
  func apply(_ values: inout MutableSpan<Scalar>, width: Int) {
    Tanh().apply(&values, width: width)
  }
  func backward(_ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int) {
    Tanh().backward(&gradient, operand: operand, width: width)
    for i in 0..<gradient.count { gradient[i] *= factor }
  }
}

/// A squared error whose gradient forgets to divide by the outputs.
private struct FaultyLoss: Loss {
  static let kind = "faulty"
  init() {}
  init(from reader: inout SettingsReader) throws {}
  var outputActivation: any ActivationFunction { Linear() }
  func targetEncoding(classes: Int, outputs: Int) -> TargetEncoding? { .values }
  func evaluate(
    outputs: Span<Scalar>, targets: Span<Scalar>, width: Int, losses: inout MutableSpan<Scalar>,
    gradient: inout MutableSpan<Scalar>
  ) {
    MeanSquaredError().evaluate(
      outputs: outputs, targets: targets, width: width, losses: &losses, gradient: &gradient)
    for i in 0..<gradient.count { gradient[i] *= Scalar(width) }
  }
}
