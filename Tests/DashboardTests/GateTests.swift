#if Dashboard
  import Descent
  import Testing

  /// Who is let in.
  @Suite struct GateTests {
    @Test func anotherHostIsRefused() async throws {
      try await withPage { page async throws in
        for host in [
          "evil.example", "evil.example:\(page.port)", "127.0.0.1", "127.0.0.1:1",
          "[::1]:\(page.port)",
        ] {
          let reply = try await page.get("/", ["Host": host])
          #expect(reply.status == 403, "\(host)")
          #expect(
            reply.error == "asked for another host: this page is at 127.0.0.1:\(page.port) only")
        }
        #expect(try await page.get("/", ["Host": "localhost:\(page.port)"]).status == 200)
        #expect(try await page.get("/", ["Host": "LOCALHOST:\(page.port)"]).status == 200)
      }
    }

    @Test func anotherOriginIsRefused() async throws {
      try await withPage { page async throws in
        let own = "http://127.0.0.1:\(page.port)"
        for origin in ["http://evil.example", "null", "https://127.0.0.1:\(page.port)", own + "0"] {
          let reply = try await page.get("/api/models", ["Origin": origin])
          #expect(reply.status == 403, "\(origin)")
          #expect(reply.error == "asked by a page from elsewhere")
        }
        #expect(try await page.get("/api/models", ["Origin": own]).status == 200)
      }
    }

    @Test func anotherSiteIsRefusedButALinkIsFollowed() async throws {
      try await withPage { page async throws in
        for site in ["cross-site", "same-site"] {
          #expect(try await page.get("/api/models", ["Sec-Fetch-Site": site]).status == 403)
          #expect(try await page.get("/", ["Sec-Fetch-Site": site]).status == 403)
          let visit = ["Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"]
          #expect(try await page.get("/", visit).status == 200)
          #expect(try await page.get("/report?path=x", visit).status == 403)
        }
        #expect(try await page.get("/api/models", ["Sec-Fetch-Site": "same-origin"]).status == 200)
        #expect(try await page.get("/api/models", ["Sec-Fetch-Site": "none"]).status == 200)
      }
    }

    @Test func whatChangesAnythingNeedsTheToken() async throws {
      try await withPage { page async throws in
        let token = try await page.token()
        #expect(token.count == 32)
        for given in ["", "0", String(token.dropLast()), String(token.reversed()), token + "0"] {
          for path in ["/api/stop", "/api/look", "/api/playground", "/api/playground/control"] {
            let reply = try await page.send("POST", path, ["X-Descent-Token": given], "{}")
            #expect(reply.status == 403)
            #expect(reply.error == "asked without the page's token: load the page again")
          }
        }
        let reply = try await page.send("POST", "/api/stop", ["X-Descent-Token": token], "{}")
        #expect(reply.status == 404)
      }
      try await withPage { first in
        let token = try await first.token()
        try await withPage { second async throws in #expect(try await second.token() != token) }
      }
    }

    @Test func headersOfEveryAnswer() async throws {
      try await withPage { page async throws in
        for path in ["/", "/main.js", "/api/models", "/nothing", "/api/curves?path=no"] {
          let reply = try await page.get(path)
          let policy = reply.headers["content-security-policy"] ?? ""
          #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self';"))
          #expect(!policy.contains("unsafe"))
          #expect(reply.headers["x-content-type-options"] == "nosniff")
          #expect(reply.headers["cross-origin-resource-policy"] == "same-origin")
          #expect(reply.headers["access-control-allow-origin"] == nil)
          #expect(reply.headers["set-cookie"] == nil)
        }
      }
    }

    @Test func filesOfThePage() async throws {
      try await withPage { page async throws in
        for (name, type) in [
          ("main.js", "text/javascript"), ("runs.js", "text/javascript"),
          ("style.css", "text/css"), ("icon.svg", "image/svg+xml"),
        ] {
          let reply = try await page.get("/" + name)
          #expect(reply.status == 200)
          #expect(reply.headers["content-type"]?.hasPrefix(type) == true)
        }
        for path in ["/index.html", "/../Package.swift", "/%2e%2e/etc/passwd", "/Web/main.js"] {
          #expect(try await page.get(path).status == 404, "\(path)")
        }
      }
    }

    @Test func bodiesThatAreNone() async throws {
      try await withPage { page async throws in
        let token = ["X-Descent-Token": try await page.token()]
        for body in ["", "[]", "{", "\"text\"", String(repeating: "[", count: 1000)] {
          let reply = try await page.send("POST", "/api/stop", token, body)
          #expect(reply.status == 422, "\(body.prefix(9)): \(reply.body)")
        }
        let large = "{\"path\": \"" + String(repeating: "a", count: 1 << 21) + "\"}"
        let reply = try await page.send("POST", "/api/stop", token, large)
        #expect(reply.error == "the request is larger than 1,048,576 bytes")
      }
    }
  }
#endif
