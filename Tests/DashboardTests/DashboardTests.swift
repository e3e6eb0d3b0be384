import Dashboard
import Descent
import Testing

/// What holds with the page and without it.
@Suite struct DashboardTests {
  @Test func aBuildWithoutItSaysHowToGetIt() {
    guard !Dashboard.isBuilt else { return }
    let error = #expect(throws: DescentError.self) { try Dashboard.check() }
    #expect(error?.kind == .usage)
    #expect(
      error?.description
        == "the live page is not part of this build. "
        + "Build it with: swift build -c release --traits Dashboard")
  }

  #if Dashboard
    @Test func aPortThatIsNone() async {
      for port in [-1, 65536] {
        let error = await #expect(throws: DescentError.self) {
          try await Dashboard(folders: [], port: port).serve()
        }
        #expect(error?.message == "port: expected 0 to 65535, found \(port)")
      }
    }

    @Test func aPortThatIsTaken() async throws {
      try await withPage { page async throws in
        let error = await #expect(throws: DescentError.self) {
          try await Dashboard(folders: [], port: page.port).serve()
        }
        #expect(error?.kind == .cannotWrite)
        #expect(
          error?.message == "port \(page.port) can't be listened on: another program may have it")
      }
    }
  #endif
}
