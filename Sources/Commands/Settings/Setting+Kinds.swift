import Descent

// Constructors of settings by the type of their value.

extension Setting {
  /// A finite number for which `allowed` holds.
  static func number(
    _ name: String, _ section: Section, _ summary: String, default fallback: String,
    _ path: any WritableKeyPath<TrainSettings, Double> & Sendable, expected: String,
    where allowed: @escaping @Sendable (Double) -> Bool
  ) -> Setting {
    Setting(name, section, .scalar, "number", summary, default: fallback) {
      value, place, settings in
      guard let number = value.number, number.isFinite, allowed(number) else {
        throw wrong(place, value, expected)
      }
      settings[keyPath: path] = number
    } write: {
      .number($0[keyPath: path])
    }
  }

  /// A number that may be missing: `none`.
  static func optionalNumber(
    _ name: String, _ section: Section, _ summary: String, default fallback: String,
    _ path: any WritableKeyPath<TrainSettings, Double?> & Sendable, expected: String,
    none: String = "none", writesNone: Bool = true,
    where allowed: @escaping @Sendable (Double) -> Bool
  ) -> Setting {
    Setting(name, section, .scalar, "number", summary, default: fallback) {
      value, place, settings in
      if value.content == .null || value.text == none {
        settings[keyPath: path] = nil
        return
      }
      guard let number = value.number, number.isFinite, allowed(number) else {
        throw wrong(place, value, "\(expected), or \(none)")
      }
      settings[keyPath: path] = number
    } write: {
      $0[keyPath: path].map { .number($0) } ?? (writesNone ? .text(none) : nil)
    }
  }

  /// A whole number for which `allowed` holds.
  static func integer(
    _ name: String, _ section: Section, _ summary: String, default fallback: String,
    _ path: any WritableKeyPath<TrainSettings, Int> & Sendable, expected: String,
    written: Bool = true, where allowed: @escaping @Sendable (Int) -> Bool
  ) -> Setting {
    Setting(name, section, .scalar, "n", summary, default: fallback) { value, place, settings in
      guard let number = value.integer, allowed(number) else { throw wrong(place, value, expected) }
      settings[keyPath: path] = number
    } write: {
      written ? .integer($0[keyPath: path]) : nil
    }
  }

  /// A whole number or one word that stands for nil.
  static func optionalInteger(
    _ name: String, _ section: Section, _ summary: String, default fallback: String,
    _ path: any WritableKeyPath<TrainSettings, Int?> & Sendable, expected: String, none: String,
    writesNone: Bool = true, where allowed: @escaping @Sendable (Int) -> Bool = { $0 >= 1 }
  ) -> Setting {
    Setting(name, section, .scalar, "n", summary, default: fallback) { value, place, settings in
      if value.content == .null || value.text == none {
        settings[keyPath: path] = nil
        return
      }
      guard let number = value.integer, allowed(number) else {
        throw wrong(place, value, "\(expected), or \(none)")
      }
      settings[keyPath: path] = number
    } write: {
      $0[keyPath: path].map { .integer($0) } ?? (writesNone ? .text(none) : nil)
    }
  }

  /// True or false.
  static func flag(
    _ name: String, _ section: Section, _ summary: String, default fallback: String,
    _ path: any WritableKeyPath<TrainSettings, Bool> & Sendable, written: Bool = true
  ) -> Setting {
    Setting(name, section, .flag, "", summary, default: fallback) { value, place, settings in
      guard let flag = value.flag else { throw wrong(place, value, "true or false") }
      settings[keyPath: path] = flag
    } write: {
      written ? .flag($0[keyPath: path]) : nil
    }
  }

  /// A text; not written to `config.yaml` where it is missing.
  static func text(
    _ name: String, _ section: Section, _ placeholder: String, _ summary: String,
    default fallback: String, _ path: any WritableKeyPath<TrainSettings, String?> & Sendable,
    written: Bool = true
  ) -> Setting {
    Setting(name, section, .text, placeholder, summary, default: fallback) {
      value, place, settings in
      guard let text = value.plainText, !text.isEmpty else { throw wrong(place, value, "a text") }
      settings[keyPath: path] = text
    } write: {
      written ? $0[keyPath: path].map { .text($0) } : nil
    }
  }

  /// One of the names of an enumeration.
  static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ section: Section, _ summary: String, default fallback: String,
    _ path: any WritableKeyPath<TrainSettings, Choice> & Sendable, noun: String
  ) -> Setting {
    let names = Choice.allCases.map(\.rawValue)
    return Setting(name, section, .text, "name", summary, default: fallback, kinds: names) {
      value, place, settings in
      guard let text = value.plainText else { throw wrong(place, value, "the name of a \(noun)") }
      guard let choice = Choice(rawValue: text) else {
        throw DescentError(
          .badData, "\(place): unknown \(noun) \"\(text)\"", at: value.position,
          fix: suggestion(for: text, in: names))
      }
      settings[keyPath: path] = choice
    } write: {
      .text($0[keyPath: path].rawValue)
    }
  }

  /// Something of a catalog: the name of a kind or a table.
  static func described<Thing>(
    _ name: String, _ section: Section, _ summary: String, default fallback: String,
    _ path: any WritableKeyPath<TrainSettings, Thing> & Sendable, in catalog: Catalog<Thing>,
    described: @escaping @Sendable (Thing) -> Value
  ) -> Setting {
    Setting(
      name, section, .described, "kind", summary, default: fallback, kinds: catalog.kinds
    ) { value, place, settings in
      settings[keyPath: path] = try catalog.make(value, path: place, context: Catalogs.standard)
    } write: {
      described($0[keyPath: path])
    }
  }
}
