import Datasets
import Testing

@Suite struct ISOTimeTests {
  @Test func readsTheFormsOfTables() {
    #expect(ISOTime("1970-01-01")?.seconds == 0)
    #expect(ISOTime("1970-01-02T00:00")?.seconds == 86_400)
    #expect(ISOTime("2026-11-21")?.seconds == 1_795_219_200)
    #expect(ISOTime("2026-11-21T05:30:12")?.seconds == 1_795_239_012)
    #expect(ISOTime("2026-11-21 05:30:12.25")?.seconds == 1_795_239_012.25)
    #expect(ISOTime("2026-11-21T05:30:12Z") == ISOTime("2026-11-21t06:30:12+01:00"))
    #expect(ISOTime("2026-11-21T05:30Z")?.hasZone == true)
    #expect(ISOTime("2026-11-21T05:30")?.hasZone == false)
    #expect(ISOTime("2026-11-21T05:30-02:30")?.seconds == 1_795_248_000)
    #expect(ISOTime("2000-02-29")?.seconds == 951_782_400)
    #expect(ISOTime("1900-03-01")?.seconds == -2_203_891_200)
    #expect(ISOTime("0000-01-01")?.seconds == -62_167_219_200)
    #expect(ISOTime("9999-12-31T23:59:60Z") != nil)
  }

  @Test(arguments: [
    "", "2026", "2026-1-1", "2026-13-01", "2026-00-01", "2026-02-30", "1900-02-29", "2026-11-31",
    "2026-11-00", "21.11.2026", "2026/11/21", "20261121", "2026-11-21T", "2026-11-21T24:00",
    "2026-11-21T05:60", "2026-11-21T05:30:61", "2026-11-21T05:30:12.", "2026-11-21T05:30+1",
    "2026-11-21T05:30+01:00x", "2026-11-21 ", "2026-11-21x05:30", "2026-11-21T5:30", "-026-11-21",
    "２０２６-11-21", "2026-11-21T05:30:12Z0",
  ])
  func refusesOthers(_ text: String) {
    #expect(ISOTime(text) == nil)
  }

  @Test func everyDayReadsBack() {
    for day in stride(from: -719_528, through: 2_932_896, by: 61) {
      let text = ISOTime(Double(day) * 86_400).text
      #expect(ISOTime(text)?.seconds == Double(day) * 86_400, "\(text)")
    }
    for text in ["1969-12-31T23:59:59", "2024-02-29T00:00:01", "0001-01-01", "9999-12-31"] {
      #expect(ISOTime(text)?.text == text)
    }
  }
}
