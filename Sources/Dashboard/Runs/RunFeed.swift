#if Dashboard
  import Descent

  /// Looks at the runs while anybody listens, and tells what is new.
  actor RunFeed {
    private var watch: RunWatch
    private var listeners: [Int: AsyncStream<ServerEvent>.Continuation] = [:]
    private var nextListener = 0
    /// The last events, for whoever comes again after a moment.
    private var recent: [ServerEvent] = []
    private var lastNumber = 0
    /// Numbers of another start of the server mean nothing here.
    private let start: String
    private var hasLooked = false

    /// Events that are kept.
    private static let kept = 512
    /// Epochs that are sent; of more, the page asks for a thinner curve.
    private static let mostEpochs = 200

    init(_ roots: [String], start: String) {
      watch = RunWatch(roots)
      self.start = start
    }

    /// Looks again and again, half a second apart, until the task is cancelled. Without listeners
    /// nothing is looked at.
    func follow() async {
      while !_Concurrency.Task.isCancelled {
        if !listeners.isEmpty { look() }
        try? await _Concurrency.Task.sleep(for: .milliseconds(500))
      }
    }

    /// The events from now on, after those that somebody who was cut off has missed.
    ///
    /// - Parameter last: the id of the last event that was received.
    func events(after last: String?) -> (number: Int, stream: AsyncStream<ServerEvent>) {
      look()
      let number = nextListener
      nextListener += 1
      let (stream, continuation) = AsyncStream.makeStream(
        of: ServerEvent.self, bufferingPolicy: .bufferingOldest(4096))
      for event in missed(since: last) ?? [snapshot] { continuation.yield(event) }
      listeners[number] = continuation
      return (number, stream)
    }

    func leave(_ number: Int) { listeners.removeValue(forKey: number)?.finish() }

    /// Everything that is known, looked up anew.
    func current() -> RunWatch {
      if listeners.isEmpty || !hasLooked { look() }
      return watch
    }

    /// A run by the name that the page has for it.
    ///
    /// Throws `DescentError` (no input): only names that were found lead to a folder.
    func run(_ name: String?) throws -> FollowedRun {
      if watch.runs[name ?? ""] == nil { look() }
      guard let run = watch.runs[name ?? ""] else {
        throw DescentError(.noInput, "there is no run \"\(name ?? "")\"")
      }
      return run
    }

    private var snapshot: ServerEvent {
      ServerEvent("runs", snapshotTable, id: id(lastNumber))
    }

    private func id(_ number: Int) -> String { "\(start)-\(number)" }

    /// Nil where that can't be told any more.
    private func missed(since last: String?) -> [ServerEvent]? {
      guard let last, last.hasPrefix(start + "-"),
        let number = Int(last.dropFirst(start.count + 1)),
        number <= lastNumber, number >= lastNumber - recent.count
      else { return nil }
      return Array(recent.suffix(lastNumber - number))
    }

    private func look() {
      let notes = watch.notes
      let news = watch.look()
      hasLooked = true
      if watch.notes != notes { return tell("runs", snapshotTable) }
      for name in news.gone { tell("gone", ["path": .text(name)]) }
      for name in news.changed {
        if let run = watch.runs[name] { tell("run", run.summary) }
      }
      for (name, from) in news.grown {
        if let run = watch.runs[name] { tell("epochs", Self.epochs(of: run, from: from)) }
      }
    }

    private var snapshotTable: Settings {
      let runs = watch.runs.values.sorted { $0.name < $1.name }.map { Value.table($0.summary) }
      return ["runs": .list(runs), "notes": .list(watch.notes.map { .text($0) })]
    }

    private func tell(_ name: String, _ table: Settings) {
      // Before the first page there is nobody who could have missed anything.
      guard nextListener > 0 else { return }
      lastNumber += 1
      let event = ServerEvent(name, table, id: id(lastNumber))
      recent.append(event)
      if recent.count > Self.kept { recent.removeFirst(recent.count - Self.kept) }
      for (number, listener) in listeners {
        // Who doesn't keep up comes again and gets everything.
        if case .dropped = listener.yield(event) { leave(number) }
      }
    }

    private static func epochs(of run: FollowedRun, from: Int) -> Settings {
      let tail = run.tail
      var table: Settings = [
        "path": .text(run.name), "from": .integer(from), "epochs": .integer(tail.epochs),
      ]
      guard tail.epochs - from <= mostEpochs else { return table }
      table["columns"] = .table(
        Settings(
          tail.names.map { name in
            let values = (tail.columns[name] ?? [])[from...]
            return Settings.Entry(name, .list(values.map { .figure($0) }))
          }))
      return table
    }
  }
#endif
