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

  @Test func anUnknownOneIsRefused() {
    let answer = descent("train", "--recipe", "mnist-softmx")
    #expect(answer.code == 64)
    #expect(
      answer.notes.hasPrefix(
        "error: unknown recipe \"mnist-softmx\". Did you mean \"mnist-softmax\"? Known: "))
  }
}
