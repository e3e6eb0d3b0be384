import Descent

/// Where a chart goes, in which colors and how large.
struct PlotFile {
  private let path: String?
  private let theme: ChartTheme
  private let size: ChartSize?
  private let isPNG: Bool

  /// Throws `DescentError` (usage) for an ending, a theme or a size that is none.
  init(_ path: String?, theme: String?, size: String?) throws {
    self.path = path
    isPNG = path?.lowercased().hasSuffix(".png") ?? false
    if let path, !isPNG, !path.lowercased().hasSuffix(".svg"), path != "/dev/stdout" {
      throw DescentError(
        .usage, "--output: expected a file that ends in .svg or .png, found \"\(path)\"")
    }
    if let theme {
      guard let known = ChartTheme(rawValue: theme) else {
        throw DescentError(
          .usage, "--theme: unknown theme \"\(theme)\"",
          fix: suggestion(for: theme, in: ChartTheme.allCases.map(\.rawValue)))
      }
      self.theme = known
    } else {
      self.theme = isPNG ? .light : .automatic
    }
    self.size = try size.map(Self.size)
  }

  private static func size(_ text: String) throws -> ChartSize {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1],
      (200...4000).contains(width), (120...4000).contains(height)
    else {
      throw DescentError(
        .usage,
        "--size: expected width and height such as 640x400, from 200x120 to 4000x4000, found "
          + "\"\(text)\"")
    }
    return ChartSize(width: Double(width), height: Double(height))
  }

  /// Pixels of a PNG file for each unit of the drawing, for screens of today.
  private static let zoom = 2

  /// Writes the chart.
  func write(_ chart: any Chart, _ surroundings: Surroundings) throws {
    var chart = size.map { chart.resized($0) } ?? chart
    if isPNG { chart = chart.withSharpPictures() }
    let svg = chart.svg(isPNG && theme == .automatic ? .light : theme, hasGround: true)
    guard let path else { return try surroundings.output.line(svg.trimmedEnd) }
    if isPNG {
      let folder = surroundings.environment["TMPDIR"] ?? "/tmp"
      try AtomicFile.write(
        try PictureConverter.png(svg, zoom: Self.zoom, folder: folder), to: path)
    } else {
      try AtomicFile.write(svg, to: path)
    }
    if path != "/dev/stdout" { try surroundings.output.line("saved  \(path.printable)") }
  }
}
