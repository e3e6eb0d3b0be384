import Basics
import Testing

@Suite struct SettingsReaderTests {
  static let place = Position(file: "c.yaml", line: 3, column: 5)

  func refusal(_ settings: Settings, _ read: (inout SettingsReader) throws -> Void) -> String? {
    var reader = SettingsReader(settings, path: "layers[2]", position: Self.place)
    do {
      try read(&reader)
      try reader.finish()
      return nil
    } catch let error as DescentError {
      #expect(error.kind == .badData)
      return error.description
    } catch { return "not a DescentError" }
  }

  @Test func readsEveryKind() throws {
    var reader = SettingsReader([
      "rate": 0.5, "units": 3, "whole": Value(.number(4)), "name": "a", "on": true,
      "list": [1, 2.5], "names": ["a", "b"], "nothing": .null,
    ])
    #expect(try reader.number("rate") == 0.5)
    #expect(try reader.integer("units") == 3)
    #expect(try reader.integer("whole") == 4)
    #expect(try reader.text("name") == "a")
    #expect(try reader.flag("on"))
    #expect(try reader.numbers("list") == [1, 2.5])
    #expect(try reader.texts("names") == ["a", "b"])
    #expect(reader.optional("nothing") == nil)
    try reader.finish()
  }

  @Test func defaultsStandForAbsentAndNull() throws {
    var reader = SettingsReader(["b": .null])
    #expect(try reader.number("a", default: 2) == 2)
    #expect(try reader.integer("b", default: 3) == 3)
    #expect(try reader.text("c", default: "x") == "x")
    #expect(try reader.flag("d", default: true))
    try reader.finish()
  }

  @Test func errorTexts() {
    let value = Value(.text("x"), at: Position(file: "c.yaml", line: 4, column: 9))
    #expect(
      refusal(["units": value]) { _ = try $0.integer("units") }
        == "c.yaml:4:9: layers[2].units: expected a whole number, found \"x\"")
    #expect(
      refusal(["rate": -1]) {
        _ = try $0.number("rate", expected: "a number from 0 to 1") { $0 >= 0 && $0 <= 1 }
      } == "layers[2].rate: expected a number from 0 to 1, found -1")
    #expect(
      refusal(["rate": Value(.number(.infinity))]) { _ = try $0.number("rate") }
        == "layers[2].rate: expected a number, found inf")
    #expect(
      refusal(["units": 1.5]) { _ = try $0.integer("units") }
        == "layers[2].units: expected a whole number, found 1.5")
    #expect(
      refusal(["units": 0]) {
        _ = try $0.integer("units", expected: "a whole number above 0") { $0 > 0 }
      } == "layers[2].units: expected a whole number above 0, found 0")
    #expect(
      refusal(["bias": 1]) { _ = try $0.flag("bias") }
        == "layers[2].bias: expected true or false, found 1")
    #expect(
      refusal(["name": [1]]) { _ = try $0.text("name") }
        == "layers[2].name: expected a text, found a list")
    #expect(
      refusal(["list": 1]) { _ = try $0.numbers("list") }
        == "layers[2].list: expected a list of numbers, found 1")
    #expect(
      refusal(["list": [1, "a"]]) { _ = try $0.numbers("list") }
        == "layers[2].list[1]: expected a number, found \"a\"")
    #expect(
      refusal(["list": ["a", 1]]) { _ = try $0.texts("list") }
        == "layers[2].list[1]: expected a text, found 1")
    #expect(
      refusal([:]) { _ = try $0.integer("units") }
        == "c.yaml:3:5: layers[2]: the setting \"units\" is missing")
    #expect(
      refusal(["units": .null]) { _ = try $0.integer("units") }
        == "c.yaml:3:5: layers[2]: the setting \"units\" is missing")
  }

  @Test func strayNamesAreRefused() {
    let here = Position(file: "c.yaml", line: 7, column: 2)
    #expect(
      refusal(Settings([.init("unist", 1, at: here)])) { _ = $0.optional("units") }
        == "c.yaml:7:2: layers[2]: unknown setting \"unist\". Did you mean \"units\"? Known: units."
    )
    #expect(
      refusal(["a": 1]) { _ in }
        == "c.yaml:3:5: layers[2]: unknown setting \"a\". It takes no settings.")
  }

  @Test func takesOnlyTables() throws {
    #expect(throws: DescentError(.badData, "x: expected a table of settings, found 3")) {
      _ = try SettingsReader(3, path: "x")
    }
    #expect(throws: DescentError(.badData, "expected a table of settings, found 3")) {
      _ = try SettingsReader(3)
    }
    #expect(try SettingsReader(.table([:]), path: "x").path(of: "y") == "x.y")
    #expect(try SettingsReader(.table([:])).path(of: "y") == "y")
  }
}
