import Basics
import Testing

@Suite struct NumbersTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (60_000, "60,000"), (1_234_567, "1,234,567"),
    (-1000, "-1,000"), (-999, "-999"), (.min, "-9,223,372,036,854,775,808"),
  ])
  func groups(_ number: Int, _ expected: String) { #expect(grouped(number) == expected) }

  @Test func counts() {
    #expect(counted(1, "row") == "1 row")
    #expect(counted(0, "row") == "0 rows")
    #expect(counted(3000, "row") == "3,000 rows")
    #expect(counted(2, "class", plural: "classes") == "2 classes")
  }

  @Test(arguments: [
    (0.98765, 2, "0.99"), (0, 2, "0.00"), (1, 0, "1"), (-0.001, 2, "0.00"), (-1.5, 0, "-2"),
    (123.456, 1, "123.5"), (0.05, 1, "0.1"), (99.999, 2, "100.00"), (.nan, 2, "nan"),
    (.infinity, 2, "inf"), (-.infinity, 2, "-inf"), (1e300, 2, "1e+300"), (-2.25, 3, "-2.250"),
  ])
  func fixedDecimals(_ value: Double, _ decimals: Int, _ expected: String) {
    #expect(fixed(value, decimals) == expected)
  }
}
