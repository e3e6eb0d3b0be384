/// Number of rows, plural made right: `1 row`, `3,000 rows`.
public func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// `60,000`: digits in groups of three, the same in every locale.
public func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0 && (digits.count - index) % 3 == 0 { result.append(",") }
    result.append(digit)
  }
  return number < 0 ? "-" + result : result
}

/// A number with a fixed count of decimals, the same in every locale: `fixed(0.98765, 2)` is `0.99`.
public func fixed(_ value: Double, _ decimals: Int) -> String {
  guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let scaled = (value.magnitude * scale).rounded(.toNearestOrAwayFromZero)
  guard scaled < 9e15 else { return "\(value)" }
  let whole = Int(scaled)
  let sign = value.sign == .minus && whole != 0 ? "-" : ""
  if decimals == 0 { return sign + String(whole) }
  let digits = String(whole)
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  let split = padded.index(padded.endIndex, offsetBy: -decimals)
  return sign + padded[..<split] + "." + padded[split...]
}
