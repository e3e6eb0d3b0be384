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
        case .date(let order), .timeOfDay(let order): settings["order"] = .text(order.rawValue)
        }
        if let fill = column.fill { settings["fill"] = .number(fill) }
        if column.hasIndicator { settings["indicator"] = true }
        if column.isEmbedded { settings["embedded"] = true }
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
    // The halves of a column of dates with times have one name.
    let names = columns.map { column in
      if case .timeOfDay = column.source.kind { return column.source.name + "\n" }
      return column.source.name
    }
    guard Set(names).count == names.count else {
      throw DescentError(.badData, "\(path): two columns have the same name")
    }
    for (index, column) in columns.enumerated() {
      guard case .timeOfDay(let order) = column.source.kind else { continue }
      let day = TableColumn(column.source.name, .date(order))
      guard index > 0, columns[index - 1].source == day else {
        throw DescentError(.badData, "\(path)[\(index)]: a time of day must follow its date")
      }
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
    case "date", "time-of-day":
      let written = try reader.text("order")
      guard let order = DateOrder(rawValue: written) else {
        throw DescentError(
          .badData, "\(path).order: unknown order of dates \"\(written)\"",
          fix: suggestion(for: written, in: DateOrder.allCases.map(\.rawValue)))
      }
      source = TableColumn(name, kind == "date" ? .date(order) : .timeOfDay(order))
    default:
      throw DescentError(
        .badData, "\(path).kind: unknown kind of column \"\(kind)\"",
        fix: suggestion(for: kind, in: ["number", "category", "yes-no", "date", "time-of-day"]))
    }
    let hasFill = value.table?["fill"] != nil
    fill =
      hasFill
      ? try reader.number("fill", expected: "a number") { Scalar($0).isFinite } : nil
    hasIndicator =
      value.table?["indicator"] != nil
      ? try reader.flag("indicator") : false
    isEmbedded =
      value.table?["embedded"] != nil
      ? try reader.flag("embedded") : false
    guard !isEmbedded || source.isCategory else {
      throw DescentError(.badData, "\(path).embedded: only a category can be embedded")
    }
    try reader.finish()
  }
}
