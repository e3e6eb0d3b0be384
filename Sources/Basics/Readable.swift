// Measured numbers as people read them.

/// A text with spaces in front, so that it is `width` wide.
package func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

/// `0:03`, `12:40`, `1:02:03`
package func clock(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds >= 0, seconds < 1e7 else { return "?" }
  let whole = Int(seconds.rounded(.up))
  let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
  func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
  return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
}

/// `0.04 s`, `3.2 s`, `2:05`
package func duration(_ seconds: Double) -> String {
  if seconds >= 100 { return clock(seconds) }
  return fixed(seconds, seconds < 0.1 ? 3 : seconds < 10 ? 2 : 1) + " s"
}

/// A measured number for people: shares in percent, the others with four digits that say something.
package func figure(_ name: String, _ value: Double) -> String {
  if isShare(name) { return fixed(value * 100, 2) + " %" }
  return readable(value)
}

/// `0.1234`, `12.35`, `1.2e-14`
package func readable(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return value == 0 ? "0" : fixed(value, 0) }
  let magnitude = value.magnitude
  if magnitude >= 1, magnitude < 1e6, let whole = Int(exactly: value) { return String(whole) }
  if magnitude >= 1e-3, magnitude < 1e6 {
    return fixed(value, magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : magnitude >= 1 ? 3 : 4)
  }
  var exponent = 0
  var digits = magnitude
  while digits >= 10 {
    digits /= 10
    exponent += 1
  }
  while digits < 1 {
    digits *= 10
    exponent -= 1
  }
  return (value < 0 ? "-" : "") + fixed(digits, 1) + "e\(exponent)"
}

/// Whether a figure is a share, shown in percent.
package func isShare(_ name: String) -> Bool { name.hasSuffix("accuracy") }
