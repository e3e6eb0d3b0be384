/// Something that can be written down by a kind and settings and made again from them: layers,
/// activations, initializers, losses, optimizers, schedules.
///
/// A config file, a model file and the command line all speak in these terms, so a type of your own
/// becomes loadable by adding it to the catalog you load with.
public protocol Described: Sendable {
  /// The name in config and model files, in lower case with dashes: `leaky-relu`.
  static var kind: String { get }
  /// All settings, defaults included. Empty unless stated.
  var settings: Settings { get }
  /// Makes the value from settings. Must check ranges and throw; unknown names are refused by the
  /// catalog afterwards.
  init(from reader: inout SettingsReader) throws
}

extension Described {
  /// No settings.
  public var settings: Settings { [:] }

  /// The kind followed by the settings: `{kind: leaky-relu, slope: 0.01}`, or the kind alone as a
  /// text where there are no settings.
  public var described: Value {
    let settings = self.settings
    if settings.entries.isEmpty { return .text(Self.kind) }
    return .table(Settings([Settings.Entry("kind", .text(Self.kind))] + settings.entries))
  }
}

/// The kinds of one sort of thing that can be named in files: a list of types.
///
/// Add your own: `LayerCatalog.standard.adding(MyLayer.self)`.
public struct Catalog<Thing>: Sendable {
  /// What the things are called in errors: `layer`, `optimizer`.
  public let noun: String
  private var makers: [(kind: String, make: @Sendable (inout SettingsReader) throws -> Thing)]
  private var aliases: [(alias: String, kind: String)] = []

  /// A catalog without entries.
  public init(noun: String) {
    self.noun = noun
    makers = []
  }

  /// The names that the catalog knows, in order.
  public var kinds: [String] { makers.map(\.kind) }

  /// The catalog with one more kind; an entry of the same kind is replaced.
  public func adding(
    _ kind: String, _ make: @escaping @Sendable (inout SettingsReader) throws -> Thing
  ) -> Catalog {
    var copy = self
    copy.makers.removeAll { $0.kind == kind }
    copy.makers.append((kind, make))
    return copy
  }

  /// The catalog with one more name for a kind: accepted in files, never written and not listed
  /// among `kinds`. A kind of the same name comes first.
  public func adding(alias: String, for kind: String) -> Catalog {
    var copy = self
    copy.aliases.removeAll { $0.alias == alias }
    copy.aliases.append((alias, kind))
    return copy
  }

  private func maker(
    of name: String
  ) -> (@Sendable (inout SettingsReader) throws -> Thing)? {
    if let maker = makers.first(where: { $0.kind == name }) { return maker.make }
    guard let kind = aliases.first(where: { $0.alias == name })?.kind else { return nil }
    return makers.first { $0.kind == kind }?.make
  }

  /// Makes a thing from a text (the kind alone) or a table with a `kind`.
  ///
  /// Throws an error with place, path and nearest name for an unknown kind or setting.
  public func make(
    _ value: Value, path: String, context: (any Sendable)? = nil
  ) throws -> Thing {
    if let text = value.text {
      return try make(
        kind: text, settings: [:], path: path, position: value.position, context: context)
    }
    guard var table = value.table else {
      throw DescentError(
        .badData,
        "\(path): expected the name of a \(noun) or a table with a kind, found \(value.found)",
        at: value.position)
    }
    guard let kind = table["kind"] else {
      throw DescentError(.badData, "\(path): the setting \"kind\" is missing", at: value.position)
    }
    guard let name = kind.text else {
      throw DescentError(
        .badData, "\(path).kind: expected the name of a \(noun), found \(kind.found)",
        at: kind.position)
    }
    table["kind"] = nil
    return try make(
      kind: name, settings: table, path: path, position: kind.position, context: context)
  }

  /// Makes a thing of a kind from settings.
  public func make(
    kind: String, settings: Settings, path: String, position: Position? = nil,
    context: (any Sendable)? = nil
  ) throws -> Thing {
    guard let make = maker(of: kind) else {
      throw DescentError(
        .badData, "\(path.isEmpty ? "" : "\(path): ")unknown \(noun) \"\(kind)\"", at: position,
        fix: suggestion(for: kind, in: kinds))
    }
    var reader = SettingsReader(settings, path: path, position: position, context: context)
    let thing = try make(&reader)
    try reader.finish()
    return thing
  }
}
