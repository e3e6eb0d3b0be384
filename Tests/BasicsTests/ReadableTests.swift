import Basics
import Testing

/// Measured numbers as people read them.
@Suite struct ReadableTests {
  @Test(arguments: [
    (0, "0"), (0.12345, "0.1235"), (-0.5, "-0.5000"), (1, "1"), (1.5, "1.500"), (12.345, "12.35"),
    (123.45, "123.5"), (123_456, "123456"), (1.23e-14, "1.2e-14"), (-2e9, "-2.0e9"),
    (Double.nan, "nan"), (Double.infinity, "inf"), (-Double.infinity, "-inf"),
  ]) func numbers(_ value: Double, _ text: String) { #expect(readable(value) == text) }

  @Test func figures() {
    #expect(figure("loss", 0.25) == "0.2500")
    #expect(figure("accuracy", 0.961) == "96.10 %")
    #expect(figure("top_3_accuracy", 1) == "100.00 %")
  }

  @Test(arguments: [
    (0, "0:00"), (2.1, "0:03"), (760, "12:40"), (3723, "1:02:03"), (Double.nan, "?"), (-1, "?"),
    (1e9, "?"),
  ]) func clocks(_ seconds: Double, _ text: String) { #expect(clock(seconds) == text) }

  @Test(arguments: [(0.04, "0.040 s"), (3.2, "3.20 s"), (32, "32.0 s"), (125, "2:05")])
  func durations(_ seconds: Double, _ text: String) { #expect(duration(seconds) == text) }

  @Test func paddedTexts() {
    #expect(padded("7", 3) == "  7")
    #expect(padded("1234", 3) == "1234")
  }
}
