import Basics

/// A moment as seconds since 1970, written in the forms of ISO 8601 that tables have:
/// `2026-11-21`, `2026-11-21T05:30`, `2026-11-21 05:30:12.5`, each with or without `Z` or `+01:00`.
///
/// Days are counted by the rule of the Gregorian calendar: a leap year every 4 years, but not every 100,
/// but every 400.
package struct ISOTime: Equatable {
  /// Seconds since 1970-01-01T00:00, in UTC where nothing else is said.
  package let seconds: Double
  /// Whether the text says in which time zone it is.
  package let hasZone: Bool

  /// A moment.
  package init(_ seconds: Double) {
    self.seconds = seconds
    hasZone = false
  }

  /// Reads a text; nil where it is in no such form or there is no such day or time.
  package init?(_ text: String) {
    var reader = Digits(Array(text.utf8))
    guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
      reader.take("-"), let day = reader.number(2), 1...12 ~= month,
      1...Self.days(in: month, of: year) ~= day
    else { return nil }
    var seconds = Double(Self.days(before: year, month) + day - 1) * 86_400
    var hasZone = false
    if !reader.isAtEnd {
      guard reader.take("T") || reader.take("t") || reader.take(" "),
        let time = reader.time(mayHaveSeconds: true), let zone = reader.zone()
      else { return nil }
      seconds += time - (zone ?? 0)
      hasZone = zone != nil
    }
    guard reader.isAtEnd else { return nil }
    self.seconds = seconds
    self.hasZone = hasZone
  }

  /// `2026-11-21`, or `2026-11-21T05:30:12` where it isn't midnight; fractions are left out.
  package var text: String {
    let whole = Int(seconds.rounded(.down))
    let day = Int((Double(whole) / 86_400).rounded(.down))
    let rest = whole - day * 86_400
    var year = day < 0 ? 1969 + day / 365 : 1970 + day / 366
    while Self.days(before: year + 1, 1) <= day { year += 1 }
    var month = 1
    while month < 12, Self.days(before: year, month + 1) <= day { month += 1 }
    let date =
      "\(Self.padded(year, 4))-\(Self.padded(month))-"
      + Self.padded(day - Self.days(before: year, month) + 1)
    guard rest > 0 else { return date }
    return date + "T\(Self.padded(rest / 3600)):\(Self.padded(rest / 60 % 60)):"
      + Self.padded(rest % 60)
  }

  private static func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func days(in month: Int, of year: Int) -> Int {
    let days = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return days[month - 1]
  }

  /// The days from 1970-01-01 to the first of a month.
  private static func days(before year: Int, _ month: Int) -> Int {
    // Leap days from the year 0 to the one before; years before 0 aren't written in four digits.
    func leapDays(_ year: Int) -> Int { year / 4 - year / 100 + year / 400 }
    var days = 365 * (year - 1970) + leapDays(year - 1) - leapDays(1969)
    for earlier in 1..<max(1, month) { days += Self.days(in: earlier, of: year) }
    // The year 0 is a leap year that the division above doesn't count.
    if year == 0 { days -= 1 }
    return days
  }
}

/// Takes a text apart.
private struct Digits {
  let bytes: [UInt8]
  var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.count, UInt32(bytes[place]) == character.value else { return false }
    place += 1
    return true
  }

  /// A number of exactly so many digits.
  mutating func number(_ count: Int) -> Int? {
    guard place + count <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[place..<place + count] {
      guard 0x30...0x39 ~= byte else { return nil }
      value = 10 * value + Int(byte - 0x30)
    }
    place += count
    return value
  }

  /// `05:30`, `05:30:12`, `05:30:12.25` in seconds.
  mutating func time(mayHaveSeconds: Bool) -> Double? {
    guard let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60 else {
      return nil
    }
    var seconds = Double(3600 * hour + 60 * minute)
    guard mayHaveSeconds, take(":") else { return seconds }
    // A leap second is the 61st.
    guard let second = number(2), second <= 60 else { return nil }
    seconds += Double(second)
    guard take(".") || take(",") else { return seconds }
    var (fraction, unit) = (0.0, 1.0)
    let start = place
    while let digit = number(1) {
      unit /= 10
      fraction += unit * Double(digit)
    }
    return place > start ? seconds + fraction : nil
  }

  /// Seconds east of Greenwich; `.some(nil)` where no zone is said, nil where it is wrong.
  mutating func zone() -> Double?? {
    if isAtEnd { return .some(nil) }
    if take("Z") || take("z") { return .some(0) }
    let isEast = take("+")
    guard isEast || take("-"), let time = time(mayHaveSeconds: false) else { return nil }
    return .some(isEast ? time : -time)
  }
}
