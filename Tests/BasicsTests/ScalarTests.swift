import Basics
import Testing

@Suite struct ScalarTests {
  @Test func isFloatOrDouble() {
    let isFloat = Scalar.self == Float.self
    #expect(isFloat || Scalar.self == Double.self)
    #expect(Scalar.significandBitCount == (isFloat ? 23 : 52))
  }
}
