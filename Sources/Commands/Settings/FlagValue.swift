import Descent

/// Turns the text behind a flag into the value that a config file would hold.
///
/// `128,64` is a list, `{kind: momentum, momentum: 0.95}` a table. Places in the text mean nothing
/// to a person, so the values have none.
func flagValue(_ text: String, _ form: Setting.Form) throws -> Value {
  switch form {
  case .text: return .text(text)
  case .flag, .scalar: return scalar(text)
  case .list:
    if text.hasPrefix("[") { return try YAMLReader().read(text).withoutPlaces }
    guard text.utf8.contains(UInt8(ascii: ",")) else { return scalar(text) }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    return .list(parts.map { scalar(String($0).trimmed) })
  case .texts:
    if text.hasPrefix("[") { return try YAMLReader().read(text).withoutPlaces }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    return .list(parts.map { .text(String($0).trimmed) })
  case .described, .layers:
    guard text.hasPrefix("{") || text.hasPrefix("[") else { return .text(text) }
    return try YAMLReader().read(text).withoutPlaces
  }
}

/// A number, true or false, or else the text.
private func scalar(_ text: String) -> Value {
  if let number = Int(text) { return .integer(number) }
  if let number = Double(text), number.isFinite, !text.hasPrefix("0x") {
    return Value(.number(number))
  }
  switch text {
  case "true": return true
  case "false": return false
  default: return .text(text)
  }
}

extension String {
  /// Without spaces at both ends.
  var trimmed: String {
    let start = drop { $0 == " " || $0 == "\t" }
    guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return String(start[...last])
  }
}

extension Value {
  /// The same value without the places where it was written.
  var withoutPlaces: Value {
    switch content {
    case .list(let values): .list(values.map(\.withoutPlaces))
    case .table(let settings):
      .table(
        Settings(settings.entries.map { Settings.Entry($0.name, $0.value.withoutPlaces) }))
    default: Value(content)
    }
  }
}
