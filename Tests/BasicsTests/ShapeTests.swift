import Basics
import Testing

@Suite struct ShapeTests {
  @Test func countIsTheProduct() {
    #expect(Shape([28, 28, 1]).count == 784)
    #expect(([7] as Shape).count == 7)
    #expect(([] as Shape).count == 1)
    #expect(([3, 0] as Shape).count == 0)
  }

  @Test func countSaturates() {
    #expect(Shape([1 << 32, 1 << 32]).count == .max)
    #expect(Shape([.max, 2]).count == .max)
  }

  @Test func description() {
    #expect("\([28, 28, 1] as Shape)" == "28x28x1")
    #expect("\([] as Shape)" == "scalar")
  }

  @Test func equality() {
    #expect(Shape([2, 3]) == [2, 3])
    #expect(Shape([2, 3]) != [3, 2])
  }
}
