import Basics
import Testing

private protocol Toy: Described {}

private struct Plain: Toy {
  static let kind = "plain"
  init() {}
  init(from reader: inout SettingsReader) throws {}
}

private struct Sized: Toy {
  static let kind = "sized"
  var size: Int
  var settings: Settings { ["size": .integer(size)] }
  init(size: Int) { self.size = size }
  init(from reader: inout SettingsReader) throws {
    size = try reader.integer("size", default: 1)
  }
}

@Suite struct DescribedTests {
  private static let catalog = Catalog<any Toy>(noun: "toy")
    .adding("plain") { try Plain(from: &$0) }
    .adding("sized") { try Sized(from: &$0) }

  func refusal(_ value: Value) -> String? {
    do {
      _ = try Self.catalog.make(value, path: "toys[0]")
      return nil
    } catch { return "\(error)" }
  }

  @Test func descriptions() {
    #expect(Plain().described == "plain")
    #expect(Sized(size: 3).described == .table(["kind": "sized", "size": 3]))
  }

  @Test func descriptionsMakeTheRoundTrip() throws {
    #expect(Self.catalog.kinds == ["plain", "sized"])
    let made = try Self.catalog.make(Sized(size: 3).described, path: "")
    #expect((made as? Sized)?.size == 3)
    #expect(try Self.catalog.make("plain", path: "") is Plain)
    #expect((try Self.catalog.make("sized", path: "") as? Sized)?.size == 1)
  }

  @Test func aKindCanBeReplaced() throws {
    let catalog = Self.catalog.adding("plain") { _ in Sized(size: 9) }
    #expect(catalog.kinds == ["sized", "plain"])
    #expect((try catalog.make("plain", path: "") as? Sized)?.size == 9)
  }

  @Test func errorTexts() {
    #expect(
      refusal("plian")
        == "toys[0]: unknown toy \"plian\". Did you mean \"plain\"? Known: plain, sized.")
    #expect(refusal(3) == "toys[0]: expected the name of a toy or a table with a kind, found 3")
    #expect(refusal(.table(["size": 3])) == "toys[0]: the setting \"kind\" is missing")
    #expect(
      refusal(.table(["kind": 1])) == "toys[0].kind: expected the name of a toy, found 1")
    #expect(
      refusal(.table(["kind": "sized", "syze": 3]))
        == "toys[0]: unknown setting \"syze\". Did you mean \"size\"? Known: size.")
    #expect(
      refusal(.table(["kind": "sized", "size": "a"]))
        == "toys[0].size: expected a whole number, found \"a\"")
    #expect(
      refusal(.table(["kind": "plain", "size": 3]))
        == "toys[0]: unknown setting \"size\". It takes no settings.")
  }
}
