/// In which colors charts are drawn.
///
/// The series colors are those of Okabe and Ito (2008), which people with any kind of color vision tell
/// apart, in an order that puts the strongest first, with lighter ones on dark ground; lines differ in
/// their dashes as well.
public enum ChartTheme: String, Sendable, CaseIterable {
  /// Dark on white.
  case light
  /// Light on near black.
  case dark
  /// Whichever the reader's system prefers; light where nothing can be asked.
  case automatic

  /// How many colors there are for series; the next series begins again with another dash.
  static let colors = 6

  /// The style sheet: what the classes of a drawing look like.
  public var styleSheet: String {
    switch self {
    case .light: Self.shared + Self.rules(.onLight)
    case .dark: Self.shared + Self.rules(.onDark)
    case .automatic:
      Self.shared + Self.rules(.onLight) + "@media (prefers-color-scheme: dark) {\n"
        + Self.rules(.onDark) + "}\n"
    }
  }

  private static let shared = """
    svg.chart { max-width: 100%; height: auto }
    .chart text { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; \
    font-size: 11px }
    .chart text.title { font-size: 13px; font-weight: 600 }
    .chart .small { font-size: 9px }
    .chart .middle { text-anchor: middle }
    .chart .end { text-anchor: end }
    .chart .line { fill: none; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round }
    .chart .band { stroke: none; fill-opacity: .18 }
    .chart .grid, .chart .axis { fill: none; stroke-width: 1; shape-rendering: crispEdges }
    .chart .mark { fill: none; stroke-width: 1; stroke-dasharray: 3 3 }
    .chart .dash1 { stroke-dasharray: 6 3 }
    .chart .dash2 { stroke-dasharray: 2 3 }
    .chart .dash3 { stroke-dasharray: 8 3 2 3 }
    .chart image { image-rendering: pixelated }
    .chart .clear { fill-opacity: 0 }
    .chart a { cursor: pointer }
    .chart a:hover rect, .chart a:focus rect { stroke-width: 2 }
    .chart .ring { fill: none; stroke-width: 1.6 }
    .chart .peek { visibility: hidden; pointer-events: none }
    .chart .point:hover .peek { visibility: visible }

    """

  private struct Colors {
    var ground: String
    var text: String
    var quiet: String
    var grid: String
    /// On a cell that is filled with the first color.
    var onFilled: String
    var good: String
    var bad: String
    var series: [String]

    static let onLight = Colors(
      ground: "#ffffff", text: "#1f2328", quiet: "#59636e", grid: "#e4e7eb", onFilled: "#ffffff",
      good: "#00795a", bad: "#b34700",
      series: ["#0072b2", "#d55e00", "#009e73", "#aa4499", "#b07d00", "#4b5563"])
    static let onDark = Colors(
      ground: "#0d1117", text: "#e6edf3", quiet: "#9198a1", grid: "#262c36", onFilled: "#0d1117",
      good: "#2fbf95", bad: "#ff9e57",
      series: ["#56b4e9", "#ff9e57", "#2fbf95", "#e39bc4", "#f0e442", "#b6bec8"])
  }

  private static func rules(_ colors: Colors) -> String {
    var rules = """
      .chart .ground { fill: \(colors.ground) }
      .chart text { fill: \(colors.text) }
      .chart text.quiet { fill: \(colors.quiet) }
      .chart text.onfilled { fill: \(colors.onFilled) }
      .chart text.good { fill: \(colors.good) }
      .chart text.bad { fill: \(colors.bad) }
      .chart .grid { stroke: \(colors.grid) }
      .chart .axis, .chart .mark { stroke: \(colors.quiet) }
      .chart a:hover rect, .chart a:focus rect { stroke: \(colors.bad) }
      .chart .frame { fill: none; stroke: \(colors.grid) }
      .chart .frame-good { fill: none; stroke: \(colors.good); stroke-width: 2 }
      .chart .frame-bad { fill: none; stroke: \(colors.bad); stroke-width: 2 }

      """
    for (index, color) in colors.series.enumerated() {
      rules +=
        ".chart .stroke\(index) { stroke: \(color) }\n.chart .fill\(index) { fill: \(color) }\n"
    }
    return rules
  }
}
