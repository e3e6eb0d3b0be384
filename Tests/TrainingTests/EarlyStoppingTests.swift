import Basics
import TestSupport
import Testing
import Training

@Suite struct EarlyStoppingTests {
  private func verdict(
    _ values: [Double], patience: Int = 2, delta: Double = 0, higher: Bool = false
  ) -> EarlyStopping.Verdict {
    EarlyStopping(patience: patience, minimumDelta: delta)
      .verdict(values, higherIsBetter: higher)
  }

  @Test("It stops when the best epoch is as far back as patience says")
  func patience() {
    #expect(verdict([]) == .init(bestEpoch: 0, shouldStop: false))
    #expect(verdict([3]) == .init(bestEpoch: 1, shouldStop: false))
    #expect(verdict([3, 2, 1]) == .init(bestEpoch: 3, shouldStop: false))
    #expect(verdict([3, 2, 4]) == .init(bestEpoch: 2, shouldStop: false))
    #expect(verdict([3, 2, 4, 2.5]) == .init(bestEpoch: 2, shouldStop: true))
    #expect(verdict([3, 2, 4, 1]) == .init(bestEpoch: 4, shouldStop: false))
    #expect(verdict([1, 2], patience: 1) == .init(bestEpoch: 1, shouldStop: true))
  }

  @Test("A figure of which more is better is watched the other way round")
  func direction() {
    #expect(verdict([0.5, 0.7, 0.6, 0.7], higher: true) == .init(bestEpoch: 2, shouldStop: true))
    #expect(verdict([0.5, 0.7, 0.6, 0.8], higher: true) == .init(bestEpoch: 4, shouldStop: false))
    #expect(verdict([-3, -2], higher: true).bestEpoch == 2)
  }

  @Test("Equal is not better, and better by no more than the delta neither")
  func minimumDelta() {
    #expect(verdict([1, 1, 1]) == .init(bestEpoch: 1, shouldStop: true))
    #expect(verdict([1, 0.75, 0.5], delta: 0.25) == .init(bestEpoch: 3, shouldStop: false))
    #expect(verdict([1, 0.75, 0.8], delta: 0.25) == .init(bestEpoch: 1, shouldStop: true))
    #expect(verdict([1, 1.5, 1.25], delta: 0.25, higher: true).bestEpoch == 2)
  }

  @Test("What is not a number never is the best")
  func notANumber() {
    #expect(verdict([.nan, 2]) == .init(bestEpoch: 2, shouldStop: false))
    #expect(verdict([2, .nan, .nan]) == .init(bestEpoch: 1, shouldStop: true))
    #expect(verdict([.nan, .nan]) == .init(bestEpoch: 0, shouldStop: true))
    #expect(verdict([.infinity, 2]).bestEpoch == 2)
  }

  @Test("A figure that there won't be is refused with the nearest name and all others")
  func unknownMonitor() {
    func refusal(_ stopping: EarlyStopping, _ available: [String]) -> String? {
      message { try stopping.check(available: available) }
    }
    let all = ["loss", "accuracy", "val_loss", "val_accuracy"]
    #expect(refusal(EarlyStopping(), all) == nil)
    #expect(
      refusal(EarlyStopping(monitor: "val_acuracy"), all)
        == "early stopping can't watch \"val_acuracy\". Did you mean \"val_accuracy\"? "
        + "Known: loss, accuracy, val_loss, val_accuracy.")
    #expect(
      refusal(EarlyStopping(monitor: "f1"), all)
        == "early stopping can't watch \"f1\". Known: loss, accuracy, val_loss, val_accuracy.")
    #expect(
      refusal(EarlyStopping(), ["loss"])
        == "early stopping can't watch \"val_loss\". There is no validation. Known: loss.")
    #expect(
      refusal(EarlyStopping(patience: 0), all)
        == "early stopping: expected a patience of 1 or more, found 0")
    #expect(
      refusal(EarlyStopping(minimumDelta: -0.5), all)
        == "early stopping: expected a minimum delta of 0 or more, found -0.5")
    #expect(
      refusal(EarlyStopping(minimumDelta: .nan), all)
        == "early stopping: expected a minimum delta of 0 or more, found nan")
  }
}
