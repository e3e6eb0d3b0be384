import Basics
import Testing
import Training

@Suite struct EarlyStoppingTests {
  static func verdict(
    _ values: [Double], patience: Int = 2, minimumDelta: Double = 0, higher: Bool = false
  ) -> EarlyStopping.Verdict {
    EarlyStopping(patience: patience, minimumDelta: minimumDelta)
      .verdict(values, higherIsBetter: higher)
  }

  static func expect(
    _ verdict: EarlyStopping.Verdict, best: Int, stops: Bool,
    at location: SourceLocation = #_sourceLocation
  ) {
    #expect(verdict.bestEpoch == best, sourceLocation: location)
    #expect(verdict.shouldStop == stops, sourceLocation: location)
  }

  @Test func patienceRunsOut() {
    Self.expect(Self.verdict([]), best: 0, stops: false)
    Self.expect(Self.verdict([3]), best: 1, stops: false)
    Self.expect(Self.verdict([3, 2, 1]), best: 3, stops: false)
    Self.expect(Self.verdict([3, 2, 2.5]), best: 2, stops: false)
    Self.expect(Self.verdict([3, 2, 2.5, 2.25]), best: 2, stops: true)
    Self.expect(Self.verdict([3, 2, 2.5, 1.5]), best: 4, stops: false)
    Self.expect(Self.verdict([1, 2], patience: 1), best: 1, stops: true)
  }

  @Test func earliestOfEqualsIsBest() {
    Self.expect(Self.verdict([2, 1, 1]), best: 2, stops: false)
    Self.expect(Self.verdict([2, 1, 1, 1]), best: 2, stops: true)
  }

  @Test func higherCanBeBetter() {
    Self.expect(Self.verdict([0.5, 0.75, 0.5], higher: true), best: 2, stops: false)
    Self.expect(Self.verdict([0.5, 0.75, 0.5, 0.625], higher: true), best: 2, stops: true)
  }

  @Test func smallGainsDontCount() {
    Self.expect(Self.verdict([3, 2.75, 2.5], minimumDelta: 0.25), best: 3, stops: false)
    Self.expect(Self.verdict([3, 2.75, 2.75], minimumDelta: 0.25), best: 1, stops: true)
    // Many small gains add up to one that counts.
    Self.expect(Self.verdict([3, 2.875, 2.625], minimumDelta: 0.25), best: 3, stops: false)
  }

  @Test func whatIsNotANumberNeverCounts() {
    Self.expect(Self.verdict([.nan]), best: 0, stops: false)
    Self.expect(Self.verdict([.nan, .nan]), best: 0, stops: true)
    Self.expect(Self.verdict([.nan, 1]), best: 2, stops: false)
    Self.expect(Self.verdict([1, .nan, .nan]), best: 1, stops: true)
    Self.expect(Self.verdict([1, .nan, 0.5]), best: 3, stops: false)
    Self.expect(Self.verdict([.infinity, 1]), best: 2, stops: false)
    Self.expect(Self.verdict([.infinity, .infinity]), best: 1, stops: false)
  }

  @Test func monitorMustExist() {
    func text(_ rule: EarlyStopping, _ available: [String]) -> String? {
      refusal(.usage) { try rule.check(available: available) }
    }
    #expect(text(EarlyStopping(), ["loss", "val_loss"]) == nil)
    #expect(
      text(EarlyStopping(monitor: "val_los"), ["loss", "val_loss"])
        == "early stopping can't watch \"val_los\". Did you mean \"val_loss\"? "
        + "Known: loss, val_loss.")
    #expect(
      text(EarlyStopping(), ["loss", "accuracy"])
        == "early stopping can't watch \"val_loss\". There is no validation. "
        + "Known: loss, accuracy.")
    #expect(
      text(EarlyStopping(patience: 0), ["val_loss"])
        == "early stopping: expected a patience of 1 or more, found 0")
    #expect(
      text(EarlyStopping(minimumDelta: -1), ["val_loss"])
        == "early stopping: expected a minimum delta of 0 or more, found -1.0")
  }
}
