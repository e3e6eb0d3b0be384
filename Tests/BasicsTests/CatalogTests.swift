import Basics
import TestSupport
import Testing

@Suite struct CatalogTests {
  private let numbers = Catalog<Int>(noun: "number")
    .adding("one") { _ in 1 }
    .adding("many") { try $0.integer("count", default: 100) }

  @Test("A kind alone and a table make the same")
  func makes() throws {
    #expect(try numbers.make("one", path: "") == 1)
    #expect(try numbers.make(.table(["kind": "many"]), path: "") == 100)
    #expect(try numbers.make(.table(["kind": "many", "count": 7]), path: "") == 7)
  }

  @Test("A second name makes the kind, is not listed, and gives way to a kind of that name")
  func aliases() throws {
    let catalog = numbers.adding(alias: "lots", for: "many")
    #expect(try catalog.make(.table(["kind": "lots", "count": 7]), path: "") == 7)
    #expect(catalog.kinds == ["one", "many"])
    #expect(try catalog.adding("lots") { _ in -1 }.make("lots", path: "") == -1)
    #expect(try catalog.adding(alias: "lots", for: "one").make("lots", path: "") == 1)
    #expect(message { _ = try numbers.make("lots", path: "") } != nil)
    #expect(message { _ = try numbers.adding(alias: "a", for: "b").make("a", path: "") } != nil)
  }

  @Test("A later kind of the same name replaces the earlier")
  func replaces() throws {
    let catalog = numbers.adding("one") { _ in 11 }
    #expect(try catalog.make("one", path: "") == 11)
    #expect(catalog.kinds == ["many", "one"])
  }

  @Test("Errors name path, place and what was expected")
  func errors() {
    let place = Position(file: "a.yaml", line: 3, column: 5)
    #expect(
      message { _ = try numbers.make(Value(.text("man"), at: place), path: "n") }
        == "a.yaml:3:5: n: unknown number \"man\". Did you mean \"many\"? Known: one, many.")
    #expect(
      message { _ = try numbers.make(Value(.integer(3), at: place), path: "n") }
        == "a.yaml:3:5: n: expected the name of a number or a table with a kind, found 3")
    #expect(
      message { _ = try numbers.make(Value(.table(["count": 3]), at: place), path: "n") }
        == "a.yaml:3:5: n: the setting \"kind\" is missing")
    #expect(
      message { _ = try numbers.make(.table(["kind": 3]), path: "n") }
        == "n.kind: expected the name of a number, found 3")
  }
}
