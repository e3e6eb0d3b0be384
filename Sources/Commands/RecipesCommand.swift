import ArgumentParser
import Descent

/// `descent recipes`: lists what `train --recipe` knows.
struct RecipesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recipes",
    abstract: "Lists the recipes: known systems as ready settings.",
    subcommands: [List.self, Show.self], defaultSubcommand: List.self)

  /// `descent recipes list`
  struct List: RunnableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Lists all recipes with what they reach.")

    @Flag(help: "Prints one JSON document.") var json = false

    func run(in surroundings: Surroundings) throws {
      let recipes = try RecipeCatalog.all()
      let output = surroundings.output
      if json {
        let list = recipes.map { recipe in
          Value.table(
            Settings(
              [Settings.Entry("name", .text(recipe.name))]
                + SettingsTable.remarks.compactMap { key in
                  recipe.remarks[key].map { Settings.Entry(key, .text($0)) }
                }))
        }
        try output.line(try JSONWriter(.pretty).text(.list(list)).trimmedEnd)
        return
      }
      var table = TextTable([
        (title: "Recipe", alignment: .left), (title: "System", alignment: .left),
        (title: "Reported", alignment: .left), (title: "Reaches", alignment: .left),
      ])
      for recipe in recipes {
        table.add([
          recipe.name, recipe.remarks["system"] ?? "", recipe.remarks["reported"] ?? "",
          recipe.remarks["reaches"] ?? "",
        ])
      }
      let style = Style(isOn: surroundings.hasColor(output))
      for line in table.lines(width: output.width ?? 120, bold: { style.bold($0) }) {
        try output.line(line)
      }
      try output.line()
      try output.line(
        "Run one: descent train --recipe NAME     Read one: descent recipes show NAME")
    }
  }

  /// `descent recipes show NAME`
  struct Show: RunnableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Prints a recipe as the config file that it is.")

    @Argument(help: "The name of a recipe.") var name: String

    func run(in surroundings: Surroundings) throws {
      try surroundings.output.write(try RecipeCatalog.recipe(name).text)
    }
  }
}
