import Commands
import Descent
import Foundation
import Testing

/// Whether this machine has curl; without it nothing can be fetched, and nothing tested here.
private let hasCurl =
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/curl")
  }

/// Fetching from a server on this machine, with all that can go wrong.
@Suite(.enabled(if: hasCurl, "curl is not installed"), .serialized) struct DownloaderTests {
  private let folder: Folder
  private let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) }

  init() throws { folder = try Folder() }

  private var file: Download.File {
    Download.File(
      name: "numbers.bin", inflatedBytes: content.count,
      inflatedSHA256: SHA256.hexadecimal(of: ContiguousArray(content)),
      compressedBytes: content.count)
  }

  /// Fetches the file; returns what was noted, or the error.
  private func fetch(_ mirrors: String...) throws -> (notes: String, error: String?) {
    let notes = Channel(keepingWithWidth: nil)
    let surroundings = Surroundings(
      environment: [:], output: Channel(keepingWithWidth: nil), notes: notes, input: { [] })
    let download = Download(name: "numbers", mirrors: mirrors, files: [file])
    do {
      try Downloader(download, into: folder["cache"], surroundings).run()
      return (notes.text, nil)
    } catch let error as DescentError {
      #expect(error.kind == .inputOutput)
      return (notes.text, error.description)
    }
  }

  private var isThere: Bool {
    get throws {
      try folder.names("cache").filter { $0 != ".lock" } == ["numbers.bin"]
        && folder.bytes("cache/numbers.bin") == ContiguousArray(content)
    }
  }

  @Test func fetchesOnce() throws {
    let server = try FileServer(.file(content))
    defer { server.stop() }
    #expect(try fetch(server.address) == ("numbers.bin: fetched, 0.2 MB\n", nil))
    #expect(try isThere)
    #expect(server.requests == [.init(path: "/numbers.bin", offset: nil)])
    #expect(try fetch(server.address) == ("numbers.bin: already there\n", nil))
    #expect(server.requests.count == 1)
  }

  @Test func aWrongFileIsNotKept() throws {
    let server = try FileServer(.file(Array(content.dropLast()) + [0]))
    defer { server.stop() }
    let error = try #require(try fetch(server.address).error)
    let found = SHA256.hexadecimal(of: ContiguousArray(content.dropLast() + [0])).prefix(12)
    #expect(
      error == "numbers.bin can't be fetched: \(server.address): the content is not that of "
        + "numbers.bin: its SHA-256 begins with \(found), not with "
        + "\(file.inflatedSHA256.prefix(12)). Try again later; what has arrived is kept.")
    #expect(folder.names("cache") == [".lock"])
  }

  @Test func goesOnWhereTheConnectionWasCut() throws {
    let server = try FileServer(.cut(content, after: 50_000), .file(content))
    defer { server.stop() }
    #expect(try fetch(server.address).error == nil)
    #expect(try isThere)
    #expect(
      server.requests == [
        .init(path: "/numbers.bin", offset: nil), .init(path: "/numbers.bin", offset: 50_000),
      ])
  }

  @Test func beginsAgainWhereTheServerKnowsNoRanges() throws {
    let server = try FileServer(
      .cut(content, after: 50_000), .file(content, knowsRanges: false))
    defer { server.stop() }
    #expect(try fetch(server.address).error == nil)
    #expect(try isThere)
  }

  @Test func goesOnInAnotherProcess() throws {
    let server = try FileServer(.file(content))
    defer { server.stop() }
    try FileManager.default.createDirectory(
      atPath: folder["cache"], withIntermediateDirectories: true)
    try AtomicFile.write(
      ContiguousArray(content.prefix(70_000)), to: folder["cache/numbers.bin.part"])
    #expect(try fetch(server.address).error == nil)
    #expect(try isThere)
    #expect(server.requests == [.init(path: "/numbers.bin", offset: 70_000)])
  }

  @Test func aStrangeBeginningIsThrownAway() throws {
    let server = try FileServer(.file(content))
    defer { server.stop() }
    try FileManager.default.createDirectory(
      atPath: folder["cache"], withIntermediateDirectories: true)
    try AtomicFile.write(
      ContiguousArray(repeating: 7, count: 70_000), to: folder["cache/numbers.bin.part"])
    #expect(try fetch(server.address).error == nil)
    #expect(try isThere)
    #expect(server.requests.map(\.offset) == [70_000, nil])
  }

  @Test func theNextMirrorIsTried() throws {
    let missing = try FileServer(.status(404))
    let server = try FileServer(.file(content))
    defer {
      missing.stop()
      server.stop()
    }
    #expect(try fetch(missing.address, server.address).error == nil)
    #expect(try isThere)
    #expect(missing.requests.count == 1)
  }

  @Test func allReasonsAreListed() throws {
    let missing = try FileServer(.status(404))
    let gone = try FileServer(.status(500))
    defer { missing.stop() }
    let port = gone.port
    gone.stop()
    let error = try #require(
      try fetch(missing.address, "http://127.0.0.1:\(port)/", missing.address).error)
    #expect(
      error == "numbers.bin can't be fetched: \(missing.address): the server answers 404; "
        + "http://127.0.0.1:\(port)/: nobody answers there; \(missing.address): the server "
        + "answers 404. Try again later; what has arrived is kept.")
    #expect(folder.names("cache") == [".lock"])
  }

  @Test func aConnectionThatIsAlwaysCutIsGivenUp() throws {
    let server = try FileServer(.cut(content, after: 10_000))
    defer { server.stop() }
    let error = try #require(try fetch(server.address).error)
    #expect(error.contains("\(server.address): the connection was cut."))
    #expect(server.requests.map(\.offset) == [nil, 10_000, 20_000, 30_000, 40_000])
    #expect(folder.names("cache") == [".lock", "numbers.bin.part"])
  }

  @Test func onlySafeMirrorsAreTaken() {
    let answer = descent(
      "data", "fetch", "mnist",
      environment: ["DESCENT_MIRROR": "http://example.com/", "HOME": folder.path])
    #expect(
      answer
        == Answer(
          code: 64, output: "",
          notes: "error: DESCENT_MIRROR: expected an address that begins with https://, found "
            + "\"http://example.com/\"\n"))
  }
}
