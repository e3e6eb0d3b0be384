import Charts

/// One HTML file that needs nothing else: no network, no script, no other file.
public struct Page: Sendable {
  /// What stands in the title bar and above everything.
  public var title: String
  /// A line below the title.
  public var subtitle: String
  /// What follows each other on the page.
  public var sections: [Section]

  /// A part of the page with a heading.
  public struct Section: Sendable {
    /// The heading.
    public var title: String
    /// Where the contents lead.
    public var anchor: String
    /// What it holds.
    public var content: HTML

    /// A part of the page.
    public init(_ title: String, anchor: String, _ content: HTML) {
      self.title = title
      self.anchor = anchor
      self.content = content
    }
  }

  /// A page.
  public init(title: String, subtitle: String, sections: [Section]) {
    self.title = title
    self.subtitle = subtitle
    self.sections = sections
  }

  /// The whole file.
  public var html: String {
    let contents = sections.map {
      "<a href=\"#\(HTML($0.anchor))\">\($0.title)</a>\n" as HTML
    }
    let parts = sections.map { section in
      """
      <section id="\(HTML(section.anchor))">
      <h2>\(section.title)</h2>
      \(section.content)</section>

      """ as HTML
    }
    let page: HTML = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      img-src data:; style-src 'unsafe-inline'">
      <title>\(title)</title>
      <style>
      \(HTML(markup: ChartTheme.automatic.styleSheet))\(HTML(markup: Self.style))</style>
      </head>
      <body>
      <header>
      <h1>\(title)</h1>
      <p>\(subtitle)</p>
      <nav aria-label="Contents">
      \(contents)</nav>
      </header>
      <main>
      \(parts)</main>
      </body>
      </html>

      """
    return page.markup
  }

  private static let style = """
    :root { --ground: #ffffff; --text: #1f2328; --quiet: #59636e; --line: #d9dee3; --card: #f6f8fa;
      --link: #0060a0; --good: #00795a; --bad: #b34700 }
    @media (prefers-color-scheme: dark) {
      :root { --ground: #0d1117; --text: #e6edf3; --quiet: #9198a1; --line: #30363d; --card: #161b22;
        --link: #56b4e9; --good: #2fbf95; --bad: #ff9e57 }
    }
    * { box-sizing: border-box }
    body { margin: 0 auto; max-width: 1320px; padding: 0 16px 48px; background: var(--ground);
      color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif }
    h1 { font-size: 24px; margin: 24px 0 0; overflow-wrap: anywhere }
    h2 { font-size: 18px; margin: 32px 0 12px; padding-top: 12px; border-top: 1px solid var(--line) }
    h3 { font-size: 15px; margin: 20px 0 8px }
    header p { margin: 4px 0 12px; color: var(--quiet); overflow-wrap: anywhere }
    nav { display: flex; flex-wrap: wrap; gap: 4px 16px }
    a { color: var(--link) }
    .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); gap: 16px;
      align-items: start }
    figure { margin: 0; padding: 8px; border: 1px solid var(--line); border-radius: 8px; min-width: 0 }
    figure.wide { grid-column: 1 / -1 }
    figure svg { display: block; margin: 0 auto }
    figure.narrow svg { width: 100% }
    details { font-size: 12px; color: var(--quiet) }
    summary { cursor: pointer }
    details.layer { font-size: inherit; color: inherit; margin: 8px 0 }
    details.layer > summary { font-weight: 600; padding: 4px 0 }
    .scroll { overflow-x: auto; max-height: 420px; overflow-y: auto }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums }
    th, td { padding: 2px 12px 2px 0; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap;
      max-width: 340px; overflow: hidden; text-overflow: ellipsis }
    th:first-child, td:first-child { text-align: left }
    dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 210px), 1fr)); gap: 8px; margin: 0 0 16px }
    dl div { background: var(--card); border-radius: 8px; padding: 8px 12px; min-width: 0 }
    dt { color: var(--quiet); font-size: 12px }
    dd { margin: 0; font-weight: 600; overflow-wrap: anywhere }
    .best { color: var(--good) }
    .headline { font-size: 17px }
    .hint { color: var(--quiet); font-size: 13px; margin: 4px 0 8px }
    .warning { border-left: 4px solid var(--bad); background: var(--card); padding: 8px 12px; border-radius: 4px }
    .charts.small { grid-template-columns: repeat(auto-fill, minmax(min(100%, 260px), 1fr)); margin-top: 12px }
    .pair { display: none; margin: 8px 0; padding: 4px 8px 8px; background: var(--card); border-radius: 8px;
      scroll-margin-top: 50vh }
    .pair:target { display: block }
    .pair:focus { outline: none }
    .pair p { margin: 4px 0; font-size: 13px; overflow-wrap: anywhere }
    figure:target { outline: none }
    .tabs { display: flex; flex-wrap: wrap; gap: 6px; max-width: 640px }
    .tabs input { position: absolute; opacity: 0; pointer-events: none }
    .tabs label { padding: 4px 12px; border: 1px solid var(--line); border-radius: 16px; font-size: 13px; cursor: pointer }
    .tabs input:checked + label { background: var(--link); border-color: var(--link); color: var(--ground) }
    .tabs input:focus-visible + label { outline: 2px solid var(--link); outline-offset: 2px }
    .tabs figure { display: none; flex: 0 0 100%; order: 1 }
    .tabs .sheet { position: absolute }
    \((0..<4).map { "#map-tab-\($0):checked ~ #map-\($0)-chart" }.joined(separator: ",\n")) { display: block }
    pre { background: var(--card); padding: 12px; border-radius: 8px; overflow-x: auto; font-size: 12px }
    code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace }
    @media print { nav, details { display: none } figure { break-inside: avoid } }

    """
}
