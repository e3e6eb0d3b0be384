import Basics
import DataFiles
import Datasets
import Testing

@Suite struct DigitsTests {
  @Test func hasTheKnownPictures() throws {
    let digits = try Dataset.digits()
    #expect(digits.rows == 1797)
    #expect(digits.shape == [8, 8, 1])
    #expect(digits.task.classes == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])
    guard case .bytes(let pixels) = digits.features else {
      Issue.record("not bytes")
      return
    }
    #expect(pixels.max() == 16)
    // The first picture, a zero, as everybody prints it.
    #expect(Array(pixels[0..<16]) == [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0])
    #expect(digits.targets.prefix(12) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    // Sum of all pixels and counts of the classes, from scikit-learn's load_digits().
    #expect(pixels.reduce(0) { $0 + Int($1) } == 561_718)
    let counts = (0...9).map { digit in digits.targets.count { $0 == Scalar(digit) } }
    #expect(counts == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
  }
}
