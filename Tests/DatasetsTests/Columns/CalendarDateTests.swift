import DataFiles
import Datasets
import Testing

@Suite struct CalendarDateTests {
  @Test func knownDays() {
    #expect(CalendarDate.day(year: 2000, month: 1, day: 1) == 0)
    #expect(CalendarDate.day(year: 1970, month: 1, day: 1) == -10_957)
    #expect(CalendarDate.day(year: 2024, month: 12, day: 31) == 9131)
    // A Saturday, a Thursday, a Tuesday.
    #expect(CalendarDate(day: 0).weekday == 5)
    #expect(CalendarDate(day: -10_957).weekday == 3)
    #expect(CalendarDate(day: 9131).weekday == 1)
    #expect(CalendarDate(day: 9131).lengthOfYear == 366)
    #expect(CalendarDate(day: -36_524).description == "1900-01-01")
    #expect(CalendarDate(day: -36_524).lengthOfYear == 365)
  }

  /// Every day follows the one before it, back and forth, over eight centuries and the year 0.
  @Test func everyDayHasItsPlace() {
    var (year, month, day) = (1700, 1, 1)
    for number in CalendarDate.day(year: 1700, month: 1, day: 1)..<182_622 {
      let parts = CalendarDate(day: number).parts
      #expect((parts.year, parts.month, parts.day) == (year, month, day))
      #expect(CalendarDate.day(year: year, month: month, day: day) == number)
      #expect(parts.dayOfYear >= 0 && parts.dayOfYear < CalendarDate(day: number).lengthOfYear)
      if WrittenDate("\(year)-\(month)-\(day + 1)")?.date(.yearFirst) != nil {
        day += 1
      } else {
        (month, day) = month == 12 ? (1, 1) : (month + 1, 1)
        if month == 1 { year += 1 }
      }
    }
    #expect((year, month, day) == (2500, 1, 1))
    let early = CalendarDate.day(year: 0, month: 2, day: 29)
    #expect(CalendarDate(day: early).description == "0000-02-29")
  }

  @Test(
    arguments: [
      ("2024-12-31", 9131, nil), ("2024/1/2", 8767, nil), ("2024-12-31T23:59", 9131, 86_340),
      ("2024-12-31 23:59:30", 9131, 86_370), ("2024-12-31t01:02:03.25Z", 9131, 3723.25),
      ("2024-12-31T23:30-01:00", 9132, 1800), ("2024-12-31T00:30+0100", 9130, 84_600),
      ("2024-12-31T00:30+01", 9130, 84_600), ("0001-01-01", -730_119, nil),
    ] as [(String, Int, Double?)]) func yearFirst(_ text: String, _ day: Int, _ seconds: Double?)
  {
    let date = WrittenDate(text)?.date(.yearFirst)
    #expect(date?.day == day && date?.seconds == seconds)
    #expect(WrittenDate(text)?.date(.dayFirst) == nil)
  }

  @Test func otherOrders() {
    for text in ["31.12.2024", "31/12/2024", "31-12-2024"] {
      #expect(WrittenDate(text)?.date(.dayFirst)?.day == 9131)
      #expect(WrittenDate(text)?.date(.monthFirst) == nil)
    }
    #expect(
      WrittenDate("12/31/2024 6:05")?.date(.monthFirst) == CalendarDate(day: 9131, seconds: 21_900))
    // Points always mean day first.
    #expect(WrittenDate("1.2.2024")?.date(.monthFirst) == nil)
  }

  @Test func noSuchDays() {
    for text in [
      "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-01", "2024-04-31", "2024-01-00",
    ] {
      #expect(WrittenDate(text) != nil && WrittenDate(text)?.date(.yearFirst) == nil)
    }
  }

  @Test(
    arguments: [
      "", "2024", "2024-12", "2024-12-31x", "2024-12/31", "24-12-31", "12.31", "1.2.3.4", "1-2-3",
      "2024-12-31T24:00", "2024-12-31T12", "2024-12-31T12:60", "2024-12-31 12:00:60",
      "2024-12-31T12:00+1", "2024-12-31T12:00:00.", "2024.12.31", "٢٠٢٤-12-31", "20245-1-1",
      "2024-12-31T12:00+01:", "2024-123-1",
    ]) func noDates(_ text: String)
  { #expect(WrittenDate(text) == nil) }

  private func seconds(_ text: String) -> Double? {
    WrittenDate(text)?.date(.yearFirst)?.secondsSince1970
  }

  @Test func momentsSince1970() {
    #expect(seconds("1970-01-01") == 0)
    #expect(seconds("1970-01-02T00:00") == 86_400)
    #expect(seconds("2026-11-21") == 1_795_219_200)
    #expect(seconds("2026-11-21T05:30:12") == 1_795_239_012)
    #expect(seconds("2026-11-21 05:30:12.25") == 1_795_239_012.25)
    #expect(seconds("2026-11-21T05:30:12Z") == seconds("2026-11-21t06:30:12+01:00"))
    #expect(seconds("2026-11-21T05:30-02:30") == 1_795_248_000)
    #expect(seconds("1900-03-01") == -2_203_891_200)
    #expect(seconds("0000-01-01") == -62_167_219_200)
    // A leap second is the first of the next day.
    #expect(seconds("2016-12-31T23:59:60Z") == seconds("2017-01-01"))
    #expect(WrittenDate("2016-12-31T23:58:60Z") == nil)
    #expect(WrittenDate("2026-11-21T05:30Z")?.hasZone == true)
    #expect(WrittenDate("2026-11-21T05:30+01:00")?.hasZone == true)
    #expect(WrittenDate("2026-11-21T05:30")?.hasZone == false)
    #expect(WrittenDate("2026-11-21")?.hasZone == false)
  }

  @Test func momentsReadBack() {
    for day in stride(from: -719_528, through: 2_932_896, by: 61) {
      let text = CalendarDate.text(secondsSince1970: Double(day) * 86_400)
      #expect(seconds(text) == Double(day) * 86_400, "\(text)")
    }
    for text in ["1969-12-31T23:59:59", "2024-02-29T00:00:01", "0001-01-01", "9999-12-31"] {
      #expect(seconds(text).map { CalendarDate.text(secondsSince1970: $0) } == text)
    }
  }
}
