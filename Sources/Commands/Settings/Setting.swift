import Descent

/// One setting of `train`: a flag and a key of config files.
struct Setting: Sendable {
  /// The parts of the help text.
  enum Section: String, Sendable, CaseIterable {
    case data = "Data"
    case rows = "Rows"
    case network = "Network"
    case training = "Training"
    case regularization = "Regularization"
    case run = "Run"
  }

  /// How the text behind a flag becomes a value.
  enum Form: Sendable {
    /// The text as it is.
    case text
    /// A number, true, false, or a text.
    case scalar
    /// Texts or numbers with commas between them, or a list in brackets.
    case list
    /// The same, but every element is a text: the class "01" is not the class "1".
    case texts
    /// The name of a kind, or a table in braces.
    case described
    /// A list of tables in brackets.
    case layers
    /// A flag without a value: `--batch-norm`, `--no-batch-norm`.
    case flag
  }

  /// The name: flag and key.
  let name: String
  /// Where the help text lists it.
  let section: Section
  /// How a flag's text is read.
  let form: Form
  /// What stands for the value in the help text.
  let placeholder: String
  /// What it does, in one line.
  let summary: String
  /// The default in words.
  let fallback: String
  /// The names that the value may have; empty where it is no name.
  let kinds: [String]
  /// Takes a value; throws an error that starts with the path it is given.
  let read: @Sendable (Value, String, inout TrainSettings) throws -> Void
  /// The value for `config.yaml`; nil leaves the setting out.
  let write: @Sendable (TrainSettings) -> Value?

  init(
    _ name: String, _ section: Section, _ form: Form, _ placeholder: String, _ summary: String,
    default fallback: String,
    kinds: [String] = [],
    read: @escaping @Sendable (Value, String, inout TrainSettings) throws -> Void,
    write: @escaping @Sendable (TrainSettings) -> Value?
  ) {
    self.name = name
    self.section = section
    self.form = form
    self.placeholder = placeholder
    self.summary = summary
    self.fallback = fallback
    self.kinds = kinds
    self.read = read
    self.write = write
  }

  /// The sentence for the help text.
  var help: String {
    let known = kinds.isEmpty ? "" : " One of: \(kinds.joined(separator: ", "))."
    return "\(summary)\(known) (default: \(fallback))"
  }
}

/// The error for a value that isn't what a setting takes.
func wrong(_ path: String, _ value: Value, _ expected: String) -> DescentError {
  DescentError(
    .badData, "\(path): expected \(expected), found \(value.found)", at: value.position)
}

extension Value {
  /// A scalar as a person would write it: `5`, `true`, `abc`; nil for lists and tables.
  var plainText: String? {
    switch content {
    case .text(let text): text
    case .integer(let number): String(number)
    case .number(let number): "\(number)"
    case .flag(let flag): flag ? "true" : "false"
    case .null, .list, .table: nil
    }
  }

  /// Whether it says that there is none: `none` or null.
  var isNone: Bool { content == .null || text == "none" }
}
