/// The candidate closest to what was typed, if one is close enough to be what was meant.
///
/// Distance is that of Damerau and Levenshtein (insert, delete, replace, swap neighbours), blind to
/// case and to `-`, `_` and spaces. Close enough is a third of the length, at least 1, but never
/// all of it. Another whole number is never what was meant: 2 is no slip for 0.
public func nearestName(to typed: String, in candidates: some Sequence<String>) -> String? {
  let wanted = folded(typed)
  if !wanted.isEmpty, wanted.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) {
    return nil
  }
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let name = folded(candidate)
    let distance = editDistance(wanted, name)
    let longest = max(wanted.count, name.count)
    let limit = min(max(1, longest / 3), longest - 1)
    let starts = wanted.count >= 3 && name.starts(with: wanted)
    guard distance <= limit || starts else { continue }
    if best == nil || distance < best!.distance { best = (candidate, distance) }
  }
  return best?.name
}

/// ` Did you mean "relu"?` when a candidate is near, followed by the list of all of them.
///
/// The text that goes behind `unknown activation "rleu"`.
public func suggestion(for typed: String, in candidates: [String]) -> String {
  let near = nearestName(to: typed, in: candidates).map { "Did you mean \"\($0)\"? " } ?? ""
  let list = candidates.count <= 40 ? candidates : Array(candidates.prefix(40)) + ["..."]
  return near + "Known: " + list.joined(separator: ", ") + "."
}

private func folded(_ name: String) -> [UInt8] {
  name.utf8.compactMap { byte in
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: " "): nil
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
    default: byte
    }
  }
}

private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  // A name longer than any of ours can't be near; this also bounds the work on hostile input.
  if a.count > 200 || b.count > 200 { return max(a.count, b.count) }
  var older = [Int](repeating: 0, count: b.count + 1)
  var previous = Array(0...b.count)
  for i in 1...a.count {
    var current = [i] + [Int](repeating: 0, count: b.count)
    for j in 1...b.count {
      let replace = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      current[j] = min(replace, previous[j] + 1, current[j - 1] + 1)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        current[j] = min(current[j], older[j - 2] + 1)
      }
    }
    older = previous
    previous = current
  }
  return previous[b.count]
}
