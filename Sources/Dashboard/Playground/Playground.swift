#if Dashboard
  import Descent

  /// The trainings of all open playgrounds. They take turns: together they have one core.
  actor Playground {
    private struct Session {
      var training: PlaygroundTraining
      var isPlaying = false
      var steps = 0
      var isListened = false
      var hasNews = true
      var fault: String?
      var made: Int
    }

    /// What a turn came to.
    enum Turn: Sendable {
      case frame(ServerEvent, isPlaying: Bool)
      case nothing
      case over
    }

    private let tables: PlaygroundTables
    private var sessions: [String: Session] = [:]
    private var made = 0

    /// Pages that may train at the same time.
    static let most = 8

    init(tables: PlaygroundTables) { self.tables = tables }

    /// The tables that may be read.
    var tableList: [Settings] { tables.list }

    /// Makes a training that waits to be listened to.
    ///
    /// - Parameter request: the settings; `from` names a training whose weights are taken over where the
    ///   network is the same.
    ///
    /// Throws `PlaygroundRequest.Faults`, or `DescentError` (usage) where too many pages train.
    func begin(_ request: Settings) throws -> Settings {
      let asked = try PlaygroundRequest(request)
      let data: PlaygroundData
      do {
        data = try PlaygroundData(asked, tables: tables)
      } catch let error as DescentError {
        throw PlaygroundRequest.Faults(all: [
          PlaygroundRequest.Fault(field: "data", message: error.description)
        ])
      }
      let earlier = request["from"]?.text.flatMap { sessions[$0]?.training }
      // What nobody has come for makes room.
      if sessions.count >= Self.most {
        let idle = sessions.filter { !$0.value.isListened }.min { $0.value.made < $1.value.made }
        if let idle { sessions[idle.key] = nil }
      }
      guard sessions.count < Self.most else {
        throw DescentError(
          .usage, "\(Self.most) playgrounds are open, more would be slow", fix: "Close one.")
      }
      let training = try PlaygroundTraining(asked, data, earlier: earlier)
      made += 1
      let id = Gate.newToken()
      sessions[id] = Session(training: training, made: made)
      return ["id": .text(id), "parameters": training.opening["parameters"] ?? 0]
    }

    /// `play`, `pause` or `step`.
    func control(_ id: String, _ action: String) throws {
      guard sessions[id] != nil else {
        throw DescentError(.noInput, "this training is over", fix: "Begin another one.")
      }
      switch action {
      case "play": sessions[id]?.isPlaying = true
      case "pause": sessions[id]?.isPlaying = false
      case "step":
        sessions[id]?.isPlaying = false
        sessions[id]?.steps += 1
      default: throw DescentError(.usage, "expected play, pause or step, found \"\(action)\"")
      }
    }

    /// Somebody listens from now on; gives what he must know first.
    ///
    /// Throws `DescentError` (no input) where there is no such training, or somebody listens already.
    func listen(_ id: String) throws -> ServerEvent {
      guard let session = sessions[id], !session.isListened else {
        throw DescentError(.noInput, "this training is over", fix: "Begin another one.")
      }
      sessions[id]?.isListened = true
      return ServerEvent("opening", session.training.opening)
    }

    /// The page has gone: so does its training.
    func end(_ id: String) { sessions[id] = nil }

    /// How many there are.
    var count: Int { sessions.count }

    /// Trains for a moment, if it is to, and shows how it stands, if that is new.
    func turn(_ id: String) -> Turn {
      guard var session = sessions[id] else { return .over }
      defer { if sessions[id] != nil { sessions[id] = session } }
      let isStep = session.steps > 0
      if session.isPlaying || isStep {
        do {
          // At first every epoch is shown: the most happens then.
          let isEarly = session.training.epochs < 20
          try session.training.advance(seconds: 0.03, isStep: isStep || isEarly)
        } catch {
          session.fault = (error as? DescentError)?.description ?? "\(error)"
        }
        session.steps = max(0, session.steps - 1)
        if session.training.isOver { session.isPlaying = false }
        session.hasNews = true
      }
      guard session.hasNews else { return .nothing }
      session.hasNews = false
      var frame = session.training.frame()
      frame["playing"] = .flag(session.isPlaying)
      if let fault = session.fault { frame["error"] = .text(fault) }
      return .frame(ServerEvent("frame", frame), isPlaying: session.isPlaying)
    }
  }
#endif
