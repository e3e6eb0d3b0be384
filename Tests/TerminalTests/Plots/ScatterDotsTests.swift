import Terminal
import Testing

/// Rows as dots of a plane.
@Suite struct ScatterDotsTests {
  private let groups = [
    ScatterDots.Group("no", [(0, 0), (1, 1), (.nan, 3)]),
    ScatterDots.Group("yes", [(0, 1), (1, 0)]),
  ]

  @Test func classesDifferInCharactersWithoutColors() {
    let dots = ScatterDots(groups, x: "a", y: "b")
    for look in [TerminalLook.ascii, .plain] {
      let lines = dots.lines(columns: 20, rows: 3, look: look)
      #expect(
        text(lines).replacing("┤", with: "+").replacing("│", with: "|") == """
          b by a  * no  o yes
          1.0 +o             *
              |
          0.0 +*             o
               0.0         1.0
          """)
    }
  }

  @Test func classesDifferInColors() {
    let lines = ScatterDots(groups, x: "a", y: "b").lines(columns: 20, rows: 2, look: .few)
    #expect(
      text(lines) == """
        ^[1mb by a^[0m^[36m  ● no^[0m^[33m  ● yes^[0m
        ^[2m1.0 ┤^[0m^[33m⠁^[0m             ^[36m⠈^[0m
        ^[2m0.0 ┤^[0m^[36m⡀^[0m             ^[33m⢀^[0m
        ^[2m     0.0         1.0^[0m
        """)
  }

  @Test func noPoints() {
    #expect(ScatterDots([], x: "a", y: "b").lines(columns: 20, rows: 2, look: .few).isEmpty)
  }
}
