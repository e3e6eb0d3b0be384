import Basics
import Testing

@Suite struct ValueTests {
  @Test func literals() {
    #expect(("a" as Value).text == "a")
    #expect((3 as Value).integer == 3)
    #expect((0.5 as Value).number == 0.5)
    #expect((true as Value).flag == true)
    #expect(([1, "b"] as Value).list?.count == 2)
  }

  @Test func accessorsAnswerOnlyTheirKind() {
    let values: [Value] = [.null, true, 1, 0.5, "a", [1], .table(["a": 1])]
    #expect(values.map { $0.flag != nil } == [false, true, false, false, false, false, false])
    #expect(values.map { $0.integer != nil } == [false, false, true, false, false, false, false])
    #expect(values.map { $0.number != nil } == [false, false, true, true, false, false, false])
    #expect(values.map { $0.text != nil } == [false, false, false, false, true, false, false])
    #expect(values.map { $0.list != nil } == [false, false, false, false, false, true, false])
    #expect(values.map { $0.table != nil } == [false, false, false, false, false, false, true])
  }

  @Test func wholeNumbers() {
    #expect(Value(.number(3)).integer == 3)
    #expect(Value(.number(3.5)).integer == nil)
    #expect(Value(.number(1e300)).integer == nil)
    #expect(Value(.number(.nan)).integer == nil)
    #expect(Value.number(3).content == .integer(3))
    #expect(Value.number(-0.0).content == .number(-0.0))
    #expect(Value.number(1e300).content == .number(1e300))
    #expect(Value.number(-0x1p63).content == .number(-0x1p63))
  }

  @Test func foundNames() {
    let values: [Value] = [.null, true, 1, 0.5, "a", [1], .table(["a": 1])]
    #expect(
      values.map(\.found) == ["null", "true", "1", "0.5", "\"a\"", "a list", "a table"])
  }

  @Test func positionsDontCountForEquality() {
    #expect(Value(.integer(1), at: Position(line: 1)) == 1)
    let here = Settings([.init("a", Value(.integer(1)), at: Position(line: 1))])
    #expect(here == ["a": 1])
    #expect(here != ["a": 2])
    #expect(here != ["b": 1])
  }

  @Test func settingsKeepTheirOrder() {
    var settings: Settings = ["b": 1, "a": 2]
    settings["c"] = 3
    settings["b"] = 4
    #expect(settings.entries.map(\.name) == ["b", "a", "c"])
    #expect(settings["b"] == 4)
    settings["a"] = nil
    #expect(settings.entries.map(\.name) == ["b", "c"])
    settings["absent"] = nil
    #expect(settings["absent"] == nil)
    // Null is a value, not the absence of one.
    settings["b"] = .null
    #expect(settings["b"] == .null)
    #expect(settings.entries.count == 2)
  }
}
