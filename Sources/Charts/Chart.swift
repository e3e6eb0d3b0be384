/// A picture of numbers as a value: what is shown, and how it is drawn.
///
/// Charts know nothing of networks. They are drawn as SVG 1.1 with a style sheet for light and dark, 420
/// units wide unless said otherwise, so that their text can be read at a phone's width.
public protocol Chart: Sendable {
  /// What the chart is called; stands above it, and is what a screen reader says first.
  var title: String { get }
  /// What there is to see, in a sentence or two, for those who don't see it.
  var summary: String { get }
  /// How large the drawing is.
  var size: ChartSize { get }
  /// The numbers behind the picture.
  var values: ChartTable { get }
  /// Draws everything but the title.
  func draw(_ drawing: inout Drawing)
}

/// Width and height of a drawing in its own units, one of which is a pixel unless it is scaled.
public struct ChartSize: Sendable, Hashable {
  /// Units from left to right.
  public var width: Double
  /// Units from top to bottom.
  public var height: Double

  /// A size.
  public init(width: Double = 420, height: Double = 280) {
    self.width = width
    self.height = height
  }
}

extension Chart {
  /// The chart as SVG.
  ///
  /// - Parameters:
  ///   - theme: light, dark, or whichever the reader's system prefers; nil for a page that has the style
  ///     sheet already (`ChartTheme.styleSheet`).
  ///   - id: begins the names of its parts, which must differ between the charts of one page.
  ///   - hasGround: whether the theme's ground is drawn, for a file that may be looked at on any other.
  public func svg(
    _ theme: ChartTheme? = .automatic, id: String = "chart", hasGround: Bool = false
  ) -> String {
    var drawing = Drawing(id: id)
    if hasGround { drawing.rectangle(0, 0, size.width, size.height, "ground") }
    drawing.text(title, x: 10, y: 18, "title", limit: size.width - 20)
    draw(&drawing)
    let (width, height) = (coordinate(size.width), coordinate(size.height))
    let name = Drawing.escaped(id)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 \(width) \(height)" \
      width="\(width)" height="\(height)" role="img" aria-labelledby="\(name)-title \(name)-summary">
      <title id="\(name)-title">\(Drawing.escaped(title))</title>
      <desc id="\(name)-summary">\(Drawing.escaped(summary))</desc>
      \(theme.map { "<style>\n\($0.styleSheet)</style>\n" } ?? "")\(drawing.markup)</svg>

      """
  }
}
