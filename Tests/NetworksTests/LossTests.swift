import Basics
import Networks
import TestSupport
import Testing

@Suite struct LossTests {
  static let catalog = LossCatalog.standard

  @Test("Losses and weighted gradients agree with PyTorch")
  func golden() throws {
    var kinds: Set<String> = []
    for line in try Fixture.cases("losses", .module) {
      let loss = try Self.catalog.make(line.value("loss"), path: "loss")
      kinds.insert(type(of: loss).kind)
      let (width, weights) = (try line.integer("width"), try line.scalars("row_weights"))
      var (losses, gradient) = evaluate(
        loss, try line.scalars("outputs"), try line.scalars("targets"), width: width,
        rows: weights.count)
      for i in gradient.indices { gradient[i] *= weights[i / width] }
      #expect(difference(losses, try line.scalars("losses")) < goldenTolerance, "\(loss)")
      #expect(
        difference(gradient, try line.scalars("weighted_gradient")) < goldenTolerance, "\(loss)")
    }
    #expect(kinds == Set(Self.catalog.kinds))
  }

  @Test("Which targets a loss takes")
  func encodings() throws {
    for kind in Self.catalog.kinds where kind != "cross-entropy" {
      let loss = try Self.catalog.make(kind: kind, settings: [:], path: "")
      #expect(loss.targetEncoding(classes: 3, outputs: 3) == .oneHot)
      #expect(loss.targetEncoding(classes: 2, outputs: 2) == .oneHot)
      #expect(loss.targetEncoding(classes: 2, outputs: 1) == .binary)
      #expect(loss.targetEncoding(classes: 0, outputs: 1) == .values)
      #expect(loss.targetEncoding(classes: 0, outputs: 5) == .values)
      #expect(loss.targetEncoding(classes: 3, outputs: 1) == nil)
      #expect(loss.targetEncoding(classes: 2, outputs: 3) == nil)
    }
  }

  @Test("The output activation undoes the logits, where there are any")
  func outputActivations() throws {
    for kind in Self.catalog.kinds {
      let loss = try Self.catalog.make(kind: kind, settings: [:], path: "")
      let expected =
        switch kind {
        case "cross-entropy": "softmax"
        case "binary-cross-entropy": "sigmoid"
        default: "linear"
        }
      #expect(type(of: loss.outputActivation).kind == expected)
    }
  }

  @Test("No rows are no work", arguments: catalog.kinds)
  func noRows(kind: String) throws {
    let loss = try Self.catalog.make(kind: kind, settings: [:], path: "")
    #expect(evaluate(loss, [], [], width: 3, rows: 0).losses.isEmpty)
  }
}
