import Descent
import Foundation
import Testing

/// The recipes in the command are those in the folder Recipes.
@Suite struct RecipesTests {
  private static let folder =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path + "/Recipes"

  private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()

  @Test func allAreListed() throws {
    let answer = descent("recipes", "list", "--json")
    let list = try #require(try JSONReader().read(answer.output).list)
    #expect(list.compactMap { $0.table?["name"]?.text } == Self.names)
    #expect(!Self.names.isEmpty)
    for recipe in list {
      let keys = recipe.table?.entries.map(\.name)
      #expect(keys == ["name", "description", "system", "reported", "reaches"])
    }
    let table = descent("recipes")
    for name in Self.names { #expect(table.output.contains("\n\(name) ")) }
  }

  @Test(arguments: names) func whatARecipeReachesIsThatOfTheDocument(_ name: String) throws {
    let list = try #require(
      try JSONReader().read(descent("recipes", "list", "--json").output).list)
    let recipe = list.compactMap(\.table).first { $0["name"]?.text == name }
    let reaches = try #require(recipe?["reaches"]?.text)
    let document = try String(
      contentsOfFile: Self.folder + "/../docs/recipes.md", encoding: .utf8)
    let row = try #require(
      document.split(separator: "\n").first { $0.hasPrefix("| `\(name)` |") })
    let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    let mean = cells[2].replacing(" test", with: "").split(separator: " ")
    let shown =
      "\(mean[0]) \(mean.last == "loss" ? "loss" : "%") (\(cells[3]) to \(cells[4]))"
    #expect(reaches == shown)
  }

  @Test(arguments: names) func theyAreInStep(_ name: String) throws {
    let file = try String(contentsOfFile: "\(Self.folder)/\(name).yaml", encoding: .utf8)
    #expect(descent("recipes", "show", name) == Answer(code: 0, output: file, notes: ""))
  }

  private static let fast = names.filter { $0.hasSuffix("-fast") }

  @Test func theFastOnesAreMeasuredByTheirScript() throws {
    let script = try String(
      contentsOfFile: Self.folder + "/../Scripts/time-to-accuracy", encoding: .utf8)
    let limits = script.split(separator: "\n").filter {
      $0.hasPrefix("    \"") && $0.hasSuffix("),")
    }
    let measured = limits.compactMap {
      $0.split(separator: "\"").dropFirst().first.map(String.init)
    }
    #expect(measured.sorted() == Self.fast)
    #expect(Self.fast == ["fashion-fast", "mnist-fast"])
  }

  @Test(arguments: fast) func bothTablesSayTheSameOfAFastOne(_ name: String) throws {
    let document = try String(
      contentsOfFile: Self.folder + "/../docs/recipes.md", encoding: .utf8)
    let rows = document.split(separator: "\n").filter { $0.hasPrefix("| `\(name)` |") }.map { row in
      row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    try #require(rows.map(\.count) == [6, 8])
    #expect(rows[0][2] == rows[1][2] + " test")
    #expect(rows[0][3] + " %" == rows[1][3])
  }

  /// Nothing stops one early, and no training row is held out.
  @Test(arguments: fast) func aFastOneHasFixedEpochs(_ name: String) {
    let lines = descent("recipes", "show", name).output.split(separator: "\n")
    #expect(lines.contains("validation: 0"))
    #expect(lines.contains { $0.hasPrefix("epochs: ") })
    #expect(!lines.contains { $0.hasPrefix("early-stopping") })
  }

  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["DESCENT_DATA"] != nil, "DESCENT_DATA is not set"))
  func theFastOneForMNISTReaches98Percent() throws {
    let folder = try Folder()
    let answer = descent(
      "train", "--recipe", "mnist-fast", "--output", folder["run"], "--json", "--quiet",
      environment: ProcessInfo.processInfo.environment, in: folder)
    let test = try #require(try json(answer.output)["test"]?.table)
    #expect(test["rows"] == .integer(10_000))
    #expect(try #require(test["accuracy"]?.number) >= 0.98)
  }

  @Test func anUnknownOneIsRefused() {
    let answer = descent("train", "--recipe", "mnist-softmx")
    #expect(answer.code == 64)
    #expect(
      answer.notes.hasPrefix(
        "error: unknown recipe \"mnist-softmx\". Did you mean \"mnist-softmax\"? Known: "))
  }
}
