import Descent

/// Colour and weight of text, or nothing where it isn't welcome.
struct Style {
  let isOn: Bool

  func bold(_ text: String) -> String { wrap(text, "1") }
  func dim(_ text: String) -> String { wrap(text, "2") }
  func good(_ text: String) -> String { wrap(text, "32") }

  private func wrap(_ text: String, _ code: String) -> String {
    isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// A measured number with four digits that say something. `Charts` has one of the same name, shorter.
func shortNumber(_ value: Double) -> String { readable(value) }
