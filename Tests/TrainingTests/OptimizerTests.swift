import Basics
import TestSupport
import Testing
import Training

@Suite struct OptimizerTests {
  static var all: [any Optimizer] {
    get throws {
      try OptimizerCatalog.standard.kinds.map {
        try OptimizerCatalog.standard.make(kind: $0, settings: [:], path: "")
      }
    }
  }

  @Test func everyRuleIsGolden() throws {
    let golden = Set(try OptimizerCase.all(regularized: false).map(\.kind))
    #expect(golden == Set(OptimizerCatalog.standard.kinds))
  }

  @Test func noTwoCasesAgree() throws {
    let cases = try Fixture.cases("optimizers", .module).map(OptimizerCase.init)
    let ends = try cases.map { ($0, try $0.run().end) }
    for (i, a) in ends.enumerated() {
      for b in ends[(i + 1)...] {
        let distance = difference(a.1, b.1)
        #expect(distance > 20 * stepsTolerance, "\(a.0.line.table) \(b.0.line.table)")
      }
    }
  }

  /// The trainer updates tile by tile, so a rule may not look beyond one parameter.
  @Test func partsAreUpdatedAsTheWhole() throws {
    let start = numbers(11, salt: 9)
    let gradients = (0..<5).map { numbers(11, salt: $0) }
    for rule in try Self.all {
      let whole = steps(rule, from: start, gradients: gradients)
      let parts = [0..<4, 4..<4, 4..<5, 5..<11].flatMap { part in
        steps(
          rule, from: ContiguousArray(start[part]),
          gradients: gradients.map { ContiguousArray($0[part]) })
      }
      #expect(Array(whole) == parts, "\(type(of: rule).kind)")
      #expect(whole != start)
    }
  }

  @Test func settingsComeBack() throws {
    for item in try OptimizerCase.all(regularized: false) {
      let again = try OptimizerCatalog.standard.make(item.optimizer.described, path: "")
      #expect(again.described == item.optimizer.described)
      let written = try item.line.value("optimizer").table?.entries ?? []
      for entry in written where entry.name != "kind" {
        #expect(again.settings[entry.name] == entry.value)
      }
    }
  }

  @Test func whatIsNotANumberStaysVisible() throws {
    for rule in try Self.all {
      let end = steps(rule, from: [1, 1], gradients: [[.nan, 0.5]])
      #expect(end[0].isNaN && end[1].isFinite, "\(type(of: rule).kind)")
    }
  }

  @Test func smallestAndLargestGradients() throws {
    let tiny = Scalar.leastNormalMagnitude
    for rule in try Self.all {
      let end = steps(rule, from: [1, 1], gradients: [[tiny, 1e15], [0, 1e15]], rate: 1e-20)
      #expect(allFinite(end), "\(type(of: rule).kind)")
    }
  }
}
