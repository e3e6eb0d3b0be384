import Basics
import Testing
import Training

@Suite struct PiecewiseTests {
  @Test func golden() throws { #expect(try expectGoldenFactors("piecewise") == 1) }

  @Test func listsThatDontFit() {
    let faults: [Settings] = [
      ["after": [1], "factors": [1, 2]], ["after": [2, 2], "factors": [1, 2]],
      ["after": [0], "factors": [1]], ["after": [1.5], "factors": [1]],
      ["after": [1], "factors": [0]],
    ]
    for settings in faults {
      let text = refusal(.badData) {
        _ = try ScheduleCatalog.standard.make(
          kind: "piecewise", settings: settings, path: "schedule")
      }
      #expect(
        text == "schedule: expected as many factors above 0 as rising epochs in after")
    }
  }
}
