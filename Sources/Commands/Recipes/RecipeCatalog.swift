import Descent

/// A config file that is part of Descent.
struct Recipe {
  /// The name: that of its file without the ending.
  let name: String
  /// The file.
  let text: String
  /// What it is for people: description, system, reported, reaches.
  let remarks: [String: String]

  init(name: String, text: String) throws {
    self.name = name
    self.text = text
    let table = try YAMLReader().read(text, file: "\(name).yaml").table ?? Settings()
    var remarks: [String: String] = [:]
    for key in SettingsTable.remarks { remarks[key] = table[key]?.plainText }
    self.remarks = remarks
  }

  /// The settings in it.
  func settings() throws -> Settings {
    let file = "\(name).yaml"
    return try SettingsLevels.checked(try YAMLReader().read(text, file: file), file: file)
  }
}

/// The recipes that are part of Descent.
enum RecipeCatalog {
  /// The names in order.
  static var names: [String] { EmbeddedRecipes.all.map(\.name) }

  /// All recipes.
  static func all() throws -> [Recipe] {
    try EmbeddedRecipes.all.map { try Recipe(name: $0.name, text: $0.text) }
  }

  /// The recipe of a name.
  ///
  /// Throws `DescentError` (usage) with the nearest name.
  static func recipe(_ name: String) throws -> Recipe {
    guard let entry = EmbeddedRecipes.all.first(where: { $0.name == name }) else {
      throw DescentError(
        .usage, "unknown recipe \"\(name)\"", fix: suggestion(for: name, in: names))
    }
    return try Recipe(name: entry.name, text: entry.text)
  }
}
