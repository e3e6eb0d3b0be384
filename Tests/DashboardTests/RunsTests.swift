#if Dashboard
  import Descent
  import Foundation
  import Testing

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #elseif canImport(Darwin)
    import Darwin
  #endif

  /// The runs as the page gets them.
  @Suite struct RunsTests {
    /// What the first event says of the runs, by their names.
    private func runs(_ page: TestPage) async throws -> [String: Settings] {
      let events = try await page.events("/events", until: { !$0.isEmpty })
      let list = events.first?.table["runs"]?.list ?? []
      return Dictionary(
        uniqueKeysWithValues: list.compactMap(\.table).map { ($0["name"]?.text ?? "", $0) })
    }

    @Test func finishedRuns() async throws {
      let folder = try Folder()
      try folder.run("digits-1")
      try folder.run("cv-1/folds/1")
      try folder.write("data: digits\nepochs: 10\n", "cv-1/config.yaml")
      try folder.write("{}", "cv-1/manifest.json")
      try folder.write("no run", "notes/readme.txt")
      try await withPage([folder.path]) { page async throws in
        let runs = try await runs(page)
        #expect(Set(runs.keys) == ["digits-1", "1", "cv-1"])
        let digits = try #require(runs["digits-1"])
        #expect(digits["path"]?.text == folder["digits-1"])
        #expect(digits["state"]?.text == "finished")
        #expect(digits["data"]?.text == "digits")
        #expect(digits["epochs"]?.integer == 3)
        #expect(digits["planned"]?.integer == 10)
        #expect(digits["seconds"]?.number == 2)
        #expect(digits["report"]?.flag == true)
        #expect(
          digits["figures"]?.table?.entries.map(\.name) == ["loss", "val_loss", "test_accuracy"])
        #expect(runs["cv-1"]?["folds"]?.flag == true)
      }
    }

    @Test func damagedRunsAreShownAsSuch() async throws {
      let folder = try Folder()
      try folder.run("half", epochs: 2, isFinished: false)
      folder.append(#"{"epoch":3,"lo"#, "half/metrics.jsonl")
      try folder.run("broken", isFinished: false)
      folder.append("garbage\n", "broken/metrics.jsonl")
      try folder.run("jump", epochs: 2, isFinished: false)
      folder.append(Folder.line(7), "jump/metrics.jsonl")
      try folder.run("manifest")
      try folder.write("{", "manifest/manifest.json")
      try folder.write("", "empty/config.yaml")
      mkfifo(folder["half/manifest.json"], 0o600)
      symlink("/etc/passwd", folder["half/report.html"])
      symlink(folder.path, folder["loop"])
      try await withPage([folder.path]) { page async throws in
        let runs = try await runs(page)
        func faults(_ name: String) -> [String] {
          runs[name]?["faults"]?.list?.compactMap(\.text) ?? ["no such run"]
        }
        #expect(Set(runs.keys) == ["half", "broken", "jump", "manifest", "empty"])
        #expect(faults("half") == [])
        #expect(runs["half"]?["epochs"]?.integer == 2)
        #expect(runs["half"]?["state"]?.text == "died")
        #expect(runs["half"]?["report"]?.flag == false)
        #expect(faults("broken").first?.hasPrefix("line 4 of metrics.jsonl: ") == true)
        #expect(faults("jump") == ["line 3 of metrics.jsonl: expected epoch 3, found epoch 7"])
        #expect(faults("manifest").first?.hasPrefix("manifest.json: ") == true)
        let report = try await page.get("/report?path=\(folder["half"])")
        #expect(report.status == 404)
      }
    }

    @Test func aRunGrowsAndVanishes() async throws {
      let folder = try Folder()
      try folder.run("a", epochs: 2, isFinished: false)
      try await withPage([folder.path]) { page async throws in
        let events = try await page.events(
          "/events", until: { $0.contains { $0.name == "gone" } },
          meanwhile: { events in
            switch events.count {
            case 1 where !events.contains { $0.name == "epochs" }:
              folder.append(Folder.line(3), "a/metrics.jsonl")
            case 3: try? FileManager.default.removeItem(atPath: folder["a"])
            default: break
            }
          })
        #expect(events.map(\.name) == ["runs", "run", "epochs", "gone"])
        #expect(events[1].table["epochs"]?.integer == 3)
        #expect(events[2].table["from"]?.integer == 2)
        #expect(events[2].table["columns"]?.table?["loss"]?.list?.count == 1)
        #expect(events[3].table["path"]?.text == folder["a"])
      }
    }

    @Test func whoComesAgainGetsWhatHeMissed() async throws {
      let folder = try Folder()
      try folder.run("a", epochs: 2, isFinished: false)
      try await withPage([folder.path]) { page async throws in
        let first = try await page.events("/events", until: { !$0.isEmpty })
        let last = try #require(first.first?.id)
        folder.append(Folder.line(3), "a/metrics.jsonl")
        let second = try await page.events(
          "/events", ["Last-Event-ID": last], until: { $0.count == 2 })
        #expect(second.map(\.name) == ["run", "epochs"])
        let stale = try await page.events(
          "/events", ["Last-Event-ID": "another-3"], until: { !$0.isEmpty })
        #expect(stale.map(\.name) == ["runs"])
      }
    }

    @Test func longCurvesAreThinnedAndKeepTheirPeaks() async throws {
      let folder = try Folder()
      try folder.run("long", epochs: 2000)
      try await withPage([folder.path]) { page async throws in
        let reply = try await page.get("/api/curves?points=50&path=\(folder["long"])")
        let curve = try #require(reply.table["columns"]?.table?["val_loss"]?.table)
        let x = try #require(curve["x"]?.list?.compactMap { $0.integer })
        let y = try #require(curve["y"]?.list?.compactMap { $0.number })
        #expect(x.count <= 60 && x.count == y.count)
        #expect(x == x.sorted() && x.first == 1 && x.last == 2000)
        #expect(zip(x, y).contains { $0 == (500, 9) })
        #expect(reply.table["epochs"]?.integer == 2000)
        #expect(reply.table["configuration"]?.text == "data: digits\nepochs: 10\n")
      }
    }

    @Test func reportsHaveAPolicyOfTheirOwn() async throws {
      let folder = try Folder()
      try folder.run("a")
      try folder.write("secret", "secret.txt")
      try await withPage([folder.path]) { page async throws in
        let reply = try await page.get("/report?path=\(folder["a"])")
        #expect(reply.body == "<!doctype html><p>report of a")
        let policy = reply.headers["content-security-policy"] ?? ""
        #expect(policy.hasPrefix("sandbox allow-popups; default-src 'none'; img-src data:;"))
        #expect(!policy.contains("script"))
        for path in [
          "", "..", folder.path, folder["a/.."], folder["a/../a"], folder["a/report.html"], "/etc",
        ] {
          for route in ["report", "api/curves", "api/examples"] {
            let reply = try await page.get("/\(route)?path=\(path)")
            #expect(reply.status == 404, "\(route) \(path)")
            #expect(reply.error == "there is no run \"\(path)\"")
          }
        }
      }
    }

    @Test func onlyWhatRunsIsStopped() async throws {
      let folder = try Folder()
      try folder.run("a", isFinished: false)
      try folder.write("data: digits\n", "new/config.yaml")
      // However long the test waits for its turn, that file is young.
      let later = [FileAttributeKey.modificationDate: Date(timeIntervalSinceNow: 600)]
      try FileManager.default.setAttributes(later, ofItemAtPath: folder["new/config.yaml"])
      try await withPage([folder.path]) { page async throws in
        let reply = try await page.post("/api/stop", ["path": .text(folder["a"])])
        #expect(reply.status == 400)
        #expect(reply.error == "\(folder["a"]) doesn't run any more")
        #expect(!FileManager.default.fileExists(atPath: folder["a/stop"]))
        // It was made just now, and is about to begin.
        let begun = try await page.post("/api/stop", ["path": .text(folder["new"])])
        #expect(begun.status == 200)
        #expect(FileManager.default.fileExists(atPath: folder["new/stop"]))
      }
    }

    @Test func aRunThatWasStoppedIsToldFromOneThatDied() async throws {
      let folder = try Folder()
      for name in ["stopped", "died", "resumed"] {
        try folder.run(name, isFinished: false)
        let remarks: Settings = name == "died" ? [:] : ["stopped": true]
        let about = try JSONWriter().text(.table(["remarks": .table(remarks)]))
        let header = try JSONWriter().text(
          .table(["__metadata__": .table(["descent-checkpoint": .text(about)])]))
        let length = (0..<8).map { UInt8(header.utf8.count >> (8 * $0) & 255) }
        let file = folder["\(name)/checkpoint.safetensors"]
        try Data(length + Array(header.utf8)).write(to: URL(fileURLWithPath: file))
      }
      // It went on afterwards, and then died.
      let later = [FileAttributeKey.modificationDate: Date(timeIntervalSinceNow: 9)]
      try FileManager.default.setAttributes(later, ofItemAtPath: folder["resumed/metrics.jsonl"])
      try await withPage([folder.path]) { page async throws in
        let states = try await runs(page).mapValues { $0["state"]?.text }
        #expect(states == ["stopped": "stopped", "died": "died", "resumed": "died"])
      }
    }
  }
#endif
