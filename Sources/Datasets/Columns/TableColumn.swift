import Basics

/// What a column of a table holds. Each of its cells is one number, NaN where the cell is empty.
public struct TableColumn: Sendable, Hashable {
  /// What the numbers mean.
  public enum Kind: Sendable, Hashable {
    /// Themselves.
    case number
    /// Indices of these texts; -1 is a text that isn't among them.
    case category(levels: [String])
    /// 0 and 1: the texts that mean no and yes.
    case yesNo(no: String, yes: String)
    /// Days since 1 January 2000: the texts are dates in this order.
    case date(DateOrder)
    /// Seconds since midnight: the other half of a column of dates with times, whose days are a column
    /// of the same name before it.
    case timeOfDay(DateOrder)
  }

  /// The name in the header, or the number from 1 where there is no header.
  public var name: String
  /// What it holds.
  public var kind: Kind

  /// A column.
  public init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// In words: `number`, `category of 3`, `yes/no`.
  public var summary: String {
    switch kind {
    case .number: "number"
    case .category(let levels): "category of \(grouped(levels.count))"
    case .yesNo(let no, let yes): "\(yes)/\(no)"
    case .date(.yearFirst): "date"
    case .date(let order): "date, \(order == .dayFirst ? "day" : "month") first"
    case .timeOfDay: "time of day"
    }
  }

  /// What the kind is called in files: `number`, `category`, `yes-no`, `date` or `time-of-day`.
  public var kindName: String {
    switch kind {
    case .number: "number"
    case .category: "category"
    case .yesNo: "yes-no"
    case .date: "date"
    case .timeOfDay: "time-of-day"
    }
  }

  /// The pairs of words that mean no and yes.
  private static let words = [
    ("no", "yes"), ("n", "y"), ("false", "true"), ("f", "t"), ("off", "on"),
  ]

  /// The kind of a column of these texts, which are all there are, sorted.
  package static func kind(of levels: [String]) -> Kind {
    isYesNo(levels) ? .yesNo(no: levels[0], yes: levels[1]) : .category(levels: levels)
  }

  /// Yes and no of two texts, sorted: the words for them where they are, otherwise the second is yes.
  package static func yesNo(of levels: [String]) -> Kind { .yesNo(no: levels[0], yes: levels[1]) }

  /// What a cell of a yes/no column means that holds neither of its two texts: 0 for no and 1 for yes, or nil
  /// where that isn't clear. Other cases of the two mean the same; so do true and false where the two are
  /// words for yes and no.
  package static func yesNo(_ text: String, no: String, yes: String) -> Int? {
    let (word, low, high) = (text.lowercased(), no.lowercased(), yes.lowercased())
    guard low != high else { return nil }
    if word == low { return 0 }
    if word == high { return 1 }
    guard isYesNo([no, yes]) else { return nil }
    return word == "false" ? 0 : word == "true" ? 1 : nil
  }

  /// The levels that differ only in case or spaces: groups of two or more, in the order of the levels.
  package static func alike(_ levels: [String]) -> [[String]] {
    var places: [String: Int] = [:]
    var groups: [[String]] = []
    for level in levels {
      let key = level.lowercased().filter { !$0.isWhitespace }
      let place = places[key] ?? groups.count
      if places.updateValue(place, forKey: key) == nil { groups.append([]) }
      groups[place].append(level)
    }
    return groups.filter { $0.count > 1 }
  }

  /// `"No" and "no", "YES" and "Yes" differ only in case or spaces, but are levels of their own`; nil where
  /// there are none.
  package static func alikeText(_ levels: [String], called noun: String) -> String? {
    let groups = alike(levels)
    guard !groups.isEmpty else { return nil }
    let list = groups.prefix(3).map { $0.prefix(4).map { shown($0) }.joined(separator: " and ") }
    let more = groups.count > 3 ? ", and \(grouped(groups.count - 3)) more," : ""
    return list.joined(separator: ", ") + more
      + " differ only in case or spaces, but are \(noun) of their own"
  }

  private static func isYesNo(_ levels: [String]) -> Bool {
    levels.count == 2
      && words.contains { $0 == levels[0].lowercased() && $1 == levels[1].lowercased() }
  }

  /// Whether a cell says that nothing is known: empty, NA, N/A, NaN, null or a question mark.
  package static func isMissing(_ text: RawSpan) -> Bool {
    switch text.byteCount {
    case 0: true
    case 1: text.isWord("?")
    case 2: text.isWord("na")
    case 3: text.isWord("n/a") || text.isWord("nan")
    case 4: text.isWord("null")
    default: false
    }
  }

  /// The same of a text.
  package static func isMissing(_ text: String) -> Bool {
    text.utf8.count <= 4 && isMissing(ContiguousArray(text.utf8).span.bytes)
  }
}

/// What is done about cells that hold nothing.
public enum MissingPolicy: Sendable, Hashable {
  /// They are refused.
  case error
  /// Numbers become the mean of the training rows; a text is none of the known ones.
  case mean
  /// Numbers become the median of the training rows; a text is none of the known ones.
  case median
  /// Numbers become this one; a text is none of the known ones.
  case constant(Double)
  /// Their rows are left out, and counted.
  case drop
}
