/// SVG elements one after the other. All text is escaped here and nowhere else.
public struct Drawing: Sendable {
  /// Begins the names of parts that other parts refer to.
  let id: String
  private(set) var markup = ""

  init(id: String) { self.id = id }

  /// A text as it may stand in SVG and HTML, between tags and in attributes: what has a meaning there is
  /// replaced, and so are control characters, which XML does not allow.
  public static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n": result += " "
      case _
      where scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value || 0xFFFE...0xFFFF ~= scalar.value:
        result += "\u{FFFD}"
      // Marks that turn the direction of all text behind them around.
      case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A text whose baseline begins at a point; classes `middle` and `end` shift it.
  ///
  /// - Parameter limit: the width that it may take; what is longer is cut, and shown in full to whoever
  ///   points at it.
  mutating func text(
    _ text: String, x: Double, y: Double, _ classes: String = "", limit: Double = .infinity,
    turned: Bool = false
  ) {
    let size = classes.contains("title") ? 13.0 : classes.contains("small") ? 9.0 : 11.0
    let shown = TextWidth.fitted(text, limit, size: size)
    let turn = turned ? " transform=\"rotate(-90 \(coordinate(x)) \(coordinate(y)))\"" : ""
    let full = shown == text ? "" : "<title>\(Self.escaped(text))</title>"
    markup +=
      "<text\(Self.attribute(classes)) x=\"\(coordinate(x))\" y=\"\(coordinate(y))\"\(turn)>"
      + "\(full)\(Self.escaped(shown))</text>\n"
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ classes: String) {
    markup +=
      "<line\(Self.attribute(classes)) x1=\"\(coordinate(x1))\" y1=\"\(coordinate(y1))\" "
      + "x2=\"\(coordinate(x2))\" y2=\"\(coordinate(y2))\"/>\n"
  }

  /// A rectangle; what stands in `tip` is shown to whoever points at it.
  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ classes: String,
    opacity: Double? = nil, tip: String? = nil
  ) {
    let share = opacity.map { " fill-opacity=\"\(coordinate($0))\"" } ?? ""
    element(
      "rect",
      "\(Self.attribute(classes)) x=\"\(coordinate(x))\" y=\"\(coordinate(y))\" "
        + "width=\"\(coordinate(max(width, 0)))\" height=\"\(coordinate(max(height, 0)))\"\(share)",
      tip)
  }

  mutating func circle(
    _ x: Double, _ y: Double, _ radius: Double, _ classes: String, opacity: Double? = nil,
    tip: String? = nil
  ) {
    let share = opacity.map { " fill-opacity=\"\(coordinate($0))\"" } ?? ""
    element(
      "circle",
      "\(Self.attribute(classes)) cx=\"\(coordinate(x))\" cy=\"\(coordinate(y))\" "
        + "r=\"\(coordinate(radius))\"\(share)", tip)
  }

  /// A point; whoever points at it sees the picture in the corner.
  ///
  /// - Parameter picture: its address, or `#` and its name where it lies elsewhere on the page.
  mutating func point(
    _ x: Double, _ y: Double, _ radius: Double, _ classes: String, tip: String?, picture: String?,
    corner: (x: Double, y: Double)
  ) {
    guard let picture else {
      return circle(x, y, radius, classes, opacity: 0.65, tip: tip)
    }
    markup += "<g class=\"point\">"
    circle(x, y, radius, classes, opacity: 0.65, tip: tip)
    let place = "x=\"\(coordinate(corner.x))\" y=\"\(coordinate(corner.y))\""
    markup +=
      picture.hasPrefix("#")
      ? "<use class=\"peek\" \(place) href=\"\(Self.escaped(picture))\"/></g>\n"
      : "<image class=\"peek\" \(place) width=\"64\" height=\"64\" "
        + "href=\"\(Self.escaped(picture))\"/></g>\n"
  }

  /// What leads somewhere else on the page; nothing around it where there is no address.
  mutating func link(_ address: String?, _ tip: String, _ body: (inout Drawing) -> Void) {
    guard let address else { return body(&self) }
    markup +=
      "<a href=\"\(Self.escaped(address))\" aria-label=\"\(Self.escaped(tip))\"><title>\(Self.escaped(tip))</title>\n"
    body(&self)
    markup += "</a>\n"
  }

  /// A path in the language of SVG's attribute `d`.
  mutating func path(_ data: String, _ classes: String, opacity: Double? = nil) {
    let share = opacity.map { " stroke-opacity=\"\(coordinate($0))\"" } ?? ""
    markup += "<path\(Self.attribute(classes)) d=\"\(data)\"\(share)/>\n"
  }

  /// A picture whose pixels stay squares however large it is shown.
  mutating func image(
    _ address: String, _ x: Double, _ y: Double, _ width: Double, _ height: Double,
    tip: String? = nil
  ) {
    element(
      "image",
      " x=\"\(coordinate(x))\" y=\"\(coordinate(y))\" width=\"\(coordinate(width))\" "
        + "height=\"\(coordinate(height))\" preserveAspectRatio=\"none\" href=\"\(Self.escaped(address))\"",
      tip)
  }

  private mutating func element(_ name: String, _ attributes: String, _ tip: String?) {
    markup += "<\(name)\(attributes)"
    markup += tip.map { "><title>\(Self.escaped($0))</title></\(name)>\n" } ?? "/>\n"
  }

  private static func attribute(_ classes: String) -> String {
    classes.isEmpty ? "" : " class=\"\(classes)\""
  }
}

/// A coordinate with at most two decimals and no zeros at their end; 0 for what is no number.
func coordinate(_ value: Double) -> String {
  guard value.isFinite, value.magnitude < 1e9 else { return "0" }
  let hundredths = Int((value * 100).rounded())
  let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
  let sign = hundredths < 0 ? "-" : ""
  if rest == 0 { return "\(sign)\(whole)" }
  return rest % 10 == 0
    ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
}
