import Charts
import Foundation
import Testing

/// Every kind of chart against the file that was looked at.
///
/// `DESCENT_GOLDEN=1 swift test --filter ChartTests` writes the files anew; look at them before they are
/// committed.
@Suite struct ChartTests {
  private static let environment = ProcessInfo.processInfo.environment

  @Test(arguments: ChartCases.all.map(\.name))
  func looksAsItDid(_ name: String) throws {
    let chart = try #require(ChartCases.all.first { $0.name == name }).chart
    let svg = chart.svg(id: name)
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = source.appendingPathComponent("Fixtures/\(name).svg")
    if Self.environment["DESCENT_GOLDEN"] != nil {
      try Data(svg.utf8).write(to: file)
    }
    let golden = try #require(
      Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "svg"))
    #expect(try svg == String(contentsOf: golden, encoding: .utf8))
  }
}
