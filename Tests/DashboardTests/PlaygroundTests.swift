#if Dashboard
  import Descent
  import Foundation
  import Synchronization
  import Testing

  /// The playground: what it refuses, what it learns, when it ends.
  @Suite struct PlaygroundTests {
    private let xor: Settings = [
      "data": .table(["kind": "xor", "rows": 200, "noise": 0.1]), "inputs": ["x", "y"],
      "layers": .list([.table(["kind": "dense", "units": 8, "activation": "tanh"])]),
      "learningRate": 0.03,
    ]

    /// What is wrong with settings, by field.
    private func faults(_ page: TestPage, _ change: Settings) async throws -> [String: String] {
      var settings = xor
      for entry in change.entries { settings[entry.name] = entry.value }
      let reply = try await page.post("/api/playground", settings)
      #expect(reply.status == 200, "\(change) \(reply.body)")
      let list = reply.table["faults"]?.list?.compactMap(\.table) ?? []
      return Dictionary(
        list.map { ($0["field"]?.text ?? "", $0["message"]?.text ?? "") }, uniquingKeysWith: { $1 })
    }

    private func begin(_ page: TestPage, _ settings: Settings) async throws -> String {
      let reply = try await page.post("/api/playground", settings)
      #expect(reply.status == 200, "\(reply.body)")
      return reply.table["id"]?.text ?? ""
    }

    @Test func faultsStandAtTheirFields() async throws {
      try await withPage { page async throws in
        let wrong = try await faults(
          page,
          [
            "learningRate": 0, "batchSize": 1.5, "l1": -1, "test": 1, "optimizer": "adm",
            "inputs": [], "data": .table(["kind": "xor", "rows": 7]),
            "layers": .list([
              .table(["kind": "dense", "units": 0]), .table(["kind": "dense", "units": 8]),
              .table(["kind": "dropout", "rate": 2]), .table(["kind": "dens"]),
              .table(["kind": "dense", "units": 257]),
              .table(["kind": "dense", "units": 4, "x": 1]),
            ]),
          ])
        #expect(
          wrong == [
            "learningRate": "expected a number above 0, up to 10, found 0",
            "batchSize": "expected a whole number from 1 to 1000, found 1.5",
            "l1": "expected a number from 0 to 10, found -1",
            "test": "expected a share from 0 to 0.9, found 1",
            "optimizer":
              "unknown optimizer \"adm\". Did you mean \"adam\"? Known: sgd, momentum, nesterov, "
              + "rmsprop, adagrad, adadelta, adam, adamax, nadam, adamw.",
            "inputs": "the network needs at least one input, each once",
            "data.rows": "rows: expected a number from 8 to 5000, found 7",
            "layers.0": "units: expected a whole number of 1 or more, found 0",
            "layers.2": "rate: expected a number from 0 to below 1, found 2",
            "layers.3": "unknown layer \"dens\". Did you mean \"dense\"? Known: dense, activation, "
              + "batch-normalization, layer-normalization, dropout, flatten, embedding, residual.",
            "layers.4": "256 units are the most, found 257",
            "layers.5": "unknown setting \"x\". Known: units, activation, bias, initializer, "
              + "bias-initializer.",
          ])
      }
    }

    @Test func limits() async throws {
      try await withPage { page async throws in
        let dense = Value.table(["kind": "dense", "units": 256])
        #expect(
          try await faults(page, ["layers": .list(Array(repeating: dense, count: 17))])
            == ["layers": "16 layers are the most, found 17"])
        #expect(
          try await faults(page, ["layers": .list(Array(repeating: dense, count: 4))])["layers"]?
            .hasPrefix("100,000 parameters are the most, these are ") == true)
        // Layers that hide in another one.
        let inner = Value.list(Array(repeating: .table(["kind": "dropout"]), count: 9000))
        #expect(
          try await faults(
            page, ["layers": .list([.table(["kind": "residual", "layers": inner])])])["layers"]
            == "64 layers are the most, found 9,001")
        let points = (0..<5001).map {
          Value.list([.number(Double($0) / 5001), 0, .integer($0 % 2)])
        }
        #expect(
          try await faults(page, ["data": .table(["kind": "points", "points": .list(points)])])
            == ["data.points": "5,000 points are the most, found 5,001"])
        #expect(
          try await faults(page, ["epochs": 20001])
            == ["epochs": "expected a whole number from 1 to 20000, found 20001"])
        for _ in 0..<8 { _ = try await begin(page, xor) }
        // Nobody listens to the first: it makes room.
        _ = try await begin(page, xor)
      }
    }

    @Test func layersThatDontFitEachOther() async throws {
      try await withPage { page async throws in
        let inner = Value.list([.table(["kind": "dense", "units": 3])])
        let wrong = try await faults(
          page,
          [
            "layers": .list([
              .table(["kind": "dense", "units": 4]), .table(["kind": "residual", "layers": inner]),
            ])
          ])
        #expect(wrong.keys.sorted() == ["layers.1"])
        #expect(wrong["layers.1"]?.contains("expected layers whose output has the shape") == true)
      }
    }

    /// Trains until the points are told apart.
    private func learns(_ page: TestPage, _ settings: Settings, to share: Double) async throws {
      let id = try await begin(page, settings)
      let token = try await page.token()
      let playing = try await page.send(
        "POST", "/api/playground/control", ["X-Descent-Token": token],
        #"{"id": "\#(id)", "action": "play"}"#)
      #expect(playing.status == 200)
      let events = try await page.events(
        "/api/playground/events?id=\(id)",
        until: { events in
          (events.last?.table["testAccuracy"]?.number ?? 0) > share || events.count > 2000
        })
      #expect(events.first?.name == "opening")
      let last = try #require(events.last?.table)
      #expect((last["testAccuracy"]?.number ?? 0) > share)
      let plane = Data(base64Encoded: last["plane"]?.text ?? "") ?? Data()
      let side = events.first?.table["side"]?.integer ?? 0
      #expect(plane.count == 2 * side * side)
    }

    @Test func xorIsLearned() async throws {
      try await withPage { page async throws in try await learns(page, xor, to: 0.95) }
    }

    @Test func everyKindOfLayerTrains() async throws {
      try await withPage { page async throws in
        var settings = xor
        let inner = Value.list([
          .table(["kind": "dense", "units": 8, "activation": "relu"]),
          .table(["kind": "dense", "units": 16]),
        ])
        settings["layers"] = .list([
          .table(["kind": "dense", "units": 16]), "batch-normalization",
          .table(["kind": "activation", "function": "relu"]),
          .table(["kind": "residual", "layers": inner]), "layer-normalization",
          .table(["kind": "dropout", "rate": 0.1]),
        ])
        try await learns(page, settings, to: 0.95)
      }
    }

    @Test func pointsOfOnesOwnAndTables() async throws {
      let folder = try Folder()
      var rows = "name,a,b,kind\n"
      var random = RandomSource(seed: 1, .other)
      for row in 0..<100 {
        let (x, y) = (random.uniform(-1, 1), random.uniform(-1, 1))
        rows += "n\(row % 7),\(fixed(x, 3)),\(fixed(y, 3)),\(x > y ? "more" : "less")\n"
      }
      let file = try folder.write(rows, "own.csv")
      let broken = try folder.write("a,b\n1,2\n3\n", "broken.csv")
      try await withPage(tables: [file, broken]) { page async throws in
        let tables =
          try await page.get("/api/tables").table["tables"]?.list?.compactMap(\.table) ?? []
        #expect(tables.first?["columns"] == ["name", "a", "b", "kind"])
        #expect(tables.last?["error"]?.text?.hasPrefix(broken) == true)
        var settings = xor
        settings["data"] = .table(
          ["kind": "table", "table": .text(file), "x": "a", "y": "b", "target": "kind"])
        try await learns(page, settings, to: 0.9)
        let points = (0..<40).map { number -> Value in
          let x = Double(number % 2) - 0.5 + Double(number) / 200
          return [.number(x), .number(Double(number) / 40), .integer(number % 2 * 2)]
        }
        settings["data"] = .table(["kind": "points", "points": .list(points)])
        try await learns(page, settings, to: 0.95)
        for (change, message) in [
          ("/etc/passwd", "no table \"/etc/passwd\" was named when the page was started"),
          (broken, nil as String?),
        ] {
          let data: Settings = [
            "kind": "table", "table": .text(change), "x": "a", "y": "b", "target": "kind",
          ]
          let wrong = try await faults(page, ["data": .table(data)])
          #expect(wrong.keys.sorted() == ["data"])
          if let message { #expect(wrong["data"] == message) }
        }
        let same: Settings = [
          "kind": "table", "table": .text(file), "x": "a", "y": "a", "target": "kind",
        ]
        #expect(
          try await faults(page, ["data": .table(same)])["data"]
            == "x, y and class must be three different columns")
        let text: Settings = [
          "kind": "table", "table": .text(file), "x": "name", "y": "b", "target": "kind",
        ]
        #expect(try await faults(page, ["data": .table(text)])["data"] != nil)
      }
    }

    @Test func anotherRateGoesOnWithTheWeights() async throws {
      try await withPage { page async throws in
        let id = try await begin(page, xor)
        for _ in 0..<3 {
          _ = try await page.post("/api/playground/control", ["id": .text(id), "action": "step"])
        }
        let (trained, continuation) = AsyncStream.makeStream(of: Void.self)
        let isEnough = Flag()
        async let first = page.events(
          "/api/playground/events?id=\(id)", until: { _ in isEnough.isSet },
          meanwhile: { if $0.last?.table["epoch"]?.integer == 3 { continuation.yield() } })
        for await _ in trained { break }
        func epochsBefore(_ change: Settings) async throws -> Int? {
          var settings = xor
          settings["from"] = .text(id)
          for entry in change.entries { settings[entry.name] = entry.value }
          let next = try await begin(page, settings)
          let events = try await page.events(
            "/api/playground/events?id=\(next)", until: { $0.count > 1 })
          #expect(events.last?.table["epoch"] == events.first?.table["epochsBefore"])
          return events.first?.table["epochsBefore"]?.integer
        }
        #expect(try await epochsBefore(["learningRate": 0.001]) == 3)
        // Another network begins anew.
        #expect(try await epochsBefore(["layers": []]) == 0)
        isEnough.set()
        _ = try await first
      }
    }

    @Test func aPageThatGoesAwayEndsItsTraining() async throws {
      try await withPage { page async throws in
        let id = try await begin(page, xor)
        let first = try await page.events(
          "/api/playground/events?id=\(id)", until: { $0.count >= 2 })
        #expect(first.map(\.name) == ["opening", "frame"])
        // Sent again and again until the server has noticed that nobody listens.
        var status = 200
        for _ in 0..<5000 where status == 200 {
          status = try await page.post(
            "/api/playground/control", ["id": .text(id), "action": "step"]
          ).status
        }
        #expect(status == 404)
        #expect(try await page.get("/api/playground/events?id=\(id)").status == 404)
      }
    }

    @Test func actionsThatAreNone() async throws {
      try await withPage { page async throws in
        let id = try await begin(page, xor)
        let reply = try await page.post(
          "/api/playground/control", ["id": .text(id), "action": "jump"])
        #expect(reply.error == "expected play, pause or step, found \"jump\"")
        #expect(
          try await page.post("/api/playground/control", ["id": "x", "action": "play"]).error
            == "this training is over. Begin another one.")
      }
    }
  }

  /// Set once, seen by every thread.
  private final class Flag: Sendable {
    private let value = Mutex(false)
    var isSet: Bool { value.withLock { $0 } }
    func set() { value.withLock { $0 = true } }
  }
#endif
