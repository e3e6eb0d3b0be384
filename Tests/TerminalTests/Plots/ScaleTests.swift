import Terminal
import Testing

/// Axes of numbers that can be read.
@Suite struct ScaleTests {
  @Test(
    arguments: [
      (0.0169, 2.2, false, "0.0", "2.5"), (0.11, 0.97, true, "0 %", "100 %"),
      (0.91, 0.973, true, "91 %", "98 %"), (0.9951, 0.9962, true, "99.50 %", "99.62 %"),
      (-3, 3, false, "-3", "3"), (0, 40_000, false, "0", "40000"),
      (0, 4e9, false, "0", "4.0e9"), (1, 1, false, "0.90", "1.10"),
      (0, 0, false, "-1.0e-6", "1.0e-6"),
      (1, 1, true, "90 %", "100 %"),
    ] as [(Double, Double, Bool, String, String)])
  func ends(_ least: Double, _ most: Double, _ isShare: Bool, _ low: String, _ high: String) {
    let scale = Scale(least: least, most: most, isShare: isShare)
    #expect(scale.label(scale.low) == low)
    #expect(scale.label(scale.high) == high)
    #expect(scale.low <= least && scale.high >= most)
    #expect((0...1).contains(scale.share(least)) && (0...1).contains(scale.share(most)))
  }

  @Test func holdsAtTheEndsOfTheNumbers() {
    let scale = Scale(
      least: -.greatestFiniteMagnitude, most: .greatestFiniteMagnitude, isShare: false)
    #expect(scale.low < 0 && scale.high > 0)
    #expect(scale.share(0).isFinite)
  }
}
