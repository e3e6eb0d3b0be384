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
}
