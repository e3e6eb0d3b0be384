import Basics
import Networks
import TestSupport
import Testing

@Suite struct ActivationFunctionTests {
  static let catalog = ActivationCatalog.standard

  @Test("Values and gradients agree with PyTorch")
  func golden() throws {
    let cases = try Fixture.cases("activations", .module)
    var kinds: Set<String> = []
    for line in cases {
      let function = try Self.catalog.make(line.value("activation"), path: "activation")
      kinds.insert(type(of: function).kind)
      let (z, width) = (try line.scalars("input"), try line.integer("width"))
      let y = function.values(z, width: width)
      #expect(difference(y, try line.scalars("output")) < goldenTolerance, "\(function)")
      let gradient = function.gradient(at: z, upstream: try line.scalars("upstream"), width: width)
      #expect(difference(gradient, try line.scalars("gradient")) < goldenTolerance, "\(function)")
    }
    #expect(kinds == Set(Self.catalog.kinds))
  }

  @Test("Any finite value has a finite result and gradient", arguments: catalog.kinds)
  func extremes(kind: String) throws {
    let function = try Self.catalog.make(kind: kind, settings: [:], path: "")
    try expectFinite(function)
  }

  @Test("So has it with other settings")
  func extremesWithSettings() throws {
    try expectFinite(.gelu(approximate: .tanh))
    try expectFinite(.elu(alpha: 1e30))
    try expectFinite(.leakyRelu(slope: 1))
    try expectFinite(.leakyRelu(slope: 0))
  }

  private func expectFinite(_ function: some ActivationFunction) throws {
    for width in [1, 3, extremeValues.count] {
      let y = function.values(extremeValues, width: width)
      #expect(allFinite(y), "\(function): \(y)")
      let gradient = function.gradient(at: extremeValues, width: width)
      #expect(allFinite(gradient), "\(function): \(gradient)")
    }
  }

  @Test("A value that is not a number is not hidden", arguments: catalog.kinds)
  func notANumber(kind: String) throws {
    let function = try Self.catalog.make(kind: kind, settings: [:], path: "")
    #expect(function.values([1, .nan, -1])[1].isNaN)
  }
}
