import Charts

/// A piece of HTML. Text becomes HTML only here, escaped; what is HTML already says so by its type.
public struct HTML: Sendable, ExpressibleByStringInterpolation {
  /// The markup.
  public let markup: String

  /// Markup that is trusted as it stands.
  public init(markup: String) { self.markup = markup }

  /// A text, escaped.
  public init(_ text: String) { markup = Drawing.escaped(text) }

  /// Markup in the program's own words.
  public init(stringLiteral value: String) { markup = value }

  /// Markup with texts in it, which are escaped, and with other pieces, which aren't.
  public init(stringInterpolation: Interpolation) { markup = stringInterpolation.markup }

  /// Collects markup.
  public struct Interpolation: StringInterpolationProtocol {
    var markup = ""

    /// An empty one.
    public init(literalCapacity: Int, interpolationCount: Int) {}
    /// Markup.
    public mutating func appendLiteral(_ literal: String) { markup += literal }
    /// A text, escaped.
    public mutating func appendInterpolation(_ text: String) { markup += Drawing.escaped(text) }
    /// A number.
    public mutating func appendInterpolation(_ number: Int) { markup += "\(number)" }
    /// Another piece.
    public mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
    /// Pieces one after the other.
    public mutating func appendInterpolation(_ pieces: [HTML]) {
      for piece in pieces { markup += piece.markup }
    }
  }

  /// A paragraph for each text.
  static func list(_ texts: [String]) -> HTML {
    texts.isEmpty ? "" : "<ul>\(texts.map { "<li>\($0)</li>" as HTML })</ul>\n"
  }

  /// Names with what they stand for.
  static func facts(_ facts: [(name: String, value: String)]) -> HTML {
    let rows = facts.map { "<div><dt>\($0.name)</dt><dd>\($0.value)</dd></div>\n" as HTML }
    return "<dl>\n\(rows)</dl>\n"
  }

  /// A table; numbers are aligned to the right.
  static func table(_ columns: [String], _ rows: [[String]]) -> HTML {
    table(columns.map(cell), rows.map { $0.map(cell) })
  }

  /// A text that is shown in full to whoever points at it, where it is cut.
  private static func cell(_ text: String) -> HTML {
    text.count > 40 ? "<span title=\"\(text)\">\(text)</span>" : HTML(text)
  }

  /// A table of cells that are HTML already.
  static func table(_ columns: [HTML], _ rows: [[HTML]]) -> HTML {
    let head = columns.map { "<th scope=\"col\">\($0)</th>" as HTML }
    let body = rows.map { row in
      "<tr>\(row.map { "<td>\($0)</td>" as HTML })</tr>\n" as HTML
    }
    return
      "<div class=\"scroll\"><table><thead><tr>\(head)</tr></thead>\n<tbody>\(body)</tbody></table></div>\n"
  }

  /// A chart with the numbers behind it, folded away.
  ///
  /// - Parameter below: stands between the two.
  static func chart(
    _ chart: any Chart, id: String, isWide: Bool = false, below: HTML = ""
  ) -> HTML {
    let kind: HTML = isWide ? "wide" : "narrow"
    return """
      <figure class="\(kind)" id="\(id)-chart">
      \(HTML(markup: chart.svg(nil, id: id)))\(below)<details><summary>Numbers</summary>
      <div class="scroll">\(HTML(markup: chart.values.html))</div></details>
      </figure>

      """
  }
}

extension HTML {
  /// Text whose lines stay lines.
  init(preformatted text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    self.init(markup: lines.map { Drawing.escaped(String($0)) }.joined(separator: "\n"))
  }
}
