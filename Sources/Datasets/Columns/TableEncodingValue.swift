import Basics

extension TableEncoding {
  /// The encoding for a model file: a list of `{name: age, kind: number, fill: 37.5}`.
  public var value: Value {
    .list(
      columns.map { column in
        var settings: Settings = [
          "name": .text(column.source.name), "kind": .text(column.source.kindName),
        ]
        switch column.source.kind {
        case .number: break
        case .category(let levels):
          settings["levels"] = .list(levels.map { .text($0) })
        case .yesNo(let no, let yes):
          settings["levels"] = .list([.text(no), .text(yes)])
        }
        if let fill = column.fill { settings["fill"] = .number(fill) }
        if column.hasIndicator { settings["indicator"] = true }
        return .table(settings)
      })
  }

  /// Reads an encoding back.
  ///
  /// Throws `DescentError` (bad data) naming the setting that is missing, unknown or out of range.
  public init(_ value: Value, path: String = "features.columns") throws {
    guard let list = value.list else {
      throw DescentError(
        .badData, "\(path): expected a list of columns, found \(value.found)", at: value.position)
    }
    columns = try list.enumerated().map { try Column($1, path: "\(path)[\($0)]") }
    let names = columns.map(\.source.name)
    guard Set(names).count == names.count else {
      throw DescentError(.badData, "\(path): two columns have the same name")
    }
  }
}

extension TableEncoding.Column {
  fileprivate init(_ value: Value, path: String) throws {
    var reader = try SettingsReader(value, path: path)
    let name = try reader.text("name")
    let kind = try reader.text("kind")
    switch kind {
    case "number": source = TableColumn(name, .number)
    case "category", "yes-no":
      let levels = try reader.texts("levels")
      guard Set(levels).count == levels.count else {
        throw DescentError(.badData, "\(path).levels: a level comes twice")
      }
      if kind == "category" {
        source = TableColumn(name, .category(levels: levels))
      } else {
        guard levels.count == 2 else {
          throw DescentError(
            .badData, "\(path).levels: expected 2 levels, no and yes, found \(levels.count)")
        }
        source = TableColumn(name, .yesNo(no: levels[0], yes: levels[1]))
      }
    default:
      throw DescentError(
        .badData, "\(path).kind: unknown kind of column \"\(kind)\"",
        fix: suggestion(for: kind, in: ["number", "category", "yes-no"]))
    }
    let hasFill = value.table?["fill"] != nil
    fill =
      hasFill
      ? try reader.number("fill", expected: "a number") { Scalar($0).isFinite } : nil
    hasIndicator =
      value.table?["indicator"] != nil
      ? try reader.flag("indicator") : false
    try reader.finish()
  }
}
