import Basics
import Networks
import TestSupport
import Testing

/// Runs the layer of a case, forward and back.
func goldenRun(_ line: Fixture) throws -> (LayerRunner, LayerRunner.Gradients) {
  let runner = try goldenRunner(line)
  let run = runner.forward(try line.scalars("input"))
  return (runner, runner.backward(run, outputGradient: try line.scalars("upstream")))
}

private func goldenRunner(_ line: Fixture) throws -> LayerRunner {
  let layer = try LayerCatalog.standard.make(line.value("layer"), path: "layer")
  var runner = try LayerRunner(layer, input: Shape(line.integers("shape")))
  let parameters = try line.scalars("parameters")
  #expect(runner.parameters.count == parameters.count)
  runner.parameters = parameters
  return runner
}

/// Compares outputs in training and inference and all gradients with a case; returns the layer.
@discardableResult
func expectGolden(_ line: Fixture) throws -> any Layer {
  let (runner, gradients) = try goldenRun(line)
  let layer = runner.layer
  func expect(_ found: ContiguousArray<Scalar>, _ name: String) throws {
    #expect(difference(found, try line.scalars(name)) < goldenTolerance, "\(layer): \(name)")
  }
  let input = try line.scalars("input")
  try expect(runner.forward(input).output, "output")
  try expect(runner.forward(input, mode: .inference).output, "inference_output")
  try expect(gradients.input, "input_gradient")
  try expect(gradients.parameters[0], "weight_gradient")
  if gradients.parameters.count > 1 { try expect(gradients.parameters[1], "bias_gradient") }
  return layer
}
