import Basics
import Testing
import Training

@Suite struct LogLossTests {
  @Test func certainAndWrongIsLimited() throws {
    let limit = Scalar.self == Float.self ? 15.942385 : 36.043653
    let wrong = try #require(LogLoss().value(predictions([1, 0], [1], classes: 2)))
    #expect((wrong - limit).magnitude < 1e-5)
    let right = try #require(LogLoss().value(predictions([1, 0], [0], classes: 2)))
    #expect(right >= 0 && right < 1e-6)
  }

  @Test func rowsAreDividedByTheirSums() throws {
    let a = try #require(LogLoss().value(predictions([1, 2, 1], [1], classes: 3)))
    let b = try #require(LogLoss().value(predictions([0.25, 0.5, 0.25], [1], classes: 3)))
    #expect((a - b).magnitude < 1e-12)
    #expect((b - 0.6931471805599453).magnitude < 1e-12)
  }

  @Test func whatIsNotANumberStaysVisible() {
    #expect(LogLoss().value(predictions([.nan, 0.5], [1], classes: 2))?.isNaN == true)
    #expect(LogLoss().value(predictions(numbers: [1], [1])) == nil)
  }
}
