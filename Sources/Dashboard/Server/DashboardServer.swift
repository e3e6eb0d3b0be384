#if Dashboard
  import Descent
  import HTTPTypes
  import Hummingbird
  import Logging
  import NIOCore
  import Synchronization

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #elseif canImport(Darwin)
    import Darwin
  #endif

  /// The server of the page: routes and their order.
  struct DashboardServer: Sendable {
    let dashboard: Dashboard
    let token = Gate.newToken()
    let port = PortBox()
    let feed: RunFeed
    let pad: DrawPad
    let playground: Playground

    init(_ dashboard: Dashboard) {
      self.dashboard = dashboard
      feed = RunFeed(dashboard.folders, start: String(Gate.newToken().prefix(8)))
      pad = DrawPad(environment: dashboard.environment)
      playground = Playground(tables: PlaygroundTables(dashboard.tables))
    }

    /// Serves until the task is cancelled.
    func run() async throws {
      let number = try Self.freePort(dashboard.port)
      var logger = Logger(label: "dashboard")
      logger.logLevel = .critical
      let started = dashboard.started
      let application = Application(
        router: router,
        configuration: ApplicationConfiguration(
          address: .hostname("127.0.0.1", port: number), serverName: nil),
        onServerRunning: { channel in
          let number = channel.localAddress?.port ?? number
          port.value = number
          started("http://127.0.0.1:\(number)/")
        }, logger: logger)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await application.run() }
        group.addTask { await feed.follow() }
        defer { group.cancelAll() }
        try await group.next()
      }
    }

    // MARK: The port

    /// A port that nobody listens on; 0 is whichever the system gives.
    ///
    /// Throws `DescentError`: usage for a number that is no port, can't write where it is taken.
    static func freePort(_ wanted: Int?) throws -> Int {
      if let wanted {
        if wanted == 0 { return 0 }
        guard (1...65535).contains(wanted) else {
          throw DescentError(.usage, "port: expected 0 to 65535, found \(wanted)")
        }
        guard isFree(wanted) else {
          throw DescentError(
            .cannotWrite, "port \(wanted) can't be listened on: another program may have it",
            fix: "Choose another one with --port, or leave it out.")
        }
        return wanted
      }
      let usual = Dashboard.usualPort..<(Dashboard.usualPort + 100)
      guard let port = usual.first(where: isFree) else {
        throw DescentError(
          .cannotWrite, "no port from \(usual.lowerBound) to \(usual.upperBound - 1) is free",
          fix: "Choose one with --port.")
      }
      return port
    }

    private static func isFree(_ port: Int) -> Bool {
      #if canImport(Darwin)
        let kind = SOCK_STREAM
      #elseif canImport(Musl)
        let kind = SOCK_STREAM
      #else
        let kind = Int32(SOCK_STREAM.rawValue)
      #endif
      let descriptor = socket(AF_INET, kind, 0)
      guard descriptor >= 0 else { return false }
      defer { close(descriptor) }
      var reuse: Int32 = 1
      setsockopt(
        descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(UInt16(port).bigEndian)
      address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
      return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            && listen(descriptor, 1) == 0
        }
      }
    }

    // MARK: Routes

    var router: Router<BasicRequestContext> {
      let router = Router()
      router.add(middleware: Gate(token: token, port: port))
      files(router)
      runs(router)
      drawing(router)
      playing(router)
      return router
    }

    private func files(_ router: Router<BasicRequestContext>) {
      router.get("/") { _, _ -> Response in page }
      for file in WebFiles.all where file.name != "index.html" {
        router.get(RouterPath("/\(file.name)")) { _, _ -> Response in
          .file(file.text.utf8, type: Self.type(of: file.name))
        }
      }
    }

    /// The page with the token in it.
    private var page: Response {
      let text = WebFiles.all.first { $0.name == "index.html" }?.text ?? ""
      let parts = text.split(separator: "DESCENT-TOKEN", omittingEmptySubsequences: false)
      return .file(parts.joined(separator: token).utf8, type: "text/html; charset=utf-8")
    }

    private static func type(of name: String) -> String {
      if name.hasSuffix(".js") { return "text/javascript; charset=utf-8" }
      if name.hasSuffix(".css") { return "text/css; charset=utf-8" }
      return name.hasSuffix(".svg") ? "image/svg+xml" : "text/html; charset=utf-8"
    }

    private func runs(_ router: Router<BasicRequestContext>) {
      router.get("/events") { request, _ -> Response in
        let last = HTTPField.Name("last-event-id").flatMap { request.headers[$0] }
        return events(after: last ?? request.query("last"))
      }
      // A page in the background doesn't listen, and says that it is still there.
      router.get("/api/alive") { _, _ -> Response in
        dashboard.audience.greet()
        return .json([:])
      }
      router.get("/api/curves") { request, _ -> Response in
        let run = try await feed.run(request.query("path"))
        return .json(run.curves(points: request.query("points").flatMap { Int($0) } ?? 600))
      }
      router.get("/report") { request, _ -> Response in
        let run = try await feed.run(request.query("path"))
        guard let bytes = RunFiles.bytes(run.file("report.html"), limit: 1 << 27) else {
          throw DescentError(.noInput, "\(run.name) has no report")
        }
        var response = Response.file(bytes, type: "text/html; charset=utf-8")
        if let name = HTTPField.Name("content-security-policy") {
          response.headers[name] = Gate.reportPolicy
        }
        return response
      }
      router.post("/api/stop") { request, _ -> Response in
        let run = try await feed.run(try await request.table()["path"]?.text)
        guard run.state == .running else {
          throw DescentError(.usage, "\(run.name) doesn't run any more")
        }
        try RunFiles.touch(run.file("stop"))
        return .json(["path": .text(run.name), "stopping": true])
      }
    }

    private func events(after last: String?) -> Response {
      let audience = dashboard.audience
      return .events { send in
        audience.enter()
        defer { audience.leave() }
        let (number, stream) = await feed.events(after: last)
        do {
          // A page that has gone shows when something is sent to it.
          try await withThrowingTaskGroup(of: Void.self) { group in
            let queue = AsyncStream.makeStream(of: String.self)
            group.addTask {
              for await event in stream { queue.continuation.yield(event.text) }
              queue.continuation.finish()
            }
            group.addTask {
              while true {
                try await _Concurrency.Task.sleep(for: .seconds(2))
                queue.continuation.yield(ServerEvent.nothing)
              }
            }
            defer { group.cancelAll() }
            try await send("retry: 1000\n\n")
            for await text in queue.stream { try await send(text) }
          }
        } catch {}
        await feed.leave(number)
      }
    }

    private func drawing(_ router: Router<BasicRequestContext>) {
      router.get("/api/models") { _, _ -> Response in
        let runs = await feed.current().runs.values.sorted { $0.name < $1.name }
        return .json(["models": .list(await pad.models(runs).map { .table($0) })])
      }
      router.post("/api/look") { request, _ -> Response in
        let table = try await request.table(upTo: 1 << 26)
        let run = try await feed.run(table["path"]?.text)
        return .json(try await pad.look(run, table))
      }
      router.get("/api/examples") { request, _ -> Response in
        let run = try await feed.run(request.query("path"))
        let seed = request.query("seed").flatMap { UInt64($0) } ?? 0
        return .json(try await pad.examples(run, count: 20, seed: seed))
      }
    }

    private func playing(_ router: Router<BasicRequestContext>) {
      router.get("/api/tables") { _, _ -> Response in
        .json(["tables": .list(await playground.tableList.map { .table($0) })])
      }
      router.post("/api/playground") { request, _ -> Response in
        do {
          return .json(try await playground.begin(try await request.table()))
        } catch let faults as PlaygroundRequest.Faults {
          let list = faults.all.map { fault -> Value in
            .table(["field": .text(fault.field), "message": .text(fault.message)])
          }
          return .json(["faults": .list(list)])
        }
      }
      router.post("/api/playground/control") { request, _ -> Response in
        let table = try await request.table()
        try await playground.control(table["id"]?.text ?? "", table["action"]?.text ?? "")
        return .json([:])
      }
      router.get("/api/playground/events") { request, _ -> Response in
        let id = request.query("id") ?? ""
        let opening = try await playground.listen(id)
        return .events { send in
          do {
            try await send(opening.text)
            try await play(id, send)
          } catch {}
          await playground.end(id)
        }
      }
    }

    /// Shows a training until nobody looks any more.
    private func play(_ id: String, _ send: (String) async throws -> Void) async throws {
      var quiet = 0
      while true {
        switch await playground.turn(id) {
        case .over: return
        case .frame(let event, let isPlaying):
          quiet = 0
          try await send(event.text)
          try await _Concurrency.Task.sleep(for: .milliseconds(isPlaying ? 50 : 20))
        case .nothing:
          quiet += 1
          if quiet.isMultiple(of: 20) { try await send(ServerEvent.nothing) }
          try await _Concurrency.Task.sleep(for: .milliseconds(50))
        }
      }
    }
  }
#endif
