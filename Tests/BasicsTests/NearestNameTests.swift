import Basics
import Testing

@Suite struct NearestNameTests {
  static let names = ["relu", "leaky-relu", "sigmoid", "softmax", "softplus", "tanh"]

  @Test(arguments: [
    ("rleu", "relu"), ("ReLU", "relu"), ("leaky_relu", "leaky-relu"), ("leakyrelu", "leaky-relu"),
    ("sigmod", "sigmoid"), ("sogmid", "sigmoid"), ("softm", "softmax"), ("tan", "tanh"),
    ("soft plus", "softplus"),
  ])
  func finds(_ typed: String, _ expected: String) {
    #expect(nearestName(to: typed, in: Self.names) == expected)
  }

  @Test(arguments: ["", "x", "gelu-tanh-exact", "convolution", "re lu lu lu"])
  func findsNothingFarAway(_ typed: String) {
    #expect(nearestName(to: typed, in: Self.names) == nil)
  }

  @Test func aNumberIsNeverMeantByAnother() {
    #expect(nearestName(to: "2", in: ["0", "1", "20"]) == nil)
    #expect(nearestName(to: "x2", in: ["x1", "y"]) == "x1")
    #expect(nearestName(to: "b", in: ["a", "B"]) == "B")
    #expect(nearestName(to: "b", in: ["a", "c"]) == nil)
  }

  @Test func hugeNamesCostNothing() {
    let huge = String(repeating: "r", count: 1_000_000)
    #expect(nearestName(to: huge, in: Self.names) == nil)
    #expect(nearestName(to: "relu", in: [huge]) == nil)
  }

  @Test func suggestionText() {
    #expect(
      suggestion(for: "rleu", in: ["relu", "tanh"]) == "Did you mean \"relu\"? Known: relu, tanh.")
    #expect(suggestion(for: "zzzzz", in: ["relu", "tanh"]) == "Known: relu, tanh.")
    let many = suggestion(for: "zzzzz", in: (0..<50).map { "name\($0)" })
    #expect(many.hasSuffix("name39, ...."))
  }
}
