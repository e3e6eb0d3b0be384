import Descent
import Yams

/// An error of Yams in the form of Descent's errors.
struct YAMLFault {
  let error: DescentError

  init(_ fault: YamlError, file: String?) {
    switch fault {
    case .scanner(let context, let problem, let mark, let yaml),
      .parser(let context, let problem, let mark, let yaml):
      error = Self.syntax(problem, context, mark, file, yaml)
    case .composer(_, let problem, let mark, _):
      let place = Position(file: file, line: mark.line, column: mark.column)
      error =
        problem.contains("another document")
        ? DescentError(
          .badData, "expected one document, found another one", at: place,
          fix: "Remove it, or put it into a file of its own.")
        : DescentError(
          .badData, "anchors and aliases are not read", at: place, fix: "Write the values out.")
    case .reader(let problem, let offset, _, let yaml):
      error = DescentError(
        .badData, "this is not YAML: \(problem)", at: Self.position(offset, in: yaml, file))
    case .duplicatedKeysInMapping(let duplicates, let context):
      let place = Position(file: file, line: context.mark.line, column: context.mark.column)
      error = Self.twice(duplicates.first ?? "", place)
    case .memory:
      error = DescentError(
        .badData, "there is not enough memory to read it", at: Position(file: file))
    default:
      error = DescentError(.badData, "this is not YAML: \(fault)", at: Position(file: file))
    }
  }

  static func twice(_ name: String, _ place: Position) -> DescentError {
    DescentError(
      .badData, "the name \"\(name)\" comes twice in one table", at: place,
      fix: "Remove one of the two.")
  }

  private static func syntax(
    _ problem: String, _ context: YamlError.Context?, _ mark: Mark, _ file: String?, _ yaml: String
  ) -> DescentError {
    let place = Position(file: file, line: mark.line, column: mark.column)
    if problem.contains("nesting level") {
      return DescentError(.badData, "lists and tables are nested too deep", at: place)
    }
    var message = "this is not YAML: \(problem)"
    if let context, !context.text.isEmpty {
      let elsewhere =
        context.mark.line == mark.line ? "" : " that starts in line \(context.mark.line)"
      message += " \(context.text)\(elsewhere)"
    }
    return DescentError(.badData, message, at: place, fix: advice(problem, mark, yaml))
  }

  /// A way out of the usual mistakes.
  private static func advice(_ problem: String, _ mark: Mark, _ yaml: String) -> String? {
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
    let line = lines.indices.contains(mark.line - 1) ? lines[mark.line - 1] : ""
    let character = line.unicodeScalars.dropFirst(mark.column - 1).first
    if line.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") || character == "\t" {
      return "Indent with spaces, not with tabs."
    }
    if problem.contains("mapping values are not allowed") {
      return "Put a text that contains \": \" in quotes, and check the indentation."
    }
    if problem.contains("cannot start any token") {
      return "Put the text in quotes."
    }
    if problem.contains("could not find expected ':'") { return "Write a name as \"name: value\"." }
    return nil
  }

  /// The place that is so many characters from the start.
  private static func position(_ offset: Int?, in yaml: String, _ file: String?) -> Position {
    guard let offset else { return Position(file: file) }
    let before = yaml.prefix(offset)
    let line = before.count { $0.isNewline } + 1
    let start = before.lastIndex { $0.isNewline }.map { before.index(after: $0) }
    let column = before[(start ?? before.startIndex)...].unicodeScalars.count + 1
    return Position(file: file, line: line, column: column)
  }
}
