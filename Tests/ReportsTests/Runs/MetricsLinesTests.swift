import Basics
import Reports
import Testing
import Training

@Suite struct MetricsLinesTests {
  private let history: History = {
    var history = History()
    for epoch in 1...3 {
      history.epochs.append(
        EpochSummary(
          epoch: epoch, steps: 7, seconds: 0.25, validationSeconds: 0.125, learningRate: 1e-3,
          loss: epoch == 2 ? .nan : 1 / Double(epoch), penalty: 0, accuracy: 0.5,
          validation: [NamedFigure("loss", .infinity), NamedFigure("top_3", 1)],
          weightChanges: [NamedFigure("layers.0.weight", 0.5)], gradientNorm: 3))
    }
    return history
  }()

  private func read(_ text: String) throws -> History {
    try History(lines: ContiguousArray(text.utf8), file: "metrics.jsonl")
  }

  private func fault(_ text: String) -> String {
    do {
      _ = try read(text)
      return "none"
    } catch { return "\(error)" }
  }

  @Test func aLineForEachEpoch() throws {
    let lines = try history.lines.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(
      lines[1] == """
        {"epoch":2,"steps":7,"seconds":0.25,"validation_seconds":0.125,"learning_rate":0.001,\
        "loss":null,"accuracy":0.5,"penalty":0,"gradient_norm":3,"val_loss":null,"val_top_3":1,\
        "change_layers.0.weight":0.5}
        """)
  }

  @Test func whatWasWrittenIsRead() throws {
    let text = try history.lines
    let again = try read(text)
    #expect(again.epochs[0].weightChanges == history.epochs[0].weightChanges)
    #expect(again.epochs[1].loss.isNaN)
    #expect(again["epoch 3"]?.gradientNorm == 3)
    #expect(try again.lines == text)
  }

  @Test func aLineOnItsWayIsLeftOut() throws {
    let text = try history.lines
    #expect(try read(String(text.dropLast(20))).epochs.count == 2)
    #expect(try read("").epochs.isEmpty)
    #expect(try read("{").epochs.isEmpty)
  }

  @Test func whatIsNoEpochIsRefusedWithItsPlace() {
    #expect(
      fault("{\"epoch\": 1}\n{\"epoch\": 1}\n")
        == "metrics.jsonl:2: expected epoch 2, found epoch 1")
    #expect(
      fault("{\"epoch\": 1}\n{\"epoch\": 2, \"loss\": \"low\"}\n")
        == "metrics.jsonl:2:22: loss: expected a number or null, found \"low\"")
    #expect(
      fault("{\"epoch\": 1, \"lost\": 2}\n")
        == "metrics.jsonl:1:14: no epoch has a figure \"lost\"")
    #expect(fault("[]\n") == "metrics.jsonl:1:1: expected an epoch, found a list")
    #expect(
      fault("{\"epoch\": -1}\n")
        == "metrics.jsonl:1:11: epoch: expected a whole number, found -1")
    #expect(fault("{}\n") == "metrics.jsonl:1: the line doesn't say which epoch it is")
    #expect(fault("{\"epoch\": 1}\n\n").hasPrefix("metrics.jsonl:2"))
  }
}

extension History {
  fileprivate subscript(name: String) -> EpochSummary? {
    epochs.first { "epoch \($0.epoch)" == name }
  }
}
