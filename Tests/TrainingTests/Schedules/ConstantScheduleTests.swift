import Basics
import Testing
import Training

@Suite struct ConstantScheduleTests {
  @Test func golden() throws { #expect(try expectGoldenFactors("constant") == 1) }
}
