import ArgumentParser
import Descent

/// How the text of a table is laid out, where that shall not be found out: the settings `header` and
/// `delimiter`, and the flags of commands that have no other settings.
enum TableLayout {
  /// The names of delimiters that a shell or a config file makes hard to write.
  private static let names: [(name: String, character: Character)] = [
    ("comma", ","), ("semicolon", ";"), ("tab", "\t"), ("space", " "),
  ]

  /// A delimiter by its name, or one character other than a letter, a digit, a quote or a line end.
  static func delimiter(_ text: String) -> Character? {
    if let known = names.first(where: { $0.name == text }) { return known.character }
    guard text.count == 1, let one = text.first, let ascii = one.asciiValue,
      0x20..<0x7F ~= ascii || one == "\t", !one.isLetter, !one.isNumber, one != "\""
    else { return nil }
    return one
  }

  /// The name of a delimiter, or the character itself.
  static func name(of delimiter: Character) -> String {
    names.first { $0.character == delimiter }?.name ?? String(delimiter)
  }

  /// What a delimiter may be, for messages.
  static let expected = "comma, semicolon, tab, space or one sign such as |"
}

/// The flags for the layout of a table.
struct TableFlags: ParsableArguments {
  @Option(help: help("header")) var header: String?
  @Option(help: help("delimiter")) var delimiter: String?

  /// Both, as settings.
  var given: [(name: String, text: String?)] { [("header", header), ("delimiter", delimiter)] }

  /// What they say besides other settings.
  ///
  /// Throws `DescentError` (usage) for what is none of the values.
  func added(to others: TrainSettings) throws -> TrainSettings {
    var settings = others
    for (name, text) in given {
      guard let text, let setting = SettingsTable.setting(name) else { continue }
      do {
        try setting.read(flagValue(text, setting.form), "--\(name)", &settings)
      } catch var error as DescentError {
        error.kind = .usage
        throw error
      }
    }
    return settings
  }

  /// The layout.
  ///
  /// Throws as `added(to:)` does.
  var layout: CSVLayout {
    get throws { CSVLayout(try added(to: TrainSettings())) }
  }
}

extension CSVLayout {
  /// The layout that settings say.
  init(_ settings: TrainSettings) {
    self.init(delimiter: settings.delimiter, hasHeader: settings.header)
  }
}
