#if Dashboard
  import Descent

  /// All runs below some folders, as they appear, grow and vanish.
  struct RunWatch: Sendable {
    /// What has happened since the last look.
    struct News: Sendable {
      /// Runs with another summary, new ones among them.
      var changed: [String] = []
      /// Runs that are not there any more.
      var gone: [String] = []
      /// Runs with new epochs, and the first of them, counted from 0.
      var grown: [(name: String, from: Int)] = []

      var isEmpty: Bool { changed.isEmpty && gone.isEmpty && grown.isEmpty }
    }

    private let roots: [String]
    /// The runs by their names.
    private(set) var runs: [String: FollowedRun] = [:]
    /// What is left out, and why.
    private(set) var notes: [String] = []
    private var listings: [String: Listing] = [:]
    private var quiet: [String: FileState] = [:]

    /// Runs that are followed; more are counted.
    static let most = 5000
    /// `runs/digits-1/folds/1` is three below the folder.
    private static let depth = 3

    private struct Listing: Sendable {
      var state: FileState
      var names: [String]
      var isFresh: Bool
    }

    init(_ roots: [String]) { self.roots = roots }

    /// Looks again.
    ///
    /// - Parameter now: seconds since 1970.
    mutating func look(now: Int = RunFiles.now) -> News {
      var found: [(name: String, path: String)] = []
      var left = 0
      for root in roots { search(root, depth: 0, now, &found, &left) }
      notes =
        left > 0
        ? ["\(grouped(left)) runs more are not shown: \(grouped(Self.most)) are the most"] : []
      var news = News()
      let names = Set(found.map(\.name))
      for name in runs.keys where !names.contains(name) {
        runs[name] = nil
        quiet[name] = nil
        news.gone.append(name)
      }
      // Parts before their wholes.
      for (name, path) in found.reversed() { refresh(name, path, now, &news) }
      news.gone.sort()
      return news
    }

    private mutating func refresh(_ name: String, _ path: String, _ now: Int, _ news: inout News) {
      guard let state = FileState(path) else { return }
      var run = runs[name] ?? FollowedRun(name: name, path: path)
      // A finished run's files don't change, unless its folder does.
      if quiet[name] == state { return }
      let inside = name + "/folds/"
      let parts = runs.keys.filter { $0.hasPrefix(inside) }.compactMap { runs[$0]?.state }
      let (isChanged, from) = run.refresh(parts: parts, now: now)
      let isSettled = run.state == .finished && now - state.modified / 1_000_000_000 > 2
      quiet[name] = isSettled ? state : nil
      runs[name] = run
      if isChanged { news.changed.append(name) }
      if let from { news.grown.append((name, from)) }
    }

    private mutating func search(
      _ path: String, depth: Int, _ now: Int, _ found: inout [(name: String, path: String)],
      _ left: inout Int
    ) {
      // What the user names may be a link; what is found below is not followed.
      let place = depth == 0 && !path.hasSuffix("/") ? path + "/" : path
      guard let state = FileState(place), state.isFolder else {
        listings[path] = nil
        return
      }
      var listing = listings[path]
      if listing?.state != state || listing?.isFresh == true {
        let names = namesInFolder(place) ?? []
        let isRun = names.contains { Self.marks.contains($0) }
        listing = Listing(
          state: state,
          names: names.filter {
            !$0.hasPrefix(".") && (!isRun || Self.marks.contains($0) || $0 == "folds")
          },
          isFresh: now - state.modified / 1_000_000_000 <= 2)
        listings[path] = listing
      }
      let names = listing?.names ?? []
      if names.contains(where: { Self.marks.contains($0) }) {
        if found.count < Self.most { found.append((Self.shown(path), path)) } else { left += 1 }
        if !names.contains("folds") { return }
      }
      guard depth < Self.depth else { return }
      for name in names where !Self.marks.contains(name) {
        search(joined(path, name), depth: depth + 1, now, &found, &left)
      }
    }

    /// A folder with one of these is a run.
    private static let marks: Set<String> = ["config.yaml", "metrics.jsonl", "manifest.json"]

    private static func shown(_ path: String) -> String {
      var path = path
      while path.count > 1, path.hasSuffix("/") { path.removeLast() }
      return path
    }
  }
#endif
