import Terminal
import Testing

/// A figure over any number of epochs.
@Suite struct CurveTests {
  @Test func keepsEachEpochWhileTheyAreFew() {
    var curve = Curve()
    for epoch in 1...Curve.most { curve.add(Double(epoch), epoch: epoch) }
    #expect(curve.parts.count == Curve.most)
    #expect(curve.last == Double(Curve.most))
  }

  @Test func staysSmallAndKeepsExtremes() {
    var curve = Curve()
    for epoch in 1...100_000 { curve.add(epoch == 777 ? -5 : Double(epoch % 10), epoch: epoch) }
    #expect(curve.parts.count <= Curve.most && curve.parts.count > Curve.most / 4)
    #expect(curve.parts.map(\.least).min() == -5)
    #expect(curve.parts.map(\.greatest).max() == 9)
    #expect(curve.parts.first?.firstEpoch == 1)
    #expect(curve.parts.last?.lastEpoch == 100_000)
    for (one, next) in zip(curve.parts, curve.parts.dropFirst()) {
      #expect(one.lastEpoch + 1 == next.firstEpoch)
    }
  }

  @Test func whatIsNotFiniteHasNoPlace() {
    var curve = Curve()
    curve.add(.nan, epoch: 1)
    #expect(curve.last == nil)
    curve.add(1, epoch: 2)
    curve.add(.infinity, epoch: 3)
    #expect(curve.last == 1)
  }
}
