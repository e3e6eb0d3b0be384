import Basics

/// In which order a date is written.
public enum DateOrder: String, CaseIterable, Sendable, Hashable {
  /// `2024-12-31`, `2024/12/31` (ISO 8601)
  case yearFirst = "year-first"
  /// `31.12.2024`, `31/12/2024`, `31-12-2024`
  case dayFirst = "day-first"
  /// `12/31/2024`, `12-31-2024`
  case monthFirst = "month-first"
}

/// A day, and a time of the day where one is written: the Gregorian calendar, without leap seconds.
///
/// `2024-12-31`, `2024-12-31T23:59:59.5Z`, `2024-12-31 23:59+01:00`, and days in the other orders. A time
/// with an offset from UTC is brought to UTC; a time without is taken as it is.
public struct CalendarDate: Sendable, Hashable, CustomStringConvertible {
  /// Days since 1 January 2000.
  public var day: Int
  /// Seconds since midnight, below 86,400; nil where no time is written.
  public var seconds: Double?

  /// A date, without a time unless one is given.
  public init(day: Int, seconds: Double? = nil) {
    self.day = day
    self.seconds = seconds
  }

  /// `2024-12-31`
  public var description: String {
    let (year, month, day, _) = parts
    func padded(_ number: Int, _ width: Int) -> String {
      let text = String(number.magnitude)
      let zeros = String(repeating: "0", count: max(0, width - text.count))
      return (number < 0 ? "-" : "") + zeros + text
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// Year, month and day as numbers, and the day's place in its year: 0 for 1 January.
  public var parts: (year: Int, month: Int, day: Int, dayOfYear: Int) {
    // Days since 1 March of year 0, in eras of 400 years.
    let days = day + Self.daysTo2000
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let inEra = days - era * 146_097
    let yearOfEra = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
    let inYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * inYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (
      year, month, inYear - (153 * shifted + 2) / 5 + 1,
      day - Self.day(year: year, month: 1, day: 1)
    )
  }

  /// Seconds since 1970-01-01T00:00.
  package var secondsSince1970: Double {
    Double(day - Self.day(year: 1970, month: 1, day: 1)) * 86_400 + (seconds ?? 0)
  }

  /// A moment as `2026-11-21`, or `2026-11-21T05:30:12` where it isn't midnight; fractions are left out.
  package static func text(secondsSince1970 seconds: Double) -> String {
    let whole = Int(seconds.rounded(.down))
    let days = Int((Double(whole) / 86_400).rounded(.down))
    let date = CalendarDate(day: days + day(year: 1970, month: 1, day: 1)).description
    let rest = whole - days * 86_400
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return rest == 0
      ? date : date + "T\(padded(rest / 3600)):\(padded(rest / 60 % 60)):\(padded(rest % 60))"
  }

  /// Days in its year.
  public var lengthOfYear: Int { Self.isLeap(parts.year) ? 366 : 365 }

  /// Monday is 0.
  public var weekday: Int { (((day + 5) % 7) + 7) % 7 }

  /// Days from 1 March of year 0 to 1 January 2000.
  private static let daysTo2000 = 730_425

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// How many days a month has.
  fileprivate static func days(in month: Int, of year: Int) -> Int {
    if month == 2 { return isLeap(year) ? 29 : 28 }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
  }

  /// Days since 1 January 2000 of a date that is there.
  package static func day(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - daysTo2000
  }
}

/// A text that has the form of a date.
package struct WrittenDate: Equatable {
  /// The three numbers as they stand.
  var numbers: (Int, Int, Int)
  /// Whether the first of them is the year.
  package var isYearFirst: Bool
  /// Whether day and month are told apart by how they are written: points mean day first.
  var isPointed: Bool
  /// Seconds since midnight in UTC: may lie in the day before or after.
  package var seconds: Double?
  /// Whether the text says in which time zone it is.
  package private(set) var hasZone = false

  package static func == (a: Self, b: Self) -> Bool {
    a.numbers == b.numbers && a.isYearFirst == b.isYearFirst && a.seconds == b.seconds
  }

  /// The date in an order, nil where there is no such day.
  package func date(_ order: DateOrder) -> CalendarDate? {
    guard isYearFirst == (order == .yearFirst), !isPointed || order == .dayFirst else { return nil }
    let (year, month, day) =
      switch order {
      case .yearFirst: numbers
      case .dayFirst: (numbers.2, numbers.1, numbers.0)
      case .monthFirst: (numbers.2, numbers.0, numbers.1)
      }
    guard (1...12).contains(month), day >= 1, day <= CalendarDate.days(in: month, of: year) else {
      return nil
    }
    let first = CalendarDate.day(year: year, month: month, day: day)
    guard let seconds else { return CalendarDate(day: first, seconds: nil) }
    let shift = (seconds / 86_400).rounded(.down)
    return CalendarDate(day: first + Int(shift), seconds: seconds - shift * 86_400)
  }

  /// Reads a text; nil where it doesn't look like a date.
  package init?(_ text: String) { self.init(ContiguousArray(text.utf8).span.bytes) }

  /// The same of the bytes of a text.
  package init?(_ text: RawSpan) {
    var reader = DigitReader()
    guard let first = reader.digits(text, 1...4), let separator = reader.next(text),
      separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/")
        || separator == UInt8(ascii: ".")
    else { return nil }
    isYearFirst = first.count == 4
    isPointed = separator == UInt8(ascii: ".")
    guard isYearFirst ? !isPointed : first.count <= 2, let second = reader.digits(text, 1...2),
      reader.next(text) == separator, let third = reader.digits(text, 1...4),
      isYearFirst ? third.count <= 2 : third.count == 4
    else { return nil }
    numbers = (first.value, second.value, third.value)
    guard let byte = reader.next(text) else { return }
    guard byte == UInt8(ascii: " ") || byte | 0x20 == UInt8(ascii: "t"),
      let time = Self.time(text, &reader), reader.isAtEnd(of: text)
    else { return nil }
    (seconds, hasZone) = time
  }

  /// `23:59`, `23:59:59.25`, with or without `Z` or `+01:00`; a leap second is the 61st of a day's last
  /// minute.
  private static func time(
    _ text: RawSpan, _ reader: inout DigitReader
  ) -> (seconds: Double, hasZone: Bool)? {
    guard let hour = reader.digits(text, 1...2), hour.value < 24, reader.take(":", text),
      let minute = reader.digits(text, 2...2), minute.value < 60
    else { return nil }
    var seconds = Double(hour.value * 3600 + minute.value * 60)
    if reader.take(":", text) {
      let most = hour.value == 23 && minute.value == 59 ? 60 : 59
      guard let second = reader.digits(text, 2...2), second.value <= most else { return nil }
      seconds += Double(second.value)
      if reader.take(".", text) || reader.take(",", text) {
        guard let fraction = reader.digits(text, 1...9) else { return nil }
        var scale = 1.0
        for _ in 0..<fraction.count { scale *= 10 }
        seconds += Double(fraction.value) / scale
      }
    }
    if reader.take("Z", text) || reader.take("z", text) { return (seconds, true) }
    let isEast = reader.take("+", text)
    guard isEast || reader.take("-", text) else { return (seconds, false) }
    guard let hours = reader.digits(text, 2...2), hours.value < 24 else { return nil }
    let hasColon = reader.take(":", text)
    let minutes = reader.digits(text, 2...2)
    guard minutes.map({ $0.value < 60 }) ?? !hasColon else { return nil }
    let offset = Double(hours.value * 3600 + (minutes?.value ?? 0) * 60)
    return (seconds - (isEast ? offset : -offset), true)
  }
}

/// Takes digits and signs off the front of a text.
private struct DigitReader {
  private var position = 0

  func isAtEnd(of text: RawSpan) -> Bool { position == text.byteCount }

  /// A number of so many digits; where there are more, the rest is left.
  @inline(__always) mutating func digits(
    _ text: RawSpan, _ counts: ClosedRange<Int>
  ) -> (value: Int, count: Int)? {
    let end = min(text.byteCount, position &+ counts.upperBound)
    let start = position
    var value = 0
    while position < end, let digit = digitValue(text.at(position)) {
      value = value &* 10 &+ Int(digit)
      position &+= 1
    }
    let count = position &- start
    guard count >= counts.lowerBound else {
      position = start
      return nil
    }
    return (value, count)
  }

  /// The next byte; nil at the end.
  @inline(__always) mutating func next(_ text: RawSpan) -> UInt8? {
    guard position < text.byteCount else { return nil }
    defer { position &+= 1 }
    return text.at(position)
  }

  /// Steps over a sign if it is the next one.
  @inline(__always) mutating func take(_ sign: Unicode.Scalar, _ text: RawSpan) -> Bool {
    guard position < text.byteCount, UInt32(text.at(position)) == sign.value else { return false }
    position &+= 1
    return true
  }
}
